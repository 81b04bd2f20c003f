//! Seals: the tree is that of RFC 6962, and every column counts.

use domain::seal::{Columns, Finding, Hash, Merkle, Seal, Walk};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The definition of RFC 6962, 2.1, word for word.
fn by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let split = 1 << (leaves.len() - 1).ilog2();
            let (left, right) = leaves.split_at(split);
            let whole = [&[1][..], &by_definition(left), &by_definition(right)].concat();
            Sha256::digest(whole).into()
        }
    }
}

proptest! {
    #[test]
    fn a_tree_grown_leaf_by_leaf_is_that_of_the_definition(leaves in proptest::collection::vec(any::<Hash>(), 0..70)) {
        let mut tree = Merkle::default();
        leaves.iter().for_each(|leaf| tree.push(*leaf));
        prop_assert_eq!(tree.root(), by_definition(&leaves));
    }
}

fn entry(seq: i64) -> Columns {
    let id = |n: u128| Uuid::from_u128(n);
    Columns {
        seq,
        tx: 7,
        kind: "hazard.accepted".to_owned(),
        kind_version: 1,
        subject_kind: "hazard".to_owned(),
        subject: id(1),
        unit: Some(id(2)),
        path: Some("0000100002".to_owned()),
        body: Some(id(3)),
        actor: Some(id(4)),
        posting: Some(id(5)),
        cause_kind: Some("warning".to_owned()),
        cause: Some(id(7)),
        command: Some(id(6)),
        happened_at: 8,
        recorded_at: 9,
        payload: "{}".to_owned(),
    }
}

#[test]
fn every_column_changes_the_hash() {
    let other = Uuid::from_u128(99);
    let changes: [fn(&mut Columns, Uuid); 17] = [
        |e, _| e.seq += 1,
        |e, _| e.tx += 1,
        |e, _| e.kind.push('x'),
        |e, _| e.kind_version += 1,
        |e, _| e.subject_kind.push('x'),
        |e, id| e.subject = id,
        |e, id| e.unit = Some(id),
        |e, _| e.path = None,
        |e, id| e.body = Some(id),
        |e, id| e.actor = Some(id),
        |e, id| e.posting = Some(id),
        |e, _| e.command = None,
        |e, _| e.cause_kind = None,
        |e, id| e.cause = Some(id),
        |e, _| e.happened_at += 1,
        |e, _| e.recorded_at += 1,
        |e, _| e.payload.push(' '),
    ];
    for (column, change) in changes.iter().enumerate() {
        let mut changed = entry(1);
        change(&mut changed, other);
        assert_ne!(changed.hash(), entry(1).hash(), "column {column}");
    }
    let mut moved = entry(1);
    (moved.body, moved.actor) = (None, moved.body);
    let mut missing = entry(1);
    (missing.body, missing.actor) = (moved.actor, None);
    assert_ne!(moved.hash(), missing.hash(), "a value cannot move into its neighbour");
}

#[test]
fn an_entry_without_a_cause_has_the_form_that_older_seals_cover() {
    let bare = Columns { cause_kind: None, cause: None, ..entry(1) };
    assert!(bare.canonical().starts_with(b"bridgehead entry 1\n"));
    assert!(bare.canonical().ends_with(b"{}"));
    assert!(entry(1).canonical().starts_with(b"bridgehead entry 2\n"));
}

fn sealed(number: i64, previous: Hash, entries: &[Columns]) -> Seal {
    let mut tree = Merkle::default();
    entries.iter().for_each(|entry| tree.push(entry.hash()));
    Seal {
        number,
        previous,
        first: entries.first().unwrap().place(),
        last: entries.last().unwrap().place(),
        entries: i64::try_from(entries.len()).unwrap(),
        root: tree.root(),
        sealed_at: 10,
        key: "k".to_owned(),
    }
}

fn walk(seals: Vec<Seal>, entries: &[Columns]) -> (Vec<Finding>, u64) {
    let mut walk = Walk::new(seals);
    entries.iter().for_each(|entry| walk.entry(entry.place(), entry.hash()));
    walk.finish()
}

#[test]
fn a_walk_finds_what_changed_and_nothing_else() {
    let entries: Vec<_> = (1..=7).map(entry).collect();
    let first = sealed(1, [0; 32], &entries[..3]);
    let second = sealed(2, first.hash(), &entries[3..5]);
    let seals = vec![first.clone(), second.clone()];
    assert_eq!(walk(seals.clone(), &entries), (vec![], 2));
    let mut edited = entries.clone();
    edited[4].payload = "{\"to\":\"closed\"}".to_owned();
    assert!(matches!(walk(seals.clone(), &edited).0[..], [Finding::EntriesDiffer { seal: 2, .. }]));
    let early = [&[entry(-5)], &entries[..]].concat();
    assert!(matches!(walk(seals.clone(), &early).0[..], [Finding::CountDiffers { seal: 1, found: 4, .. }]));
    assert!(matches!(walk(seals.clone(), &entries[..4]).0[..], [Finding::CountDiffers { seal: 2, found: 1, .. }]));
    assert!(matches!(walk(seals.clone(), &[]).0[..], [Finding::CountDiffers { .. }, Finding::CountDiffers { .. }]));
    assert!(walk(vec![second.clone()], &entries).0.contains(&Finding::SealMissing { seal: 1 }));
    let far = Seal { number: i64::MAX, ..second.clone() };
    assert_eq!(walk(vec![first.clone(), far], &entries).0, [Finding::SealMissing { seal: 2 }]);
    let orphan = sealed(2, [1; 32], &entries[3..5]);
    assert_eq!(walk(vec![first, orphan], &entries).0, [Finding::ChainBroken { seal: 2 }]);
}
