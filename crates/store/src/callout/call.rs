//! The calls themselves.

use domain::callout::{Call, CallState, How, Step};
use domain::id::{AccountId, CallId, CalloutId, PostingId, UnitId};
use domain::unit::{UnitNumber, UnitPath};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use self::row::Column;
use crate::filter::within;
use crate::value::time;
use crate::{Store, StoreError, Write, bulk};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "call")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) callout: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) number: i32,
        pub(crate) path: String,
        pub(crate) posting: Uuid,
        pub(crate) account: Uuid,
        pub(crate) deputy: Option<Uuid>,
        pub(crate) deputy_account: Option<Uuid>,
        pub(crate) leader: bool,
        pub(crate) state: String,
        pub(crate) step: String,
        pub(crate) priority: i16,
        pub(crate) first_at: Option<i64>,
        pub(crate) next_at: Option<i64>,
        pub(crate) received_at: Option<i64>,
        pub(crate) on_post_at: Option<i64>,
        pub(crate) moved: Option<i32>,
        pub(crate) how: Option<String>,
        pub(crate) reported_by: Option<Uuid>,
        pub(crate) claimed_by: Option<Uuid>,
        pub(crate) claimed_until: Option<i64>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The call of one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// Identity.
    pub id: CallId,
    /// Its round.
    pub callout: CalloutId,
    /// The unit of the post.
    pub unit: UnitId,
    /// The unit's number.
    pub number: UnitNumber,
    /// The unit's path.
    pub path: UnitPath,
    /// The post, and whose it is.
    pub post: (PostingId, AccountId),
    /// Who is asked when the post is silent.
    pub deputy: Option<(PostingId, AccountId)>,
    /// Whether the post leads the shift.
    pub leader: bool,
    /// Where it stands.
    pub call: Call,
    /// 0 first: nearest to where the harm is expected.
    pub priority: i16,
    /// When the next rung is due.
    pub next_at: Option<Timestamp>,
    /// By which way the last report came.
    pub how: Option<How>,
    /// Who said it, where it was not the post itself.
    pub reported_by: Option<AccountId>,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
}

/// Calls that stand alike in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The unit's number.
    pub number: UnitNumber,
    /// Where they stand.
    pub state: CallState,
    /// Their rung.
    pub step: Step,
    /// How many.
    pub calls: u32,
    /// People moved.
    pub moved: u64,
}

/// Which calls are asked for.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    /// In the unit or below.
    pub within: Option<UnitPath>,
    /// In one of these states; empty for all.
    pub states: Vec<CallState>,
    /// Only those that the unit above has on its list.
    pub escalated: bool,
    /// After this one: its first attempt and id.
    pub after: Option<(Option<Timestamp>, CallId)>,
    /// At most so many.
    pub limit: u64,
}

/// Writes calls down; the call of a post that is there stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn place(write: &Write, calls: &[CallRow]) -> Result<(), StoreError> {
    let known = OnConflict::columns([Column::Callout, Column::Posting, Column::Unit]).do_nothing().to_owned();
    let rows: Vec<_> = calls.iter().map(active).collect();
    bulk::insert(write, &rows, Some(&known)).await
}

/// Calls as they are now, held until the transaction ends. Rows are locked in the order of their ids, so that two who
/// hold several never wait for each other in a circle.
///
/// # Errors
/// When the database fails.
pub async fn hold_calls(write: &Write, ids: &[CallId]) -> Result<Vec<CallRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(10_000) {
        let rows = row::Entity::find()
            .filter(Column::Id.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(Column::Id)
            .lock_exclusive()
            .all(write.tx())
            .await?;
        for row in rows {
            found.push(from_row(row)?);
        }
    }
    Ok(found)
}

/// Writes held calls back after reports.
///
/// # Errors
/// When the database fails.
pub async fn report_calls(write: &Write, calls: &[CallRow]) -> Result<(), StoreError> {
    let columns = [
        Column::State,
        Column::NextAt,
        Column::ReceivedAt,
        Column::OnPostAt,
        Column::Moved,
        Column::How,
        Column::ReportedBy,
        Column::ChangedAt,
    ];
    update(write, calls, &columns).await
}

/// Writes held calls back after attempts, and gives their claims up.
///
/// # Errors
/// When the database fails.
pub async fn put_back(write: &Write, calls: &[CallRow]) -> Result<(), StoreError> {
    let columns = [
        Column::State,
        Column::Step,
        Column::FirstAt,
        Column::NextAt,
        Column::ClaimedBy,
        Column::ClaimedUntil,
        Column::ChangedAt,
    ];
    update(write, calls, &columns).await
}

/// Writes a held call back that has another one beside its post, and is due.
///
/// # Errors
/// When the database fails.
pub async fn redirect_call(write: &Write, call: &CallRow) -> Result<(), StoreError> {
    let columns = [Column::Deputy, Column::DeputyAccount, Column::NextAt, Column::ChangedAt];
    update(write, std::slice::from_ref(call), &columns).await
}

async fn update(write: &Write, calls: &[CallRow], columns: &[Column]) -> Result<(), StoreError> {
    let rows: Vec<_> = calls.iter().map(active).collect();
    bulk::update(write, &rows, Column::Id, columns).await
}

/// How the calls of a round stand, by unit: of the whole round, or of some units alone. By path and not by number: the
/// index over rounds has paths, and a city of calls must not be read for the few units that changed.
///
/// # Errors
/// When the database fails.
pub async fn tally(
    db: &impl ConnectionTrait,
    callout: CalloutId,
    units: Option<&[UnitPath]>,
) -> Result<Vec<Tally>, StoreError> {
    let mut query = row::Entity::find()
        .select_only()
        .columns([Column::Number, Column::State, Column::Step])
        .column_as(Column::Id.count(), "calls")
        .column_as(Expr::col(Column::Moved).sum().cast_as("bigint"), "people")
        .filter(Column::Callout.eq(callout.0))
        .group_by(Column::Number)
        .group_by(Column::State)
        .group_by(Column::Step);
    if let Some(units) = units {
        query = query.filter(Column::Path.is_in(units.iter().map(UnitPath::as_str)));
    }
    let rows: Vec<(i32, String, String, i64, Option<i64>)> = query.into_tuple().all(db).await?;
    rows.into_iter()
        .map(|(number, state, step, calls, moved)| {
            Ok(Tally {
                number: unit_number(number)?,
                state: word(&state, "state", CallState::from_word)?,
                step: word(&step, "step", Step::from_word)?,
                calls: u32::try_from(calls).unwrap_or(u32::MAX),
                moved: moved.and_then(|moved| u64::try_from(moved).ok()).unwrap_or(0),
            })
        })
        .collect()
}

/// Calls of a round in a unit and below it, and how many of them no carrier reaches.
///
/// # Errors
/// When the database fails.
pub async fn unreached_below(
    db: &impl ConnectionTrait,
    callout: CalloutId,
    path: &UnitPath,
) -> Result<(u32, u32), StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "calls")
        .filter(Column::Callout.eq(callout.0))
        .filter(within(Column::Path, path))
        .group_by(Column::State);
    let rows: Vec<(String, i64)> = query.into_tuple().all(db).await?;
    let count = |calls: i64| u32::try_from(calls).unwrap_or(u32::MAX);
    let unreached = rows.iter().find(|(state, _)| state == CallState::Unreached.word()).map_or(0, |(_, n)| count(*n));
    Ok((rows.iter().map(|(_, calls)| count(*calls)).sum(), unreached))
}

impl Store {
    /// The call with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn call(&self, id: CallId) -> Result<Option<CallRow>, StoreError> {
        row::Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Calls of a round, the longest without an answer first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calls(&self, callout: CalloutId, cut: &Cut) -> Result<Vec<CallRow>, StoreError> {
        let mut query = row::Entity::find().filter(Column::Callout.eq(callout.0));
        if let Some(path) = &cut.within {
            query = query.filter(within(Column::Path, path));
        }
        if !cut.states.is_empty() {
            query = query.filter(Column::State.is_in(cut.states.iter().map(|state| state.word())));
        }
        if cut.escalated {
            let steps = [Step::Parent, Step::DoorKnock, Step::ParentAgain];
            query = query.filter(Column::Step.is_in(steps.map(Step::word)));
        }
        // Without a first attempt they have waited the longest: before all others, on both engines.
        let since = || Expr::col(Column::FirstAt).if_null(0);
        if let Some((first_at, id)) = cut.after {
            let at = first_at.map_or(0, Timestamp::as_millisecond);
            let same = Condition::all().add(since().eq(at)).add(Column::Id.gt(id.0));
            query = query.filter(Condition::any().add(since().gt(at)).add(same));
        }
        let query = query.order_by_asc(since()).order_by_asc(Column::Id).limit(cut.limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// How many calls in each state ever went to an account, its own and those in which it is the deputy.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn call_states_of(&self, account: AccountId) -> Result<Vec<(String, i64)>, StoreError> {
        let counted = row::Entity::find()
            .select_only()
            .column(Column::State)
            .column_as(Column::Id.count(), "n")
            .filter(whose(account))
            .group_by(Column::State)
            .order_by_asc(Column::State);
        Ok(counted.into_tuple().all(self.read()).await?)
    }

    /// Calls of an account, its own and those in which it is the deputy, in these rounds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calls_of(&self, account: AccountId, rounds: &[CalloutId]) -> Result<Vec<CallRow>, StoreError> {
        let rows = row::Entity::find()
            .filter(whose(account))
            .filter(Column::Callout.is_in(rounds.iter().map(|id| id.0)))
            .order_by_asc(Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

fn whose(account: AccountId) -> Condition {
    Condition::any().add(Column::Account.eq(account.0)).add(Column::DeputyAccount.eq(account.0))
}

fn active(call: &CallRow) -> row::ActiveModel {
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    row::ActiveModel {
        id: Set(call.id.0),
        callout: Set(call.callout.0),
        unit: Set(call.unit.0),
        number: Set(call.number.0.cast_signed()),
        path: Set(call.path.as_str().to_owned()),
        posting: Set(call.post.0.0),
        account: Set(call.post.1.0),
        deputy: Set(call.deputy.map(|deputy| deputy.0.0)),
        deputy_account: Set(call.deputy.map(|deputy| deputy.1.0)),
        leader: Set(call.leader),
        state: Set(call.call.state.word().to_owned()),
        step: Set(call.call.step.word().to_owned()),
        priority: Set(call.priority),
        first_at: Set(millis(call.call.first_at)),
        next_at: Set(millis(call.next_at)),
        received_at: Set(millis(call.call.received_at)),
        on_post_at: Set(millis(call.call.on_post_at)),
        moved: Set(call.call.moved.and_then(|moved| i32::try_from(moved).ok())),
        how: Set(call.how.map(|how| how.word().to_owned())),
        reported_by: Set(call.reported_by.map(|id| id.0)),
        claimed_by: Set(None),
        claimed_until: Set(None),
        changed_at: Set(call.changed_at.as_millisecond()),
    }
}

pub(super) fn from_row(row: row::Model) -> Result<CallRow, StoreError> {
    let at = |column, millis: Option<i64>| millis.map(|millis| time("call", column, millis)).transpose();
    let both = |posting: Option<Uuid>, account: Option<Uuid>| Some((PostingId(posting?), AccountId(account?)));
    Ok(CallRow {
        id: CallId(row.id),
        callout: CalloutId(row.callout),
        unit: UnitId(row.unit),
        number: unit_number(row.number)?,
        path: UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("call", "path", row.path))?,
        post: (PostingId(row.posting), AccountId(row.account)),
        deputy: both(row.deputy, row.deputy_account),
        leader: row.leader,
        call: Call {
            state: word(&row.state, "state", CallState::from_word)?,
            step: word(&row.step, "step", Step::from_word)?,
            first_at: at("first_at", row.first_at)?,
            received_at: at("received_at", row.received_at)?,
            on_post_at: at("on_post_at", row.on_post_at)?,
            moved: row.moved.and_then(|moved| u32::try_from(moved).ok()),
        },
        priority: row.priority,
        next_at: at("next_at", row.next_at)?,
        how: row.how.map(|text| word(&text, "how", How::from_word)).transpose()?,
        reported_by: row.reported_by.map(AccountId),
        changed_at: time("call", "changed_at", row.changed_at)?,
    })
}

fn unit_number(number: i32) -> Result<UnitNumber, StoreError> {
    let number = u32::try_from(number).map_err(|_| StoreError::damaged("call", "number", number.to_string()))?;
    Ok(UnitNumber(number))
}

fn word<T>(text: &str, column: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(text).ok_or_else(|| StoreError::damaged("call", column, text))
}
