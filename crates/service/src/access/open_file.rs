//! Accounts from a file of the operator.

use jiff::Timestamp;

use super::{Authority, NewPerson};
use crate::account::NewPosting;
use crate::exchange::AccountRow;
use crate::{Once, Service, ServiceError};

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRefusal {
    /// Row in the file.
    pub row: u64,
    /// Why, as a sentence.
    pub reason: String,
}

impl Service {
    /// Opens an account for each row whose sign-in name is free; the others are here already and stay as they are. Every
    /// row is checked before the first is opened. Says how many are new; with `dry`, nothing is written. `progress`
    /// hears of each.
    ///
    /// # Errors
    /// When the database fails; what was opened until then stays, and a second run goes on behind it. What is wrong with
    /// rows is an answer.
    pub async fn import_accounts(
        &self,
        rows: &[AccountRow],
        dry: bool,
        now: Timestamp,
        mut progress: impl FnMut(),
    ) -> Result<Result<usize, Vec<AccountRefusal>>, ServiceError> {
        let (mut new, mut refused) = (Vec::new(), Vec::new());
        for row in rows {
            if self.store().account_facts(&row.login).await?.is_some() {
                continue;
            }
            match self.person(row, now) {
                Ok(person) => new.push(person),
                Err(error) => refused.push(AccountRefusal { row: row.row, reason: error.to_string() }),
            }
        }
        if !refused.is_empty() {
            return Ok(Err(refused));
        }
        let count = new.len();
        for person in new.into_iter().filter(|_| !dry) {
            self.open_account(Authority::Operator, person, &Once::fresh(), now).await?;
            progress();
        }
        Ok(Ok(count))
    }

    fn person(&self, row: &AccountRow, now: Timestamp) -> Result<NewPerson, ServiceError> {
        let (tree, bodies) = (self.tree(), self.bodies());
        let unknown = |what: &str, code: &str| {
            ServiceError::invalid("row", "code_unknown", format!("no {what} has the code `{code}`"))
        };
        let unit = tree.by_code(&row.unit).ok_or_else(|| unknown("unit", &row.unit))?.id;
        let body = row.body.as_ref().map(|code| {
            bodies.iter().find(|body| body.code == *code).map(|body| body.id).ok_or_else(|| unknown("body", code))
        });
        let person = NewPerson {
            login: row.login.clone(),
            names: row.names.clone(),
            contacts: row.contacts.clone(),
            posting: NewPosting { title: row.title.clone(), unit, body: body.transpose()? },
            held: (now, None),
        };
        self.check_person(&person, now)?;
        Ok(person)
    }
}
