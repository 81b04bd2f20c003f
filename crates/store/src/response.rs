//! Responses, their steps, and who holds the command post.

mod command_post;
pub(crate) mod row;
mod step;
mod task;

use domain::access::Scope;
use domain::colour::WarningColour;
use domain::id::{AccountId, ResponseId, UnitId, WarningId};
use domain::response::{Proposal, Response, ResponseLevel, ResponseState};
use domain::unit::UnitPath;
use domain::warned::WarnedOf;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use self::row::response::{self, Column, Entity};
use crate::filter::{touching, within};
use crate::value::time;
use crate::{Store, StoreError, Write};

pub use command_post::{Holding, arrive, leave, leave_all};
pub use step::{Step, add_steps, hold_step, sign};
pub use task::{TaskCut, TaskRow, TaskSum, end_tasks, hold_task, insert_tasks, update_task};

/// A response as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseRow {
    /// Identity.
    pub id: ResponseId,
    /// Word of the plan.
    pub plan: String,
    /// Version of the table of plans when it was opened.
    pub plan_version: String,
    /// The body's unit, with its path now.
    pub unit: (UnitId, UnitPath),
    /// Hazard and colour of the latest warning that asked.
    pub hazard: Option<WarnedOf>,
    /// Colour of that warning.
    pub colour: Option<WarningColour>,
    /// What the rules know of it.
    pub response: Response,
    /// When it was proposed or begun.
    pub opened_at: Timestamp,
    /// When it first came into force.
    pub activated_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Counts changes.
    pub version: i32,
}

/// What stands in the column of a proposal that asks to end.
const END: &str = "end";

/// Puts responses in.
///
/// # Errors
/// [`StoreError::Duplicate`] when a body has an open one of the plan.
pub async fn insert(write: &Write, new: &[ResponseRow]) -> Result<(), StoreError> {
    for chunk in new.chunks(1_000) {
        let rows = chunk.iter().map(active);
        Entity::insert_many(rows).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Writes a response back; its version is counted up.
///
/// # Errors
/// [`StoreError::Stale`] when it changed in between.
pub async fn update(write: &Write, after: &ResponseRow) -> Result<(), StoreError> {
    let next = ResponseRow { version: after.version + 1, ..after.clone() };
    let result = Entity::update_many()
        .set(active(&next))
        .filter(Column::Id.eq(after.id.0))
        .filter(Column::Version.eq(after.version))
        .exec(write.tx())
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A response as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: ResponseId) -> Result<Option<ResponseRow>, StoreError> {
    Entity::find_by_id(id.0).lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

/// Open responses of these bodies' units, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_open(write: &Write, units: &[UnitId]) -> Result<Vec<ResponseRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in units.chunks(1_000) {
        let of = Column::Unit.is_in(chunk.iter().map(|id| id.0));
        let query = open().filter(of).order_by_asc(Column::Id).lock_exclusive();
        for row in query.all(write.tx()).await? {
            found.push(from_row(row)?);
        }
    }
    Ok(found)
}

/// Open responses whose latest warning is one of these, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_of_warnings(write: &Write, warnings: &[WarningId]) -> Result<Vec<ResponseRow>, StoreError> {
    let ids = warnings.iter().map(|id| id.0);
    let query = open().filter(Column::Warning.is_in(ids)).order_by_asc(Column::Id).lock_exclusive();
    query.all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// Responses about which silence climbs by now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_silent(write: &Write, now: Timestamp, limit: u64) -> Result<Vec<ResponseRow>, StoreError> {
    let query = Entity::find()
        .filter(Column::EscalatesAt.lte(now.as_millisecond()))
        .order_by_asc(Column::EscalatesAt)
        .limit(limit)
        .lock_exclusive();
    query.all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// Which responses are asked for.
#[derive(Debug, Clone, Default)]
pub struct ResponseCut {
    /// In this unit and below.
    pub within: Option<UnitPath>,
    /// Only proposed ones and those in force.
    pub open: bool,
    /// Only those that a warning asked for last.
    pub warning: Option<WarningId>,
    /// Only those with a decision of this account that was written down and waits for its signature.
    pub to_sign: Option<AccountId>,
    /// Only those opened before this one.
    pub before: Option<(Timestamp, ResponseId)>,
    /// At most so many.
    pub limit: u64,
}

impl Store {
    /// The response with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn response(&self, id: ResponseId) -> Result<Option<ResponseRow>, StoreError> {
        Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Responses in the scope, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn responses(&self, scope: &Scope, cut: &ResponseCut) -> Result<Vec<ResponseRow>, StoreError> {
        let mut query = if cut.open { open() } else { Entity::find() }.filter(touching(Column::Path, scope));
        if let Some(path) = &cut.within {
            query = query.filter(within(Column::Path, path));
        }
        if let Some(warning) = cut.warning {
            query = query.filter(Column::Warning.eq(warning.0));
        }
        if let Some(account) = cut.to_sign {
            query = query.filter(Column::Id.in_subquery(step::unsigned(account)));
        }
        if let Some((at, id)) = cut.before {
            let at = at.as_millisecond();
            let same = Condition::all().add(Column::OpenedAt.eq(at)).add(Column::Id.lt(id.0));
            query = query.filter(Condition::any().add(Column::OpenedAt.lt(at)).add(same));
        }
        let query = query.order_by_desc(Column::OpenedAt).order_by_desc(Column::Id).limit(cut.limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Whether silence climbs anywhere by now: a look that takes no lock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_silent_response(&self, now: Timestamp) -> Result<bool, StoreError> {
        let found = Entity::find().filter(Column::EscalatesAt.lte(now.as_millisecond())).limit(1);
        Ok(found.one(self.read()).await?.is_some())
    }

    /// When silence climbs next, if at all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_response_escalation(&self) -> Result<Option<Timestamp>, StoreError> {
        let first = Entity::find().filter(Column::EscalatesAt.is_not_null()).order_by_asc(Column::EscalatesAt).limit(1);
        let row = first.one(self.read()).await?;
        let at = row.and_then(|row| row.escalates_at);
        at.map(|millis| time("response", "escalates_at", millis)).transpose()
    }
}

fn open() -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::State.is_in([ResponseState::Proposed.word(), ResponseState::Active.word()]))
}

fn active(new: &ResponseRow) -> response::ActiveModel {
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let proposal = new.response.proposal.as_ref();
    response::ActiveModel {
        id: Set(new.id.0),
        plan: Set(new.plan.clone()),
        plan_version: Set(new.plan_version.clone()),
        unit: Set(new.unit.0.0),
        path: Set(new.unit.1.as_str().to_owned()),
        hazard: Set(new.hazard.map(|hazard| hazard.word().to_owned())),
        colour: Set(new.colour.map(|colour| colour.word().to_owned())),
        state: Set(new.response.state.word().to_owned()),
        level: Set(new.response.level.map(|level| level.word().to_owned())),
        proposal: Set(proposal.map(|asked| asked.level.map_or(END, ResponseLevel::word).to_owned())),
        proposal_trigger: Set(proposal.map(|asked| asked.trigger.clone())),
        proposal_since: Set(proposal.map(|asked| asked.since.as_millisecond())),
        proposal_decide_by: Set(proposal.map(|asked| asked.decide_by.as_millisecond())),
        proposal_alarm_at: Set(proposal.map(|asked| asked.alarm_at.as_millisecond())),
        proposal_asks_stops: Set(proposal.is_some_and(|asked| asked.asks_stops)),
        warning: Set(new.response.warning.map(|id| id.0)),
        escalations: Set(i16::from(new.response.escalations)),
        escalates_at: Set(millis(new.response.escalates_at())),
        opened_at: Set(new.opened_at.as_millisecond()),
        activated_at: Set(millis(new.activated_at)),
        ended_at: Set(millis(new.ended_at)),
        changed_at: Set(new.changed_at.as_millisecond()),
        version: Set(new.version),
    }
}

fn from_row(row: response::Model) -> Result<ResponseRow, StoreError> {
    let damaged = |column, value: &str| StoreError::damaged("response", column, value.to_owned());
    let at = |column, value| time("response", column, value);
    let maybe = |column, value: Option<i64>| value.map(|millis| at(column, millis)).transpose();
    let level = |column, word: &str| ResponseLevel::from_word(word).ok_or_else(|| damaged(column, word));
    let proposal = match &row.proposal {
        Some(word) => Some(Proposal {
            level: if word == END { None } else { Some(level("proposal", word)?) },
            trigger: row.proposal_trigger.clone().unwrap_or_default(),
            since: at("proposal_since", row.proposal_since.unwrap_or_default())?,
            decide_by: at("proposal_decide_by", row.proposal_decide_by.unwrap_or_default())?,
            alarm_at: at("proposal_alarm_at", row.proposal_alarm_at.unwrap_or_default())?,
            asks_stops: row.proposal_asks_stops,
        }),
        None => None,
    };
    let response = Response {
        state: ResponseState::from_word(&row.state).ok_or_else(|| damaged("state", &row.state))?,
        level: row.level.as_deref().map(|word| level("level", word)).transpose()?,
        proposal,
        warning: row.warning.map(WarningId),
        escalations: u8::try_from(row.escalations).unwrap_or_default(),
    };
    let path = UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?;
    let colour =
        row.colour.as_deref().map(|word| WarningColour::from_word(word).ok_or_else(|| damaged("colour", word)));
    let hazard = row.hazard.as_deref().map(|word| WarnedOf::from_word(word).ok_or_else(|| damaged("hazard", word)));
    Ok(ResponseRow {
        id: ResponseId(row.id),
        plan: row.plan,
        plan_version: row.plan_version,
        unit: (UnitId(row.unit), path),
        hazard: hazard.transpose()?,
        colour: colour.transpose()?,
        response,
        opened_at: at("opened_at", row.opened_at)?,
        activated_at: maybe("activated_at", row.activated_at)?,
        ended_at: maybe("ended_at", row.ended_at)?,
        changed_at: at("changed_at", row.changed_at)?,
        version: row.version,
    })
}

/// The response of a body under a plan that is open now.
///
/// # Errors
/// When the database fails.
pub async fn open_of(db: &impl ConnectionTrait, plan: &str, unit: UnitId) -> Result<Option<ResponseRow>, StoreError> {
    let query = open().filter(Column::Plan.eq(plan)).filter(Column::Unit.eq(unit.0));
    query.one(db).await?.map(from_row).transpose()
}
