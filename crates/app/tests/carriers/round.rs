//! Rounds of calls: begun by a warning, ended by its cancellation, and how their messages stand in the database.

use std::collections::BTreeSet;

use domain::id::CalloutId;
use domain::message::{Channel, MessageState};
use store::callout::{self, Cut};
use store::{Meta, Store};
use testkit::warning::Cap;

use super::fakes::{robot_key, speaker_key};
use super::fill::now;
use super::town::{MESSAGES, POSTS, Town};

/// How a round stands.
pub(crate) struct Stand {
    /// Whether all of its calls are written down.
    pub(crate) placed: bool,
    /// Posts for which nothing was begun.
    pub(crate) spared: usize,
    /// Each message with the key under which its fake knows it.
    messages: Vec<(String, MessageState)>,
}

impl Stand {
    /// Keys of the messages that stand like this.
    pub(crate) fn keys(&self, like: impl Fn(MessageState) -> bool) -> BTreeSet<String> {
        self.messages.iter().filter(|(_, state)| like(*state)).map(|(key, _)| key.clone()).collect()
    }

    /// Whether nothing of it is on its way or will be.
    pub(crate) fn is_over(&self) -> bool {
        self.messages.iter().all(|(_, state)| !state.is_to_send())
    }

    /// Whether every message was taken.
    pub(crate) fn is_told(&self) -> bool {
        self.messages.len() == MESSAGES && self.messages.iter().all(|(_, state)| state.is_taken())
    }
}

impl Town {
    /// An official station warns of red in the whole city: a round of calls is open in this database.
    pub(crate) fn warn(&self, database: &str, name: &str) -> CalloutId {
        let red = Cap { code: "4101", sent: now(), ..Cap::red(name) };
        self.receive(database, name, &red);
        let open = self.look(database, async |store: &Store| store.open_callouts().await.expect("rounds"));
        open.last().expect("a round").id
    }

    /// The station takes its warning back; acknowledged when this returns.
    pub(crate) fn cancel(&self, name: &str) {
        let end = format!("end-{name}");
        let references = vec![name.to_owned()];
        let cancel = Cap { code: "4101", sent: now(), message: "Cancel", references, ..Cap::red(&end) };
        self.receive(&self.place.database, &end, &cancel);
    }

    fn receive(&self, database: &str, name: &str, message: &Cap) {
        let file = format!("{name}.xml");
        std::fs::write(self.place.path().join(&file), message.xml()).expect("a file");
        self.place.run(&["warning", "receive", &file, "--database", database], "");
    }

    /// How a round stands in a database.
    pub(crate) fn stand(&self, database: &str, round: CalloutId) -> Stand {
        self.look(database, async |store: &Store| {
            let found = store.callout(round).await.expect("an answer").expect("the round");
            let cut = Cut { limit: POSTS as u64, ..Cut::default() };
            let calls = store.calls(round, &cut).await.expect("calls");
            let ids: Vec<_> = calls.iter().map(|call| call.id).collect();
            let attempts = callout::attempts_of(store.read(), &ids).await.expect("attempts");
            let mut messages = Vec::new();
            for attempt in attempts.values().flatten() {
                let id = attempt.id.to_string();
                let key = match attempt.channel {
                    Channel::Mail => format!("mail {id}"),
                    Channel::Sms | Channel::Voice => self.fakes.text_key(&id, &self.numbers[&attempt.account]),
                };
                messages.push((key, attempt.state));
            }
            for (_, path) in callout::units(store.read(), round).await.expect("units") {
                for told in store.outlet_messages(round, &path).await.expect("messages") {
                    let group = self.groups.get(&told.outlet).map(|group| robot_key(group));
                    messages.push((group.unwrap_or_else(|| speaker_key(&told.id.to_string())), told.state));
                }
            }
            let spared = POSTS - attempts.len();
            Stand { placed: found.placed_at.is_some(), spared, messages }
        })
    }

    /// Whether this database is held.
    pub(crate) fn is_held(&self, database: &str) -> bool {
        self.look(database, async |store: &Store| Meta::get(store.read(), "held").await.expect("an answer").is_some())
    }
}
