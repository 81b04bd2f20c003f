//! The scoreboard of alerts: every file of the corpus, what it is expected to be and what it is found to be. What is not
//! shipped is read from the shared data and left out where that is absent.

use anyhow::ensure;

use self::scoreboard::{Class, Found, Line, found_file, judge, lines, shared};

#[expect(clippy::expect_used, clippy::panic, reason = "it is shared with the tests, which stop at a broken list")]
#[path = "../../crates/warning/tests/all/scoreboard.rs"]
mod scoreboard;

pub(crate) fn run() -> anyhow::Result<()> {
    let shared = shared();
    let (mut agree, mut count, mut absent) = (0, 0, 0);
    let mut messages = [0; 3];
    let mut rows = Vec::new();
    for line in lines() {
        count += 1;
        let Some(bytes) = found_file(shared.as_deref(), &line.file) else {
            absent += 1;
            continue;
        };
        let found = judge(&line.file, bytes);
        agree += usize::from(found.agrees(&line));
        messages[line.class as usize] += found.messages;
        rows.push(row(&line, &found));
    }
    let [valid, refused, attacks] = messages;
    println!("# Alerts: the corpus\n");
    println!(
        "Printed by `cargo xtask cap` from `crates/warning/tests/corpus.csv`. `docs/cap.md` explains the codes.\n"
    );
    println!(
        "{agree} of {} files are found to be what is expected: {valid} messages and feeds valid, {refused} refused for the \
         expected reasons, {attacks} attacks harmless.\n",
        count - absent
    );
    if absent > 0 {
        println!("{absent} files that are not shipped were not there.\n");
    }
    println!("| file | expected | found | errors | warnings | |\n|---|---|---|---|---|---|");
    rows.iter().for_each(|row| println!("{row}"));
    ensure!(agree + absent == count, "{} files are not what is expected", count - absent - agree);
    Ok(())
}

fn row(line: &Line, found: &Found) -> String {
    let expected = match line.class {
        Class::Valid => "valid",
        Class::Refused => "refused",
        Class::Attack => "attack, refused",
    };
    let is = match (found.valid, found.messages) {
        (1, 1) => "valid".to_owned(),
        (0, 1) => "refused".to_owned(),
        (valid, all) => format!("{valid} of {all} valid"),
    };
    let codes = |codes: &std::collections::BTreeSet<&str>| codes.iter().copied().collect::<Vec<_>>().join(", ");
    let mark = if found.agrees(line) { "as expected" } else { "**differs**" };
    format!("| {} | {expected} | {is} | {} | {} | {mark} |", line.file, codes(&found.errors), codes(&found.warnings))
}
