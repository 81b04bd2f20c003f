//! Which of many alerts are in force.
//!
//! Alerts come in any order and from anywhere. Each may refer to earlier ones: an *update* replaces them, a *cancel*
//! takes them back, *ack* and *error* only speak about them. A reference takes effect where it is safe: the message
//! that it names is here, has the same sender and the same status (an exercise never ends a real warning), was not sent
//! later, and does not refer back. Everything else is a [`Doubt`], and the earlier warning stays: a warning too many
//! harms less than one too few.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::alert::{Alert, Reference};
use crate::kinds::MsgType;

/// How an alert stands at some moment. Numbers are places in the list that the chain was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    InForce,
    /// A later message took its place.
    Superseded {
        /// The latest that did.
        by: usize,
    },
    /// A later message took it back.
    Cancelled {
        /// The latest that did.
        by: usize,
    },
    /// All that it says has ended.
    Expired,
    /// It warns of nothing by itself: a cancellation, an acknowledgement, an error.
    Notice,
}

/// Why a reference has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The message that it names is not here.
    Unresolved,
    /// The message that it names comes from another sender than the one who refers to it.
    OtherSender,
    /// One is real and the other an exercise, a test or a draft.
    OtherStatus,
    /// The message that it names was sent later.
    Postdated,
    /// The messages refer to each other in a circle.
    Circular,
}

/// A reference without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// The alert that refers.
    pub alert: usize,
    /// Which of its references, from 0.
    pub reference: usize,
    /// Why.
    pub cause: Cause,
}

/// What many alerts mean together.
#[derive(Debug)]
pub struct Chain<'a> {
    alerts: &'a [Alert],
    /// For each alert the latest message that cancels or replaces it.
    ended: Vec<Option<Standing>>,
    doubts: Vec<Doubt>,
    resolved: usize,
}

impl<'a> Chain<'a> {
    /// Resolves the references of all alerts. Of several with the same sender and identifier the one sent first counts.
    pub fn new(alerts: &'a [Alert]) -> Self {
        let mut places: HashMap<(&str, &str), usize> = HashMap::with_capacity(alerts.len());
        for (index, alert) in alerts.iter().enumerate() {
            let place = places.entry((&alert.sender, &alert.identifier)).or_insert(index);
            if alert.sent.at < alerts[*place].sent.at {
                *place = index;
            }
        }
        let find = |reference: &Reference| places.get(&(&*reference.sender, &*reference.identifier)).copied();
        let links: Vec<Vec<Option<usize>>> =
            alerts.iter().map(|alert| alert.references.iter().map(find).collect()).collect();
        let circles = circles(&links);
        let mut chain = Self { alerts, ended: vec![None; alerts.len()], doubts: Vec::new(), resolved: 0 };
        for (from, links) in links.iter().enumerate() {
            for (reference, link) in links.iter().enumerate() {
                match link {
                    None => chain.doubts.push(Doubt { alert: from, reference, cause: Cause::Unresolved }),
                    Some(to) => {
                        chain.resolved += 1;
                        chain.apply(from, reference, *to, circles[from] == circles[*to]);
                    }
                }
            }
        }
        chain
    }

    fn apply(&mut self, from: usize, reference: usize, to: usize, circular: bool) {
        let (alert, other) = (&self.alerts[from], &self.alerts[to]);
        let cause = if circular {
            Cause::Circular
        } else if alert.sender != other.sender {
            Cause::OtherSender
        } else if alert.status != other.status {
            Cause::OtherStatus
        } else if other.sent.at > alert.sent.at {
            Cause::Postdated
        } else {
            return self.end(from, to);
        };
        self.doubts.push(Doubt { alert: from, reference, cause });
    }

    /// A cancellation weighs more than an update, of two of one sort the later one counts.
    fn end(&mut self, from: usize, to: usize) {
        let new = match self.alerts[from].msg_type {
            MsgType::Update => Standing::Superseded { by: from },
            MsgType::Cancel => Standing::Cancelled { by: from },
            MsgType::Alert | MsgType::Ack | MsgType::Error => return,
        };
        let weight = |standing: Standing| match standing {
            Standing::Cancelled { by } => (1, self.alerts[by].sent.at, by),
            Standing::Superseded { by } => (0, self.alerts[by].sent.at, by),
            _ => (0, Timestamp::MIN, 0),
        };
        if self.ended[to].is_none_or(|old| weight(new) > weight(old)) {
            self.ended[to] = Some(new);
        }
    }

    /// How the alert at `index` stands at `now`; `None` where there is none.
    pub fn standing(&self, index: usize, now: Timestamp) -> Option<Standing> {
        let alert = self.alerts.get(index)?;
        Some(match (alert.msg_type, self.ended[index]) {
            (MsgType::Cancel | MsgType::Ack | MsgType::Error, _) => Standing::Notice,
            (_, Some(ended)) => ended,
            _ if alert.expires().is_some_and(|end| end.at <= now) => Standing::Expired,
            _ => Standing::InForce,
        })
    }

    /// The alerts that are in force at `now`, in the order of the list.
    pub fn in_force(&self, now: Timestamp) -> impl Iterator<Item = &'a Alert> {
        let counts = move |(index, _): &(usize, &Alert)| self.standing(*index, now) == Some(Standing::InForce);
        self.alerts.iter().enumerate().filter(counts).map(|(_, alert)| alert)
    }

    /// References without effect.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// How many references name a message that is here.
    pub fn resolved(&self) -> usize {
        self.resolved
    }
}

/// A number for each alert; two have the same one exactly where each leads to the other (Tarjan's strongly connected
/// components, without recursion: chains may be long).
fn circles(links: &[Vec<Option<usize>>]) -> Vec<usize> {
    const OPEN: usize = usize::MAX;
    let (mut order, mut low) = (vec![OPEN; links.len()], vec![OPEN; links.len()]);
    let mut circle = vec![OPEN; links.len()];
    let (mut count, mut found) = (0, 0);
    let mut waiting = Vec::new();
    for start in 0..links.len() {
        let mut walk = vec![(start, 0)];
        while let Some((at, next)) = walk.pop() {
            if next == 0 {
                if order[at] != OPEN {
                    continue;
                }
                (order[at], low[at]) = (count, count);
                count += 1;
                waiting.push(at);
            }
            let open = links[at].iter().flatten().copied().enumerate().skip(next).find(|&(_, to)| order[to] == OPEN);
            if let Some((number, to)) = open {
                walk.extend([(at, number + 1), (to, 0)]);
                continue;
            }
            for to in links[at].iter().flatten().filter(|&&to| circle[to] == OPEN) {
                low[at] = low[at].min(low[*to]);
            }
            if low[at] == order[at] {
                while let Some(member) = waiting.pop() {
                    circle[member] = found;
                    if member == at {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    circle
}
