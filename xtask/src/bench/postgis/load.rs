//! The tree as a table with every index that the queries can use.

use anyhow::Context;
use domain::unit::UnitTree;
use sqlx::{Executor, PgConnection, Row};

use super::wkb;

/// Units per statement.
const CHUNK: usize = 2_000;

const TABLE: &str = r#"
    create extension if not exists postgis;
    drop schema if exists bench_postgis cascade;
    create schema bench_postgis;
    create table bench_postgis.unit (
        number int primary key, parent int, level int not null,
        path text collate "C" not null, geometry geometry(MultiPolygon, 4326) not null)"#;

const INSERT: &str = "insert into bench_postgis.unit (number, parent, level, path, geometry)
    select number, nullif(parent, 0), level, path, ST_GeomFromWKB(geometry, 4326)
    from unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::bytea[]) as new(number, parent, level, path, geometry)";

const INDEXES: &str = "
    create index on bench_postgis.unit using gist (geometry);
    create unique index on bench_postgis.unit (path) include (number);
    create index on bench_postgis.unit (parent);
    create table bench_postgis.piece as
        select number, level, ST_Subdivide(geometry, 64) as geometry from bench_postgis.unit;
    create index on bench_postgis.piece using gist (geometry)";

/// Fills the tables anew; says which PostGIS it is.
pub(super) async fn load(database: &mut PgConnection, tree: &UnitTree) -> anyhow::Result<String> {
    database.execute(TABLE).await.context("PostGIS is needed: apt-get install postgresql-15-postgis-3")?;
    for units in tree.units().chunks(CHUNK) {
        let number = |number: domain::unit::UnitNumber| number.0 as i32;
        let parent = |unit: &domain::unit::Unit| unit.parent.and_then(|parent| tree.by_id(parent));
        let numbers: Vec<i32> = units.iter().map(|unit| number(unit.number)).collect();
        let parents: Vec<i32> = units.iter().map(|unit| parent(unit).map_or(0, |unit| number(unit.number))).collect();
        let levels: Vec<i32> = units.iter().map(|unit| i32::from(unit.kind.level())).collect();
        let paths: Vec<&str> = units.iter().map(|unit| unit.path.as_str()).collect();
        let geometries: Vec<Vec<u8>> =
            units.iter().filter_map(|unit| unit.boundary.as_ref()).map(wkb::encode).collect();
        let insert = sqlx::query(INSERT).bind(numbers).bind(parents).bind(levels).bind(paths).bind(geometries);
        insert.execute(&mut *database).await?;
    }
    database.execute(INDEXES).await?;
    database.execute("vacuum analyze bench_postgis.unit").await?;
    database.execute("vacuum analyze bench_postgis.piece").await?;
    let row = database.fetch_one("select PostGIS_Lib_Version(), current_setting('server_version')").await?;
    Ok(format!("PostGIS {} on PostgreSQL {}", row.get::<String, _>(0), row.get::<String, _>(1)))
}

/// Takes the tables away again.
pub(super) async fn remove(database: &mut PgConnection) -> anyhow::Result<()> {
    database.execute("drop schema bench_postgis cascade").await?;
    Ok(())
}
