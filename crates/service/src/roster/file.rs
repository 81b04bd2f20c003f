//! Rosters from and to a file, by the operator.

use std::collections::BTreeMap;

use domain::duty::Days;
use domain::id::UnitId;
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::{journal, roster};

use super::NewDuty;
use super::change::about;
use crate::exchange::RosterRow;
use crate::{Service, ServiceError};

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRefusal {
    /// Row in the file.
    pub row: u64,
    /// Why.
    pub reason: String,
}

impl Service {
    /// Takes the rows of a file into the rosters, all of them or none; rows that are there already stay as they are.
    /// Says how many are new. With `dry`, nothing is written.
    ///
    /// # Errors
    /// When the database fails. What is wrong with rows is an answer.
    pub async fn import_roster(
        &self,
        rows: &[RosterRow],
        dry: bool,
        now: Timestamp,
    ) -> Result<Result<usize, Vec<RosterRefusal>>, ServiceError> {
        let tree = self.tree();
        let (mut refused, mut by_unit) = (Vec::new(), BTreeMap::<UnitId, Vec<_>>::new());
        for row in rows {
            match self.roster_row(&tree, row, now).await {
                Ok((unit, duty)) => by_unit.entry(unit).or_default().push(duty),
                Err(error @ (ServiceError::Invalid { .. } | ServiceError::NotFound(_))) => {
                    refused.push(RosterRefusal { row: row.row, reason: error.to_string() });
                }
                Err(error) => return Err(error),
            }
        }
        if !refused.is_empty() {
            return Ok(Err(refused));
        }
        let mut new = Vec::new();
        let mut entries = Vec::new();
        for (id, duties) in by_unit {
            let present = self.store().roster(id).await?;
            let same = |a: &roster::Duty, b: &roster::Duty| {
                let nameless = |duty: &roster::Duty| roster::Duty {
                    line: domain::duty::Line { id: uuid::Uuid::nil(), ..duty.line.clone() },
                    kind: duty.kind.clone(),
                };
                nameless(a) == nameless(b)
            };
            let fresh: Vec<_> =
                duties.into_iter().filter(|duty| !present.iter().any(|there| same(there, duty))).collect();
            if let Some(unit) = tree.by_id(id).filter(|_| !fresh.is_empty()) {
                entries
                    .push(NewEntry { payload: json!({ "lines": fresh.len() }), ..about(Kind::RosterSet, unit, now) });
            }
            new.extend(fresh);
        }
        if !dry && !new.is_empty() {
            let write = self.store().write().await?;
            roster::insert(&write, &new).await?;
            journal::append(&write, &entries).await?;
            write.commit().await?;
        }
        Ok(Ok(new.len()))
    }

    async fn roster_row(
        &self,
        tree: &domain::unit::UnitTree,
        row: &RosterRow,
        now: Timestamp,
    ) -> Result<(UnitId, roster::Duty), ServiceError> {
        let unknown = |field: &'static str, text: &str| {
            ServiceError::invalid(field, "duty_row_invalid", format!("there is no {field} `{text}` in use"))
        };
        let unit = tree.by_code(&row.unit).ok_or_else(|| unknown("unit", &row.unit))?;
        let account = self.store().account_by_login(&row.login).await?.ok_or_else(|| unknown("login", &row.login))?;
        let mut held = self.store().postings(account.id, now).await?;
        held.retain(|posting| row.title.as_ref().is_none_or(|title| posting.title == *title));
        let [posting] = held.as_slice() else {
            let detail = format!("`{}` holds {} such titles: `title` must name one", row.login, held.len());
            return Err(ServiceError::invalid("title", "duty_row_invalid", detail));
        };
        let new = NewDuty {
            posting: posting.id,
            kind: row.kind.clone(),
            starts: row.start.clone(),
            ends: row.end.clone(),
            days: row.days.unwrap_or(Days::ALL),
            from: row.from,
            to: row.to,
            leader: row.leader,
        };
        let duty = new.check(unit.id)?;
        self.fitting(tree, unit, &[posting.id], now).await?;
        Ok((unit.id, duty))
    }

    /// The rosters of a unit and everything below, as rows of a file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn export_roster(&self, top: UnitId) -> Result<Vec<RosterRow>, ServiceError> {
        let tree = self.tree();
        let top = tree.by_id(top).ok_or(ServiceError::NotFound("unit"))?;
        let logins: BTreeMap<_, _> =
            self.store().accounts().await?.into_iter().map(|(account, _)| (account.id, account.login)).collect();
        let mut rows = Vec::new();
        let units: Vec<_> = tree.subtree(&top.path).filter(|unit| unit.valid_to.is_none()).collect();
        for part in units.chunks(500) {
            let ids: Vec<_> = part.iter().map(|unit| unit.id).collect();
            let duties = self.store().rosters(&ids).await?;
            let posts: Vec<_> = duties.iter().map(|duty| duty.line.posting).collect();
            let posts: BTreeMap<_, _> =
                self.store().postings_by_id(&posts).await?.into_iter().map(|row| (row.id, row)).collect();
            for duty in duties {
                let (Some(post), Some(unit)) = (posts.get(&duty.line.posting), tree.by_id(duty.line.unit)) else {
                    continue;
                };
                rows.push(RosterRow {
                    row: rows.len() as u64 + 2,
                    unit: unit.code.clone().unwrap_or_default(),
                    login: logins.get(&post.account).cloned().unwrap_or_default(),
                    title: Some(post.title.clone()),
                    kind: duty.kind,
                    start: duty.line.starts.strftime("%H:%M").to_string(),
                    end: duty.line.ends.strftime("%H:%M").to_string(),
                    days: Some(duty.line.days),
                    from: duty.line.from,
                    to: duty.line.to,
                    leader: duty.line.leader,
                });
            }
        }
        Ok(rows)
    }
}
