//! Holding the journal against its seals, the seals against their signatures, both against what was published, and
//! the rows of hazards against the journal.

use std::collections::HashMap;

use domain::id::TextId;
use domain::seal::{Columns, Finding, Place, Walk};
use serde_json::Value;
use store::journal::Search;
use store::seal::Signed;
use uuid::Uuid;

use super::rows::LastFacts;
use super::{CHUNK, Published};
use crate::keyring::{PublicKey, verify};
use crate::{Service, ServiceError, secret};

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verification {
    /// Seals looked at.
    pub seals: usize,
    /// Entries looked at.
    pub entries: u64,
    /// Entries after the last seal, which nothing protects yet.
    pub unsealed: u64,
    /// What is not as it was sealed.
    pub findings: Vec<Finding>,
}

impl Service {
    /// Verifies the whole journal, in chunks; `progress` hears how many entries were looked at.
    ///
    /// `published` are seals that were kept elsewhere; their keys are believed, besides those in `keys`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_journal(
        &self,
        published: Option<&Published>,
        keys: &[PublicKey],
        mut progress: impl FnMut(u64),
    ) -> Result<Verification, ServiceError> {
        let seals = self.store().seals(0, u64::from(u32::MAX)).await?;
        let mut known = keys.to_vec();
        known.extend(published.iter().flat_map(|published| published.keys.clone()));
        let mut findings = wrong_signatures(&seals, &known);
        findings.extend(published.iter().flat_map(|published| against(&seals, published)));
        let looked_at = seals.len();
        let mut walk = Walk::new(seals.into_iter().map(|signed| signed.seal).collect());
        let settled = self.store().journal_settled_below().await?;
        let (mut entries, mut after, mut last_facts) = (0, None, LastFacts::default());
        loop {
            let chunk = self.store().journal_columns(&Search::default(), after, settled, CHUNK).await?;
            for entry in &chunk {
                walk.entry(entry.place(), entry.hash());
                last_facts.see(entry);
            }
            findings.extend(self.wrong_texts(&chunk).await?);
            entries += chunk.len() as u64;
            progress(entries);
            match chunk.last() {
                Some(last) => after = Some(last.place()),
                None => break,
            }
        }
        let (walked, unsealed) = walk.finish();
        findings.extend(walked);
        findings.extend(self.wrong_rows(&last_facts).await?);
        Ok(Verification { seals: looked_at, entries, unsealed, findings })
    }

    /// Texts that still stand and are not those whose hash the entries hold.
    async fn wrong_texts(&self, entries: &[Columns]) -> Result<Vec<Finding>, ServiceError> {
        let mut kept: HashMap<TextId, (Place, String)> = HashMap::new();
        for entry in entries {
            // Cheap first: most payloads hold no hash.
            if entry.payload.contains("\"hash\"") {
                kept.extend(texts(&entry.payload).map(|(id, hash)| (id, (entry.place(), hash))));
            }
        }
        let ids: Vec<TextId> = kept.keys().copied().collect();
        let mut wrong = Vec::new();
        for (id, value, salt) in self.store().salted_texts(&ids).await? {
            let Some((entry, hash)) = kept.get(&id) else { continue };
            if secret::hex(&secret::sha256(&[&salt, value.as_bytes()])) != *hash {
                wrong.push(Finding::TextDiffers { entry: *entry, text: id.0 });
            }
        }
        Ok(wrong)
    }
}

/// Texts that a payload names: any member that is an object with `id` and `hash`.
pub(crate) fn texts(payload: &str) -> impl Iterator<Item = (TextId, String)> {
    let payload: Value = serde_json::from_str(payload).unwrap_or_default();
    let members = match payload {
        Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    members.into_iter().filter_map(|member| {
        let id: Uuid = member.get("id")?.as_str()?.parse().ok()?;
        Some((TextId(id), member.get("hash")?.as_str()?.to_owned()))
    })
}

pub(super) fn wrong_signatures(seals: &[Signed], known: &[PublicKey]) -> Vec<Finding> {
    let wrong = seals.iter().filter_map(|signed| {
        let seal = signed.seal.number;
        let key = &signed.seal.key;
        let mut keys = known.iter().filter(|known| known.id == *key).peekable();
        if keys.peek().is_none() {
            return Some(Finding::KeyUnknown { seal, key: key.clone() });
        }
        let message = signed.seal.message();
        let right = keys.any(|key| verify(key, &message, &signed.signature));
        (!right).then_some(Finding::SignatureWrong { seal })
    });
    wrong.collect()
}

pub(super) fn against(seals: &[Signed], published: &Published) -> Vec<Finding> {
    let here: HashMap<i64, &Signed> = seals.iter().map(|signed| (signed.seal.number, signed)).collect();
    let wrong = published.seals.iter().filter_map(|line| match here.get(&line.number) {
        None => Some(Finding::PublishedMissing { seal: line.number }),
        Some(found) if line.signed().as_ref() != Some(*found) => Some(Finding::PublishedDiffers { seal: line.number }),
        Some(_) => None,
    });
    wrong.collect()
}
