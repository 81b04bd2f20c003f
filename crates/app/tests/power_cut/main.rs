//! The power goes while reports come in.
//!
//! Invariant: every report that was answered with 201 is there afterwards with its journal entry, nothing is half
//! there, the database's own integrity checks find nothing, and the journal verifies.
//!
//! The cast: a *machine* is a user-mode Linux whose disk is one file (`machine.rs`). In it runs the real program and a
//! client that says on the console which reports were answered with 201 (`guest.rs`). The power cut is a SIGKILL of
//! that kernel: what it had not given to its disk is gone with its page cache. Its file system then replays its log,
//! as after any power cut, and the database is taken out and looked at (`check.rs`).
//!
//! The control is the same with settings that are known to be too weak. It must lose reports; a run in which it
//! loses none has proved nothing, and fails.
//!
//! What this cannot show: a disk that acknowledges a flush and forgets it. Whatever the guest handed to its disk
//! counts as kept, whether it was flushed or not.
//!
//! `POWER_CUTS` is the number of cuts per engine (10; `make soak` takes 250).
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod check;
mod city;
mod guest;
mod machine;

use city::{Engine, Strength};
use machine::Machine;

/// Cuts under weak settings: enough to lose something, each time anew.
const CONTROLS: u32 = 3;

/// Reports that must have been answered before the power goes.
const WARM: usize = 15;

struct Tally {
    acknowledged: usize,
    lost: usize,
}

/// Cuts the power so often, each time on a fresh disk with the same city.
fn cut(engine: Engine, strength: Strength, cuts: u32) -> Tally {
    let city = city::build(engine);
    let mut tally = Tally { acknowledged: 0, lost: 0 };
    for n in 0..cuts {
        let disk = city.fresh_disk();
        let mut machine = Machine::start(&disk, &city.boot(strength, n));
        machine.wait_for(WARM);
        // Spread over the time between two checkpoints, and over the milliseconds of one commit.
        std::thread::sleep(std::time::Duration::from_millis(u64::from(n * 37 % 701)));
        let acknowledged = machine.cut();
        let after = check::after_the_cut(&city, &disk);
        let lost = acknowledged.iter().filter(|id| !after.hazards.contains(*id)).count();
        println!("{engine:?} {strength:?} cut {n}: {} acknowledged, {lost} lost", acknowledged.len());
        tally.acknowledged += acknowledged.len();
        tally.lost += lost;
    }
    println!("{engine:?} {strength:?}: {cuts} cuts, {} acknowledged, {} lost", tally.acknowledged, tally.lost);
    tally
}

fn proves(engine: Engine) {
    if !machine::can_run() {
        return;
    }
    let cuts = std::env::var("POWER_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let control = cut(engine, Strength::Weak, CONTROLS);
    assert!(control.lost > 0, "the control lost nothing: the test would not notice a loss");
    let full = cut(engine, Strength::Full, cuts);
    assert_eq!(full.lost, 0, "acknowledged and lost");
    assert!(full.acknowledged >= cuts as usize * WARM, "too little was written for the test to mean something");
}

#[test]
fn sqlite_keeps_every_acknowledged_report_and_its_control_with_normal_loses_some() {
    proves(Engine::Sqlite);
}

#[test]
fn postgres_keeps_every_acknowledged_report_and_its_control_without_synchronous_commit_loses_some() {
    proves(Engine::Postgres);
}
