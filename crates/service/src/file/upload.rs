//! Taking a file into quarantine.

use domain::access::Actor;
use domain::id::{AccountId, FileId};
use jiff::Timestamp;
use store::file::{self, Blob};
use uuid::Uuid;

use super::media::{Media, recognise};
use super::objects;
use crate::{Service, ServiceError};

/// Largest file, bytes.
pub const BYTES_MAX: usize = 10 * 1024 * 1024;

/// Bytes that may wait in quarantine together; the last quarter is for people with an account, so that
/// a flood of strangers does not stop the work.
pub(super) const QUARANTINE_MAX: i64 = 2 * 1024 * 1024 * 1024;

/// A file in quarantine.
#[derive(Debug)]
pub struct Uploaded {
    /// Its id: whoever attaches it must know it.
    pub id: FileId,
    /// What it is kept as.
    pub media_type: String,
    /// How large it is now, bytes.
    pub bytes: i64,
    /// Width and height of a picture, pixels.
    pub size: Option<(i32, i32)>,
    /// Longitude and latitude that the camera wrote; told once and kept nowhere.
    pub position: Option<(f64, f64)>,
}

impl Service {
    /// Takes a file into quarantine, from somebody with or without an account. Nobody can fetch it
    /// before it is attached; it goes after a day.
    ///
    /// # Errors
    /// When it is too large, no kind that is taken, unreadable, or too much waits already.
    pub async fn upload(
        &self,
        actor: Option<&Actor>,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<Uploaded, ServiceError> {
        self.files()?;
        self.room_in_quarantine(actor.is_some()).await?;
        let uploader = actor.map(|actor| actor.account);
        let (uploaded, _) = self.file_of(FileId(Uuid::new_v4()), uploader, bytes, None, now).await?;
        Ok(uploaded)
    }

    /// Makes a file of its bytes. Where they came as an upload in parts, that one is finished in the same
    /// transaction; the names of its objects come back, for deleting.
    pub(super) async fn file_of(
        &self,
        id: FileId,
        uploader: Option<AccountId>,
        bytes: Vec<u8>,
        parts: Option<Uuid>,
        now: Timestamp,
    ) -> Result<(Uploaded, Vec<String>), ServiceError> {
        let files = self.files()?.clone();
        if bytes.len() > BYTES_MAX {
            let detail = format!("a file has at most 10 MiB, this one has {} bytes", bytes.len());
            return Err(ServiceError::invalid("file", "file_too_large", detail));
        }
        let (media_type, size, position, kept) = match recognise(&bytes)? {
            Media::Voice(media_type) => (media_type, None, None, bytes),
            Media::Picture => {
                let (header, jpeg) = files.decoder.decode(&bytes).await?;
                ("image/jpeg", Some((header.width, header.height)), header.position, jpeg)
            }
        };
        let blob = Uuid::now_v7();
        let content = Blob {
            id: blob,
            name: objects::name(self.store(), blob, &kept).await?,
            media_type: media_type.to_owned(),
            bytes: i64::try_from(kept.len()).unwrap_or(i64::MAX),
            size,
        };
        files.put(&content.name, kept).await?;
        let write = self.store().write().await?;
        let objects = match parts {
            Some(upload) => store::upload::finish(&write, upload, now).await?,
            None => Vec::new(),
        };
        file::insert(&write, id, &content, uploader, now).await?;
        write.commit().await?;
        Ok((Uploaded { id, media_type: content.media_type, bytes: content.bytes, size, position }, objects))
    }
}

/// Refuses when more waits already than may: the last quarter is for people with an account.
pub(super) fn few_for(has_account: bool, waiting: i64, most: i64) -> Result<(), ServiceError> {
    let most = if has_account { most } else { most / 4 * 3 };
    if waiting > most {
        let detail = "too many files wait to be attached; send the report without them, or try again later";
        return Err(ServiceError::invalid("file", "files_full", detail));
    }
    Ok(())
}
