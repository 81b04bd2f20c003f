//! Hazards, and everything that can be done to them.

use domain::catalogue::{Catalogue, Urgency};
use domain::hazard::{
    Action, Around, Command, Doer, Draft, EventKind, Hazard, Refusal, SecuredItem, WaitingReason, WhistleKind,
};
use domain::id::{UnitId, WaitingId, WhistleId};
use domain::unit::UnitKind;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use super::{account, body, hazard_id, t0, unit};

/// A hazard just reported.
pub(crate) fn reported() -> Hazard {
    let unit = unit(1, UnitKind::CommunityGrid, None);
    let catalogue = Catalogue::shipped().unwrap();
    let draft =
        Draft::new(hazard_id(), "A04".to_owned(), None, (None, None), None, Some(unit.id), None, None, t0()).unwrap();
    Hazard::open(&draft, catalogue.get("A04").unwrap(), &unit, None, t0()).0
}

/// Another hazard, open or not.
pub(crate) fn another() -> Hazard {
    Hazard { id: domain::id::HazardId(Uuid::from_u128(77)), ..reported() }
}

/// The command of an action, with contents that can be taken; `n` picks among them.
pub(crate) fn command(action: Action, text: &str, n: usize, now: Timestamp) -> Command {
    let text = text.to_owned();
    let named = body(1 + (n % 3) as u32);
    let whistle = WhistleId(Uuid::from_u128(1_000 + (n % 4) as u128));
    let waiting = WaitingId(Uuid::from_u128(2_000 + (n % 4) as u128));
    let later = |days: i64| now.checked_add(SignedDuration::from_hours(24 * days)).unwrap();
    match action {
        Action::Accept => Command::Accept,
        Action::Reject => Command::Reject { reason: text },
        Action::Appeal => Command::Appeal { reason: text },
        Action::Assign => Command::Assign { body: named },
        Action::HandBack => Command::HandBack { competent: named, reason: text },
        Action::Control => Command::Control { note: text },
        Action::Start => Command::Start,
        Action::Finish => Command::Finish { note: text },
        Action::Verify => Command::Verify,
        Action::Return => Command::Return { reason: text },
        Action::Close => Command::Close,
        Action::Suspend => Command::Suspend { reason: text, until: later(1 + (n % 15) as i64) },
        Action::Resume => Command::Resume,
        Action::SuspectMajor => Command::SuspectMajor { body: named, reason: text },
        Action::ConfirmMajor => Command::ConfirmMajor,
        Action::DenyMajor => Command::DenyMajor { reason: text },
        Action::Secure => Command::Secure { item: SecuredItem::ALL[n % 5], note: text },
        Action::Regrade => Command::Regrade { urgency: Urgency::ALL[n % 4], reason: text },
        Action::Escalate => Command::Escalate { reason: text },
        Action::Whistle => Command::Whistle { id: whistle, kind: WhistleKind::ALL[n % 3], body: named, reason: text },
        Action::AnswerWhistle => Command::AnswerWhistle { id: whistle, answer: text },
        Action::Supervise => Command::Supervise { reason: text },
        Action::EndSupervision => Command::EndSupervision { reason: text },
        Action::Merge => Command::Merge { master: another().id },
        Action::Separate => Command::Separate { reason: text },
        Action::Recur => Command::Recur { earlier: another().id },
        Action::JudgeFixed => Command::JudgeFixed { note: text },
        Action::JudgeNotFixed => Command::JudgeNotFixed { note: text },
        Action::Ask => {
            Command::Ask { id: waiting, kind: WaitingReason::ALL[n % 5], body: named, asked_at: now, note: text }
        }
        Action::Answer => Command::Answer { id: waiting, granted: n.is_multiple_of(2), answered_at: now, note: text },
    }
}

/// Somebody with a body and a level.
pub(crate) fn doer(who: u32, of: u32, level: u8) -> Doer {
    let unit = UnitId(Uuid::from_u128(u128::from(level)));
    Doer { account: Some(account(who)), body: Some(body(of)), unit: Some(unit), level: Some(level) }
}

/// One thing that somebody tries.
#[derive(Debug, Clone)]
pub(crate) struct Try {
    pub(crate) action: Action,
    pub(crate) text: &'static str,
    pub(crate) n: usize,
    pub(crate) doer: Doer,
    pub(crate) minutes: i64,
}

/// Things that three people of three bodies and three levels try, one after the other. The main path is tried
/// more often, so that lives reach its end.
pub(crate) fn tries() -> impl Strategy<Value = Vec<Try>> {
    let action = prop_oneof![
        3 => prop::sample::select(&Action::ALL[..9]),
        2 => prop::sample::select(&Action::ALL[..]),
    ];
    let text = prop_oneof![9 => Just("done"), 1 => Just(" ")];
    let one = (action, text, 0..40_usize, 0..3_u32, 1..4_u32, 0..3_u8, 0..6_000_i64).prop_map(
        |(action, text, n, who, of, level, minutes)| Try { action, text, n, doer: doer(who, of, level), minutes },
    );
    prop::collection::vec(one, 1..150)
}

/// One step of a life: what was tried and what came of it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) before: Hazard,
    pub(crate) command: Command,
    pub(crate) doer: Doer,
    pub(crate) at: Timestamp,
    pub(crate) result: Result<(Hazard, EventKind), Refusal>,
}

/// Everything tried, one after the other, on a hazard just reported.
pub(crate) fn live(tries: &[Try]) -> Vec<Step> {
    let (mut hazard, mut now) = (reported(), t0());
    let master = another();
    tries
        .iter()
        .map(|one| {
            now = now.checked_add(SignedDuration::from_mins(one.minutes)).unwrap();
            let command = command(one.action, one.text, one.n, now);
            let above = one.n.is_multiple_of(2).then_some(UnitId(Uuid::from_u128(9)));
            let around = Around { now, above, other: Some(&master) };
            let result = hazard.apply(&command, one.doer, &around);
            let before = hazard.clone();
            if let Ok((after, _)) = &result {
                hazard = after.clone();
            }
            Step { before, command, doer: one.doer, at: now, result }
        })
        .collect()
}

/// The hazard after actions that must all succeed, each by somebody of body 1 at a street.
pub(crate) fn after(actions: &[(Action, u32)]) -> Hazard {
    let master = another();
    actions.iter().fold(reported(), |hazard, &(action, who)| {
        let around = Around { now: t0(), above: None, other: Some(&master) };
        hazard.apply(&command(action, "done", 0, t0()), doer(who, 1, 2), &around).unwrap().0
    })
}
