//! Tests as they are shown: posts and units; a name takes a reason.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Scope, Target};
use domain::id::{ChainTestId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::unit::Unit;
use jiff::Timestamp;
use serde_json::json;
use store::chain_test::{self, ChainTest, Standing, TestMessage, TestedPost, TestedPosts};
use store::journal;
use uuid::Uuid;

use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Most tests that are listed: some years of a city whose districts test by themselves.
const TESTS_MAX: u64 = 100;

/// Most posts on one page.
const PAGE_MAX: u64 = 500;

/// A test, as far as somebody sees it.
#[derive(Debug, Clone)]
pub struct ChainTestSheet {
    /// The test.
    pub test: ChainTest,
    /// The part of it that is seen: the highest unit.
    pub top: Unit,
    /// How that part stands.
    pub standing: Standing,
    /// Messages of the whole test that are still to be sent.
    pub outstanding: u64,
    /// Whether it waits for a round of calls to end.
    pub waits: bool,
}

/// Which posts of a test are asked for.
#[derive(Debug, Clone, Default)]
pub struct TestedFilter {
    /// At this unit and below; the top of what the actor sees when missing.
    pub unit: Option<UnitId>,
    /// Only those that two ways do not lead to.
    pub lacking: bool,
    /// After this one: its path and id.
    pub after: Option<(domain::unit::UnitPath, Uuid)>,
    /// How many.
    pub limit: u64,
}

impl Service {
    /// Tests in units where the actor runs calls, the latest first.
    ///
    /// # Errors
    /// When the actor runs calls nowhere.
    pub async fn list_chain_tests(&self, actor: &Actor) -> Result<Vec<ChainTestSheet>, ServiceError> {
        let scope = self.chain_scope(actor)?;
        let calling = !self.store().open_callouts().await?.is_empty();
        let mut sheets = Vec::new();
        for test in self.store().chain_tests(&scope, TESTS_MAX).await? {
            let Some(top) = self.top_of(&test, &scope) else { continue };
            let standing = chain_test::standing(self.store(), test.id, &top.path).await?;
            let outstanding =
                if test.ended_at.is_some() { 0 } else { chain_test::outstanding(self.store(), test.id).await? };
            sheets.push(ChainTestSheet { waits: calling && outstanding > 0, test, top, standing, outstanding });
        }
        Ok(sheets)
    }

    /// Posts of a test with the messages to each, in the order of the tree.
    ///
    /// # Errors
    /// When there is no such test where the actor runs calls, or the unit is none of hers.
    pub async fn list_tested_posts(
        &self,
        actor: &Actor,
        id: ChainTestId,
        filter: &TestedFilter,
    ) -> Result<Vec<(TestedPost, Vec<TestMessage>)>, ServiceError> {
        let missing = || ServiceError::NotFound("chain_test");
        let scope = self.chain_scope(actor)?;
        let test = self.store().chain_test(id).await?.ok_or_else(missing)?;
        let top = self.top_of(&test, &scope).ok_or_else(missing)?;
        let within = match filter.unit {
            Some(unit) => {
                let tree = self.tree();
                let unit = tree.by_id(unit).filter(|unit| scope.covers(&Target::at(&unit.path)));
                unit.ok_or(ServiceError::NotFound("unit"))?.path.clone()
            }
            None => top.path,
        };
        let limit = filter.limit.clamp(1, PAGE_MAX);
        let cut = TestedPosts { within, lacking: filter.lacking, after: filter.after.clone(), limit };
        let posts = self.store().tested_posts(id, &cut).await?;
        let ids: Vec<_> = posts.iter().map(|post| post.id).collect();
        let mut messages: HashMap<_, _> = chain_test::messages_of(self.store(), &ids).await?;
        let with = |post: TestedPost| {
            let messages = messages.remove(&post.id).unwrap_or_default();
            (post, messages)
        };
        Ok(posts.into_iter().map(with).collect())
    }

    /// Whose post it is, with a reason.
    ///
    /// # Errors
    /// When there is no such post where the actor runs calls, or no reason.
    pub async fn reveal_tested_post(
        &self,
        actor: &Actor,
        id: Uuid,
        reason: &str,
        now: Timestamp,
    ) -> Result<Names, ServiceError> {
        let missing = || ServiceError::NotFound("chain_test");
        let post = self.store().tested_post(id).await?.ok_or_else(missing)?;
        let target = Target::at(&post.unit.1);
        let posting = self.require(actor, Permission::RunCallout, &target).map_err(|_| missing())?.id;
        let reason = given_reason(reason)?;
        let whose = post.post.1;
        let names = self.store().account(whose).await?.ok_or_else(missing)?.names;
        let write = self.store().write().await?;
        let reason = keep_text(&write, whose.0, "unmask_reason", reason).await?;
        let entry = NewEntry {
            unit: Some(post.unit),
            by: By { account: Some(actor.account), posting: Some(posting) },
            payload: json!({ "post": id, "reason": reason }),
            ..NewEntry::about(Kind::ChainTestRevealed, post.test.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(names)
    }

    fn chain_scope(&self, actor: &Actor) -> Result<Scope, ServiceError> {
        let scope = actor.scope(self.titles(), Permission::RunCallout);
        if scope.is_empty() { Err(ServiceError::Forbidden(Permission::RunCallout)) } else { Ok(scope) }
    }

    /// The highest unit of a test that a scope covers: all of the test, or a part of it.
    fn top_of(&self, test: &ChainTest, scope: &Scope) -> Option<Unit> {
        let tree = self.tree();
        let whole = tree.by_id(test.unit.0).filter(|unit| scope.covers(&Target::at(&unit.path)));
        let part = || {
            let inside = scope.subtrees.iter().filter(|path| test.unit.1.contains(path));
            inside.min_by_key(|path| path.depth()).and_then(|path| tree.by_number(path.numbers().last()?))
        };
        whole.or_else(part).cloned()
    }
}
