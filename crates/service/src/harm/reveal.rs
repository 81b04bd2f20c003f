//! Who reported: for those who look into concealment, with a reason, and in the journal.

use domain::access::{Permission, Target};
use domain::id::HarmId;
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use jiff::Timestamp;
use serde_json::json;
use store::account::PostingRow;
use store::{harm, journal};

use crate::access::Session;
use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Who said a version.
#[derive(Debug, Clone)]
pub struct Reporter {
    /// The name.
    pub names: Names,
    /// The post.
    pub post: Option<PostingRow>,
}

impl Service {
    /// Shows who said a version of a report.
    ///
    /// # Errors
    /// When there is no such version where the actor may see that, or there is no reason.
    pub async fn reveal_harm_reporter(
        &self,
        session: &Session,
        id: HarmId,
        number: i32,
        reason: &str,
        now: Timestamp,
    ) -> Result<Reporter, ServiceError> {
        let missing = || ServiceError::NotFound("report of harm");
        let read = self.store().read();
        let report = harm::find(read, id).await?.ok_or_else(missing)?;
        let posting = self.require(&session.actor, Permission::RevealHarmReporter, &Target::at(&report.path))?;
        let reason = given_reason(reason)?;
        let versions = harm::versions_of(read, &[id]).await?;
        let version = versions.into_iter().find(|version| version.number == number).ok_or_else(missing)?;
        let names = self.store().account(version.author).await?.ok_or_else(missing)?.names;
        let post = self.store().postings_by_id(&[version.posting]).await?.pop();
        let write = self.store().write().await?;
        let reason = keep_text(&write, id.0, "reveal_reason", reason).await?;
        let entry = NewEntry {
            unit: Some((report.unit, report.path.clone())),
            by: By { account: Some(session.actor.account), posting: Some(posting.id) },
            payload: json!({ "number": number, "reason": reason }),
            ..NewEntry::about(Kind::HarmRevealed, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(Reporter { names, post })
    }
}
