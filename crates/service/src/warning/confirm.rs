//! A warning that came from somewhere first, and from an official source then: the second one decides.

use ::warning::alert::Alert;
use ::warning::profile::Profile;
use ::warning::read_with;
use domain::callout::Ending;
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::warning::{Ended, Warning};
use store::{callout, journal};

use super::Received;
use crate::callout::Opening;
use crate::{Service, ServiceError};

impl Service {
    /// Whether what is kept says the same as the message: letter for letter, or, as feeds and stations write one message
    /// differently, as it is understood.
    pub(super) async fn says_the_same(
        &self,
        warning: &Warning,
        alert: &Alert,
        document: &[u8],
    ) -> Result<bool, ServiceError> {
        let kept = self.store().warning_document(warning.id).await?.unwrap_or_default();
        if kept == document {
            return Ok(true);
        }
        let bare = |alert: Alert| Alert { signed: false, version: ::warning::Version::V12, ..alert };
        let understood = |bytes: &[u8]| read_with(bytes, Some(Profile::Lenient)).alert.map(bare);
        Ok(understood(&kept).is_some_and(|kept| kept == bare(alert.clone())))
    }

    /// An official source says what came from elsewhere before: from here on its word counts, and calls begin.
    pub(super) async fn confirm(
        &self,
        warning: Warning,
        alert: &Alert,
        now: Timestamp,
    ) -> Result<Received, ServiceError> {
        let warning = Warning { official: true, ..warning };
        let units = store::warning::units(self.store().read(), warning.id).await?;
        let write = self.store().write().await?;
        let known = |warning, callout| Received { warning, known: true, callout, findings: Vec::new() };
        if !store::warning::vouch(&write, warning.id).await? {
            let round = callout::of_warning(write.tx(), warning.id).await?.pop();
            return Ok(known(warning, round));
        }
        let payload = json!({ "colour": warning.colour, "hazard": warning.hazard });
        let mut entries = vec![NewEntry { payload, ..NewEntry::about(Kind::WarningConfirmed, warning.id.0, now) }];
        let replaced = self.end_referenced(&write, alert, &warning, now, &mut entries).await?;
        let running = callout::of_warning(write.tx(), warning.id).await?.into_iter().find(|one| one.ended.is_none());
        let opening = Opening { warning: &warning, units: &units, by: None, now };
        let starts = warning.ended.is_none() && self.starts_calls(&warning, &units, now);
        let round = match running {
            Some(running) => {
                self.end_rounds(&write, &replaced, Ending::Superseded, now, &mut entries).await?;
                Some(running)
            }
            None if starts => Some(self.follow_or_open(&write, opening, &replaced, &mut entries).await?),
            None => {
                self.end_rounds(&write, &replaced, Ending::Cancelled, now, &mut entries).await?;
                None
            }
        };
        self.outlive_warnings(&write, &replaced, now, &mut entries).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(known(warning, round))
    }

    /// A message that nobody vouches for gives its name free to the official one, and counts no more.
    pub(super) async fn displace(&self, warning: &Warning, now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if store::warning::unname(&write, warning.id).await? {
            let ended = Ended { ending: Ending::Superseded, at: now, by: None };
            let mut entries = Vec::new();
            if store::warning::end(&write, warning.id, ended).await? {
                let payload = json!({ "ending": Ending::Superseded, "unverified": true });
                entries.push(NewEntry { payload, ..NewEntry::about(Kind::WarningEnded, warning.id.0, now) });
            }
            let one = std::slice::from_ref(warning);
            self.end_rounds(&write, one, Ending::Superseded, now, &mut entries).await?;
            self.outlive_warnings(&write, one, now, &mut entries).await?;
            journal::append(&write, &entries).await?;
            write.commit().await?;
        }
        Ok(())
    }
}
