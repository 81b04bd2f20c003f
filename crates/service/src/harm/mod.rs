//! First reports of harm: taken at once from anybody in office, unverified, put before every level in one transaction,
//! and never changed.
//!
//! Whoever reports is not shown to those above: the journal holds a salted hash in place of the post, lists say "a
//! member of staff", and a named look takes a permission that no superior holds, a reason, and an entry.

mod add;
mod relate;
mod report;
mod reveal;
mod show;
mod sum;

use domain::harm::Counts;
use domain::id::UnitId;
use domain::unit::{UnitPath, UnitTree};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::harm::HarmVersion;
use store::{Write, harm};

use crate::{Service, ServiceError, secret};

pub use add::VersionDraft;
pub use report::HarmDraft;
pub use reveal::Reporter;
pub use show::{HarmPage, HarmSheet};
pub use sum::{HarmTotals, LevelLag};

/// The levels that hear of an incident: from its community up to the city.
const DEEPEST_LEVEL: u8 = 3;

/// The units that hear of an incident here.
fn levels(tree: &UnitTree, path: &UnitPath) -> Vec<UnitId> {
    let lineage = tree.lineage(path).into_iter();
    lineage.filter(|unit| unit.kind.level() <= DEEPEST_LEVEL).map(|unit| unit.id).collect()
}

fn counts_checked(counts: Counts) -> Result<Counts, ServiceError> {
    counts.checked().map_err(|error| ServiceError::invalid(error.field, "count_invalid", error.to_string()))
}

fn note_checked(note: Option<&str>) -> Result<Option<String>, ServiceError> {
    // PostgreSQL keeps no such character; a report must not fail for it.
    let note = note.map(|note| note.replace('\0', "").trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > domain::harm::NOTE_MAX_CHARS) {
        return Err(ServiceError::invalid("note", "note_too_long", "a note has at most 2000 characters"));
    }
    Ok(note)
}

/// Writes a version down with its text and its levels; gives what the journal holds of it.
async fn keep_version(
    write: &Write,
    version: &HarmVersion,
    note: Option<&str>,
    units: &[UnitId],
) -> Result<Value, ServiceError> {
    harm::insert_version(write, version, units).await?;
    let held = match note {
        Some(note) => crate::hazard::keep_text(write, version.id, "harm_note", note).await?,
        None => None,
    };
    // Who said it can be proven afterwards by whoever may see it, and read by nobody else.
    let author = [&version.salt[..], version.author.0.as_bytes(), version.posting.0.as_bytes()];
    let counts = &version.counts;
    Ok(json!({
        "number": version.number,
        "stage": version.stage,
        "basis": version.basis,
        "dead": counts.dead,
        "missing": counts.missing,
        "dead_or_missing": counts.dead_or_missing,
        "injured": counts.injured,
        "affected": counts.affected,
        "moved": counts.moved,
        "loss_yuan": counts.loss_yuan,
        "known_at": version.known_at.as_millisecond(),
        "author": secret::hex(&secret::sha256(&author)),
        "note": held,
        "levels": units,
    }))
}

/// Texts of versions, by version.
async fn notes(
    service: &Service,
    versions: &[HarmVersion],
) -> Result<std::collections::HashMap<uuid::Uuid, String>, ServiceError> {
    let ids: Vec<_> = versions.iter().map(|version| version.id).collect();
    let texts = service.store().texts(&ids).await?;
    let note = |(id, texts): (uuid::Uuid, Vec<(domain::id::TextId, String, String)>)| {
        texts.into_iter().next().map(|(_, _, value)| (id, value))
    };
    Ok(texts.into_iter().filter_map(note).collect())
}

/// How long something took; never negative, whatever clocks say.
fn lag_ms(from: Timestamp, to: Timestamp) -> i64 {
    to.as_millisecond().saturating_sub(from.as_millisecond()).max(0)
}
