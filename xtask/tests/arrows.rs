//! Which crate may know which, held over `cargo metadata`. A new crate needs a line here first.
//!
//! An arrow that is missing from the table is a question to ask, not a line to add in passing: rules stay
//! testable without a database, SQL stays in one crate, and the web and the worker stay apart.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeSet;
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Each crate of the workspace, and the ones that it may depend on.
const ARROWS: [(&str, &[&str]); 19] = [
    ("domain", &[]),
    ("city", &["domain"]),
    ("warning", &["domain"]),
    ("picture", &[]),
    ("osm", &["domain"]),
    ("document", &[]),
    ("forecast", &[]),
    // A case of the metrics is read like any other case.
    ("risk", &["forecast"]),
    ("inspection", &[]),
    ("notify", &["domain"]),
    ("store", &["domain"]),
    ("service", &["store", "domain", "warning"]),
    ("exercise", &["service", "store", "domain", "warning"]),
    ("server", &["service", "store", "domain", "document"]),
    ("worker", &["service", "store", "domain", "notify", "exercise"]),
    ("oidc", &["service", "notify"]),
    (
        "bridgehead",
        &[
            "server", "worker", "service", "store", "domain", "city", "notify", "oidc", "osm", "picture", "warning",
            "exercise", "document", "risk",
        ],
    ),
    ("testkit", &["server", "service", "store", "domain"]),
    ("xtask", &["service", "store", "domain", "city", "warning", "risk"]),
];

/// What tests of any crate may use besides.
const FOR_TESTS: [&str; 2] = ["testkit", "city"];

/// Crates that take time, ids and randomness as arguments, and know of no database and no network.
const PURE: [&str; 8] = ["domain", "city", "forecast", "inspection", "osm", "picture", "risk", "warning"];

/// What a pure crate must not pull in, not even through another crate.
const IMPURE: [&str; 12] = [
    "async-std",
    "axum",
    "figment",
    "hyper",
    "mio",
    "reqwest",
    "sea-orm",
    "sea-query",
    "smol",
    "sqlx",
    "tokio",
    "tower",
];

#[test]
fn every_arrow_is_in_the_table() {
    let metadata = metadata();
    let members = metadata.workspace_packages();
    let ours: BTreeSet<&str> = members.iter().map(|package| package.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in &members {
        let dependencies = package.dependencies.iter().filter(|dependency| ours.contains(dependency.name.as_str()));
        wrong.extend(dependencies.filter_map(|to| complaint(&package.name, &to.name, to.kind)));
    }
    wrong
        .extend(ours.iter().filter(|name| allowed(name).is_none()).map(|name| format!("`{name}` is not in the table")));
    wrong.extend(ARROWS.iter().filter(|(name, _)| !ours.contains(name)).map(|(name, _)| format!("`{name}` is gone")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_crates_know_no_engine_and_no_network() {
    let metadata = metadata();
    for name in PURE {
        let known = everything_below(&metadata, name);
        assert!(known.contains("serde"), "`{name}` seems to have no dependencies: the walk is broken");
        let impure: Vec<_> = IMPURE.into_iter().filter(|crate_name| known.contains(*crate_name)).collect();
        assert!(impure.is_empty(), "`{name}` must stay pure, but pulls in {impure:?}");
    }
}

#[test]
fn forbidden_arrows_are_noticed() {
    use DependencyKind::{Development, Normal};
    for (from, to) in [("server", "worker"), ("worker", "server"), ("domain", "store"), ("store", "service")] {
        assert!(complaint(from, to, Normal).is_some(), "{from} → {to}");
        assert!(complaint(from, to, Development).is_some(), "{from} → {to} in tests");
    }
    assert!(complaint("service", "testkit", Normal).is_some(), "test fixtures in the program");
    assert!(complaint("service", "testkit", Development).is_none());
    assert!(complaint("worker", "xtask", Development).is_some(), "nothing depends on xtask");
}

/// What is wrong with the arrow, if anything.
fn complaint(from: &str, to: &str, kind: DependencyKind) -> Option<String> {
    let in_table = allowed(from).is_some_and(|arrows| arrows.contains(&to));
    let for_tests = kind == DependencyKind::Development && FOR_TESTS.contains(&to);
    (!in_table && !for_tests).then(|| format!("`{from}` must not depend on `{to}` ({kind})"))
}

fn allowed(name: &str) -> Option<&'static [&'static str]> {
    ARROWS.into_iter().find(|(from, _)| *from == name).map(|(_, arrows)| arrows)
}

/// Names of all crates that this one is built with, near and far.
fn everything_below<'a>(metadata: &'a Metadata, name: &str) -> BTreeSet<&'a str> {
    let nodes = &metadata.resolve.as_ref().expect("metadata with the resolved graph").nodes;
    let members = metadata.workspace_packages();
    let start = members.iter().find(|package| package.name == name).expect("a crate of the workspace");
    let mut names = BTreeSet::new();
    let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
    let mut open = vec![&start.id];
    while let Some(id) = open.pop() {
        let node = nodes.iter().find(|node| node.id == *id).expect("a resolved crate");
        let built = node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        for id in built.map(|dep| &dep.pkg).filter(|id| seen.insert(*id)) {
            names.insert(metadata[id].name.as_str());
            open.push(id);
        }
    }
    names
}

/// For this platform alone: crates for others need not be downloaded.
fn metadata() -> Metadata {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&rustc.stdout);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its platform");
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .other_options(["--all-features", "--locked", "--filter-platform", host].map(str::to_owned))
        .exec()
        .expect("cargo metadata answers")
}
