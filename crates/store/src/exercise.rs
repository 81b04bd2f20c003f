//! Exercises that were asked for.

use domain::access::Scope;
use domain::exercise::{Course, ExerciseState};
use domain::id::{AccountId, ExerciseId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IdenStatic, Iterable, QueryFilter, QueryOrder, QuerySelect,
};

use crate::filter::touching;
use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "exercise")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) scenario: String,
        pub(crate) course: String,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) seed: i32,
        pub(crate) speed: Option<i32>,
        pub(crate) state: String,
        pub(crate) account: Uuid,
        pub(crate) posting: Option<Uuid>,
        pub(crate) begun_at: i64,
        pub(crate) clock_at: Option<i64>,
        pub(crate) seen_at: Option<i64>,
        pub(crate) ended_at: Option<i64>,
        pub(crate) problem: Option<String>,
        pub(crate) report: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity};

/// An exercise as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ExerciseRow {
    /// Identity.
    pub id: ExerciseId,
    /// Word of the scenario.
    pub scenario: String,
    /// Which course.
    pub course: Course,
    /// The unit that plays, with its path now.
    pub unit: (UnitId, UnitPath),
    /// Which of the many ways in which people could act.
    pub seed: u32,
    /// How many times faster than the clock; none for as fast as it goes.
    pub speed: Option<u32>,
    /// Where it stands.
    pub state: ExerciseState,
    /// Who began it, under which posting.
    pub begun_by: (AccountId, Option<PostingId>),
    /// When.
    pub begun_at: Timestamp,
    /// The clock of the exercise.
    pub clock_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Why it broke off.
    pub problem: Option<String>,
    /// What it has shown, as JSON.
    pub report: Option<String>,
}

/// Puts an exercise in, waiting to be played.
///
/// # Errors
/// [`StoreError::Duplicate`] when the id is in use.
pub async fn insert(write: &Write, new: &ExerciseRow) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(new.id.0),
        scenario: Set(new.scenario.clone()),
        course: Set(new.course.word().to_owned()),
        unit: Set(new.unit.0.0),
        path: Set(new.unit.1.as_str().to_owned()),
        seed: Set(whole(new.seed)),
        speed: Set(new.speed.map(whole)),
        state: Set(new.state.word().to_owned()),
        account: Set(new.begun_by.0.0),
        posting: Set(new.begun_by.1.map(|id| id.0)),
        begun_at: Set(new.begun_at.as_millisecond()),
        clock_at: Set(None),
        seen_at: Set(None),
        ended_at: Set(None),
        problem: Set(None),
        report: Set(None),
    };
    Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Takes the oldest exercise that waits, or whose player has not been heard of since `silent_since`; one player gets it.
///
/// # Errors
/// When the database fails.
pub async fn claim(write: &Write, silent_since: Timestamp, now: Timestamp) -> Result<Option<ExerciseRow>, StoreError> {
    let left = Condition::any().add(Column::SeenAt.is_null()).add(Column::SeenAt.lt(silent_since.as_millisecond()));
    let waiting = Entity::find().filter(Column::EndedAt.is_null()).filter(left.clone()).order_by_asc(Column::BegunAt);
    let Some(found) = waiting.one(write.tx()).await? else { return Ok(None) };
    let taken = Entity::update_many()
        .col_expr(Column::State, Expr::value(ExerciseState::Running.word()))
        .col_expr(Column::SeenAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(found.id))
        .filter(Column::EndedAt.is_null())
        .filter(left)
        .exec(write.tx())
        .await?;
    if taken.rows_affected == 0 { Ok(None) } else { from_row(found).map(Some) }
}

/// Says that it goes on, or waits; whether it may go on: `false` once somebody has ended it.
///
/// # Errors
/// When the database fails.
pub async fn seen(
    write: &Write,
    id: ExerciseId,
    state: ExerciseState,
    clock_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut update = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.word()))
        .col_expr(Column::SeenAt, Expr::value(now.as_millisecond()));
    if let Some(at) = clock_at {
        update = update.col_expr(Column::ClockAt, Expr::value(at.as_millisecond()));
    }
    let there = update.filter(Column::Id.eq(id.0)).filter(Column::EndedAt.is_null()).exec(write.tx()).await?;
    Ok(there.rows_affected > 0)
}

/// Ends it; whether it had not ended before.
///
/// # Errors
/// When the database fails.
pub async fn end(
    write: &Write,
    id: ExerciseId,
    state: ExerciseState,
    (report, problem): (Option<String>, Option<String>),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let ended = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.word()))
        .col_expr(Column::EndedAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::Report, Expr::value(report))
        .col_expr(Column::Problem, Expr::value(problem))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(ended.rows_affected > 0)
}

impl Store {
    /// The exercise with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exercise(&self, id: ExerciseId) -> Result<Option<ExerciseRow>, StoreError> {
        Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Exercises that touch the scope, the latest first, those begun before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exercises(
        &self,
        scope: &Scope,
        before: Option<(Timestamp, ExerciseId)>,
        limit: u64,
    ) -> Result<Vec<ExerciseRow>, StoreError> {
        // A report is long, and a list shows none.
        let short = Column::iter().filter(|column| !matches!(column, Column::Report));
        let query = Entity::find().select_only().columns(short);
        let query = query.expr_as(Expr::val(Option::<String>::None), Column::Report.as_str());
        let mut query = query.filter(touching(Column::Path, scope));
        if let Some((at, id)) = before {
            let at = at.as_millisecond();
            let same = Condition::all().add(Column::BegunAt.eq(at)).add(Column::Id.lt(id.0));
            query = query.filter(Condition::any().add(Column::BegunAt.lt(at)).add(same));
        }
        let query = query.order_by_desc(Column::BegunAt).order_by_desc(Column::Id).limit(limit);
        query.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// The latest exercise of the same scenario, unit and seed that was played to its end in this course, with its report.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exercise_beside(&self, one: &ExerciseRow, course: Course) -> Result<Option<ExerciseRow>, StoreError> {
        let query = Entity::find()
            .filter(Column::Scenario.eq(one.scenario.as_str()))
            .filter(Column::Unit.eq(one.unit.0.0))
            .filter(Column::Seed.eq(whole(one.seed)))
            .filter(Column::Course.eq(course.word()))
            .filter(Column::State.eq(ExerciseState::Done.word()));
        let query = query.order_by_desc(Column::BegunAt).order_by_desc(Column::Id);
        query.one(self.read()).await?.map(from_row).transpose()
    }

    /// Whether an exercise waits or is played.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_open_exercise(&self) -> Result<bool, StoreError> {
        Ok(Entity::find().filter(Column::EndedAt.is_null()).limit(1).one(self.read()).await?.is_some())
    }
}

fn whole(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn from_row(row: row::Model) -> Result<ExerciseRow, StoreError> {
    let damaged = |column, value: &str| StoreError::damaged("exercise", column, value.to_owned());
    let at = |column, value| time("exercise", column, value);
    Ok(ExerciseRow {
        id: ExerciseId(row.id),
        course: Course::from_word(&row.course).ok_or_else(|| damaged("course", &row.course))?,
        unit: (UnitId(row.unit), UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?),
        seed: row.seed.unsigned_abs(),
        speed: row.speed.map(i32::unsigned_abs),
        state: ExerciseState::from_word(&row.state).ok_or_else(|| damaged("state", &row.state))?,
        begun_by: (AccountId(row.account), row.posting.map(PostingId)),
        begun_at: at("begun_at", row.begun_at)?,
        clock_at: row.clock_at.map(|millis| at("clock_at", millis)).transpose()?,
        ended_at: row.ended_at.map(|millis| at("ended_at", millis)).transpose()?,
        scenario: row.scenario,
        problem: row.problem,
        report: row.report,
    })
}
