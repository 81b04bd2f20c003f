//! How long a reader waits after the program was started.

use std::time::Instant;

use super::client::Client;
use super::program::Program;
use super::{Options, time};
use crate::load::CITY_DESK;

pub(super) async fn run(options: &Options) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for _ in 0..options.runs {
        let program = Program::start(&options.program, &options.database)?;
        let begin = Instant::now();
        let mut client = Client::sign_in(program.port, CITY_DESK.0).await?;
        let signed_in = begin.elapsed();
        for path in [
            "/console/",
            "/api/system",
            "/api/hazards?open=true&limit=50",
            "/api/hazards/counts",
            "/api/map/state?level=4",
        ] {
            client.get(path, &[]).await?;
        }
        let first = program.ready_after + begin.elapsed();
        println!(
            "ready after {:.2} s; signed in {:.2} s later; first page with queue and map after {:.2} s",
            program.ready_after.as_secs_f64(),
            signed_in.as_secs_f64(),
            first.as_secs_f64()
        );
        all.push(first);
    }
    println!("{}", time::told(&mut all));
    Ok(())
}
