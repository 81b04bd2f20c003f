use proptest::collection::vec;
use proptest::prelude::*;

use super::laws::{any_facts, any_kind, any_level};
use super::*;

/// Trees of any shape: the parent of a node is one of those before it, or none; then their order is turned round.
fn any_nodes() -> impl Strategy<Value = Vec<Node>> {
    let node = (any_facts(), any_kind(), any_level(), any::<prop::sample::Index>());
    (vec(node, 1..16), any::<bool>()).prop_map(|(nodes, turned)| {
        let count = nodes.len();
        let place = |at: usize| if turned { count - 1 - at } else { at };
        let node = |(at, (facts, kind, before, above)): (usize, (Facts, NodeKind, _, prop::sample::Index))| {
            let above = above.index(at + 1);
            Node { parent: (above < at).then(|| place(above)), kind, facts, before }
        };
        let mut nodes: Vec<Node> = nodes.into_iter().enumerate().map(node).collect();
        if turned {
            nodes.reverse();
        }
        nodes
    })
}

fn ancestors(nodes: &[Node], node: usize) -> Vec<usize> {
    std::iter::successors(Some(node), |at| nodes[*at].parent).collect()
}

proptest! {
    #[test]
    fn a_change_touches_ancestors_alone_and_equals_a_whole_recomputation(
        nodes in any_nodes(),
        changes in vec((any::<prop::sample::Index>(), any_facts()), 1..8),
    ) {
        let mut nodes = nodes;
        let mut tree = Tree::new(shipped(), nodes.clone(), NOW).expect("a tree");
        for (node, facts) in changes {
            let node = node.index(nodes.len());
            nodes[node].facts = facts.clone();
            prop_assert_eq!(tree.change(node, facts).expect("the node is there"), ancestors(&nodes, node));
        }
        let whole = Tree::new(shipped(), nodes.clone(), NOW).expect("a tree");
        prop_assert_eq!(tree.grades(), whole.grades());
        for node in 0..nodes.len() {
            prop_assert_eq!(tree.explain(node).expect("a node"), whole.explain(node).expect("a node"));
        }
    }

    /// A unit has the grade of a single node with all the facts below it.
    #[test]
    fn facts_add_up(nodes in any_nodes()) {
        let tree = Tree::new(shipped(), nodes.clone(), NOW).expect("a tree");
        for node in 0..nodes.len() {
            let below = (0..nodes.len()).filter(|at| ancestors(&nodes, *at).contains(&node));
            let flat: Vec<Node> = std::iter::once(node).chain(below.filter(|at| *at != node)).map(|at| {
                Node { parent: (at != node).then_some(0), ..nodes[at].clone() }
            }).collect();
            let flat = Tree::new(shipped(), flat, NOW).expect("a tree");
            prop_assert_eq!(flat.grades()[0], tree.grades()[node]);
        }
    }
}

fn node(parent: Option<usize>, kind: NodeKind, facts: Facts) -> Node {
    Node { parent, kind, facts, before: None }
}

/// A community of `count` places in order, `silent` of which do not report inspections.
fn community(count: usize, silent: usize) -> Tree {
    let mut nodes = vec![node(None, NodeKind::Community, Facts::default())];
    for at in 0..count {
        let mut facts = place(&[]);
        if at < silent {
            facts.missing(Source::Inspections);
        }
        nodes.push(node(Some(0), NodeKind::Place, facts));
    }
    Tree::new(shipped(), nodes, NOW).expect("a tree")
}

#[test]
fn a_unit_is_known_where_nine_in_ten_report() {
    assert_eq!(community(10, 1).grades()[0].level, Some(RiskLevel::Low));
    assert_eq!(community(10, 2).grades()[0].level, None);
}

#[test]
fn levels_below_are_told_by_kind() {
    let mut tree = community(10, 1);
    tree.change(2, place(&[(Measure::MajorOverdue, 1)])).expect("the node is there");
    let below = tree.explain(0).expect("the node is there").below;
    assert_eq!(below.places, Levels { not_known: 1, low: 8, general: 0, larger: 0, major: 1 });
    assert_eq!(below.grids, Levels::default());
}

#[test]
fn time_makes_grey() {
    let mut tree = community(3, 0);
    tree.recompute(NOW + 2 * HOUR);
    assert!(tree.grades().iter().all(|grade| grade.level.is_none()));
}

#[test]
fn a_grey_node_keeps_the_level_that_it_had_last() {
    let mut tree = alone(NodeKind::Place, place(&[(Measure::GeneralUncontrolled, 1)]), None);
    tree.settle();
    let mut silent = place(&[]);
    silent.missing(Source::Warnings);
    tree.change(0, silent).expect("the node is there");
    tree.settle();
    assert_eq!(tree.grades()[0].level, None);
    // A share of 19 points: general only because it was general before.
    tree.change(0, place(&[(Measure::UnderOrange, 1)])).expect("the node is there");
    assert!(tree.grades()[0].level >= Some(RiskLevel::General));
}

#[test]
fn a_circle_is_refused() {
    let nodes = vec![
        node(None, NodeKind::Above, Facts::default()),
        node(Some(2), NodeKind::Grid, Facts::default()),
        node(Some(1), NodeKind::Grid, Facts::default()),
    ];
    let refusal = Tree::new(shipped(), nodes, NOW).expect_err("a circle");
    assert_eq!((refusal.code, refusal.path.as_str()), ("contradiction", "/nodes/1/parent"));
}

#[test]
fn a_parent_that_is_not_there_is_refused() {
    let refusal = Tree::new(shipped(), vec![node(Some(7), NodeKind::Grid, Facts::default())], NOW).expect_err("no 7");
    assert_eq!((refusal.code, refusal.found.as_str()), ("unknown_name", "`7`"));
}

#[test]
fn a_node_that_is_not_there_is_refused() {
    let mut tree = community(1, 0);
    assert_eq!(tree.change(2, Facts::default()).expect_err("two nodes").code, "unknown_name");
    assert_eq!(tree.explain(2).expect_err("two nodes").code, "unknown_name");
}
