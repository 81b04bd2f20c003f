//! Sealed segments as files: one per seal, the seal on its first line and one entry on each line after it.
//!
//! A segment proves itself by its root. Kept elsewhere, it also tells which entry of the database was changed,
//! where a seal alone tells only the range.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use domain::seal::{Columns, Finding, Merkle, Place};
use jiff::Timestamp;
use store::journal::Search;
use store::seal::Signed;

use super::{CHUNK, Published, SealLine};
use crate::keyring::PublicKey;
use crate::seal::verify::{against, wrong_signatures};
use crate::{Service, ServiceError};

/// What came out of holding an archive against the database.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ArchiveVerification {
    /// Segments looked at.
    pub segments: usize,
    /// Entries looked at.
    pub entries: u64,
    /// What is not as it was sealed.
    pub findings: Vec<Finding>,
}

/// The name of a segment's file.
fn name(seal: i64) -> String {
    format!("seal-{seal:09}.jsonl")
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Internal(format!("the segment `{}`: {error}", path.display()))
}

impl Service {
    /// Writes a segment for each seal that was made before `before` and has none in the folder yet; says how many.
    /// The entries stay in the database: time lines are read from there.
    ///
    /// # Errors
    /// When a file cannot be written, or the entries are not those that were sealed: then there is no segment of them.
    pub async fn archive_journal(
        &self,
        folder: &Path,
        before: Timestamp,
        mut progress: impl FnMut(i64),
    ) -> Result<usize, ServiceError> {
        let seals = self.store().seals(0, u64::from(u32::MAX)).await?;
        let (mut written, mut after) = (0, None);
        for signed in seals.iter().filter(|signed| signed.seal.sealed_at < before.as_millisecond()) {
            let path = folder.join(name(signed.seal.number));
            if !path.exists() {
                let entries = self.sealed_entries(after, signed.seal.last).await?;
                if !is_covered(signed, &entries) {
                    return Err(failed(&path, &"the entries are not those that were sealed; run `journal verify`"));
                }
                write(&path, signed, &entries).map_err(|error| failed(&path, &error))?;
                written += 1;
            }
            after = Some(signed.seal.last);
            progress(signed.seal.number);
        }
        Ok(written)
    }

    /// Holds every segment of a folder against its seal, and the database against the segments, entry by entry.
    ///
    /// # Errors
    /// When a file is no segment or the database fails.
    pub async fn verify_archive(
        &self,
        folder: &Path,
        published: Option<&Published>,
        keys: &[PublicKey],
    ) -> Result<ArchiveVerification, ServiceError> {
        let mut known = keys.to_vec();
        known.extend(published.iter().flat_map(|published| published.keys.clone()));
        let mut found = ArchiveVerification { segments: 0, entries: 0, findings: Vec::new() };
        let mut before: Option<Signed> = None;
        for path in segments(folder).map_err(|error| failed(folder, &error))? {
            let (signed, entries) = read(&path)?;
            let seal = signed.seal.number;
            found.segments += 1;
            found.entries += entries.len() as u64;
            found.findings.extend(wrong_signatures(std::slice::from_ref(&signed), &known));
            if let Some(line) = published.and_then(|published| published.seals.iter().find(|line| line.number == seal))
            {
                let one = Published { seals: vec![line.clone()], keys: Vec::new() };
                found.findings.extend(against(std::slice::from_ref(&signed), &one));
            }
            let next = before.as_ref().is_some_and(|before| before.seal.number + 1 == seal);
            if next && before.as_ref().is_some_and(|before| before.seal.hash() != signed.seal.previous) {
                found.findings.push(Finding::ChainBroken { seal });
            }
            if is_covered(&signed, &entries) {
                // Without the segment before it, where this one begins is known by its first entry alone.
                let after = before.as_ref().filter(|_| next).map(|before| before.seal.last);
                let mut here = self.sealed_entries(after, signed.seal.last).await?;
                if !next && seal > 1 {
                    here.retain(|entry| entry.place() >= signed.seal.first);
                }
                found.findings.extend(differences(&entries, &here));
            } else {
                found.findings.push(Finding::SegmentWrong { seal });
            }
            before = Some(signed);
        }
        Ok(found)
    }

    /// Entries after `after` up to and including `last`.
    async fn sealed_entries(&self, after: Option<Place>, last: Place) -> Result<Vec<Columns>, ServiceError> {
        let (mut entries, mut after) = (Vec::new(), after);
        loop {
            let chunk = self.store().journal_columns(&Search::default(), after, i64::MAX, CHUNK).await?;
            after = chunk.last().map(Columns::place);
            entries.extend(chunk.into_iter().filter(|entry| entry.place() <= last));
            if after.is_none_or(|after| after >= last) {
                return Ok(entries);
            }
        }
    }
}

fn is_covered(signed: &Signed, entries: &[Columns]) -> bool {
    let mut tree = Merkle::default();
    entries.iter().for_each(|entry| tree.push(entry.hash()));
    i64::try_from(tree.leaves()) == Ok(signed.seal.entries) && tree.root() == signed.seal.root
}

fn differences(archived: &[Columns], here: &[Columns]) -> Vec<Finding> {
    let by_place = |entries: &[Columns]| -> BTreeMap<Place, Columns> {
        entries.iter().map(|entry| (entry.place(), entry.clone())).collect()
    };
    let mut here = by_place(here);
    let mut findings: Vec<_> = archived
        .iter()
        .filter_map(|entry| match here.remove(&entry.place()) {
            None => Some(Finding::EntryMissing { entry: entry.place() }),
            Some(found) if found != *entry => Some(Finding::EntryChanged { entry: entry.place() }),
            Some(_) => None,
        })
        .collect();
    findings.extend(here.into_keys().map(|entry| Finding::EntryAdded { entry }));
    findings
}

fn write(path: &Path, signed: &Signed, entries: &[Columns]) -> std::io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = BufWriter::new(OpenOptions::new().write(true).create(true).truncate(true).open(&part)?);
    writeln!(file, "{}", serde_json::to_string(&SealLine::from(signed))?)?;
    for entry in entries {
        writeln!(file, "{}", serde_json::to_string(entry)?)?;
    }
    file.into_inner()?.sync_all()?;
    std::fs::rename(&part, path)
}

fn read(path: &Path) -> Result<(Signed, Vec<Columns>), ServiceError> {
    let file = File::open(path).map_err(|error| failed(path, &error))?;
    let mut lines = BufReader::new(file).lines();
    let first = lines.next().ok_or_else(|| failed(path, &"is empty"))?.map_err(|error| failed(path, &error))?;
    let line: SealLine = serde_json::from_str(&first).map_err(|error| failed(path, &error))?;
    let signed = line.signed().ok_or_else(|| failed(path, &"its first line is no seal"))?;
    let entries = lines.map(|line| {
        let line = line.map_err(|error| failed(path, &error))?;
        serde_json::from_str(&line).map_err(|error| failed(path, &error))
    });
    Ok((signed, entries.collect::<Result<_, _>>()?))
}

/// Files of segments, in the order of their seals.
fn segments(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_segment = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with("seal-") && name.ends_with(".jsonl"));
        if is_segment {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    Ok(paths)
}
