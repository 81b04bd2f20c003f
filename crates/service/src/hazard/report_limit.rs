//! How many reports without an account one network may send.
//!
//! Wide, because a carrier puts thousands of phones behind one address, and a flood of rain brings a flood of reports.
//! One network has one budget for everything and a smaller one for each unit, so that whoever buries one community
//! still leaves the rest of the city its reporters. A browser in which somebody signed in here before has a budget of
//! its own. Whoever is signed in is never held up, and neither is a repetition of what was taken: only new rows cost.
//! A program that hands in what others reported has the budget of a network, apart from that of the people there.
//! Where the budget is spent, a solved puzzle (`proof`) takes a report in all the same, up to a hard limit.

use domain::access::Actor;
use domain::access::throttle::{REPORT_DEVICE, REPORT_NETWORK, REPORT_PLACE};
use jiff::Timestamp;
use store::throttle::{self, Lane};

use super::report::{Extras, Reported, Submission, sender};
use crate::access::AccessRefusal;
use crate::{Service, ServiceError, secret};

/// Where a report comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The network, if the server knows it.
    pub network: Option<String>,
    /// The secret by which the browser is known, if it has one.
    pub device: Option<String>,
    /// A solved puzzle, if it brings one.
    pub proof: Option<String>,
}

impl Service {
    /// Takes a report in, within the budget of where it comes from.
    ///
    /// # Errors
    /// [`AccessRefusal::TooManyReports`] when the budget is spent and no puzzle was solved;
    /// [`ServiceError::DiskReserve`] when the disk is short; else as [`report_with`](Self::report_with).
    pub async fn report_from(
        &self,
        actor: Option<&Actor>,
        new: Submission,
        extras: Extras,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        if actor.is_none() && self.made_before(&sender(actor, &new), &new.once()).await?.is_none() {
            self.room_for_strangers().await?;
            self.spend_or_prove(&new, origin, now).await?;
        }
        self.report_with(actor, new, extras, now).await
    }

    /// Takes a report in that a program hands in with its token, within the budget of the network it comes from.
    ///
    /// # Errors
    /// [`AccessRefusal::TooManyReports`] when the budget is spent; else as [`report_with`](Self::report_with).
    pub async fn report_through(
        &self,
        program: &Actor,
        new: Submission,
        extras: Extras,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        let repeats = self.made_before(&sender(Some(program), &new), &new.once()).await?.is_some();
        if !repeats {
            self.room_for_strangers().await?;
        }
        if let Some(network) = origin.network.as_ref().filter(|_| !repeats) {
            self.spend_report(&[Lane { key: lane_key("program", &[network.as_bytes()]), budget: REPORT_NETWORK }], now)
                .await?;
        }
        self.report_with(Some(program), new, extras, now).await
    }

    async fn spend_or_prove(&self, new: &Submission, origin: &Origin, now: Timestamp) -> Result<(), ServiceError> {
        match self.spend_report(&self.report_lanes(new, origin).await?, now).await {
            Err(ServiceError::Access(refusal)) => {
                let unit = self.responsible(&self.tree(), &new.draft).await?.id;
                let proven = self.proven_lanes(unit.0.as_bytes(), origin, now).await?;
                // What is waited for is the budget, not the puzzle's own lanes.
                match self.spend_report(&proven.ok_or(refusal)?, now).await {
                    Err(ServiceError::Access(_)) => Err(refusal.into()),
                    other => other,
                }
            }
            other => other,
        }
    }

    async fn spend_report(&self, lanes: &[Lane], now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if let Err(retry_after_s) = throttle::spend(&write, lanes, now).await? {
            return Err(AccessRefusal::TooManyReports { retry_after_s }.into());
        }
        Ok(write.commit().await?)
    }

    async fn report_lanes(&self, new: &Submission, origin: &Origin) -> Result<Vec<Lane>, ServiceError> {
        if let Some(device) = self.known_device(origin).await? {
            return Ok(vec![Lane { key: lane_key("device", &[&device]), budget: REPORT_DEVICE }]);
        }
        let Some(network) = &origin.network else { return Ok(Vec::new()) };
        let tree = self.tree();
        let unit = self.responsible(&tree, &new.draft).await?;
        let network = network.as_bytes();
        Ok(vec![
            Lane { key: lane_key("network", &[network]), budget: REPORT_NETWORK },
            Lane { key: lane_key("place", &[unit.id.0.as_bytes(), network]), budget: REPORT_PLACE },
        ])
    }

    /// The hash of the browser's secret, where somebody signed in with it here before.
    pub(crate) async fn known_device(&self, origin: &Origin) -> Result<Option<Vec<u8>>, ServiceError> {
        let Some(device) = &origin.device else { return Ok(None) };
        let device = secret::sha256(&[device.as_bytes()]);
        Ok(self.store().gave_device(&device).await?.then_some(device))
    }
}

/// Neither addresses nor secrets stand in the table.
pub(crate) fn lane_key(what: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut all: Vec<&[u8]> = vec![b"report\0", what.as_bytes(), b"\0"];
    all.extend(parts);
    secret::sha256(&all)
}
