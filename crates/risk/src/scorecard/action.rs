//! What lowers a score most.

use serde::Serialize;

use super::grade::grade;
use super::points::Points;
use super::rules::Rules;
use super::sums::Sums;
use super::tree::NodeKind;
use super::work::{Owner, Work};
use crate::RiskLevel;

/// How many actions are named.
pub const ACTIONS: usize = 3;

/// Something that somebody could do, `of` naming the hazard, place, plan or unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate<Id> {
    /// What.
    pub work: Work,
    /// On what.
    pub of: Id,
    /// How many.
    pub count: u32,
}

/// What it would change. Both differences count: of two overdue major hazards neither lowers the score alone, because the
/// other one keeps it up, and each does so as the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action<Id> {
    /// What.
    pub work: Work,
    /// On what.
    pub of: Id,
    /// How many of it count here.
    pub count: u64,
    /// Whose it is.
    pub owner: Owner,
    /// By how much it alone lowers the score, 0 or above.
    pub lowers: Points,
    /// By how much it lowers the score once all other candidates are done, 0 or above.
    pub lowers_last: Points,
    /// The level with it alone done.
    pub level: Option<RiskLevel>,
}

/// The three that lower the score most, alone and as the last together; where two lower it alike, the one that was named
/// first.
pub(super) fn actions<Id: Clone>(
    rules: &Rules,
    sums: &Sums,
    kind: NodeKind,
    before: Option<RiskLevel>,
    candidates: &[Candidate<Id>],
) -> Vec<Action<Id>> {
    let graded = |sums: &Sums| grade(rules, sums, kind, before).grade;
    let mut counts = [0_u64; Work::COUNT];
    for candidate in candidates {
        counts[candidate.work as usize] += u64::from(candidate.count);
    }
    let (now, all) = (graded(sums).score, graded(&done(sums, &counts)).score);
    let mut actions: Vec<Action<Id>> = candidates
        .iter()
        .map(|candidate| {
            let Candidate { work, of, count } = candidate;
            let mut others = counts;
            others[*work as usize] -= u64::from(*count);
            let mut alone = sums.clone();
            let count = work.apply(&mut alone, u64::from(*count));
            let alone = graded(&alone);
            Action {
                work: *work,
                of: of.clone(),
                count,
                owner: work.owner(),
                lowers: now - alone.score,
                lowers_last: graded(&done(sums, &others)).score - all,
                level: alone.level,
            }
        })
        .filter(|action| action.lowers + action.lowers_last > Points::ZERO)
        .collect();
    actions.sort_by_key(|action| -(action.lowers + action.lowers_last));
    actions.truncate(ACTIONS);
    actions
}

/// Sums with so much of each work done. No two works change the same counts.
fn done(sums: &Sums, counts: &[u64; Work::COUNT]) -> Sums {
    let mut done = sums.clone();
    for (work, count) in Work::ALL.into_iter().zip(counts) {
        work.apply(&mut done, *count);
    }
    done
}
