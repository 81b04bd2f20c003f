//! Places that close for a warning.

use domain::access::Scope;
use domain::colour::WarningColour;
use domain::id::{AccountId, BodyId, ClosureId, PlaceId, PostingId, UnitId};
use domain::place::{Closure, ClosureState};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use self::row::Column;
use crate::filter::within;
use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "closure")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) place: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) body: Option<Uuid>,
        pub(crate) hazard: String,
        pub(crate) colour: String,
        pub(crate) cause: Option<Uuid>,
        pub(crate) state: String,
        pub(crate) due_at: i64,
        pub(crate) opened_at: i64,
        pub(crate) opened_by: Option<Uuid>,
        pub(crate) closed_at: Option<i64>,
        pub(crate) closed_by: Option<Uuid>,
        pub(crate) authorised_at: Option<i64>,
        pub(crate) authorised_by: Option<Uuid>,
        pub(crate) reopened_at: Option<i64>,
        pub(crate) reopened_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A closure as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureRow {
    /// Identity.
    pub id: ClosureId,
    /// The place.
    pub place: PlaceId,
    /// Where it stands.
    pub unit: UnitId,
    /// Path of that.
    pub path: UnitPath,
    /// Who answers for the place.
    pub body: Option<BodyId>,
    /// The hazard, a word such as `rainstorm`.
    pub hazard: String,
    /// The colour that it closes for.
    pub colour: WarningColour,
    /// The warning or response behind it.
    pub cause: Option<Uuid>,
    /// Where it stands, and since when.
    pub closure: Closure,
    /// Until when it must be closed.
    pub due_at: Timestamp,
    /// When it was ordered.
    pub opened_at: Timestamp,
    /// By whom; none where a warning did by itself.
    pub opened_by: Option<AccountId>,
    /// The post that closed it.
    pub closed_by: Option<PostingId>,
    /// The post that authorised opening it again.
    pub authorised_by: Option<PostingId>,
    /// The post that opened it again.
    pub reopened_by: Option<PostingId>,
}

/// Which closures.
#[derive(Debug, Clone, Default)]
pub struct ClosureFilter {
    /// Covered by this scope.
    pub scope: Scope,
    /// In this unit or below.
    pub within: Option<UnitPath>,
    /// In these states; empty for all.
    pub states: Vec<ClosureState>,
    /// After this one.
    pub after: Option<ClosureId>,
    /// How many.
    pub limit: u64,
}

/// Puts closures in; a place that closes already keeps the closure it has. Says which are new.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, new: &[ClosureRow]) -> Result<Vec<ClosureId>, StoreError> {
    let mut taken: std::collections::HashSet<Uuid> = std::collections::HashSet::new();
    for chunk in new.chunks(1_000) {
        let places: Vec<Uuid> = row::Entity::find()
            .select_only()
            .column(Column::Place)
            .filter(Column::Place.is_in(chunk.iter().map(|one| one.place.0)))
            .filter(open())
            .into_tuple()
            .all(write.tx())
            .await?;
        taken.extend(places);
    }
    let fresh: Vec<_> = new.iter().filter(|one| taken.insert(one.place.0)).collect();
    for chunk in fresh.chunks(1_000) {
        let rows = chunk.iter().map(|one| active(one));
        row::Entity::insert_many(rows).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(fresh.into_iter().map(|one| one.id).collect())
}

/// A closure as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: ClosureId) -> Result<Option<ClosureRow>, StoreError> {
    row::Entity::find_by_id(id.0).lock_exclusive().one(write.tx()).await?.map(from_row).transpose()
}

/// Writes a held one back.
///
/// # Errors
/// When the database fails.
pub async fn update(write: &Write, after: &ClosureRow) -> Result<(), StoreError> {
    let update = row::Entity::update_many().set(active(after)).filter(Column::Id.eq(after.id.0));
    update.exec(write.tx()).await?;
    Ok(())
}

/// The closure that goes on at each of these places.
///
/// # Errors
/// When the database fails.
pub async fn open_of(db: &impl ConnectionTrait, places: &[PlaceId]) -> Result<Vec<ClosureRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in places.chunks(1_000) {
        let rows = row::Entity::find().filter(Column::Place.is_in(chunk.iter().map(|id| id.0))).filter(open());
        for row in rows.all(db).await? {
            found.push(from_row(row)?);
        }
    }
    Ok(found)
}

impl Store {
    /// One closure.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn closure(&self, id: ClosureId) -> Result<Option<ClosureRow>, StoreError> {
        row::Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Closures that a filter lets through, in the order of their ids: the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn closures(&self, filter: &ClosureFilter) -> Result<Vec<ClosureRow>, StoreError> {
        let mut query = row::Entity::find().filter(covered(&filter.scope));
        if let Some(path) = &filter.within {
            query = query.filter(within(Column::Path, path));
        }
        if !filter.states.is_empty() {
            query = query.filter(Column::State.is_in(filter.states.iter().map(|state| state.word())));
        }
        if let Some(after) = filter.after {
            query = query.filter(Column::Id.gt(after.0));
        }
        let rows = query.order_by_asc(Column::Id).limit(filter.limit).all(self.read()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Paths and states of the closures that go on in a unit and below it, for counting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn closure_states(&self, path: &UnitPath) -> Result<Vec<(UnitPath, ClosureState)>, StoreError> {
        let rows: Vec<(String, String)> = row::Entity::find()
            .select_only()
            .columns([Column::Path, Column::State])
            .filter(within(Column::Path, path))
            .filter(open())
            .into_tuple()
            .all(self.read())
            .await?;
        rows.into_iter().map(|(path, state)| Ok((path_from(path)?, state_from(state)?))).collect()
    }

    /// The closure that goes on at each of these places.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_closures_of(&self, places: &[PlaceId]) -> Result<Vec<ClosureRow>, StoreError> {
        open_of(self.read(), places).await
    }
}

pub(crate) fn open() -> Condition {
    Condition::all().add(Column::State.is_in([ClosureState::ToClose.word(), ClosureState::Closed.word()]))
}

/// The same rule as `Scope::covers`.
fn covered(scope: &Scope) -> Condition {
    let subtrees = scope.subtrees.iter().map(|path| within(Column::Path, path));
    let bodies = scope.bodies.iter().map(|part| within(Column::Path, &part.path).add(Column::Body.eq(part.body.0)));
    // An empty `any` would be true: nothing granted must mean nothing seen.
    let nothing = Condition::any().add(Expr::val(1).eq(0));
    subtrees.chain(bodies).fold(nothing, Condition::add)
}

fn active(one: &ClosureRow) -> row::ActiveModel {
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    row::ActiveModel {
        id: Set(one.id.0),
        place: Set(one.place.0),
        unit: Set(one.unit.0),
        path: Set(one.path.as_str().to_owned()),
        body: Set(one.body.map(|id| id.0)),
        hazard: Set(one.hazard.clone()),
        colour: Set(one.colour.word().to_owned()),
        cause: Set(one.cause),
        state: Set(one.closure.state.word().to_owned()),
        due_at: Set(one.due_at.as_millisecond()),
        opened_at: Set(one.opened_at.as_millisecond()),
        opened_by: Set(one.opened_by.map(|id| id.0)),
        closed_at: Set(millis(one.closure.closed_at)),
        closed_by: Set(one.closed_by.map(|id| id.0)),
        authorised_at: Set(millis(one.closure.authorised_at)),
        authorised_by: Set(one.authorised_by.map(|id| id.0)),
        reopened_at: Set(millis(one.closure.reopened_at)),
        reopened_by: Set(one.reopened_by.map(|id| id.0)),
    }
}

fn path_from(text: String) -> Result<UnitPath, StoreError> {
    UnitPath::parse(&text).ok_or_else(|| StoreError::damaged("closure", "path", text))
}

fn state_from(word: String) -> Result<ClosureState, StoreError> {
    ClosureState::from_word(&word).ok_or_else(|| StoreError::damaged("closure", "state", word))
}

fn from_row(row: row::Model) -> Result<ClosureRow, StoreError> {
    let at = |column, millis| time("closure", column, millis);
    let colour = WarningColour::from_word(&row.colour);
    Ok(ClosureRow {
        id: ClosureId(row.id),
        place: PlaceId(row.place),
        unit: UnitId(row.unit),
        path: path_from(row.path)?,
        body: row.body.map(BodyId),
        hazard: row.hazard,
        colour: colour.ok_or_else(|| StoreError::damaged("closure", "colour", row.colour))?,
        cause: row.cause,
        closure: Closure {
            state: state_from(row.state)?,
            closed_at: row.closed_at.map(|millis| at("closed_at", millis)).transpose()?,
            authorised_at: row.authorised_at.map(|millis| at("authorised_at", millis)).transpose()?,
            reopened_at: row.reopened_at.map(|millis| at("reopened_at", millis)).transpose()?,
        },
        due_at: at("due_at", row.due_at)?,
        opened_at: at("opened_at", row.opened_at)?,
        opened_by: row.opened_by.map(AccountId),
        closed_by: row.closed_by.map(PostingId),
        authorised_by: row.authorised_by.map(PostingId),
        reopened_by: row.reopened_by.map(PostingId),
    })
}
