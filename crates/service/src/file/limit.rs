//! How many files may come from where.
//!
//! Counted as reports are: one network has a wide budget, a browser that is known here and an account have lanes of
//! their own. Files are shed before reports: while a network has spent three quarters of its reports, its files wait.

use domain::access::Actor;
use domain::access::throttle::{REPORT_NETWORK, UPLOAD_ACCOUNT, UPLOAD_DEVICE, UPLOAD_NETWORK};
use jiff::Timestamp;
use store::throttle::{self, Lane};
use store::upload::Upload;

use super::Uploaded;
use crate::access::AccessRefusal;
use crate::hazard::{Origin, lane_key};
use crate::{Service, ServiceError};

impl Service {
    /// Takes a file into quarantine, within the budget of where it comes from.
    ///
    /// # Errors
    /// [`AccessRefusal::TooManyUploads`] when the budget is spent, [`AccessRefusal::UploadsShed`] while reports go first;
    /// else as [`upload`](Self::upload).
    pub async fn upload_from(
        &self,
        actor: Option<&Actor>,
        bytes: Vec<u8>,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Uploaded, ServiceError> {
        self.spend_upload(actor, origin, now).await?;
        self.upload(actor, bytes, now).await
    }

    /// Begins an upload of `length` bytes, within the same budget; what follows of it costs nothing.
    ///
    /// # Errors
    /// As [`upload_from`](Self::upload_from) and [`begin_upload`](Self::begin_upload).
    pub async fn begin_upload_from(
        &self,
        actor: Option<&Actor>,
        length: u64,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Upload, ServiceError> {
        self.spend_upload(actor, origin, now).await?;
        self.begin_upload(actor, length, now).await
    }

    async fn spend_upload(&self, actor: Option<&Actor>, origin: &Origin, now: Timestamp) -> Result<(), ServiceError> {
        self.files()?;
        // Where there is no room, nothing is counted: a count is a write too.
        self.room_for_files().await?;
        let Some(lane) = self.upload_lane(actor, origin, now).await? else { return Ok(()) };
        let write = self.store().write().await?;
        if let Err(retry_after_s) = throttle::spend(&write, &[lane], now).await? {
            return Err(AccessRefusal::TooManyUploads { retry_after_s }.into());
        }
        Ok(write.commit().await?)
    }

    async fn upload_lane(
        &self,
        actor: Option<&Actor>,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Option<Lane>, ServiceError> {
        if let Some(actor) = actor {
            let key = lane_key("upload account", &[actor.account.0.as_bytes()]);
            return Ok(Some(Lane { key, budget: UPLOAD_ACCOUNT }));
        }
        if let Some(device) = self.known_device(origin).await? {
            return Ok(Some(Lane { key: lane_key("upload device", &[&device]), budget: UPLOAD_DEVICE }));
        }
        let Some(network) = &origin.network else { return Ok(None) };
        let reports = lane_key("network", &[network.as_bytes()]);
        let spent = throttle::spent_until(self.store().read(), &reports).await?;
        if let Some(retry_after_s) = REPORT_NETWORK.pressed(spent, now) {
            return Err(AccessRefusal::UploadsShed { retry_after_s }.into());
        }
        Ok(Some(Lane { key: lane_key("upload network", &[network.as_bytes()]), budget: UPLOAD_NETWORK }))
    }
}
