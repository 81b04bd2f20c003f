//! The scoreboard of risk methods: every golden case, what it expects and what is computed.

use anyhow::{Context, ensure};

use self::scoreboard::{page, shared};

#[expect(clippy::expect_used, reason = "it is shared with the tests, which stop at a broken case")]
#[path = "../../crates/risk/tests/all/scoreboard.rs"]
mod scoreboard;

pub(crate) fn run() -> anyhow::Result<()> {
    let data = shared().context("the shared data is not there; name its folder in `BRIDGEHEAD_SHARED`")?;
    let (page, wrong) = page(&data);
    print!("{page}");
    ensure!(wrong == 0, "{wrong} lines are not what is expected");
    Ok(())
}
