//! Duty rosters (值班表): lines, substitutes, and until when each post on them counts.

use std::collections::BTreeMap;

use domain::duty::{Days, Line, Substitute, Term, Terms};
use domain::id::{PostingId, UnitId};
use jiff::civil::{Date, Time};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{account, posting, roster, roster_substitute};
use crate::value::time;
use crate::{Store, StoreError, Write};

/// One line of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Who, when.
    pub line: Line,
    /// `day` or `night`: what the operator calls the shift.
    pub kind: String,
}

/// Adds lines to rosters.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, duties: &[Duty]) -> Result<(), StoreError> {
    for chunk in duties.chunks(1_000) {
        let rows = chunk.iter().map(|duty| roster::ActiveModel {
            id: Set(duty.line.id),
            unit: Set(duty.line.unit.0),
            posting: Set(duty.line.posting.0),
            kind: Set(duty.kind.clone()),
            starts: Set(hour(duty.line.starts)),
            ends: Set(hour(duty.line.ends)),
            days: Set(duty.line.days.digits()),
            valid_from: Set(duty.line.from.map(|date| date.to_string())),
            valid_to: Set(duty.line.to.map(|date| date.to_string())),
            leader: Set(duty.line.leader),
        });
        roster::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// The line as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: Uuid) -> Result<Option<Duty>, StoreError> {
    let row = roster::Entity::find_by_id(id).lock_exclusive().one(write.tx()).await?;
    row.map(from_row).transpose()
}

/// Sets the last date on which the shift begins.
///
/// # Errors
/// When the database fails.
pub async fn end(write: &Write, id: Uuid, last: Date) -> Result<(), StoreError> {
    roster::Entity::update_many()
        .set(roster::ActiveModel { valid_to: Set(Some(last.to_string())), ..Default::default() })
        .filter(roster::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Takes a line out that has never begun.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, id: Uuid) -> Result<(), StoreError> {
    let of = roster_substitute::Entity::delete_many().filter(roster_substitute::Column::Line.eq(id));
    of.exec(write.tx()).await?;
    roster::Entity::delete_by_id(id).exec(write.tx()).await?;
    Ok(())
}

/// Names who comes instead on one date; the last word counts.
///
/// # Errors
/// When the database fails.
pub async fn substitute(write: &Write, change: &Substitute) -> Result<(), StoreError> {
    let row = roster_substitute::ActiveModel {
        line: Set(change.line),
        date: Set(change.date.to_string()),
        posting: Set(change.posting.map(|id| id.0)),
    };
    let again = OnConflict::columns([roster_substitute::Column::Line, roster_substitute::Column::Date])
        .update_column(roster_substitute::Column::Posting)
        .to_owned();
    roster_substitute::Entity::insert(row).on_conflict(again).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Takes a substitute back; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn take_back(write: &Write, line: Uuid, date: Date) -> Result<bool, StoreError> {
    let result = roster_substitute::Entity::delete_by_id((line, date.to_string())).exec(write.tx()).await?;
    Ok(result.rows_affected > 0)
}

impl Store {
    /// The roster of one unit: leaders first, then by start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roster(&self, unit: UnitId) -> Result<Vec<Duty>, StoreError> {
        self.rosters(&[unit]).await
    }

    /// The rosters of these units: leaders first, then by start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rosters(&self, units: &[UnitId]) -> Result<Vec<Duty>, StoreError> {
        let rows = roster::Entity::find()
            .filter(roster::Column::Unit.is_in(units.iter().map(|unit| unit.0)))
            .order_by_desc(roster::Column::Leader)
            .order_by_asc(roster::Column::Starts)
            .order_by_asc(roster::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// One line.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roster_line(&self, id: Uuid) -> Result<Option<Duty>, StoreError> {
        roster::Entity::find_by_id(id).one(self.read()).await?.map(from_row).transpose()
    }

    /// The substitutes of lines, of shifts that begin between two dates.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn substitutes(&self, lines: &[Uuid], from: Date, to: Date) -> Result<Vec<Substitute>, StoreError> {
        let mut found = Vec::new();
        for chunk in lines.chunks(10_000) {
            let rows = roster_substitute::Entity::find()
                .filter(roster_substitute::Column::Line.is_in(chunk.iter().copied()))
                .filter(roster_substitute::Column::Date.between(from.to_string(), to.to_string()))
                .order_by_asc(roster_substitute::Column::Date)
                .all(self.read())
                .await?;
            for row in rows {
                let date =
                    row.date.parse().map_err(|_| StoreError::damaged("roster_substitute", "date", row.date.clone()))?;
                found.push(Substitute { line: row.line, date, posting: row.posting.map(PostingId) });
            }
        }
        Ok(found)
    }

    /// From when to when postings count: their own dates, cut where their account was disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posting_terms(&self, ids: &[PostingId]) -> Result<Terms, StoreError> {
        terms(self.read(), ids).await
    }
}

async fn terms(db: &impl ConnectionTrait, ids: &[PostingId]) -> Result<Terms, StoreError> {
    let mut terms = BTreeMap::new();
    for chunk in ids.chunks(10_000) {
        let rows: Vec<(Uuid, Uuid, i64, Option<i64>)> = posting::Entity::find()
            .select_only()
            .columns([
                posting::Column::Id,
                posting::Column::Account,
                posting::Column::ValidFrom,
                posting::Column::ValidTo,
            ])
            .filter(posting::Column::Id.is_in(chunk.iter().map(|id| id.0)))
            .into_tuple()
            .all(db)
            .await?;
        let disabled: Vec<(Uuid, i64)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::DisabledAt])
            .filter(account::Column::Id.is_in(rows.iter().map(|row| row.1)))
            .filter(account::Column::DisabledAt.is_not_null())
            .into_tuple()
            .all(db)
            .await?;
        let disabled: BTreeMap<_, _> = disabled.into_iter().collect();
        for (id, account, from, to) in rows {
            let end = [to, disabled.get(&account).copied()].into_iter().flatten().min();
            let term = Term {
                from: time("posting", "valid_from", from)?,
                to: end.map(|end| time("posting", "valid_to", end)).transpose()?,
            };
            terms.insert(PostingId(id), term);
        }
    }
    Ok(terms)
}

pub(crate) fn from_row(row: roster::Model) -> Result<Duty, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("roster", column, text);
    let clock = |text: &str, column| Time::strptime("%H:%M", text).map_err(|_| damaged(column, text));
    let date = |text: Option<String>, column| match text {
        Some(text) => text.parse::<Date>().map(Some).map_err(|_| damaged(column, &text)),
        None => Ok(None),
    };
    Ok(Duty {
        line: Line {
            id: row.id,
            unit: UnitId(row.unit),
            posting: PostingId(row.posting),
            starts: clock(&row.starts, "starts")?,
            ends: clock(&row.ends, "ends")?,
            days: Days::from_digits(&row.days).ok_or_else(|| damaged("days", &row.days))?,
            from: date(row.valid_from, "valid_from")?,
            to: date(row.valid_to, "valid_to")?,
            leader: row.leader,
        },
        kind: row.kind,
    })
}

fn hour(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}
