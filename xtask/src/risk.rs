//! The scoreboard of risk methods: every golden case, what it expects and what is computed.

use anyhow::ensure;

use self::scoreboard::{outside_tables, page};

#[expect(clippy::expect_used, reason = "it is shared with the tests, which stop at a broken case")]
#[path = "../../crates/risk/tests/all/scoreboard.rs"]
mod scoreboard;

pub(crate) fn run() -> anyhow::Result<()> {
    let tables = outside_tables();
    if tables.is_none() {
        eprintln!(
            "the published indices are left out of the page: their tables are not there; docs/risk-index.md says where \
             they are from and where they go"
        );
    }
    let (page, wrong) = page(tables.as_deref());
    print!("{page}");
    ensure!(wrong == 0, "{wrong} lines are not what is expected");
    Ok(())
}
