//! The tree while it grows: units with their land, leaves still to be added up.

use super::divide::Region;
use super::share::share;
use city::{Groups, Kind};

/// One unit, its land as it was when it was drawn.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) parent: Option<usize>,
    pub(crate) kind: Kind,
    pub(crate) code: String,
    pub(crate) name_zh: String,
    pub(crate) name_en: String,
    pub(crate) transliterated: bool,
    pub(crate) fictional: bool,
    pub(crate) published_boundary: bool,
    pub(crate) population: Option<u64>,
    pub(crate) households: Option<u64>,
    pub(crate) groups: Option<Groups>,
    /// Only leaves keep land; a parent is the sum of its leaves.
    pub(crate) land: Region,
}

impl Node {
    /// A real unit with a synthetic boundary; set other fields where they differ.
    pub(crate) fn new(parent: Option<usize>, kind: Kind, code: String, name_zh: String, name_en: String) -> Self {
        Self {
            parent,
            kind,
            code,
            name_zh,
            name_en,
            transliterated: false,
            fictional: false,
            published_boundary: false,
            population: None,
            households: None,
            groups: None,
            land: Region::new(),
        }
    }
}

/// All units, parents first.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// Adds a unit and gives its position.
    pub(crate) fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Shares households from the root down, in proportion to residents, exact at every level.
    pub(crate) fn share_households(&mut self, total: u64) {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            if let (Some(parent), Some(_), false) = (node.parent, node.population, node.fictional) {
                children[parent].push(at);
            }
        }
        if let Some(root) = self.nodes.first_mut() {
            root.households = Some(total);
        }
        for (at, children) in children.iter().enumerate() {
            let Some(households) = self.nodes[at].households.filter(|_| !children.is_empty()) else {
                continue;
            };
            let heads: Vec<f64> =
                children.iter().map(|&child| self.nodes[child].population.unwrap_or(0) as f64).collect();
            for (&child, part) in children.iter().zip(share(households, &heads, 0)) {
                self.nodes[child].households = Some(part);
            }
        }
    }
}
