//! Rows of several tables that come in together with one main row.

use domain::journal::NewEntry;
use sea_orm::sea_query::{CommonTableExpression, InsertStatement, WithClause};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, QueryTrait, Statement};

use crate::{StoreError, Write, journal};

/// Rows that come in together with a main one, the journal's among them.
///
/// They take one way to the database and back, because each way costs more than a row: on PostgreSQL as one statement,
/// on SQLite, which has no such statement, as several in one text.
#[derive(Debug, Default)]
pub struct Rows {
    inserts: Vec<InsertStatement>,
    entries: Vec<NewEntry>,
}

impl Rows {
    pub(crate) fn add(&mut self, insert: impl QueryTrait<QueryStatement = InsertStatement>) {
        self.inserts.push(insert.into_query());
    }

    /// A journal entry, with what follows from it.
    pub fn journal(&mut self, entry: NewEntry) {
        self.entries.push(entry);
    }

    /// Writes them with `main`, on which they may depend; gives what `main` returns.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when a unique value is taken.
    pub(crate) async fn insert_with(
        mut self,
        main: InsertStatement,
        write: &Write,
    ) -> Result<Option<QueryResult>, StoreError> {
        if !self.entries.is_empty() {
            self.inserts.push(journal::insert(&self.entries).into_query());
        }
        let row = insert(main, self.inserts, write.tx()).await.map_err(StoreError::from_insert)?;
        journal::follow_up(write, &self.entries).await?;
        Ok(row)
    }
}

async fn insert(
    main: InsertStatement,
    others: Vec<InsertStatement>,
    db: &impl ConnectionTrait,
) -> Result<Option<QueryResult>, DbErr> {
    let backend = db.get_database_backend();
    if backend == DbBackend::Postgres && !others.is_empty() {
        let mut with = WithClause::new();
        for (number, other) in others.into_iter().enumerate() {
            with.cte(CommonTableExpression::new().table_name(format!("beside_{number}")).query(other).to_owned());
        }
        return db.query_one(&with.query(main)).await;
    }
    let statements: Vec<Statement> = [main].iter().chain(&others).map(|insert| backend.build(insert)).collect();
    let sql = statements.iter().map(|statement| statement.sql.as_str()).collect::<Vec<_>>().join("; ");
    let values = statements.into_iter().flat_map(|statement| statement.values.into_iter().flat_map(|values| values.0));
    // All rows are asked for, because the driver stops at the first one otherwise; the main insert alone gives any.
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(rows.into_iter().next())
}
