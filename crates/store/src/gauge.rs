//! Gauges and their readings.

use domain::access::Scope;
use domain::id::UnitId;
use domain::reading::{Levels, Quantity, Reading};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::filter::within;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "gauge")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) name: String,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) quantities: String,
        pub(crate) levels: String,
        pub(crate) every_s: i32,
        pub(crate) secret_hash: Vec<u8>,
        pub(crate) version: i32,
        pub(crate) made_at: i64,
        pub(crate) last_at: Option<i64>,
        pub(crate) revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod value_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "reading")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) gauge: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) quantity: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) at: i64,
        pub(crate) value: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A gauge.
#[derive(Debug, Clone, PartialEq)]
pub struct Gauge {
    /// Identity.
    pub id: Uuid,
    /// What the operator calls it.
    pub name: String,
    /// Where it stands.
    pub unit: UnitId,
    /// The path of that.
    pub path: UnitPath,
    /// What it may send.
    pub quantities: Vec<Quantity>,
    /// Levels from which it proposes.
    pub levels: Levels,
    /// How often it should speak, seconds.
    pub every_s: u32,
    /// Counts changes by persons.
    pub version: i32,
    /// When it was made.
    pub made_at: Timestamp,
    /// The latest moment that a reading is of.
    pub last_at: Option<Timestamp>,
    /// Since when its secret does not work.
    pub revoked_at: Option<Timestamp>,
}

/// The gauge as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: Uuid) -> Result<Option<Gauge>, StoreError> {
    row::Entity::find_by_id(id).lock_exclusive().one(write.tx()).await?.map(read).transpose()
}

/// Puts a gauge in.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, gauge: &Gauge, secret_hash: Vec<u8>) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        made_at: Set(gauge.made_at.as_millisecond()),
        secret_hash: Set(secret_hash),
        last_at: Set(None),
        ..changed(gauge)
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// What a person set of a gauge; with a new secret where there is one.
///
/// # Errors
/// When the database fails.
pub async fn change(write: &Write, gauge: &Gauge, secret_hash: Option<Vec<u8>>) -> Result<(), StoreError> {
    let mut row = changed(gauge);
    if let Some(hash) = secret_hash {
        row.secret_hash = Set(hash);
    }
    row::Entity::update(row).exec(write.tx()).await?;
    Ok(())
}

fn changed(gauge: &Gauge) -> row::ActiveModel {
    let words: Vec<_> = gauge.quantities.iter().map(|one| one.word()).collect();
    row::ActiveModel {
        id: Set(gauge.id),
        name: Set(gauge.name.clone()),
        unit: Set(gauge.unit.0),
        path: Set(gauge.path.as_str().to_owned()),
        quantities: Set(words.join(" ")),
        levels: Set(serde_json::to_string(&gauge.levels).unwrap_or_default()),
        every_s: Set(i32::try_from(gauge.every_s).unwrap_or(i32::MAX)),
        version: Set(gauge.version),
        revoked_at: Set(gauge.revoked_at.map(Timestamp::as_millisecond)),
        ..Default::default()
    }
}

/// Puts readings of a gauge in; those of a moment that is known are left out.
///
/// # Errors
/// When the database fails.
pub async fn insert_readings(write: &Write, gauge: Uuid, readings: &[(Quantity, Reading)]) -> Result<(), StoreError> {
    for chunk in readings.chunks(1_000) {
        let rows = chunk.iter().map(|(quantity, reading)| value_row::ActiveModel {
            gauge: Set(gauge),
            quantity: Set(quantity.word().to_owned()),
            at: Set(reading.at.as_millisecond()),
            value: Set(reading.value),
        });
        use value_row::Column as C;
        let known = OnConflict::columns([C::Gauge, C::Quantity, C::At]).do_nothing().to_owned();
        value_row::Entity::insert_many(rows).on_conflict(known).exec_without_returning(write.tx()).await?;
    }
    if let Some(last) = readings.iter().map(|(_, reading)| reading.at.as_millisecond()).max() {
        let older = Condition::any().add(row::Column::LastAt.is_null()).add(row::Column::LastAt.lt(last));
        row::Entity::update_many()
            .col_expr(row::Column::LastAt, Expr::value(last))
            .filter(row::Column::Id.eq(gauge))
            .filter(older)
            .exec(write.tx())
            .await?;
    }
    Ok(())
}

/// Readings of one quantity of a gauge after a moment, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn readings(
    write: &Write,
    gauge: Uuid,
    quantity: Quantity,
    after: Timestamp,
) -> Result<Vec<Reading>, StoreError> {
    let rows = value_row::Entity::find()
        .filter(value_row::Column::Gauge.eq(gauge))
        .filter(value_row::Column::Quantity.eq(quantity.word()))
        .filter(value_row::Column::At.gt(after.as_millisecond()))
        .order_by_asc(value_row::Column::At);
    let rows = rows.all(write.tx()).await?;
    rows.into_iter().map(|row| Ok(Reading { at: time("reading", "at", row.at)?, value: row.value })).collect()
}

/// Forgets readings from before a moment; gives how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_readings(write: &Write, before: Timestamp) -> Result<u64, StoreError> {
    let old = value_row::Entity::delete_many().filter(value_row::Column::At.lt(before.as_millisecond()));
    Ok(old.exec(write.tx()).await?.rows_affected)
}

impl Store {
    /// Gauges that stand in the scope, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gauges(&self, scope: &Scope) -> Result<Vec<Gauge>, StoreError> {
        let paths = scope.subtrees.iter().chain(scope.bodies.iter().map(|part| &part.path));
        let inside = paths.fold(Condition::any(), |any, path| any.add(within(row::Column::Path, path)));
        if inside.is_empty() {
            return Ok(Vec::new());
        }
        let query = row::Entity::find().filter(inside).order_by_asc(row::Column::Name).order_by_asc(row::Column::Id);
        query.all(self.read()).await?.into_iter().map(read).collect()
    }

    /// How many gauges there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_gauges(&self) -> Result<u64, StoreError> {
        use sea_orm::PaginatorTrait;
        Ok(row::Entity::find().count(self.read()).await?)
    }

    /// The gauge with this secret, while it works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gauge_by_secret(&self, secret_hash: &[u8]) -> Result<Option<Gauge>, StoreError> {
        let query = row::Entity::find()
            .filter(row::Column::SecretHash.eq(secret_hash))
            .filter(row::Column::RevokedAt.is_null());
        query.one(self.read()).await?.map(read).transpose()
    }
}

fn read(row: row::Model) -> Result<Gauge, StoreError> {
    let at = |column, value: Option<i64>| value.map(|value| time("gauge", column, value)).transpose();
    let quantity = |word: &str| {
        Quantity::from_word(word).ok_or_else(|| StoreError::damaged("gauge", "quantities", word.to_owned()))
    };
    Ok(Gauge {
        id: row.id,
        name: row.name,
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("gauge", "path", row.path))?,
        quantities: row.quantities.split_whitespace().map(quantity).collect::<Result<_, _>>()?,
        levels: serde_json::from_str(&row.levels).map_err(|_| StoreError::damaged("gauge", "levels", row.levels))?,
        every_s: u32::try_from(row.every_s).unwrap_or_default(),
        version: row.version,
        made_at: time("gauge", "made_at", row.made_at)?,
        last_at: at("last_at", row.last_at)?,
        revoked_at: at("revoked_at", row.revoked_at)?,
    })
}
