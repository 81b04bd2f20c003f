//! The state of the whole city's map: its size, and its CPU when it is counted and when it is kept.

use anyhow::Context;

use super::Options;
use super::client::Client;
use super::intake::somewhere;
use super::program::Program;
use crate::load::CITY_DESK;

/// Requests for the one that is kept; CPU is counted in hundredths of a second.
const KEPT: u64 = 400;
/// Requests that are counted anew.
const COUNTED: u64 = 20;

pub(super) async fn run(options: &Options) -> anyhow::Result<()> {
    let program = Program::start(&options.program, &options.database)?;
    program.caught_up().await;
    let mut client = Client::sign_in(program.port, CITY_DESK.0).await?;
    let mut random = fastrand::Rng::with_seed(1);
    for level in 1..=5 {
        let path = format!("/api/map/state?level={level}");
        let plain = client.get(&path, &[("accept-encoding", "identity")]).await?.len();
        let gzip = client.get(&path, &[("accept-encoding", "gzip")]).await?.len();
        let br = client.get(&path, &[("accept-encoding", "br")]).await?.len();
        let before = program.cpu();
        for _ in 0..KEPT {
            client.get(&path, &[("accept-encoding", "br")]).await?;
        }
        let kept = program.cpu().since(before, KEPT).program;
        let (mut app, mut database) = (0.0, 0.0);
        for _ in 0..COUNTED {
            let (lon, lat) = somewhere(&mut random);
            client.report(lon, lat).await.context("a report that makes the kept state old")?;
            // The journal's tail comes by four times a second.
            tokio::time::sleep(std::time::Duration::from_millis(600)).await;
            let before = program.cpu();
            client.get(&path, &[("accept-encoding", "br")]).await?;
            let one = program.cpu().since(before, 1);
            app += one.program;
            database += one.database;
        }
        let each = COUNTED as f64;
        println!(
            "level {level}: {plain} bytes, gzip {gzip}, br {br}; kept {kept:.2} ms CPU, counted anew {:.1} + {:.1} ms (program + database)",
            app / each,
            database / each
        );
    }
    Ok(())
}
