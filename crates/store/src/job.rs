//! The job queue. Claims are leases: who dies loses them by time, and nothing else is lost.

use domain::job::{ATTEMPTS_MAX, Job, NewJob};
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    UpdateMany,
};
use uuid::Uuid;

use self::row::Column;
use crate::value::time;
use crate::{Store, StoreError, Write, filter};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) payload: String,
        pub(crate) key: String,
        pub(crate) created_at: i64,
        pub(crate) not_before: i64,
        pub(crate) attempts: i32,
        pub(crate) last_error: Option<String>,
        pub(crate) claimed_by: Option<Uuid>,
        pub(crate) claimed_until: Option<i64>,
        pub(crate) dead_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A job that this worker holds until its lease ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Identity.
    pub id: Uuid,
    /// Names this claim: whoever claims later has another one.
    pub claim: Uuid,
    /// What to do; `None` when this version of the program does not know the kind.
    pub job: Option<Job>,
    /// Its kind.
    pub kind: String,
    /// Attempts, this one included.
    pub attempts: i32,
    /// When its cause happened.
    pub created_at: Timestamp,
}

/// A job that failed for good and waits for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Dead {
    /// Identity.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// Ids and words.
    pub payload: String,
    /// How often it was tried.
    pub attempts: i32,
    /// What happened last.
    pub last_error: Option<String>,
    /// When it was given up.
    pub dead_at: Timestamp,
}

/// Puts jobs into the queue; one whose key stands there already is left out.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, jobs: &[NewJob], now: Timestamp) -> Result<(), StoreError> {
    let rows = jobs.iter().map(|new| row::ActiveModel {
        id: Set(Uuid::now_v7()),
        kind: Set(new.job.word().to_owned()),
        payload: Set(new.job.payload().to_string()),
        key: Set(new.job.key()),
        created_at: Set(now.as_millisecond()),
        not_before: Set(new.not_before.as_millisecond()),
        attempts: Set(0),
        last_error: Set(None),
        claimed_by: Set(None),
        claimed_until: Set(None),
        dead_at: Set(None),
    });
    let rows: Vec<_> = rows.collect();
    for chunk in rows.chunks(1_000) {
        let known = OnConflict::column(Column::Key).do_nothing().to_owned();
        row::Entity::insert_many(chunk.to_vec()).on_conflict(known).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Claims up to `limit` jobs that are due, until `now` + `lease`. A job whose last attempt ended with
/// the death of its worker is given up here instead of being claimed once more.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    write: &Write,
    now: Timestamp,
    lease: SignedDuration,
    limit: u64,
) -> Result<Vec<Claimed>, StoreError> {
    let at = now.as_millisecond();
    row::Entity::update_many()
        .col_expr(Column::DeadAt, Expr::value(at))
        .col_expr(Column::LastError, Expr::value("its worker ended before it was done"))
        .filter(due(now).add(Column::Attempts.gte(ATTEMPTS_MAX)))
        .exec(write.tx())
        .await?;
    // Two workers at once take different rows instead of waiting for each other; SQLite has one writer anyway.
    let rows = row::Entity::find()
        .filter(due(now))
        .order_by_asc(Column::NotBefore)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(write.tx())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let claim = Uuid::new_v4();
    let until = now.saturating_add(lease).unwrap_or(now).as_millisecond();
    row::Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(claim))
        .col_expr(Column::ClaimedUntil, Expr::value(until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(write.tx())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Claimed {
                id: row.id,
                claim,
                job: serde_json::from_str(&row.payload).ok(),
                kind: row.kind,
                attempts: row.attempts + 1,
                created_at: time("job", "created_at", row.created_at)?,
            })
        })
        .collect()
}

/// The row, as long as this claim holds it.
fn held(job: &Claimed) -> UpdateMany<row::Entity> {
    row::Entity::update_many().filter(Column::Id.eq(job.id)).filter(Column::ClaimedBy.eq(job.claim))
}

/// Holds the job longer; `false` when somebody else has it now.
///
/// # Errors
/// When the database fails.
pub async fn renew(write: &Write, job: &Claimed, until: Timestamp) -> Result<bool, StoreError> {
    let result = held(job).col_expr(Column::ClaimedUntil, Expr::value(until.as_millisecond())).exec(write.tx()).await?;
    Ok(result.rows_affected == 1)
}

/// Takes the job off: it is done. `false` when somebody else has it now.
///
/// # Errors
/// When the database fails.
pub async fn finish(write: &Write, job: &Claimed) -> Result<bool, StoreError> {
    let result = row::Entity::delete_many()
        .filter(Column::Id.eq(job.id))
        .filter(Column::ClaimedBy.eq(job.claim))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Puts the job back until `not_before`. With `counted` false the attempt does not count.
///
/// # Errors
/// When the database fails.
pub async fn put_back(
    write: &Write,
    job: &Claimed,
    not_before: Timestamp,
    error: &str,
    counted: bool,
) -> Result<(), StoreError> {
    held(job)
        .col_expr(Column::NotBefore, Expr::value(not_before.as_millisecond()))
        .col_expr(Column::Attempts, Expr::value(if counted { job.attempts } else { job.attempts - 1 }))
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::ClaimedBy, Expr::value(None::<Uuid>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<i64>))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Gives the job up.
///
/// # Errors
/// When the database fails.
pub async fn bury(write: &Write, job: &Claimed, error: &str, now: Timestamp) -> Result<(), StoreError> {
    held(job)
        .col_expr(Column::DeadAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::ClaimedBy, Expr::value(None::<Uuid>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<i64>))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Puts a dead job back as if it were new; `false` when there is none with this id.
///
/// # Errors
/// When the database fails.
pub async fn revive(write: &Write, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::DeadAt, Expr::value(None::<i64>))
        .col_expr(Column::NotBefore, Expr::value(now.as_millisecond()))
        .col_expr(Column::Attempts, Expr::value(0))
        .filter(Column::Id.eq(id))
        .filter(Column::DeadAt.is_not_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Ends every claim; says how many. Only where no other worker can be alive.
///
/// # Errors
/// When the database fails.
pub async fn release_all(write: &Write) -> Result<u64, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(None::<Uuid>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<i64>))
        .filter(Column::ClaimedUntil.is_not_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

/// Which of these keys belong to jobs that will still be done.
///
/// # Errors
/// When the database fails.
pub async fn alive(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<String>, StoreError> {
    let found = row::Entity::find()
        .select_only()
        .column(Column::Key)
        .filter(Column::Key.is_in(keys))
        .filter(Column::DeadAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(found)
}

/// How many jobs wait, and how many are dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Waiting or claimed.
    pub waiting: u64,
    /// Given up.
    pub dead: u64,
}

/// Jobs whose turn it is and that nobody holds.
fn due(now: Timestamp) -> Condition {
    filter::due(Column::NotBefore, Column::ClaimedUntil, now).add(Column::DeadAt.is_null())
}

impl Store {
    /// Whether a job is due: a look that needs no write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_due_job(&self, now: Timestamp) -> Result<bool, StoreError> {
        Ok(row::Entity::find().filter(due(now)).one(self.read()).await?.is_some())
    }

    /// The dead jobs, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dead_jobs(&self, limit: u64) -> Result<Vec<Dead>, StoreError> {
        let rows = row::Entity::find()
            .filter(Column::DeadAt.is_not_null())
            .order_by_desc(Column::DeadAt)
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Dead {
                    id: row.id,
                    kind: row.kind,
                    payload: row.payload,
                    attempts: row.attempts,
                    last_error: row.last_error,
                    dead_at: time("job", "dead_at", row.dead_at.unwrap_or_default())?,
                })
            })
            .collect()
    }

    /// How many jobs there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_counts(&self) -> Result<Counts, StoreError> {
        let count = |dead: bool| {
            let filter = if dead { Column::DeadAt.is_not_null() } else { Column::DeadAt.is_null() };
            let rows = row::Entity::find()
                .select_only()
                .column_as(Expr::col(Column::Id).count(), "n")
                .filter(filter)
                .into_tuple::<i64>();
            async move { rows.one(self.read()).await.map(|n| n.and_then(|n| u64::try_from(n).ok()).unwrap_or(0)) }
        };
        Ok(Counts { waiting: count(false).await?, dead: count(true).await? })
    }
}
