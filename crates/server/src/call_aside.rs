//! Who is asked beside the post of a call: who takes it over, who goes there. Posts and units, no names.

use std::collections::{BTreeMap, HashMap};

use domain::access::Actor;
use domain::callout::{KnockState, KnockWay};
use domain::id::{CallId, PostingId};
use domain::unit::UnitTree;
use serde::Serialize;
use store::account::PostingRow;
use store::callout::{CallRow, Callout, DutyPost, Handover, Knock};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{KnockStateWord, KnockWayWord};

/// A post, and where it stands in the tree.
#[derive(Serialize, ToSchema)]
pub(crate) struct HelperView {
    /// Its id, for orders.
    id: Uuid,
    unit: Option<UnitRef>,
    title_names: NamesWire,
}

/// To whom a call went.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandoverView {
    to: Option<HelperView>,
    at: i64,
    /// When that post was called; missing while that is still to come.
    called_at: Option<i64>,
    /// Whether it is the reader's.
    mine: bool,
}

/// A task to reach a silent post.
#[derive(Serialize, ToSchema)]
pub(crate) struct KnockView {
    #[schema(value_type = KnockWayWord)]
    way: KnockWay,
    owner: Option<HelperView>,
    ordered_at: i64,
    /// Whether a person ordered it, and not a unit that went dark.
    by_person: bool,
    due_at: i64,
    #[schema(value_type = KnockStateWord)]
    state: KnockState,
    found_at: Option<i64>,
    /// Whether it is the reader's.
    mine: bool,
}

impl HelperView {
    pub(crate) fn of(app: &App, post: &DutyPost) -> Self {
        Self::at(app, &app.service.tree(), post.posting.0, post.unit, &post.title)
    }

    fn row(app: &App, tree: &UnitTree, row: &PostingRow) -> Self {
        Self::at(app, tree, row.id.0, row.unit, &row.title)
    }

    fn at(app: &App, tree: &UnitTree, id: Uuid, unit: domain::id::UnitId, title: &str) -> Self {
        let title = app.service.titles().get(title);
        Self {
            id,
            unit: tree.by_id(unit).map(Into::into),
            title_names: title.map_or_else(|| NamesWire(BTreeMap::new()), |title| (&title.names).into()),
        }
    }
}

/// What is known beside some calls.
#[derive(Default)]
pub(crate) struct Asides {
    handed: HashMap<CallId, Handover>,
    knocks: HashMap<CallId, Knock>,
    posts: HashMap<PostingId, PostingRow>,
}

impl Asides {
    pub(crate) async fn of(app: &App, calls: &[CallRow]) -> Result<Self, Problem> {
        let handed = app.service.handovers_of(calls).await?;
        let knocks = app.service.knocks_of(calls).await?;
        let takers = handed.values().map(|handover| handover.to.0);
        let ids: Vec<_> = takers.chain(knocks.values().map(|knock| knock.owner.0)).collect();
        let posts = app.service.posts_by_id(&ids).await?.into_iter().map(|row| (row.id, row)).collect();
        Ok(Self { handed, knocks, posts })
    }

    pub(crate) fn handover(&self, app: &App, reader: Option<&Actor>, call: CallId) -> Option<HandoverView> {
        let handover = self.handed.get(&call)?;
        Some(HandoverView {
            to: self.post(app, handover.to.0),
            at: handover.handed_at.as_millisecond(),
            called_at: handover.rung_at.map(jiff::Timestamp::as_millisecond),
            mine: reader.is_some_and(|reader| reader.account == handover.to.1),
        })
    }

    pub(crate) fn knock(
        &self,
        app: &App,
        reader: Option<&Actor>,
        round: &Callout,
        call: &CallRow,
    ) -> Option<KnockView> {
        let knock = self.knocks.get(&call.id)?;
        let found = knock.found.map(|(found, _)| found);
        Some(KnockView {
            way: knock.way,
            owner: self.post(app, knock.owner.0),
            ordered_at: knock.ordered_at.as_millisecond(),
            by_person: knock.ordered_by.is_some(),
            due_at: knock.due_at.as_millisecond(),
            state: KnockState::of(found, call.call.state, round.ended.is_some()),
            found_at: knock.found.map(|(_, at)| at.as_millisecond()),
            mine: reader.is_some_and(|reader| reader.account == knock.owner.1),
        })
    }

    fn post(&self, app: &App, id: PostingId) -> Option<HelperView> {
        self.posts.get(&id).map(|row| HelperView::row(app, &app.service.tree(), row))
    }
}
