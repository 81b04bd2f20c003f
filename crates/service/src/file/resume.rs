//! Uploads in parts: what arrived of a broken one is kept, and the next request goes on there.
//!
//! A part is an object of the file store with a row of its own, written when a mebibyte is full and when the request
//! ends, however it ends. When all has arrived, it goes the way of every file under the id of the upload. What was
//! begun is forgotten after a day.

use domain::access::Actor;
use domain::id::FileId;
use futures::{Stream, StreamExt};
use jiff::{SignedDuration, Timestamp};
use store::StoreError;
use store::upload::{self, Upload};
use uuid::Uuid;

use super::BYTES_MAX;
use super::upload::{QUARANTINE_MAX, few_for};
use crate::{Service, ServiceError, secret};

/// How long an upload may take, and is remembered.
pub const UPLOAD_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Bytes that become one object; a process that dies loses less.
const PART: usize = 1024 * 1024;

/// Uploads that are remembered together; of these too the last quarter is for people with an account.
const UPLOADS_MAX: i64 = 10_000;

/// Uploads forgotten in one round.
const ROUND: u64 = 500;

impl Service {
    /// Begins an upload of `length` bytes, from somebody with or without an account.
    ///
    /// # Errors
    /// When it would be empty or too large, or too much waits already.
    pub async fn begin_upload(
        &self,
        actor: Option<&Actor>,
        length: u64,
        now: Timestamp,
    ) -> Result<Upload, ServiceError> {
        self.files()?;
        if length == 0 {
            return Err(ServiceError::invalid("Upload-Length", "file_empty", "the file is empty"));
        }
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        if length > BYTES_MAX as i64 {
            let detail = format!("a file has at most 10 MiB, this one would have {length} bytes");
            return Err(ServiceError::invalid("Upload-Length", "file_too_large", detail));
        }
        let (waiting, _) = self.store().uploads_waiting().await?;
        few_for(actor.is_some(), i64::try_from(waiting).unwrap_or(i64::MAX), UPLOADS_MAX)?;
        self.room_in_quarantine(actor.is_some()).await?;
        let uploader = actor.map(|actor| actor.account);
        // No time in it: whoever knows the id may go on with the upload.
        let new = Upload { id: Uuid::new_v4(), length, received: 0, uploader, created_at: now, finished: false };
        let write = self.store().write().await?;
        upload::insert(&write, &new).await?;
        write.commit().await?;
        Ok(new)
    }

    /// An upload that has not expired.
    ///
    /// # Errors
    /// When there is none with this id, or the database fails.
    pub async fn upload_in_parts(&self, id: Uuid, now: Timestamp) -> Result<Upload, ServiceError> {
        let found = self.store().upload(id).await?;
        found
            .filter(|upload| now.duration_since(upload.created_at) < UPLOAD_LASTS)
            .ok_or(ServiceError::NotFound("upload"))
    }

    /// Takes what the request brings from `offset` on, and makes the file when it is whole. No connection is held
    /// while the bytes arrive.
    ///
    /// # Errors
    /// When the upload stands elsewhere, more comes than was announced, the stream breaks (what arrived is kept), or
    /// the whole is no file that is taken (then the upload is forgotten).
    pub async fn continue_upload<B: AsRef<[u8]>, E>(
        &self,
        id: Uuid,
        offset: u64,
        body: impl Stream<Item = Result<B, E>> + Send + Unpin,
        now: Timestamp,
    ) -> Result<Upload, ServiceError> {
        let mut upload = self.upload_in_parts(id, now).await?;
        if u64::try_from(upload.received).ok() != Some(offset) {
            return Err(moved(upload.received));
        }
        if upload.finished {
            return Ok(upload);
        }
        self.receive(&mut upload, body).await?;
        if upload.received == upload.length {
            self.make_file(&mut upload, now).await?;
        }
        Ok(upload)
    }

    async fn receive<B: AsRef<[u8]>, E>(
        &self,
        upload: &mut Upload,
        mut body: impl Stream<Item = Result<B, E>> + Send + Unpin,
    ) -> Result<(), ServiceError> {
        let mut part = Vec::new();
        while let Some(bytes) = body.next().await {
            let Ok(bytes) = bytes else {
                self.keep_part(upload, part).await?;
                return Err(ServiceError::invalid(
                    "body",
                    "upload_broken",
                    "the body did not arrive whole; go on from where it is",
                ));
            };
            let room = upload.length - upload.received - part.len() as i64;
            if bytes.as_ref().len() as i64 > room {
                let detail = format!("more came than the {} bytes that were announced", upload.length);
                return Err(ServiceError::invalid("body", "upload_too_long", detail));
            }
            part.extend_from_slice(bytes.as_ref());
            if part.len() >= PART {
                self.keep_part(upload, std::mem::take(&mut part)).await?;
            }
        }
        self.keep_part(upload, part).await
    }

    /// The object first, its row second: a crash in between leaves an object that the sweep finds.
    async fn keep_part(&self, upload: &mut Upload, part: Vec<u8>) -> Result<(), ServiceError> {
        if part.is_empty() {
            return Ok(());
        }
        self.room_in_quarantine(upload.uploader.is_some()).await?;
        let (files, object, bytes) = (self.files()?.clone(), secret::hex(Uuid::new_v4().as_bytes()), part.len() as i64);
        files.put(&object, part).await?;
        let write = self.store().write().await?;
        match upload::add_part(&write, upload.id, upload.received, bytes, &object).await {
            Err(StoreError::Stale | StoreError::Duplicate(_)) => {
                drop(write);
                files.delete(&object).await?;
                let now = self.store().upload(upload.id).await?.ok_or(ServiceError::NotFound("upload"))?;
                return Err(moved(now.received));
            }
            other => other?,
        }
        write.commit().await?;
        upload.received += bytes;
        Ok(())
    }

    /// All has arrived: from here on it is a file as every other.
    async fn make_file(&self, upload: &mut Upload, now: Timestamp) -> Result<(), ServiceError> {
        let files = self.files()?.clone();
        let mut whole = Vec::with_capacity(usize::try_from(upload.length).unwrap_or(0));
        for object in store::upload::parts(self.store().read(), upload.id).await? {
            whole.extend(files.get(&object).await?);
        }
        match self.file_of(FileId(upload.id), upload.uploader, whole, Some(upload.id), now).await {
            Ok((_, objects)) => {
                upload.finished = true;
                for object in objects {
                    files.delete(&object).await?;
                }
                Ok(())
            }
            // Another request was faster; it is done.
            Err(ServiceError::Store(StoreError::Stale)) => {
                upload.finished = true;
                Ok(())
            }
            Err(error) => {
                // No more bytes will make a file of it.
                if matches!(&error, ServiceError::Invalid { code, .. } if *code != "files_full") {
                    self.end_upload(upload.id, now).await?;
                }
                Err(error)
            }
        }
    }

    /// Forgets an upload and what arrived of it. One that is a file by now stays a file.
    ///
    /// # Errors
    /// When there is none with this id, or the database or the file store fails.
    pub async fn end_upload(&self, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        self.upload_in_parts(id, now).await?;
        self.forget_upload(id).await
    }

    async fn forget_upload(&self, id: Uuid) -> Result<(), ServiceError> {
        let files = self.files()?.clone();
        let write = self.store().write().await?;
        let objects = upload::delete(&write, id).await?.unwrap_or_default();
        write.commit().await?;
        for object in &objects {
            files.delete(object).await?;
        }
        Ok(())
    }

    /// Forgets uploads that began more than a day ago; says how many.
    ///
    /// # Errors
    /// When the database or the file store fails; the next round goes on.
    pub async fn sweep_uploads(&self, now: Timestamp) -> Result<usize, ServiceError> {
        if self.files().is_err() {
            return Ok(0);
        }
        let before = now.saturating_sub(UPLOAD_LASTS).unwrap_or(now);
        let old = upload::begun_before(self.store().read(), before, ROUND).await?;
        for id in &old {
            self.forget_upload(*id).await?;
        }
        Ok(old.len())
    }

    /// Room on the disk, and among what waits to be attached.
    pub(super) async fn room_in_quarantine(&self, has_account: bool) -> Result<(), ServiceError> {
        self.room_for_files().await?;
        let (_, parts) = self.store().uploads_waiting().await?;
        few_for(has_account, self.store().bytes_in_quarantine().await?.saturating_add(parts), QUARANTINE_MAX)
    }
}

fn moved(received: i64) -> ServiceError {
    ServiceError::UploadOffset { received }
}
