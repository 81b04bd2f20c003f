//! Encrypted values that name their key in themselves: for finding what an older key still protects.
//!
//! A sealed value is one byte for its form, four for the id of its key, then the ciphertext (`service::keyring`).

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use uuid::Uuid;

use crate::{Store, StoreError, Write};

/// A column of sealed values, one in each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// The secrets of second factors, by account.
    SecondFactors,
    /// The numbers that reporters left, by hazard.
    ReportContacts,
    /// Addresses of work groups and loudspeakers, by outlet.
    Outlets,
    /// Entries of the assistance register.
    Assists,
    /// Residents' numbers.
    ResidentNumbers,
}

impl Sealed {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::SecondFactors, Self::ReportContacts, Self::Outlets, Self::Assists, Self::ResidentNumbers];

    /// The table.
    pub fn table(self) -> &'static str {
        match self {
            Self::SecondFactors => "second_factor",
            Self::ReportContacts => "report_contact",
            Self::Outlets => "outlet",
            Self::Assists => "assist",
            Self::ResidentNumbers => "resident_number",
        }
    }

    /// The column.
    pub fn column(self) -> &'static str {
        match self {
            Self::SecondFactors => "secret",
            Self::ReportContacts => "phone",
            Self::Outlets => "address",
            Self::Assists | Self::ResidentNumbers => "sealed",
        }
    }

    fn row(self) -> &'static str {
        match self {
            Self::SecondFactors => "account",
            Self::ReportContacts => "hazard",
            Self::Outlets | Self::Assists | Self::ResidentNumbers => "id",
        }
    }

    fn value(self) -> Expr {
        Expr::col(Alias::new(self.column()))
    }

    /// The id of the key, in the value itself; both engines count bytes from one.
    fn key(self) -> Expr {
        Expr::cust(format!("substr({}, 2, 4)", self.column()))
    }
}

/// Puts another ciphertext in, unless the value has changed since it was read; says whether it did.
///
/// # Errors
/// When the database fails.
pub async fn replace(write: &Write, of: Sealed, row: Uuid, before: &[u8], after: &[u8]) -> Result<bool, StoreError> {
    let update = Query::update()
        .table(Alias::new(of.table()))
        .value(Alias::new(of.column()), after.to_vec())
        .and_where(Expr::col(Alias::new(of.row())).eq(row))
        .and_where(of.value().eq(before.to_vec()))
        .to_owned();
    Ok(write.tx().execute(&update).await?.rows_affected() > 0)
}

impl Store {
    /// Rows whose value is not under `key`, in the order of their ids after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sealed_with_other_keys(
        &self,
        of: Sealed,
        key: &[u8],
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
        let mut select = Query::select();
        select
            .expr_as(Expr::col(Alias::new(of.row())), Alias::new("row"))
            .expr_as(of.value(), Alias::new("value"))
            .from(Alias::new(of.table()))
            .and_where(of.key().ne(key.to_vec()))
            .order_by(Alias::new(of.row()), Order::Asc)
            .limit(limit);
        if let Some(after) = after {
            select.and_where(Expr::col(Alias::new(of.row())).gt(after));
        }
        let rows = self.read().query_all(&select).await?;
        rows.iter().map(|row| Ok((row.try_get("", "row")?, row.try_get("", "value")?))).collect()
    }

    /// How many values each key protects, by the bytes of its id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sealed_by_key(&self, of: Sealed) -> Result<Vec<(Vec<u8>, i64)>, StoreError> {
        let select = Query::select()
            .expr_as(of.key(), Alias::new("key"))
            .expr_as(Expr::cust("count(*)"), Alias::new("n"))
            .from(Alias::new(of.table()))
            .and_where(of.value().is_not_null())
            .add_group_by([of.key()])
            .to_owned();
        let rows = self.read().query_all(&select).await?;
        rows.iter().map(|row| Ok((row.try_get("", "key")?, row.try_get("", "n")?))).collect()
    }
}
