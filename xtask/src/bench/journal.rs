//! Entries of the journal verified per second, beside the least that any verification must do: hashing the same
//! bytes. Both in one run over the same entries; a run fails if the journal does not verify.

use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use domain::hazard::EventKind;
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use service::Service;
use service::keyring::Keyring;
use sha2::{Digest, Sha256};
use store::journal::{self, Search};
use store::{Location, OpenOptions, Store};
use uuid::Uuid;

#[derive(Args)]
pub(crate) struct Options {
    /// An empty database; an SQLite file of its own when missing.
    #[arg(long)]
    database: Option<String>,
    /// Entries in the journal.
    #[arg(long, default_value_t = 200_000)]
    entries: usize,
    /// Runs of each; the best one counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// Entries per transaction, and per read as in the verification.
const CHUNK: usize = 5_000;

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(measure(options))
}

async fn measure(options: &Options) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("bridgehead-bench-{}", Uuid::now_v7()));
    std::fs::create_dir(&folder)?;
    let result = measure_in(&folder, options).await;
    std::fs::remove_dir_all(&folder)?;
    result
}

async fn measure_in(folder: &std::path::Path, options: &Options) -> anyhow::Result<()> {
    let file = Location::Sqlite(folder.join("journal.db"));
    let location = options.database.as_ref().map_or(Ok(file), |text| text.parse().map_err(anyhow::Error::msg))?;
    let service = Service::open(Store::open(&OpenOptions::new(location)).await?, TimeZone::UTC).await?;
    let service = service.with_keyring(Keyring::create(&folder.join("keys"), now()).context("a keyring")?);
    fill(&service, options.entries).await?;
    let published = service.all_seals().await?;
    let (mut verified, mut read, mut hashed) = (0.0_f64, 0.0_f64, 0.0_f64);
    let mut bytes = 0;
    for round in 1..=options.runs {
        let begin = Instant::now();
        let verification = service.verify_journal(Some(&published), &[], |_| {}).await?;
        let one = per_second(verification.entries as usize, begin);
        ensure!(verification.findings.is_empty() && verification.unsealed == 0, "{verification:?}");
        let begin = Instant::now();
        let forms = forms(&service).await?;
        let other = per_second(forms.len(), begin);
        ensure!(forms.len() == verification.entries as usize, "{} of {} were read", forms.len(), verification.entries);
        bytes = forms.iter().map(Vec::len).sum::<usize>() / forms.len().max(1);
        let begin = Instant::now();
        for form in &forms {
            std::hint::black_box(Sha256::digest(std::hint::black_box(form)));
        }
        let limit = per_second(forms.len(), begin);
        println!("run {round}: {one:.0} entries/s verified, {other:.0}/s read alone, {limit:.0}/s hashed alone");
        verified = verified.max(one);
        read = read.max(other);
        hashed = hashed.max(limit);
    }
    println!(
        "best: {verified:.0} entries/s of {bytes} bytes verified; reading alone {read:.0}/s ({:.0} %), hashing the same \
         bytes {hashed:.0}/s ({:.1} %)",
        100.0 * verified / read,
        100.0 * verified / hashed
    );
    service.store().clone().close().await?;
    Ok(())
}

/// Entries as long as those of reports, sealed as the worker seals them.
async fn fill(service: &Service, entries: usize) -> anyhow::Result<()> {
    let hash = "ab".repeat(32);
    for begin in (0..entries).step_by(CHUNK) {
        let count = CHUNK.min(entries - begin);
        let new: Vec<NewEntry> = (0..count)
            .map(|n| NewEntry {
                payload: json!({
                    "category": "A01", "channel": "own", "severity": "general", "urgency": "urgent",
                    "number": begin + n, "due": { "step": "accept", "at": 1_795_000_000_000_i64 },
                    "description": { "id": Uuid::now_v7(), "hash": hash },
                    "place": { "x": 1_135_000_000, "y": 345_000_000 }, "rule": "2026-11-01",
                }),
                ..NewEntry::about(Kind::Hazard(EventKind::Reported), Uuid::now_v7(), now())
            })
            .collect();
        let write = service.store().write().await?;
        journal::append(&write, &new).await?;
        write.commit().await?;
    }
    while service.seal_journal(now()).await? > 0 {}
    Ok(())
}

/// The bytes that the hash of each entry covers.
async fn forms(service: &Service) -> anyhow::Result<Vec<Vec<u8>>> {
    let settled = service.store().journal_settled_below().await?;
    let (mut forms, mut after) = (Vec::new(), None);
    loop {
        let chunk = service.store().journal_columns(&Search::default(), after, settled, CHUNK as u64).await?;
        let Some(last) = chunk.last() else { return Ok(forms) };
        after = Some(last.place());
        forms.extend(chunk.iter().map(|entry| entry.canonical()));
    }
}

fn per_second(count: usize, begin: Instant) -> f64 {
    count as f64 / begin.elapsed().as_secs_f64()
}

/// One moment for all: the clock says nothing here.
fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}
