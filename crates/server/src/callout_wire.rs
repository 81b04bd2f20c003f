//! Rounds of calls and calls as the wire shows them: posts and units, no names.

use std::collections::{BTreeMap, HashMap};

use domain::access::Actor;
use domain::callout::{CallState, Counts, How, Step, Sum};
use domain::colour::WarningColour;
use domain::unit::UnitTree;
use serde::Serialize;
use store::callout::{CallRow, Callout};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::call_aside::{Asides, HandoverView, KnockView};
use crate::problem::Problem;
use crate::state::App;
use crate::warning_wire::EndedView;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{CallStateWord, CallStepWord, ColourWord, HowWord};

/// A round of calls.
#[derive(Serialize, ToSchema)]
pub(crate) struct CalloutView {
    id: Uuid,
    warning: Option<Uuid>,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    opened_at: i64,
    /// Whether a person began it, and not the warning by itself.
    by_person: bool,
    /// Whether every call is written down.
    placed: bool,
    calls: u32,
    /// Of the part of the tree that the reader sees.
    counts: CountsView,
    /// Units with calls, there.
    units: u32,
    /// Those of them that are confirmed.
    confirmed_units: u32,
    ended: Option<EndedView>,
}

/// How many calls stand where. Each is counted once.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountsView {
    posts: u32,
    /// Nothing has left yet.
    pending: u32,
    /// Sent, no answer, not on the list of the unit above.
    silent: u32,
    /// No network, or no number.
    unreached: u32,
    /// No answer, and on the list of the unit above.
    escalated: u32,
    /// 已收到, not yet on post.
    received: u32,
    /// 已到岗.
    on_post: u32,
    /// The round ended before an answer.
    ended: u32,
    /// People moved.
    moved: u64,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        let Counts { posts, pending, silent, unreached, escalated, received, on_post, ended, moved } = counts;
        Self { posts, pending, silent, unreached, escalated, received, on_post, ended, moved }
    }
}

impl CalloutView {
    /// A round for a reader; without one, counted as a whole.
    pub(crate) async fn of(app: &App, reader: Option<&Actor>, round: Callout) -> Result<Self, Problem> {
        let tree = app.service.tree();
        let top = match reader {
            Some(reader) => Some(app.service.visible_round(reader, round.id, None).await?.1.number),
            None => tree.root().map(|root| root.number),
        };
        let sum = app.boards.look(&app.service, &round, |board| top.map(|top| board.sum(top))).await?;
        Ok(Self::with(&round, sum.unwrap_or_default()))
    }

    /// A round with what was counted for its reader.
    pub(crate) fn with(round: &Callout, sum: Sum) -> Self {
        Self {
            id: round.id.0,
            warning: round.warning.map(|id| id.0),
            colour: round.colour,
            opened_at: round.opened_at.as_millisecond(),
            by_person: round.opened_by.is_some(),
            placed: round.placed_at.is_some(),
            calls: round.calls,
            counts: sum.counts.into(),
            units: sum.units,
            confirmed_units: sum.confirmed,
            ended: round.ended.map(|(ending, at)| EndedView { ending, at: at.as_millisecond(), by: None }),
        }
    }
}

/// The call of one post.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallView {
    id: Uuid,
    callout: Uuid,
    unit: Option<UnitRef>,
    /// The unit above.
    above: Option<UnitRef>,
    /// Key of the post's title.
    title: String,
    title_names: NamesWire,
    /// Whether the post leads the shift.
    leader: bool,
    #[schema(value_type = CallStateWord)]
    state: CallState,
    /// The last rung of the ladder.
    #[schema(value_type = CallStepWord)]
    step: Step,
    /// Whether the unit above has it on its list.
    escalated: bool,
    first_at: Option<i64>,
    received_at: Option<i64>,
    on_post_at: Option<i64>,
    /// People moved so far.
    moved: Option<u32>,
    #[schema(value_type = Option<HowWord>)]
    how: Option<How>,
    next: Option<NextView>,
    /// Whether its round has ended: nothing more is asked.
    round_ended: bool,
    /// Whether the reader may report for it.
    may_report: bool,
    /// Whether it is the reader's own.
    mine: bool,
    /// To whom it went, where it was handed over. Not in the answer to a report.
    handover: Option<HandoverView>,
    /// Who is to reach the post at its door or by radio, where somebody is. Not in the answer to a report.
    knock: Option<KnockView>,
}

/// Whose call it is, and nothing of how it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallPost {
    /// The call.
    id: Uuid,
    callout: Uuid,
    unit: Option<UnitRef>,
    /// The unit above.
    above: Option<UnitRef>,
    title_names: NamesWire,
}

/// What comes next while nobody answers.
#[derive(Serialize, ToSchema)]
struct NextView {
    #[schema(value_type = CallStepWord)]
    step: Step,
    at: i64,
}

/// Makes views of calls, for one reader.
pub(crate) struct Views<'a> {
    app: &'a App,
    reader: Option<&'a Actor>,
    tree: std::sync::Arc<UnitTree>,
    /// Keys of titles, by posting.
    titles: HashMap<Uuid, String>,
    asides: Asides,
}

impl<'a> Views<'a> {
    pub(crate) async fn new(app: &'a App, reader: Option<&'a Actor>, calls: &[CallRow]) -> Result<Self, Problem> {
        let posts = app.service.posts_of_calls(calls).await?;
        let titles = posts.into_iter().map(|post| (post.id.0, post.title)).collect();
        Ok(Self { asides: Asides::of(app, calls).await?, ..Self::titled(app, reader, titles) })
    }

    /// The same where the titles of the posts are known, without who is asked beside them.
    pub(crate) fn titled(app: &'a App, reader: Option<&'a Actor>, titles: HashMap<Uuid, String>) -> Self {
        Self { app, reader, tree: app.service.tree(), titles, asides: Asides::default() }
    }

    /// The post of a call, without how that stands.
    pub(crate) fn post_of(&self, call: &CallRow) -> CallPost {
        let title = self.titles.get(&call.post.0.0).and_then(|title| self.app.service.titles().get(title));
        let unit = self.tree.by_id(call.unit);
        let above = unit.and_then(|unit| unit.parent).and_then(|id| self.tree.by_id(id));
        CallPost {
            id: call.id.0,
            callout: call.callout.0,
            unit: unit.map(Into::into),
            above: above.map(Into::into),
            title_names: title.map(|title| (&title.names).into()).unwrap_or(NamesWire(BTreeMap::new())),
        }
    }

    /// The task to reach the post of a call, where there is one.
    pub(crate) fn knock(&self, round: &Callout, call: &CallRow) -> Option<KnockView> {
        self.asides.knock(self.app, self.reader, round, call)
    }

    pub(crate) fn of(&self, round: &Callout, call: &CallRow) -> CallView {
        let title = self.titles.get(&call.post.0.0).cloned().unwrap_or_default();
        let names = self.app.service.titles().get(&title).map(|title| (&title.names).into());
        let unit = self.tree.by_id(call.unit);
        let above = unit.and_then(|unit| unit.parent).and_then(|id| self.tree.by_id(id));
        let millis = |at: Option<jiff::Timestamp>| at.map(jiff::Timestamp::as_millisecond);
        CallView {
            id: call.id.0,
            callout: call.callout.0,
            unit: unit.map(Into::into),
            above: above.map(Into::into),
            title_names: names.unwrap_or(NamesWire(BTreeMap::new())),
            title,
            leader: call.leader,
            state: call.call.state,
            step: call.call.step,
            escalated: call.call.step >= Step::Parent,
            first_at: millis(call.call.first_at),
            received_at: millis(call.call.received_at),
            on_post_at: millis(call.call.on_post_at),
            moved: call.call.moved,
            how: call.how,
            next: self
                .app
                .service
                .next_step(round, &call.call)
                .map(|(step, at)| NextView { step, at: at.as_millisecond() }),
            round_ended: round.ended.is_some(),
            may_report: self.reader.is_some_and(|reader| self.app.service.may_report(reader, call)),
            mine: self.reader.is_some_and(|reader| reader.account == call.post.1),
            handover: self.asides.handover(self.app, self.reader, call.id),
            knock: self.knock(round, call),
        }
    }
}
