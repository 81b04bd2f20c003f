//! The posts of a test, written down with a message for each way.

use std::collections::{HashMap, HashSet};

use domain::contact::ContactKind;
use domain::id::{AccountId, PostingId};
use domain::message::{Channel, MessageState};
use jiff::Timestamp;
use store::chain_test::{self, ChainTest, TestMessage, TestedPost};
use uuid::Uuid;

use crate::contact::reaches;
use crate::{Service, ServiceError};

/// Posts that are written down in one transaction: well below the second for which a tail may wait.
const CHUNK: usize = 2_000;

impl Service {
    /// Writes down the posts of tests that lack some, deputies among them; says how many. Nothing is lost when it breaks
    /// off: what is there stays, and the next look writes the rest. `channels` are the ways that this installation has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_chain_tests(&self, channels: &[Channel], now: Timestamp) -> Result<usize, ServiceError> {
        let mut written = 0;
        for test in self.store().open_chain_tests().await?.iter().filter(|test| test.placed_at.is_none()) {
            self.refresh_tree().await?;
            let posts = self.posts_of(test, channels, now).await?;
            for chunk in posts.chunks(CHUNK) {
                let write = self.store().write().await?;
                chain_test::place(&write, chunk).await?;
                write.commit().await?;
            }
            let write = self.store().write().await?;
            chain_test::placed(&write, test.id, now).await?;
            write.commit().await?;
            written += posts.len().max(1);
        }
        Ok(written)
    }

    async fn posts_of(
        &self,
        test: &ChainTest,
        channels: &[Channel],
        now: Timestamp,
    ) -> Result<Vec<(TestedPost, Vec<TestMessage>)>, ServiceError> {
        let tree = self.tree();
        let mut seen: HashSet<PostingId> = HashSet::new();
        let mut posts = Vec::new();
        for called in self.posts_called(self.store(), &test.unit.1, now).await? {
            let Some(unit) = tree.by_id(called.unit) else { continue };
            for post in [Some(called.post), called.deputy].into_iter().flatten().filter(|post| seen.insert(post.0)) {
                let unit = (unit.id, unit.path.clone());
                posts.push(TestedPost { id: Uuid::now_v7(), test: test.id, post, unit, working: 0 });
            }
        }
        let whose: Vec<AccountId> = posts.iter().map(|post| post.post.1).collect();
        let mut known: HashMap<AccountId, Vec<ContactKind>> = HashMap::new();
        for row in self.store().contacts_of(&whose).await? {
            known.entry(row.account).or_default().extend(ContactKind::from_word(&row.kind));
        }
        let with_messages = |post: TestedPost| {
            let kinds = known.get(&post.post.1).map(Vec::as_slice).unwrap_or_default();
            let ways = channels.iter().filter(|channel| kinds.contains(&reaches(**channel)));
            let messages = ways.map(|channel| message(&post, *channel, now)).collect();
            (post, messages)
        };
        Ok(posts.into_iter().map(with_messages).collect())
    }
}

fn message(post: &TestedPost, channel: Channel, now: Timestamp) -> TestMessage {
    TestMessage {
        id: Uuid::now_v7(),
        post: post.id,
        account: post.post.1,
        channel,
        state: MessageState::Pending,
        tries: 0,
        carrier_id: None,
        error: None,
        answered_at: None,
        next_at: Some(now),
        changed_at: now,
    }
}
