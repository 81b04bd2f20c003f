//! A name with a value, as event codes, parameters and geocodes have it.

use crate::element::{El, Version};
use crate::tree::Tree;

/// Name and value of the element; CAP 1.0 writes both in one text, `SAME=SVR`. `None` where there is no name.
pub(crate) fn read<'t>(tree: &'t Tree, index: usize) -> Option<(&'t str, &'t str)> {
    if tree.version == Version::V10 {
        let (name, value) = tree.nodes[index].value().split_once('=')?;
        return Some((name.trim(), value.trim())).filter(|(name, _)| !name.is_empty());
    }
    let name = tree.value(index, El::ValueName)?;
    Some((name, tree.value(index, El::Value).unwrap_or_default()))
}
