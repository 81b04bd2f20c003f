//! From a row to the domain's hazard.

use domain::catalogue::{CaseKind, Urgency};
use domain::deadline::Step;
use domain::hazard::{Channel, Hazard, Severity, State, Verdict};
use domain::id::{AccountId, BodyId, HazardId, PlaceId, UnitId};
use domain::unit::UnitPath;
use domain::unit::boundary::Position;
use jiff::Timestamp;

use super::NOTHING_DUE;
use crate::StoreError;
use crate::entity::hazard::Model;
use crate::value::time;

/// A hazard with what the store adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Running number of this installation.
    pub number: i64,
    /// The hazard.
    pub hazard: Hazard,
    /// What must be done next, and by when.
    pub due: Option<(Step, Timestamp)>,
    /// The place that it concerns.
    pub place: Option<PlaceId>,
    /// When it was closed, rejected or found a duplicate.
    pub closed_at: Option<Timestamp>,
    /// System and number that it came from.
    pub outside: Option<(String, String)>,
}

/// The hazard of one row; what stands in tables of its own is added by [`super::part_read::fill`].
pub(super) fn from_row(row: Model) -> Result<Stored, StoreError> {
    fn word<T>(column: &'static str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        parse(text).ok_or_else(|| StoreError::damaged("hazard", column, text))
    }
    let hazard = Hazard {
        id: HazardId(row.id),
        kind: word("kind", &row.kind, CaseKind::from_word)?,
        urgency: word("urgency", &row.urgency, Urgency::from_word)?,
        restricted: row.restricted,
        state: word("state", &row.state, State::from_word)?,
        unit: UnitId(row.unit),
        path: word("path", &row.path, UnitPath::parse)?,
        position: row.x.zip(row.y).map(|(x, y)| Position { x, y }),
        body: row.body.map(BodyId),
        reporter: row.reporter.map(AccountId),
        severity: word("severity", &row.severity, Severity::from_word)?,
        asked: row.asked.map(BodyId),
        before: row.state_before.as_deref().map(|text| word("state_before", text, State::from_word)).transpose()?,
        controlled: row.controlled,
        suspended_until: row.suspended_until.map(|at| time("hazard", "suspended_until", at)).transpose()?,
        secured: u8::try_from(row.secured).unwrap_or_default(),
        escalated_to: row.escalated_to.map(UnitId),
        supervised_by: row.supervised_by.map(UnitId),
        hand_backs: u8::try_from(row.hand_backs).unwrap_or_default(),
        channel: word("channel", &row.channel, Channel::from_word)?,
        rejecter: row.rejecter.map(AccountId),
        appealed: row.appealed,
        rectifiers: Vec::new(),
        whistles: Vec::new(),
        waitings: Vec::new(),
        merged_into: row.merged_into.map(HazardId),
        recurs: row.recurs.map(HazardId),
        verdict: row.verdict.as_deref().map(|text| word("verdict", text, Verdict::from_word)).transpose()?,
        reopened: row.reopened,
        reported_at: time("hazard", "reported_at", row.reported_at)?,
        version: row.version,
        category: row.category,
    };
    let due = match row.due_step {
        Some(step) if row.due_at != NOTHING_DUE => {
            Some((word("due_step", &step, Step::from_word)?, time("hazard", "due_at", row.due_at)?))
        }
        _ => None,
    };
    Ok(Stored {
        number: row.number,
        hazard,
        due,
        place: row.place.map(PlaceId),
        closed_at: row.closed_at.map(|at| time("hazard", "closed_at", at)).transpose()?,
        outside: row.outside_system.zip(row.outside_number),
    })
}
