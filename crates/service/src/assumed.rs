//! Posts and phone numbers that nobody has: an exercise assumes them where a register is empty, and says so. Refused in
//! the live world, where an assumed post would be called instead of nobody being missed.

use domain::contact::ContactKind;
use domain::id::{AccountId, PostingId, UnitId};
use domain::names::Names;
use domain::world::World;
use jiff::Timestamp;
use store::account::{self, Account, PostingRow};
use store::contact::{self, Contact};
use uuid::Uuid;

use crate::contact::cell;
use crate::{Service, ServiceError};

/// A post that is assumed to be held.
#[derive(Debug, Clone, Copy)]
pub struct AssumedPost {
    /// Title, a key of the titles table.
    pub title: &'static str,
    /// Where.
    pub unit: UnitId,
}

impl Service {
    /// Fills posts in, each under an account of its own that nobody can sign in to; whose they are.
    ///
    /// # Errors
    /// In the live world; when the database fails.
    pub async fn assume_posts(&self, posts: &[AssumedPost], now: Timestamp) -> Result<Vec<AccountId>, ServiceError> {
        self.only_in_exercises()?;
        let write = self.store().write().await?;
        let mut made = Vec::with_capacity(posts.len());
        for post in posts {
            let id = AccountId(Uuid::now_v7());
            let row = Account {
                id,
                login: format!("assumed-{}", id.0.simple()),
                names: Names::zh_en("假定岗位", "assumed post"),
                password_hash: "-".to_owned(),
            };
            account::insert(&write, &row, now).await?;
            let row = PostingRow {
                id: PostingId(Uuid::now_v7()),
                account: id,
                title: post.title.to_owned(),
                unit: post.unit,
                body: None,
            };
            account::insert_posting(&write, &row, now, None).await?;
            made.push(id);
        }
        write.commit().await?;
        Ok(made)
    }

    /// Gives accounts ways to be reached that lead to nobody.
    ///
    /// # Errors
    /// In the live world; without a keyring; when the database fails.
    pub async fn assume_contacts(
        &self,
        accounts: &[(AccountId, ContactKind)],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        self.only_in_exercises()?;
        let write = self.store().write().await?;
        let keys = self.keyring()?.fresh();
        for (place, &(account, kind)) in accounts.iter().enumerate() {
            let value = match kind {
                // The country code 999 is given to nobody (ITU-T E.164).
                ContactKind::Phone => format!("+999{place:08}"),
                ContactKind::Email => format!("post-{place}@exercise.invalid"),
            };
            let value = kind
                .normal(&value)
                .ok_or_else(|| ServiceError::Internal(format!("`{value}` is no {}", kind.word())))?;
            let row = Contact {
                account,
                kind: kind.word().to_owned(),
                sealed: keys.encrypt(cell(account, kind), &value)?,
                key: keys.current().to_owned(),
                lookup: keys.lookup(kind.word(), &value),
                changed_at: now,
            };
            contact::set(&write, &row).await?;
        }
        write.commit().await?;
        Ok(())
    }

    fn only_in_exercises(&self) -> Result<(), ServiceError> {
        match self.store().world() {
            World::Exercise { .. } => Ok(()),
            World::Live => Err(ServiceError::Internal("posts are assumed in exercises alone".to_owned())),
        }
    }
}
