//! What follows from a publication, and how messages end.

use domain::id::PublicMessageId;
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::public_message::{PublicRefusal, PublicState};
use jiff::Timestamp;
use store::public_message::{self, StoredMessage};
use store::{Write, journal};

use crate::{Once, Service, ServiceError};

impl Service {
    /// Everything that follows from a publication, in its transaction: the message that it is about ends, and the
    /// journal tells, which the live stream and whatever delivers messages to residents follow. Jobs have their place
    /// here.
    pub(super) async fn published(
        &self,
        write: &Write,
        out: &StoredMessage,
        kind: Kind,
        by: By,
        once: &Once,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let mut entries = vec![self.message_entry(kind, out, by, Some(once), now)];
        if let Some(about) = out.content.about {
            let state = out.message.ending_of_other();
            let other = public_message::find(write.tx(), about).await?;
            let other = other.ok_or(ServiceError::NotFound("message"))?;
            let ended = end(write, &other, state, Some(out.message.id), now).await?;
            let ended = ended.ok_or(PublicRefusal::State(other.message.state))?;
            let entry = self.message_entry(Kind::PublicEnded, &ended, by, Some(once), now);
            entries.push(NewEntry { cause: Some(Cause::PublicMessage(out.message.id)), ..entry });
        }
        journal::append(write, &entries).await?;
        Ok(())
    }

    /// Ends messages whose time is over; says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_expired_public_messages(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let over = self.store().public_messages_over(now, 100).await?;
        let mut count = 0;
        for message in over {
            let write = self.store().write().await?;
            if let Some(ended) = end(&write, &message, PublicState::Expired, None, now).await? {
                let entry = self.message_entry(Kind::PublicEnded, &ended, By::default(), None, now);
                journal::append(&write, &[entry]).await?;
                write.commit().await?;
                count += 1;
            }
        }
        Ok(count)
    }
}

/// Ends one message; `None` where it is not in force.
async fn end(
    write: &Write,
    before: &StoredMessage,
    state: PublicState,
    by: Option<PublicMessageId>,
    now: Timestamp,
) -> Result<Option<StoredMessage>, ServiceError> {
    let Some(message) = before.message.ended(state) else { return Ok(None) };
    let after = StoredMessage { message, ended: Some((now, by)), ..before.clone() };
    public_message::update(write, &after, None).await?;
    Ok(Some(after))
}
