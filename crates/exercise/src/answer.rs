//! How posts are assumed to answer. Nothing is drawn twice: what one post does hangs on the seed, its unit and the rung,
//! never on the order in which calls happen to be rung, so that the same exercise ends the same way each time.

use std::collections::{BTreeMap, HashSet};

use domain::callout::{How, Report, Step};
use domain::id::CallId;
use jiff::{SignedDuration, Timestamp};

use domain::exercise::Assumed;

/// What will be said, in the order of time.
#[derive(Debug)]
pub(crate) struct Answers {
    assumed: Assumed,
    seed: u64,
    due: BTreeMap<(Timestamp, u64), (CallId, Report, How)>,
    settled: HashSet<CallId>,
    count: u64,
}

impl Answers {
    pub(crate) fn new(assumed: Assumed, seed: u64) -> Self {
        Self { assumed, seed, due: BTreeMap::new(), settled: HashSet::new(), count: 0 }
    }

    /// A rung was climbed: whether, when and how somebody answers it. `unit` is the number of the unit; `taken` says
    /// whether a carrier took the message. Knocking needs no carrier.
    pub(crate) fn rang(&mut self, call: CallId, unit: u64, step: Step, taken: bool, now: Timestamp) {
        let a = self.assumed;
        let (share, wait, how) = match step {
            Step::First if taken => (a.answer, a.received_min, How::Link),
            Step::Deputy if taken => (a.deputy_answers, a.received_min, How::Link),
            Step::DoorKnock => (a.found_at_door, a.knock_min, How::Knock),
            _ => return,
        };
        let salt = unit.wrapping_mul(31).wrapping_add(step as u64);
        if self.settled.contains(&call) || draw(self.seed, salt) >= share {
            return;
        }
        self.settled.insert(call);
        let received = later(now, between(wait, draw(self.seed, salt ^ 0x5bd1)));
        let on_post = later(received, between(a.on_post_min, draw(self.seed, salt ^ 0x9e37)));
        self.say(received, call, Report::Received, how);
        self.say(on_post, call, Report::OnPost, how);
    }

    fn say(&mut self, at: Timestamp, call: CallId, report: Report, how: How) {
        self.count += 1;
        self.due.insert((at, self.count), (call, report, how));
    }

    /// What is said by now.
    pub(crate) fn until(&mut self, now: Timestamp) -> Vec<(CallId, Report, How)> {
        let mut said = Vec::new();
        while self.due.first_key_value().is_some_and(|((at, _), _)| *at <= now) {
            said.extend(self.due.pop_first().map(|(_, one)| one));
        }
        said
    }
}

/// A number from 0 to 1 that hangs on its seed and salt alone (`SplitMix64`, Steele and others 2014): the generators of
/// libraries may change with their version, and a replay must not.
pub(crate) fn draw(seed: u64, salt: u64) -> f64 {
    let mut z = seed.wrapping_add(salt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let top = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(u32::MAX);
    f64::from(top) / (f64::from(u32::MAX) + 1.0)
}

/// Seconds from the least to the most minutes.
pub(crate) fn between([least, most]: [u32; 2], part: f64) -> SignedDuration {
    let minutes = f64::from(least) + f64::from(most - least) * part;
    SignedDuration::try_from_secs_f64((minutes * 60.0).round()).unwrap_or_default()
}

pub(crate) fn later(at: Timestamp, span: SignedDuration) -> Timestamp {
    at.saturating_add(span).unwrap_or(at)
}
