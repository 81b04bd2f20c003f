//! The corpus is found to be what the list says.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use warning::chain::{Chain, Standing};
use warning::kinds::MsgType;
use warning::{Alert, Version, read};

use crate::scoreboard::{Class, found_file, judge, lines, shared, unzipped};

#[test]
fn every_file_is_what_the_list_says() {
    let shared = shared();
    let mut wrong = Vec::new();
    let mut absent = 0;
    for line in lines() {
        match found_file(shared.as_deref(), &line.file) {
            None => absent += 1,
            Some(bytes) => {
                let found = judge(&line.file, bytes);
                if !found.agrees(&line) {
                    wrong.push(format!("{line:?} is {found:?}"));
                }
            }
        }
    }
    if shared.is_none() {
        println!("skipped: no shared data for {absent} files");
    } else {
        assert_eq!(absent, 0);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tables, schemas, notes and alerts as JSON are no messages.
const OTHER: [&str; 4] = ["csv", "json", "txt", "xsd"];

#[test]
fn no_file_is_forgotten() {
    let Some(shared) = shared() else {
        println!("skipped: no shared data");
        return;
    };
    let mut there = BTreeSet::new();
    collect(&shared, &shared, &mut there);
    let listed: BTreeSet<String> = lines().into_iter().map(|line| line.file).collect();
    let there: BTreeSet<String> = there.into_iter().map(|file| shipped_name(&file)).collect();
    assert_eq!(there.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(listed.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new());
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if !OTHER.iter().any(|ending| path.extension().is_some_and(|extension| extension == *ending)) {
            files.insert(path.strip_prefix(root).expect("below it").to_string_lossy().into_owned());
        }
    }
}

/// The shipped copies of one source stand in one folder.
fn shipped_name(file: &str) -> String {
    file.replace("eden/modules/templates/SAMBRO/Demo/", "eden/")
}

#[test]
fn the_list_knows_valid_refused_and_harmful_files() {
    for class in [Class::Valid, Class::Refused, Class::Attack] {
        assert!(lines().iter().any(|line| line.class == class));
    }
}

#[test]
fn all_references_of_the_red_cross_set_resolve() {
    let Some(shared) = shared() else {
        println!("skipped: no shared data");
        return;
    };
    let zip = std::fs::read(shared.join("redcross/capAlertTestFilters.zip")).expect("the set");
    let alerts: Vec<Alert> =
        unzipped(zip).into_iter().map(|(name, bytes)| read(&bytes).alert.unwrap_or_else(|| panic!("{name}"))).collect();
    assert!(alerts.iter().all(|alert| alert.version == Version::V11));
    let chain = Chain::new(&alerts);
    assert_eq!((alerts.len(), chain.resolved(), chain.doubts()), (2_916, 1_944, &[][..]));
    let now: Timestamp = "2016-03-11T00:00:00Z".parse().expect("a moment");
    let count = |wanted: fn(Standing) -> bool| {
        (0..alerts.len()).filter_map(|index| chain.standing(index, now)).filter(|standing| wanted(*standing)).count()
    };
    // Each of 972 alerts has its update and its cancellation.
    assert_eq!(count(|standing| matches!(standing, Standing::Cancelled { .. })), 972);
    assert_eq!(count(|standing| standing == Standing::Notice), 972);
    assert_eq!(count(|standing| standing == Standing::InForce), 972);
    assert!(chain.in_force(now).all(|alert| alert.msg_type == MsgType::Update));
    let end: Timestamp = "2016-03-11T08:00:00Z".parse().expect("a moment");
    assert_eq!(chain.in_force(end).count(), 0);
}
