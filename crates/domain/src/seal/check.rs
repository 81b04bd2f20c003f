//! Holding entries against their seals, in one walk and without keeping them.

use super::{Hash, Merkle, Place, Seal};

/// Something that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Finding {
    /// One or more seals are missing.
    SealMissing {
        /// The first of them.
        seal: i64,
    },
    /// A seal does not follow from the one before it.
    ChainBroken {
        /// The seal.
        seal: i64,
    },
    /// A seal is signed with a key that is not known here.
    KeyUnknown {
        /// The seal.
        seal: i64,
        /// The key that it names.
        key: String,
    },
    /// A seal was not signed by the key that it names.
    SignatureWrong {
        /// The seal.
        seal: i64,
    },
    /// A published seal is not in the database.
    PublishedMissing {
        /// The seal.
        seal: i64,
    },
    /// A published seal says something else than the database.
    PublishedDiffers {
        /// The seal.
        seal: i64,
    },
    /// There are more or fewer entries than were sealed.
    CountDiffers {
        /// The seal.
        seal: i64,
        /// Its first entry.
        first: Place,
        /// Its last entry.
        last: Place,
        /// How many were sealed.
        sealed: i64,
        /// How many are there.
        found: u64,
    },
    /// A text is not the one whose hash its entry holds.
    TextDiffers {
        /// The entry.
        entry: Place,
        /// The text.
        text: uuid::Uuid,
    },
    /// The rows of a hazard say something else than the last entry about it.
    RowDiffers {
        /// That entry.
        entry: Place,
        /// The hazard.
        hazard: uuid::Uuid,
    },
    /// A hazard has entries and no row.
    RowMissing {
        /// The last entry about it.
        entry: Place,
        /// The hazard.
        hazard: uuid::Uuid,
    },
    /// A segment of the archive is not what its seal covers.
    SegmentWrong {
        /// The seal.
        seal: i64,
    },
    /// An entry is not what the archive says that it was.
    EntryChanged {
        /// The entry.
        entry: Place,
    },
    /// An entry of the archive is not in the database.
    EntryMissing {
        /// The entry.
        entry: Place,
    },
    /// An entry of the database is not in the archive, among others that are.
    EntryAdded {
        /// The entry.
        entry: Place,
    },
    /// An entry is not what it was.
    EntriesDiffer {
        /// The seal.
        seal: i64,
        /// Its first entry.
        first: Place,
        /// Its last entry.
        last: Place,
    },
}

/// A walk over the journal from its first entry, beside the seals in order.
#[derive(Debug)]
pub struct Walk {
    seals: std::iter::Peekable<std::vec::IntoIter<Seal>>,
    tree: Merkle,
    unsealed: u64,
    findings: Vec<Finding>,
}

impl Walk {
    /// Begins, and holds the chain of the seals; signatures are the caller's.
    pub fn new(seals: Vec<Seal>) -> Self {
        let mut findings = Vec::new();
        let mut expected = 1;
        let mut before: Option<&Seal> = None;
        for seal in &seals {
            // The first of them only: a forged number must not make a list without end.
            findings.extend((expected < seal.number).then_some(Finding::SealMissing { seal: expected }));
            let previous = before.map_or([0; 32], Seal::hash);
            let follows = before.is_none_or(|before| before.last < seal.first) && seal.first <= seal.last;
            if seal.number == expected && (seal.previous != previous || !follows) {
                findings.push(Finding::ChainBroken { seal: seal.number });
            }
            expected = seal.number.saturating_add(1);
            before = Some(seal);
        }
        Self { seals: seals.into_iter().peekable(), tree: Merkle::default(), unsealed: 0, findings }
    }

    /// Takes the next entry, in the order of the journal.
    pub fn entry(&mut self, place: Place, hash: Hash) {
        while self.seals.peek().is_some_and(|seal| seal.last < place) {
            self.close();
        }
        match self.seals.peek() {
            Some(_) => self.tree.push(hash),
            None => self.unsealed += 1,
        }
    }

    /// Ends: what was found, and how many entries stand after the last seal.
    pub fn finish(mut self) -> (Vec<Finding>, u64) {
        while self.seals.peek().is_some() {
            self.close();
        }
        (self.findings, self.unsealed)
    }

    /// Holds the entries since the seal before against this one.
    fn close(&mut self) {
        let tree = std::mem::take(&mut self.tree);
        let Some(seal) = self.seals.next() else { return };
        let (number, first, last) = (seal.number, seal.first, seal.last);
        if i64::try_from(tree.leaves()) != Ok(seal.entries) {
            let found = tree.leaves();
            self.findings.push(Finding::CountDiffers { seal: number, first, last, sealed: seal.entries, found });
        } else if tree.root() != seal.root {
            self.findings.push(Finding::EntriesDiffer { seal: number, first, last });
        }
    }
}
