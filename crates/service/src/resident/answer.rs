//! What residents answer: they have left, or need help to.

use domain::evacuation::Stage;
use domain::id::{ResidentCallId, UnitId};
use domain::journal::{Kind, NewEntry};
use domain::resident::ResidentAnswer;
use jiff::Timestamp;
use serde_json::json;
use store::evacuation::{self, Group};
use store::resident::{self, ResidentCall};
use store::{Write, journal};

use crate::callout::DeliveryReport;
use crate::evacuation::{Texts, mark_door};
use crate::{Service, ServiceError};

/// What the links are for.
const PURPOSE: &str = "resident_call_link";

/// A call as whoever is called sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedResidentCall {
    /// The building.
    pub building: String,
    /// The unit that is moved out.
    pub unit: UnitId,
    /// Where to, in words; may be empty.
    pub where_to: String,
    /// What was answered last.
    pub answer: Option<ResidentAnswer>,
    /// Whether the evacuation has ended: nothing more is asked.
    pub ended: bool,
}

impl Service {
    /// Takes what a phone says: to a call that goes on `1` or `2`, else the agreement of a number that was asked. Says how
    /// many calls or numbers it was for.
    pub(crate) async fn resident_said(&self, phone: &str, text: &str, now: Timestamp) -> Result<usize, ServiceError> {
        let numbers = self.store().resident_numbers_by(&self.resident_lookup(phone)?).await?;
        let Some(answer) = ResidentAnswer::read(text).filter(|_| !numbers.is_empty()) else { return Ok(0) };
        let ids: Vec<_> = numbers.iter().map(|number| number.id).collect();
        let open: Vec<_> = self.store().open_evacuations().await?.iter().map(|one| one.id).collect();
        let calls = resident::calls_of_numbers(self.store().read(), &ids, &open).await?;
        for call in &calls {
            self.answer_resident_call(call, answer, now).await?;
        }
        // `2` never agreed to anything, and `1` agrees to the last question alone.
        let asks = calls.is_empty() && answer == ResidentAnswer::Left;
        let asked = numbers.iter().filter(|number| number.confirmed_at.is_none() && asks);
        let Some(number) = asked.max_by_key(|number| number.registered_at) else { return Ok(calls.len()) };
        self.confirm_resident(number, now).await?;
        Ok(1)
    }

    /// What stands behind the `#` of the link in a message of a call.
    ///
    /// # Errors
    /// When there is no keyring.
    pub fn resident_call_link(&self, call: ResidentCallId) -> Result<String, ServiceError> {
        self.link_to(PURPOSE, call.0)
    }

    /// The call behind a link. Looking answers nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none.
    pub async fn linked_resident_call(&self, link: &str) -> Result<LinkedResidentCall, ServiceError> {
        let call = self.resident_call_of(link).await?;
        let missing = || ServiceError::NotFound("resident_call");
        let one = self.store().evacuation(call.evacuation).await?.ok_or_else(missing)?;
        let groups = evacuation::groups_of(self.store().read(), &[one.id]).await?;
        let building = groups.into_iter().find(|group| group.id == call.group).map(|group| group.label);
        let texts = self.store().texts(&[one.id.0]).await?.remove(&one.id.0).unwrap_or_default();
        Ok(LinkedResidentCall {
            building: building.unwrap_or_default(),
            unit: one.unit,
            where_to: Texts::said_last(texts).where_to,
            answer: call.answer.map(|(answer, _)| answer),
            ended: one.ended_at.is_some(),
        })
    }

    /// Takes an answer by a button behind a link. The last one counts.
    ///
    /// # Errors
    /// When there is no such call, or its evacuation has ended.
    pub async fn answer_by_link(&self, link: &str, answer: ResidentAnswer, now: Timestamp) -> Result<(), ServiceError> {
        let call = self.resident_call_of(link).await?;
        self.answer_resident_call(&call, answer, now).await
    }

    async fn resident_call_of(&self, link: &str) -> Result<ResidentCall, ServiceError> {
        let missing = || ServiceError::NotFound("resident_call");
        let id = self.linked(PURPOSE, link)?.ok_or_else(missing)?;
        self.store().resident_call(ResidentCallId(id)).await?.ok_or_else(missing)
    }

    async fn answer_resident_call(
        &self,
        call: &ResidentCall,
        answer: ResidentAnswer,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        // The evacuation first, then its buildings, then the call: as everybody else who holds several.
        let mut one = self.going_on(&write, call.evacuation).await?;
        let mut group = building(&write, call).await?;
        let held = resident::hold(&write, &[call.id]).await?.pop().ok_or(ServiceError::NotFound("resident_call"))?;
        let before = held.answer.map(|(answer, _)| answer);
        if before == Some(answer) {
            return Ok(());
        }
        match (before, answer) {
            (_, ResidentAnswer::NeedsHelp) => group.asked_help = group.asked_help.saturating_add(1),
            (Some(ResidentAnswer::NeedsHelp), _) => group.asked_help = group.asked_help.saturating_sub(1),
            _ => {}
        }
        if let (ResidentAnswer::Left, Some(door)) = (answer, &held.door) {
            group = mark_door(&write, group, door, Stage::EnRoute, now).await?;
        }
        group.changed_at = now;
        evacuation::put_groups(&write, &[group]).await?;
        let after = ResidentCall { answer: Some((answer, now)), next_at: None, changed_at: now, ..held };
        resident::put(&write, &[after], None).await?;
        one.changed_at = now;
        evacuation::put(&write, &one).await?;
        let entry = NewEntry {
            unit: Some((one.unit, one.path.clone())),
            payload: json!({ "answer": answer }),
            ..NewEntry::about(Kind::ResidentAnswered, one.id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }

    /// A carrier's later word about a call to a resident; none where it is about none.
    pub(crate) async fn resident_call_reported(
        &self,
        report: &DeliveryReport,
        now: Timestamp,
    ) -> Result<Option<bool>, ServiceError> {
        let DeliveryReport { channel, carrier_id, state } = report;
        if resident::by_carrier_id(self.calls().read(), *channel, carrier_id).await?.is_none() {
            return Ok(None);
        }
        let write = self.calls().write().await?;
        let held = resident::hold_by_carrier_id(&write, *channel, carrier_id).await?;
        let Some(before) = held.filter(|call| call.state.may_become(*state)) else { return Ok(Some(false)) };
        resident::put(&write, &[ResidentCall { state: *state, changed_at: now, ..before }], None).await?;
        write.commit().await?;
        Ok(Some(true))
    }
}

/// The building of a call, held.
async fn building(write: &Write, call: &ResidentCall) -> Result<Group, ServiceError> {
    let groups = evacuation::hold_groups(write, call.evacuation).await?;
    groups.into_iter().find(|group| group.id == call.group).ok_or(ServiceError::NotFound("group"))
}
