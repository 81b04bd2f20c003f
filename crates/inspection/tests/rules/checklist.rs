//! Checklists: what ships holds together, and what does not is refused with its place.

use std::collections::BTreeSet;

use inspection::{Checklist, Text};

use crate::common::{checklist, codes, shipped, words};

#[test]
fn every_shipped_checklist_holds_together() {
    for one in shipped() {
        assert_eq!(one.check(&words()), Ok(()), "{}", one.id);
    }
}

#[test]
fn nine_ship_each_under_a_word_of_its_own() {
    let ids: BTreeSet<String> = shipped().into_iter().map(|one| one.id).collect();
    let wanted = [
        "stairwell_ebike",
        "fire_lane_equipment",
        "lift",
        "gas",
        "garage_before_flood",
        "construction_site",
        "small_mixed_use_shop",
        "school_gate",
        "shelter",
    ];
    assert_eq!(ids, wanted.map(str::to_owned).into());
}

#[test]
fn every_shipped_file_is_among_those_that_ship() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/checklists");
    let files = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
    let names: BTreeSet<String> =
        files.map(|path| path.file_stem().expect("a name").to_string_lossy().into()).collect();
    assert_eq!(names, shipped().into_iter().map(|one| one.id).collect());
}

#[test]
fn a_checklist_is_written_as_it_was_read() {
    for one in shipped() {
        let text = serde_json::to_string(&one).expect("written");
        assert_eq!(Checklist::read(&text), Ok(one));
    }
}

/// What the check says of the lift's list after a change.
fn changed(change: impl FnOnce(&mut Checklist)) -> Vec<(&'static str, String)> {
    let mut list = checklist("lift");
    change(&mut list);
    codes(list.check(&words()))
}

#[test]
fn an_item_stands_once() {
    let twice = changed(|list| list.items[3].id = list.items[1].id.clone());
    assert_eq!(twice, [("listed_twice", "/items/3/id".to_owned())]);
}

#[test]
fn a_category_is_one_of_the_catalogue() {
    let unknown = changed(|list| list.items[0].fail.category = "A99".to_owned());
    assert_eq!(unknown, [("category_unknown", "/items/0/fail/category".to_owned())]);
}

#[test]
fn a_text_stands_in_both_languages() {
    let missing = changed(|list| {
        list.items[2].question.0.remove("en");
    });
    assert_eq!(missing, [("language_missing", "/items/2/question/en".to_owned())]);
}

#[test]
fn a_kind_of_place_is_known() {
    let unknown = changed(|list| list.place_kinds.push("spaceport".to_owned()));
    assert_eq!(unknown, [("place_kind_unknown", "/place_kinds/1".to_owned())]);
}

#[test]
fn a_source_is_listed_and_a_listed_rule_is_used() {
    let unlisted = changed(|list| list.items[0].source = "hearsay".to_owned());
    assert_eq!(unlisted, [("source_unknown", "/items/0/source".to_owned())]);
    let unused = changed(|list| {
        let mut rule = list.rules[0].clone();
        rule.id = "hearsay".to_owned();
        list.rules.push(rule);
    });
    assert_eq!(unused, [("rule_unused", "/rules/2/id".to_owned())]);
}

#[test]
fn practice_has_no_clause() {
    let clause = changed(|list| {
        list.items[6].source = "practice".to_owned();
        list.items[6].clause = Some("7".to_owned());
    });
    assert_eq!(clause, [("source_unknown", "/items/6/clause".to_owned())]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let empty = Checklist {
        id: "Lift!".to_owned(),
        version: String::new(),
        names: Text::default(),
        place_kinds: Vec::new(),
        rules: Vec::new(),
        items: Vec::new(),
    };
    let codes: Vec<_> = codes(empty.check(&words())).into_iter().map(|(code, _)| code).collect();
    assert_eq!(
        codes,
        ["word_invalid", "id_invalid", "language_missing", "language_missing", "list_empty", "list_empty"]
    );
}

#[test]
fn a_field_that_nobody_knows_is_refused_with_its_place() {
    let text = serde_json::to_string(&checklist("lift")).expect("written").replacen("\"how\"", "\"hwo\"", 1);
    let refusal = Checklist::read(&text).expect_err("refused");
    assert_eq!((refusal.code.word(), refusal.path.as_str()), ("shape_invalid", "/items/0/hwo"));
    assert!(refusal.value.starts_with("unknown field `hwo`"), "{refusal}");
}
