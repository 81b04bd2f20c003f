//! Places and units in their tree, graded from the bottom up.
//!
//! Everything is recomputed when time passes, because reports become stale with it. When one node's facts change, only
//! that node and its ancestors are: the numbers are the same as those of a whole recomputation.

mod below;
mod build;

pub use below::{Below, Levels};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::action::{Action, Candidate, actions};
use super::draws::Draws;
use super::explanation::{Explanation, explanation};
use super::facts::Facts;
use super::grade::{Grade, Graded, grade};
use super::rules::Rules;
use super::stability::{Stability, stability};
use super::sums::Sums;
use crate::RiskLevel;
use crate::refusal::{Refusal, code};

/// What a node is. Rules for single things differ by it; ratios have the same rules everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A place or risk point: garage, stairwell, slope.
    Place,
    /// A grid of any kind: urban, rural, micro-grid, dedicated.
    Grid,
    /// A community or village.
    Community,
    /// A sub-district, district or city.
    Above,
}

/// A place or unit. Nodes are named by their position in the list that they are given in.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The node above; none at the top.
    pub parent: Option<usize>,
    /// What it is.
    pub kind: NodeKind,
    /// What is known of it alone.
    pub facts: Facts,
    /// The level that it had, so that noise does not flip its colour; none where it had none by these rules.
    pub before: Option<RiskLevel>,
}

/// Nodes and their grades at one moment.
#[derive(Debug, Clone)]
pub struct Tree {
    rules: Rules,
    now: i64,
    nodes: Vec<Node>,
    /// Nodes below each node, in order.
    children: Vec<Vec<usize>>,
    /// Every node after the one above it.
    order: Vec<usize>,
    sums: Vec<Sums>,
    grades: Vec<Grade>,
    below: Vec<Below>,
}

impl Tree {
    /// Grades nodes at a moment, ms UTC. There may be several tops.
    ///
    /// # Errors
    /// When a parent does not exist or nodes stand in a circle; the path is `/nodes/position/parent`.
    pub fn new(rules: Rules, nodes: Vec<Node>, now: i64) -> Result<Self, Refusal> {
        let (children, order) = build::order(&nodes)?;
        let (sums, grades, below) = (Vec::new(), Vec::new(), Vec::new());
        let mut tree = Self { rules, now, nodes, children, order, sums, grades, below };
        tree.recompute(now);
        Ok(tree)
    }

    /// Grades everything anew at a moment, ms UTC.
    pub fn recompute(&mut self, now: i64) {
        self.now = now;
        let rules = &self.rules;
        self.sums = self.nodes.par_iter().map(|node| Sums::of(&node.facts, rules, now)).collect();
        for at in self.order.iter().rev() {
            if let Some(parent) = self.nodes[*at].parent
                && let Ok([child, parent]) = self.sums.get_disjoint_mut([*at, parent])
            {
                parent.add(child);
            }
        }
        let one = |(node, sums): (&Node, &Sums)| grade(rules, sums, node.kind, node.before).grade;
        self.grades = self.nodes.par_iter().zip(&self.sums).map(one).collect();
        self.below = vec![Below::default(); self.nodes.len()];
        for at in self.order.iter().rev() {
            if let Some(parent) = self.nodes[*at].parent {
                let with = self.below[*at].with(self.nodes[*at].kind, self.grades[*at].level);
                self.below[parent].add(&with);
            }
        }
    }

    /// Changes what is known of one node, at the same moment. Returns the nodes that were graded anew: the node and its
    /// ancestors, upwards.
    ///
    /// # Errors
    /// `unknown_name` when there is no such node.
    pub fn change(&mut self, node: usize, facts: Facts) -> Result<Vec<usize>, Refusal> {
        self.check(node)?;
        self.nodes[node].facts = facts;
        let mut touched = Vec::new();
        let mut next = Some(node);
        while let Some(at) = next {
            self.renew(at);
            touched.push(at);
            next = self.nodes[at].parent;
        }
        Ok(touched)
    }

    fn renew(&mut self, at: usize) {
        let mut sums = Sums::of(&self.nodes[at].facts, &self.rules, self.now);
        let mut below = Below::default();
        for child in &self.children[at] {
            sums.add(&self.sums[*child]);
            below.add(&self.below[*child].with(self.nodes[*child].kind, self.grades[*child].level));
        }
        self.grades[at] = grade(&self.rules, &sums, self.nodes[at].kind, self.nodes[at].before).grade;
        (self.sums[at], self.below[at]) = (sums, below);
    }

    /// Takes the grades of now as those that were before. A grey node keeps the level that it had last.
    pub fn settle(&mut self) {
        for (node, grade) in self.nodes.iter_mut().zip(&self.grades) {
            node.before = grade.level.or(node.before);
        }
    }

    /// The grades of all nodes, in their order.
    pub fn grades(&self) -> &[Grade] {
        &self.grades
    }

    /// What a node's grade is made of.
    ///
    /// # Errors
    /// `unknown_name` when there is no such node.
    pub fn explain(&self, node: usize) -> Result<Explanation, Refusal> {
        let (graded, before) = (self.graded(node)?, self.nodes[node].before);
        Ok(explanation(&self.rules, graded, &self.sums[node], self.below[node].clone(), before, self.now))
    }

    /// How often a node stays in its colour under the draws.
    ///
    /// # Errors
    /// `unknown_name` when there is no such node, `contradiction` when the draws are around other rules.
    pub fn stability(&self, node: usize, draws: &Draws) -> Result<Stability, Refusal> {
        let graded = self.graded(node)?;
        if draws.rules != self.rules {
            let found = format!("draws around version `{}`", draws.rules.definition().version);
            let wanted = "draws around the rules of the tree are needed: draw anew";
            return Err(Refusal::new(code::CONTRADICTION, "/draws", found, wanted));
        }
        let Node { kind, before, .. } = self.nodes[node];
        Ok(stability(&self.rules, draws, &graded, &self.sums[node], kind, before))
    }

    /// The candidates that lower a node's score most, at most three.
    ///
    /// # Errors
    /// `unknown_name` when there is no such node.
    pub fn actions<Id: Clone>(&self, node: usize, candidates: &[Candidate<Id>]) -> Result<Vec<Action<Id>>, Refusal> {
        self.check(node)?;
        let Node { kind, before, .. } = self.nodes[node];
        Ok(actions(&self.rules, &self.sums[node], kind, before, candidates))
    }

    fn graded(&self, node: usize) -> Result<Graded, Refusal> {
        self.check(node)?;
        let Node { kind, before, .. } = self.nodes[node];
        Ok(grade(&self.rules, &self.sums[node], kind, before))
    }

    fn check(&self, node: usize) -> Result<(), Refusal> {
        if node < self.nodes.len() {
            return Ok(());
        }
        let wanted = format!("a position below {} is needed", self.nodes.len());
        Err(Refusal::new(code::UNKNOWN_NAME, "/node", format!("`{node}`"), wanted))
    }
}
