//! Tests begin, are repeated, end, and are forgotten.

use std::collections::HashSet;

use domain::access::{Actor, Permission, Target};
use domain::chain_test::{LASTS, is_due};
use domain::id::{ChainTestId, CommandId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::unit::UnitPath;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::chain_test::{self, ChainTest};
use store::{StoreError, journal};
use uuid::Uuid;

use crate::{Once, Service, ServiceError};

/// How long a test is kept: the one of a year ago can still be compared.
const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);

/// A test as a person begins it.
#[derive(Debug, Clone)]
pub struct NewChainTest {
    /// Chosen by the caller.
    pub id: ChainTestId,
    /// The unit that is tested, with everything below it.
    pub unit: UnitId,
    /// Whether another one follows a month later.
    pub repeated: bool,
    /// Names the command.
    pub key: CommandId,
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
}

impl Service {
    /// Begins a test: a worker writes to every post.
    ///
    /// # Errors
    /// When the actor runs no calls there, or a test that is still open writes to some of the same posts.
    pub async fn begin_chain_test(
        &self,
        actor: &Actor,
        new: NewChainTest,
        now: Timestamp,
    ) -> Result<ChainTestId, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(new.unit).ok_or(ServiceError::NotFound("unit"))?;
        let posting = self.require(actor, Permission::RunCallout, &Target::at(&unit.path))?.id;
        let (who, once) = (actor.account.to_string(), Once::new(new.key, new.body_hash));
        if let Some(begun) = self.made_before(&who, &once).await? {
            return Ok(ChainTestId(begun));
        }
        if meets(&self.store().open_chain_tests().await?, &unit.path) {
            return self.made_or_refused(&who, &once, ServiceError::ChainTestOpen).await.map(ChainTestId);
        }
        let test = ChainTest {
            id: new.id,
            unit: (unit.id, unit.path.clone()),
            repeated: new.repeated,
            begun_by: Some((actor.account, posting)),
            begun_at: now,
            placed_at: None,
            ended_at: None,
        };
        let write = self.store().write().await?;
        if !once.keep(&write, &who, test.id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, &once).await.map(ChainTestId);
        }
        match chain_test::insert(&write, &test).await {
            Err(StoreError::Duplicate(_)) => return Err(ServiceError::Exists("chain_test")),
            other => other?,
        }
        journal::append(&write, &[begun(&test, now)]).await?;
        write.commit().await?;
        Ok(test.id)
    }

    /// Says whether another test follows this one a month later. Only the latest test of a unit decides.
    ///
    /// # Errors
    /// When there is no such test where the actor runs calls.
    pub async fn repeat_chain_test(
        &self,
        actor: &Actor,
        id: ChainTestId,
        repeated: bool,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let test = self.store().chain_test(id).await?.ok_or(ServiceError::NotFound("chain_test"))?;
        let posting = self.require(actor, Permission::RunCallout, &Target::at(&test.unit.1))?.id;
        if test.repeated == repeated {
            return Ok(());
        }
        let write = self.store().write().await?;
        chain_test::repeat(&write, id, repeated).await?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let payload = json!({ "repeated": repeated });
        journal::append(&write, &[entry(Kind::ChainTestRepeated, &test, by, payload, now)]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Begins the tests that follow others a month later; says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_repeated_chain_tests(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let tests = self.store().all_chain_tests().await?;
        let tree = self.tree();
        let mut open: Vec<_> = tests.iter().filter(|test| test.ended_at.is_none()).cloned().collect();
        let (mut seen, mut begun_now) = (HashSet::new(), 0);
        for last in &tests {
            // The latest of each unit comes first, and it alone decides.
            let decides = seen.insert(last.unit.0) && last.repeated && is_due(last.begun_at, now, self.zone());
            if !decides || meets(&open, &last.unit.1) || tree.by_id(last.unit.0).is_none() {
                continue;
            }
            // A test of a unit above wrote to the same posts.
            let covered =
                tests.iter().filter(|test| test.unit.1.contains(&last.unit.1)).map(|test| test.begun_at).max();
            if covered.is_some_and(|begun| !is_due(begun, now, self.zone())) {
                continue;
            }
            let test = ChainTest {
                id: ChainTestId(Uuid::now_v7()),
                begun_by: None,
                begun_at: now,
                placed_at: None,
                ended_at: None,
                ..last.clone()
            };
            let write = self.store().write().await?;
            chain_test::insert(&write, &test).await?;
            journal::append(&write, &[begun(&test, now)]).await?;
            write.commit().await?;
            open.push(test);
            begun_now += 1;
        }
        Ok(begun_now)
    }

    /// Ends tests whose day is over, and forgets those of long ago; says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_chain_tests(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut done = 0;
        for test in self.store().open_chain_tests().await? {
            if now.duration_since(test.begun_at) < LASTS {
                continue;
            }
            let found = chain_test::standing(self.store(), test.id, &test.unit.1).await?;
            let write = self.store().write().await?;
            if chain_test::close(&write, test.id, now).await? {
                let payload = json!({ "posts": found.posts, "lacking": found.lacking, "unreached": found.unreached });
                journal::append(&write, &[entry(Kind::ChainTestEnded, &test, By::default(), payload, now)]).await?;
                write.commit().await?;
                done += 1;
            }
        }
        for old in self.store().all_chain_tests().await? {
            if now.duration_since(old.begun_at) >= KEPT && !old.repeated {
                let write = self.store().write().await?;
                chain_test::forget(&write, old.id).await?;
                write.commit().await?;
                done += 1;
            }
        }
        Ok(done)
    }
}

/// Whether one of the tests writes to posts in this part of the tree.
fn meets(tests: &[ChainTest], path: &UnitPath) -> bool {
    tests.iter().any(|test| test.unit.1.contains(path) || path.contains(&test.unit.1))
}

fn begun(test: &ChainTest, now: Timestamp) -> NewEntry {
    let by = By { account: test.begun_by.map(|by| by.0), posting: test.begun_by.map(|by| by.1) };
    entry(Kind::ChainTestBegun, test, by, json!({ "repeated": test.repeated }), now)
}

fn entry(kind: Kind, test: &ChainTest, by: By, payload: serde_json::Value, now: Timestamp) -> NewEntry {
    NewEntry { unit: Some(test.unit.clone()), by, payload, ..NewEntry::about(kind, test.id.0, now) }
}
