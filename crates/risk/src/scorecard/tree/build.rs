//! Nodes in an order in which each comes after the one above it.

use super::Node;
use crate::refusal::{Refusal, code};

/// The nodes below each node, and every node after its parent.
pub(super) fn order(nodes: &[Node]) -> Result<(Vec<Vec<usize>>, Vec<usize>), Refusal> {
    let mut children = vec![Vec::new(); nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        match node.parent {
            None => order.push(at),
            Some(parent) if parent < nodes.len() => children[parent].push(at),
            Some(parent) => {
                let wanted = format!("a position below {} is needed", nodes.len());
                return Err(Refusal::new(code::UNKNOWN_NAME, path(at), format!("`{parent}`"), wanted));
            }
        }
    }
    let mut reached = 0;
    while let Some(at) = order.get(reached).copied() {
        order.extend_from_slice(&children[at]);
        reached += 1;
    }
    if order.len() == nodes.len() {
        return Ok((children, order));
    }
    let mut seen = vec![false; nodes.len()];
    for at in order {
        seen[at] = true;
    }
    let lost = seen.iter().position(|seen| !seen).unwrap_or_default();
    let wanted = "a tree is needed: break the circle that this node stands in or below";
    Err(Refusal::new(code::CONTRADICTION, path(lost), format!("{:?}", nodes[lost].parent), wanted))
}

fn path(at: usize) -> String {
    format!("/nodes/{at}/parent")
}
