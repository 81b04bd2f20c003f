//! What another system is told about its order: in order, once each, however often it must be tried.
//!
//! A status waits for the ones before it as long as these may still go. Its row says *sending* before the other side is
//! asked and keeps its id, so that a repetition can be recognised there.

use domain::job::Job;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use store::work_order::{self, Status, StatusState};
use uuid::Uuid;

use super::mapping::WriteBack;
use crate::{Service, ServiceError};

/// A status that has not gone by then is of no use any more: the list for the superior says how the order stands.
const USEFUL_FOR: SignedDuration = SignedDuration::from_hours(72);

/// Longest answer that is kept, in characters.
const ANSWER_MAX_CHARS: usize = 200;

/// What is to be done about a status now.
#[derive(Debug)]
pub enum Turn {
    /// Nothing, any more.
    Done,
    /// Wait: an earlier one of the same order has not gone yet.
    Wait,
    /// Tell it.
    Tell(Box<Telling>),
}

/// A status that must be told now.
#[derive(Debug)]
pub struct Telling {
    /// Its row.
    pub status: Status,
    /// Their number.
    pub number: String,
    /// Their word.
    pub word: String,
    /// The time, as they write it.
    pub time: String,
    /// How they are told.
    pub way: WriteBack,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// They took it; what they said.
    Taken(String),
    /// They did not; trying later may help.
    Later(String),
    /// They did not, and will not.
    Never(String),
}

impl Service {
    /// Writes a status down as being told; or says that there is nothing to do, or not yet.
    ///
    /// # Errors
    /// When the database fails, or no mapping for the system is configured.
    pub async fn begin_order_status(&self, order: Uuid, step: i32, now: Timestamp) -> Result<Turn, ServiceError> {
        let read = self.store().read();
        let Some(status) = work_order::status(read, order, step).await? else { return Ok(Turn::Done) };
        if status.state.is_settled() {
            return Ok(Turn::Done);
        }
        let earlier = work_order::unsettled_before(read, order, step).await?;
        let keys: Vec<String> = earlier.iter().map(|&step| Job::OrderStatus { order, step }.key()).collect();
        if !keys.is_empty() && !store::job::alive(read, &keys).await?.is_empty() {
            return Ok(Turn::Wait);
        }
        // Read only now: until the earlier steps are settled, another worker may still write a word down, and the
        // same word would be told twice.
        let Some(order) = work_order::by_id(read, order).await? else { return Ok(Turn::Done) };
        let mapping = self.outside().bridge(&order.system).ok_or_else(|| {
            ServiceError::Internal(format!("no mapping of the system `{}` is configured", order.system))
        })?;
        let word = mapping.status.get(status.hazard_state.word());
        let late = now.duration_since(status.at) > USEFUL_FOR;
        let overtaken = self.store().later_status_sent(order.id, step).await?;
        let before = status.state;
        let way = mapping.write_back.as_ref().filter(|_| !overtaken);
        let (Some(word), Some(way), false) = (word.filter(|&word| order.written.as_ref() != Some(word)), way, late)
        else {
            let (state, answer) = match late {
                true => (StatusState::Failed, Some("it was too late to be of use".to_owned())),
                false => (StatusState::PassedOver, None),
            };
            self.settle(before, &Status { state, answer: answer.or_else(|| status.answer.clone()), ..status }, now)
                .await?;
            return Ok(Turn::Done);
        };
        let attempts = status.attempts + 1;
        let status = Status { state: StatusState::Sending, word: Some(word.clone()), attempts, ..status };
        self.settle(before, &status, now).await?;
        let time = written(status.at, way.time_format.as_deref(), &mapping.reported_at.zone);
        Ok(Turn::Tell(Box::new(Telling { status, number: order.number, word: word.clone(), time, way: way.clone() })))
    }

    /// Writes their answer down.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_order_status(&self, telling: &Telling, told: &Told, now: Timestamp) -> Result<(), ServiceError> {
        let (state, answer) = match told {
            Told::Taken(answer) => (StatusState::Sent, answer),
            Told::Later(answer) => (StatusState::Pending, answer),
            Told::Never(answer) => (StatusState::Failed, answer),
        };
        let answer = Some(answer.chars().take(ANSWER_MAX_CHARS).collect());
        let after = Status { state, answer, ..telling.status.clone() };
        let write = self.store().write().await?;
        work_order::update_status(&write, telling.status.state, &after, now).await?;
        if state == StatusState::Sent {
            work_order::set_written(&write, after.order, &telling.word).await?;
        }
        write.commit().await?;
        Ok(())
    }

    async fn settle(&self, before: StatusState, after: &Status, now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        work_order::update_status(&write, before, after, now).await?;
        write.commit().await?;
        Ok(())
    }
}

/// A time in the form and zone of the other system; RFC 3339 with its offset where no form is named.
pub(super) fn written(at: Timestamp, format: Option<&str>, zone: &str) -> String {
    let zoned = at.to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    let format = format.unwrap_or("%Y-%m-%dT%H:%M:%S%:z");
    // A form that cannot be written is no reason to say nothing about the time.
    jiff::fmt::strtime::format(format, &zoned).unwrap_or_else(|_| at.to_string())
}
