//! What a hazard carries beside its state, as the wire shows it. Bodies and units, never persons.

use domain::body::Body;
use domain::hazard::{Channel, Hazard, SecuredItem, Severity, Verdict, WaitingReason, WhistleKind};
use domain::id::{BodyId, UnitId};
use domain::unit::UnitTree;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{BodyRef, UnitRef};
use crate::words::{ChannelWord, SecuredItemWord, SeverityWord, VerdictWord, WaitingReasonWord, WhistleKindWord};

/// A department that was called.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhistleView {
    id: Uuid,
    #[schema(value_type = WhistleKindWord)]
    kind: WhistleKind,
    body: Option<BodyRef>,
    sounded_at: i64,
    answered_at: Option<i64>,
}

/// A decision that was asked of somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingView {
    id: Uuid,
    #[schema(value_type = WaitingReasonWord)]
    kind: WaitingReason,
    body: Option<BodyRef>,
    asked_at: i64,
    answered_at: Option<i64>,
    granted: Option<bool>,
}

/// What a hazard carries beside its state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HazardMore {
    #[schema(value_type = SeverityWord)]
    severity: Severity,
    /// The department that was asked whether it is major.
    asked: Option<BodyRef>,
    #[schema(value_type = ChannelWord)]
    channel: Channel,
    /// Whether interim control is in place.
    controlled: bool,
    suspended_until: Option<i64>,
    /// The settled ones of the five items.
    #[schema(value_type = Vec<SecuredItemWord>)]
    secured: Vec<SecuredItem>,
    /// The highest unit that joined as an owner.
    escalated_to: Option<UnitRef>,
    /// On whose supervision list it stands.
    supervised_by: Option<UnitRef>,
    /// How often it was handed back.
    hand_backs: u8,
    appealed: bool,
    /// The hazard that it is part of.
    merged_into: Option<Uuid>,
    /// The closed hazard that has come back as this one.
    recurs: Option<Uuid>,
    /// The reporter's judgement of the last closing.
    #[schema(value_type = Option<VerdictWord>)]
    verdict: Option<Verdict>,
    reopened: bool,
    whistles: Vec<WhistleView>,
    waitings: Vec<WaitingView>,
}

/// The view of one hazard's parts.
pub(crate) fn more(tree: &UnitTree, bodies: &[Body], hazard: &Hazard) -> HazardMore {
    let body = |id: BodyId| bodies.iter().find(|body| body.id == id).map(BodyRef::from);
    let unit = |id: UnitId| tree.by_id(id).map(UnitRef::from);
    HazardMore {
        severity: hazard.severity,
        asked: hazard.asked.and_then(body),
        channel: hazard.channel,
        controlled: hazard.controlled,
        suspended_until: hazard.suspended_until.map(Timestamp::as_millisecond),
        secured: SecuredItem::ALL.into_iter().filter(|item| hazard.secured & item.bit() != 0).collect(),
        escalated_to: hazard.escalated_to.and_then(unit),
        supervised_by: hazard.supervised_by.and_then(unit),
        hand_backs: hazard.hand_backs,
        appealed: hazard.appealed,
        merged_into: hazard.merged_into.map(|id| id.0),
        recurs: hazard.recurs.map(|id| id.0),
        verdict: hazard.verdict,
        reopened: hazard.reopened,
        whistles: hazard
            .whistles
            .iter()
            .map(|whistle| WhistleView {
                id: whistle.id.0,
                kind: whistle.kind,
                body: body(whistle.body),
                sounded_at: whistle.sounded_at.as_millisecond(),
                answered_at: whistle.answered_at.map(Timestamp::as_millisecond),
            })
            .collect(),
        waitings: hazard
            .waitings
            .iter()
            .map(|waiting| WaitingView {
                id: waiting.id.0,
                kind: waiting.kind,
                body: body(waiting.body),
                asked_at: waiting.asked_at.as_millisecond(),
                answered_at: waiting.answer.map(|(at, _)| at.as_millisecond()),
                granted: waiting.answer.map(|(_, granted)| granted),
            })
            .collect(),
    }
}
