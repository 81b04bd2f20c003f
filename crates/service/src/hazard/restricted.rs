//! Reports that are personal by nature: taken with the least that is needed, and forgotten.

use std::borrow::Cow;

use domain::catalogue::Item;
use domain::hazard::Draft;
use domain::id::FileId;
use jiff::Timestamp;

use crate::erasure::{ErasureList, Line};
use crate::follow_end::FOLLOWED_AFTER_CLOSING;
use crate::{Service, ServiceError};

/// Most texts erased in one round.
const ROUND: u64 = 500;

/// What is kept of a draft: of a restricted one the unit and the words, no position and no place.
pub(super) fn least<'a>(item: &Item, draft: &'a Draft) -> Cow<'a, Draft> {
    if item.restricted {
        Cow::Owned(Draft { position: None, accuracy_m: None, place: None, ..draft.clone() })
    } else {
        Cow::Borrowed(draft)
    }
}

/// No picture and no voice of anybody in a restricted report.
pub(crate) fn takes_files(restricted: bool, files: &[FileId]) -> Result<(), ServiceError> {
    if restricted && !files.is_empty() {
        let detail = "reports of this category take no photographs and no voice notes";
        return Err(ServiceError::invalid("files", "files_not_taken", detail));
    }
    Ok(())
}

impl Service {
    /// Erases the words of restricted hazards that were closed 90 days ago or earlier; says how many texts. Safe to run in
    /// several processes at once.
    ///
    /// # Errors
    /// When the database fails, or the list of erasures cannot be written.
    pub async fn expire_restricted(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let closed = now.saturating_sub(FOLLOWED_AFTER_CLOSING).unwrap_or(now);
        let due = self.store().restricted_texts_closed_by(closed, ROUND).await?;
        if due.is_empty() {
            return Ok(0);
        }
        // First on the list: what a restore brings back is erased again.
        let list = ErasureList::beside(self.keyring()?.path());
        for &text in &due {
            list.add(&Line::Text { text, at: now })?;
        }
        let erased = self.erase_texts_now(&due, None, now).await?;
        Ok(usize::try_from(erased).unwrap_or(usize::MAX))
    }
}
