//! Papers that were asked for as PDF.

use domain::id::{AccountId, PaperId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) account: Uuid,
        pub(crate) hash: Vec<u8>,
        pub(crate) name: String,
        pub(crate) form: Option<String>,
        pub(crate) asked_at: i64,
        pub(crate) tries: i32,
        pub(crate) tried_at: Option<i64>,
        pub(crate) made_at: Option<i64>,
        pub(crate) content: Option<Vec<u8>>,
        pub(crate) problem: Option<String>,
        pub(crate) detail: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::{Column, Entity, Model};

/// A paper to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPaper {
    /// Identity, where it was not asked for before.
    pub id: PaperId,
    /// Who asks.
    pub account: AccountId,
    /// SHA-256 of the form.
    pub hash: Vec<u8>,
    /// Name of its file, without an ending.
    pub name: String,
    /// What stands on it.
    pub form: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
}

/// How a paper stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    /// Identity.
    pub id: PaperId,
    /// Who asked for it.
    pub account: AccountId,
    /// Name of its file, without an ending.
    pub name: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was made.
    pub made_at: Option<Timestamp>,
    /// Why it cannot be made: a stable word and a sentence.
    pub problem: Option<(String, String)>,
}

/// A paper that this worker makes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Identity.
    pub id: PaperId,
    /// What stands on it.
    pub form: String,
    /// How often it was begun, this time included.
    pub tries: i32,
}

/// Asks for a paper; one that could not be made is asked for anew. Which one it is now.
///
/// # Errors
/// When the database fails.
pub async fn ask(write: &Write, new: &NewPaper) -> Result<PaperId, StoreError> {
    let same = Condition::all().add(Column::Account.eq(new.account.0)).add(Column::Hash.eq(new.hash.clone()));
    let known = Entity::find().filter(same.clone()).lock_exclusive().one(write.tx()).await?;
    match known {
        Some(known) if known.problem.is_none() => return Ok(known.id.into()),
        Some(failed) => {
            Entity::delete_by_id(failed.id).exec(write.tx()).await?;
        }
        None => {}
    }
    let row = Model {
        id: new.id.0,
        account: new.account.0,
        hash: new.hash.clone(),
        name: new.name.clone(),
        form: Some(new.form.clone()),
        asked_at: new.asked_at.as_millisecond(),
        tries: 0,
        tried_at: None,
        made_at: None,
        content: None,
        problem: None,
        detail: None,
    };
    // Somebody who presses twice asks at the same moment.
    let twice = OnConflict::columns([Column::Account, Column::Hash]).do_nothing().to_owned();
    Entity::insert(row.into_active_model()).on_conflict(twice).exec_without_returning(write.tx()).await?;
    let there = Entity::find().select_only().column(Column::Id).filter(same).into_tuple::<uuid::Uuid>();
    Ok(there.one(write.tx()).await?.map_or(new.id, PaperId))
}

/// Those that wait, or whose worker has not come back since `left_before`.
fn open(left_before: Timestamp) -> Condition {
    let left = Condition::any().add(Column::TriedAt.is_null()).add(Column::TriedAt.lt(left_before.as_millisecond()));
    Condition::all().add(Column::MadeAt.is_null()).add(Column::Problem.is_null()).add(left)
}

/// Takes the oldest paper to be made; one worker gets it.
///
/// # Errors
/// When the database fails.
pub async fn claim(write: &Write, left_before: Timestamp, now: Timestamp) -> Result<Option<Claimed>, StoreError> {
    let oldest = Entity::find().filter(open(left_before)).order_by_asc(Column::AskedAt).order_by_asc(Column::Id);
    let Some(found) = oldest.one(write.tx()).await? else { return Ok(None) };
    let tries = found.tries + 1;
    let taken = Entity::update_many()
        .col_expr(Column::Tries, Expr::value(tries))
        .col_expr(Column::TriedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(found.id))
        .filter(open(left_before))
        .exec(write.tx())
        .await?;
    let form = found.form.unwrap_or_default();
    Ok((taken.rows_affected > 0).then_some(Claimed { id: found.id.into(), form, tries }))
}

/// Keeps the file, or why there is none. What stood on it is not needed any more.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    write: &Write,
    id: PaperId,
    made: Result<Vec<u8>, (String, String)>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::Form, Expr::value(None::<String>));
    let update = match made {
        Ok(content) => update
            .col_expr(Column::Content, Expr::value(content))
            .col_expr(Column::MadeAt, Expr::value(now.as_millisecond())),
        Err((problem, detail)) => {
            update.col_expr(Column::Problem, Expr::value(problem)).col_expr(Column::Detail, Expr::value(detail))
        }
    };
    update.filter(Column::Id.eq(id.0)).filter(Column::MadeAt.is_null()).exec(write.tx()).await?;
    Ok(())
}

/// Forgets those that were asked for before a moment; how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(write: &Write, before: Timestamp) -> Result<u64, StoreError> {
    let gone = Entity::delete_many().filter(Column::AskedAt.lt(before.as_millisecond())).exec(write.tx()).await?;
    Ok(gone.rows_affected)
}

/// How many of the account's papers are still to be made.
///
/// # Errors
/// When the database fails.
pub async fn waiting(write: &Write, account: AccountId) -> Result<u64, StoreError> {
    use sea_orm::PaginatorTrait;
    let waiting = Entity::find().filter(Column::Account.eq(account.0)).filter(Column::MadeAt.is_null());
    Ok(waiting.filter(Column::Problem.is_null()).count(write.tx()).await?)
}

impl Store {
    /// Names of the papers that an account asked for and that are still here, the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn papers_of(&self, account: AccountId) -> Result<Vec<String>, StoreError> {
        let found = Entity::find().select_only().column(Column::Name).filter(Column::Account.eq(account.0));
        Ok(found.order_by_asc(Column::AskedAt).into_tuple().all(self.read()).await?)
    }

    /// Whether a paper is to be made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_open_paper(&self, left_before: Timestamp) -> Result<bool, StoreError> {
        let found =
            Entity::find().select_only().column(Column::Id).filter(open(left_before)).into_tuple::<uuid::Uuid>();
        Ok(found.one(self.read()).await?.is_some())
    }

    /// How a paper stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn paper(&self, id: PaperId) -> Result<Option<PaperRow>, StoreError> {
        type Facts = (uuid::Uuid, String, i64, Option<i64>, Option<String>, Option<String>);
        let columns = [Column::Account, Column::Name, Column::AskedAt, Column::MadeAt, Column::Problem, Column::Detail];
        let query = Entity::find_by_id(id.0).select_only().columns(columns).into_tuple::<Facts>();
        let Some((account, name, asked_at, made_at, problem, detail)) = query.one(self.read()).await? else {
            return Ok(None);
        };
        Ok(Some(PaperRow {
            id,
            account: account.into(),
            name,
            asked_at: time("paper", "asked_at", asked_at)?,
            made_at: made_at.map(|at| time("paper", "made_at", at)).transpose()?,
            problem: problem.map(|problem| (problem, detail.unwrap_or_default())),
        }))
    }

    /// The file of a paper that was made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn paper_content(&self, id: PaperId) -> Result<Option<Vec<u8>>, StoreError> {
        let query = Entity::find_by_id(id.0).select_only().column(Column::Content).into_tuple::<Option<Vec<u8>>>();
        Ok(query.one(self.read()).await?.flatten())
    }
}
