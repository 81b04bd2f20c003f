//! Imports of units: rows are staged outside the live tables and taken over in one short transaction.

use domain::id::ImportId;
use domain::unit::{Statistics, Unit};
use jiff::Timestamp;
use sea_orm::sea_query::{Alias, Expr, Query, Value};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};

use crate::entity::import_run;
use crate::unit_write::CODE_SCHEME;
use crate::value::{count, names_text, time};
use crate::{Store, StoreError, Write};

const COLUMNS: [&str; 25] = [
    "import",
    "id",
    "number",
    "parent",
    "path",
    "kind",
    "code",
    "names",
    "transliterated",
    "fictional",
    "boundary_quality",
    "boundary_note",
    "valid_from",
    "version",
    "boundary",
    "as_of",
    "source",
    "estimate",
    "population",
    "households",
    "age_60_plus",
    "age_80_plus",
    "age_under_14",
    "rented_households",
    "non_registered_households",
];

/// Most rows that one statement takes: 25 columns below SQLite's 32,766 parameters.
pub const STAGE_ROWS: usize = 1_300;

/// One import, as it was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// Identity.
    pub id: ImportId,
    /// Of what: `units`, `bodies`, `cases` and so on.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; none where it broke off.
    pub finished_at: Option<Timestamp>,
    /// Rows that it took over.
    pub rows: u64,
}

impl Store {
    /// Every import, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_runs(&self) -> Result<Vec<ImportRun>, StoreError> {
        let newest = import_run::Entity::find().order_by_desc(import_run::Column::StartedAt);
        let rows = newest.order_by_desc(import_run::Column::Id).all(self.read()).await?;
        let run = |row: import_run::Model| {
            Ok(ImportRun {
                id: ImportId(row.id),
                kind: row.kind,
                file: row.file,
                started_at: time("import_run", "started_at", row.started_at)?,
                finished_at: row.finished_at.map(|at| time("import_run", "finished_at", at)).transpose()?,
                rows: row.rows.unsigned_abs(),
            })
        };
        rows.into_iter().map(run).collect()
    }
}

/// Notes that an import began.
///
/// # Errors
/// When the database fails.
pub async fn begin(write: &Write, id: ImportId, kind: &str, file: &str, now: Timestamp) -> Result<(), StoreError> {
    let row = import_run::ActiveModel {
        id: Set(id.0),
        kind: Set(kind.to_owned()),
        file: Set(file.to_owned()),
        started_at: Set(now.as_millisecond()),
        finished_at: Set(None),
        rows: Set(0),
    };
    import_run::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Notes that an import ended, with the number of rows that it took over.
///
/// # Errors
/// When the database fails.
pub async fn finish(write: &Write, id: ImportId, rows: u64, now: Timestamp) -> Result<(), StoreError> {
    import_run::Entity::update_many()
        .col_expr(import_run::Column::FinishedAt, Expr::value(now.as_millisecond()))
        .col_expr(import_run::Column::Rows, Expr::value(i64::try_from(rows).unwrap_or(i64::MAX)))
        .filter(import_run::Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Stages up to [`STAGE_ROWS`] units, new or changed, whole rows.
///
/// # Errors
/// When the database fails.
pub async fn stage(write: &Write, id: ImportId, units: &[(&Unit, Option<&Statistics>)]) -> Result<(), StoreError> {
    let db = write.tx();
    let mut insert = Query::insert();
    insert.into_table(Alias::new("staged_unit")).columns(COLUMNS.map(Alias::new));
    for (unit, statistics) in units {
        let boundary = unit
            .boundary
            .as_ref()
            .map(|boundary| boundary.encode())
            .transpose()
            .map_err(|error| StoreError::damaged("unit_boundary", "boundary", error.to_string()))?;
        let of = |field: fn(&Statistics) -> Option<u32>| count(statistics.and_then(field));
        let values: [Value; 25] = [
            id.0.into(),
            unit.id.0.into(),
            i32::try_from(unit.number.0).unwrap_or(i32::MAX).into(),
            unit.parent.map(|id| id.0).into(),
            unit.path.as_str().into(),
            unit.kind.word().into(),
            unit.code.clone().into(),
            names_text(&unit.names).into(),
            unit.transliterated.into(),
            unit.fictional.into(),
            unit.boundary_quality.word().into(),
            unit.boundary_note.clone().into(),
            unit.valid_from.as_millisecond().into(),
            unit.version.into(),
            boundary.into(),
            statistics.map(|s| s.as_of.as_millisecond()).into(),
            statistics.map(|s| s.source.clone()).into(),
            statistics.map(|s| s.estimate).into(),
            of(|s| s.population).into(),
            of(|s| s.households).into(),
            of(|s| s.age_60_plus).into(),
            of(|s| s.age_80_plus).into(),
            of(|s| s.age_under_14).into(),
            of(|s| s.rented_households).into(),
            of(|s| s.non_registered_households).into(),
        ];
        insert.values_panic(values.map(Expr::value));
    }
    db.execute(&insert).await?;
    Ok(())
}

/// Forgets what an import staged.
///
/// # Errors
/// When the database fails.
pub async fn discard(write: &Write, id: ImportId) -> Result<(), StoreError> {
    run(write, id, "delete from staged_unit where import = $1").await
}

/// Takes the staged rows over: new units come in, changed ones are replaced.
///
/// # Errors
/// [`StoreError::Duplicate`] when a code is in use by a unit outside the import.
pub async fn take_over(write: &Write, id: ImportId) -> Result<(), StoreError> {
    let unit = "insert into unit (id, number, parent, path, kind, code, names, transliterated, fictional,
            boundary_quality, boundary_note, valid_from, version, import)
        select id, number, parent, path, kind, code, names, transliterated, fictional,
            boundary_quality, boundary_note, valid_from, version, import
        from staged_unit where import = $1
        on conflict (id) do update set parent = excluded.parent, path = excluded.path, kind = excluded.kind,
            code = excluded.code, names = excluded.names, transliterated = excluded.transliterated,
            fictional = excluded.fictional, boundary_quality = excluded.boundary_quality,
            boundary_note = excluded.boundary_note, version = excluded.version";
    let code = format!(
        "insert into unit_code (unit, scheme, value, valid_from)
        select s.id, '{CODE_SCHEME}', s.code, s.valid_from from staged_unit s
        where s.import = $1 and s.code is not null and not exists
            (select 1 from unit_code c where c.unit = s.id and c.scheme = '{CODE_SCHEME}' and c.valid_to is null)"
    );
    let boundary = "insert into unit_boundary (unit, boundary)
        select id, boundary from staged_unit where import = $1 and boundary is not null
        on conflict (unit) do update set boundary = excluded.boundary";
    let statistics = "insert into unit_statistics (unit, as_of, source, estimate, population, households,
            age_60_plus, age_80_plus, age_under_14, rented_households, non_registered_households)
        select id, as_of, source, estimate, population, households,
            age_60_plus, age_80_plus, age_under_14, rented_households, non_registered_households
        from staged_unit where import = $1 and as_of is not null
        on conflict (unit, as_of) do update set source = excluded.source, estimate = excluded.estimate,
            population = excluded.population, households = excluded.households,
            age_60_plus = excluded.age_60_plus, age_80_plus = excluded.age_80_plus,
            age_under_14 = excluded.age_under_14, rented_households = excluded.rented_households,
            non_registered_households = excluded.non_registered_households";
    for sql in [unit, &code, boundary, statistics] {
        run(write, id, sql).await?;
    }
    discard(write, id).await
}

async fn run(write: &Write, id: ImportId, sql: &str) -> Result<(), StoreError> {
    let db = write.tx();
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [id.0.into()]))
        .await
        .map_err(StoreError::from_insert)?;
    Ok(())
}

impl Store {
    /// Rows that wait for an import to take them over; 0 unless one is running.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staged_units(&self) -> Result<u64, StoreError> {
        let sql = "select count(*) as n from staged_unit";
        let row = self.read().query_one_raw(Statement::from_string(self.read().get_database_backend(), sql)).await?;
        let n: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
        Ok(u64::try_from(n).unwrap_or(0))
    }
}
