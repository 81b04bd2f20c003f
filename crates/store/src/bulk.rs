//! Many rows in one statement.
//!
//! PostgreSQL takes the values of an insert as one parameter each, and reads and plans the statement anew for each number
//! of rows; with thousands of parameters that costs more than the rows do. There the rows go as one parameter of JSON, and
//! the text of the statement is always the same. SQLite binds in this process and takes the rows as they are.

use sea_orm::sea_query::{Expr, ExprTrait, Func, FunctionCall, OnConflict, Query, TableRef, sea_value_to_json_value};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityName, EntityTrait, IdenStatic, Iterable};
use serde_json::{Map, Value};

use crate::{StoreError, Write};

/// Rows of one statement.
const ROWS: usize = 1_000;

/// What the rows are called in the statement.
const ROW: &str = "given";

type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

/// Inserts rows, in their order. All set the same columns.
pub(crate) async fn insert<A>(write: &Write, rows: &[A], conflict: Option<&OnConflict>) -> Result<(), StoreError>
where
    A: ActiveModelTrait,
{
    for chunk in rows.chunks(ROWS) {
        if write.tx().get_database_backend() != DbBackend::Postgres {
            let mut insert = A::Entity::insert_many(chunk.iter().cloned());
            if let Some(conflict) = conflict {
                insert = insert.on_conflict(conflict.clone());
            }
            insert.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
            continue;
        }
        let columns: Vec<Column<A>> = Column::<A>::iter().filter(|column| !chunk[0].is_not_set(*column)).collect();
        let mut given = Query::select();
        given.columns(columns.iter().map(|column| (ROW, *column))).from_function(records(chunk, &columns), ROW);
        let mut insert = Query::insert();
        insert.into_table(A::Entity::default().table_ref()).columns(columns);
        insert.select_from(given).map_err(|error| StoreError::damaged("statement", "columns", error.to_string()))?;
        if let Some(conflict) = conflict {
            insert.on_conflict(conflict.clone());
        }
        write.tx().execute(&insert).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Writes `columns` of rows that are there, found by `key`.
pub(crate) async fn update<A>(
    write: &Write,
    rows: &[A],
    key: Column<A>,
    columns: &[Column<A>],
) -> Result<(), StoreError>
where
    A: ActiveModelTrait,
{
    if write.tx().get_database_backend() != DbBackend::Postgres {
        // Each row meets itself: one statement for many rows.
        let itself = OnConflict::column(key).update_columns(columns.iter().copied()).to_owned();
        return insert(write, rows, Some(&itself)).await;
    }
    for chunk in rows.chunks(ROWS) {
        let table = A::Entity::default();
        let mut used = vec![key];
        used.extend(columns);
        let mut update = Query::update();
        update
            .table(table.table_ref())
            .from(TableRef::FunctionCall(records(chunk, &used), ROW.into()))
            .values(columns.iter().map(|column| (*column, Expr::col((ROW, *column)))))
            .and_where(Expr::col((table, key)).equals((ROW, key)));
        write.tx().execute(&update).await?;
    }
    Ok(())
}

/// The rows as PostgreSQL reads them: what is missing in a row is null there.
fn records<A: ActiveModelTrait>(rows: &[A], columns: &[Column<A>]) -> FunctionCall {
    let row = |row: &A| {
        let cells = columns.iter().filter_map(|column| {
            let value = sea_value_to_json_value(&row.get(*column).into_value()?);
            (value != Value::Null).then(|| (column.as_str().to_owned(), value))
        });
        Value::Object(Map::from_iter(cells))
    };
    let json = Value::Array(rows.iter().map(row).collect()).to_string();
    let like = Expr::cust(format!("null::\"{}\"", A::Entity::default().table_name()));
    Func::cust("json_populate_recordset").args([like, Expr::val(json).cast_as("json")])
}
