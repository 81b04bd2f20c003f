//! Lines laid out over time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::{Line, Substitute, Terms};
use crate::id::PostingId;

/// One post on duty from one moment to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watch {
    /// From.
    pub from: Timestamp,
    /// Until, and not at.
    pub to: Timestamp,
    /// Who.
    pub posting: PostingId,
    /// Whether it leads.
    pub leader: bool,
}

/// Who is on duty between two moments, in order of time. Of one post no instant is counted twice: lines that overlap
/// become one watch, and whoever leads by one of them leads.
pub fn watches(
    lines: &[Line],
    substitutes: &[Substitute],
    terms: &Terms,
    zone: &TimeZone,
    (from, to): (Timestamp, Timestamp),
) -> Vec<Watch> {
    let mut pieces: BTreeMap<PostingId, Vec<Watch>> = BTreeMap::new();
    for piece in shifts(lines, substitutes, zone, (from, to)) {
        let Some(term) = terms.get(&piece.posting) else { continue };
        let from = piece.from.max(from).max(term.from);
        let to = term.to.map_or(piece.to, |end| piece.to.min(end)).min(to);
        if from < to {
            pieces.entry(piece.posting).or_default().push(Watch { from, to, ..piece });
        }
    }
    let mut all: Vec<Watch> = pieces.into_values().flat_map(|pieces| united(&pieces)).collect();
    all.sort();
    all
}

/// Who is on duty at a moment: leaders first.
pub fn on_duty(
    lines: &[Line],
    substitutes: &[Substitute],
    terms: &Terms,
    zone: &TimeZone,
    at: Timestamp,
) -> Vec<Watch> {
    // A day to each side, so that a watch is shown from its beginning to its end.
    let day = Span::new().hours(48);
    let around = (at.checked_sub(day).unwrap_or(at), at.checked_add(day).unwrap_or(at));
    let mut found = watches(lines, substitutes, terms, zone, around);
    found.retain(|watch| watch.from <= at && at < watch.to);
    found.sort_by_key(|watch| (!watch.leader, watch.from, watch.posting));
    found
}

/// When nobody is there. For shifts without a leader, give it the leaders alone.
pub fn gaps<'a>(
    watches: impl IntoIterator<Item = &'a Watch>,
    (from, to): (Timestamp, Timestamp),
) -> Vec<(Timestamp, Timestamp)> {
    let mut covered: Vec<_> = watches.into_iter().map(|watch| (watch.from, watch.to)).collect();
    covered.sort_unstable();
    let mut gaps = Vec::new();
    let mut open = from;
    for (start, end) in covered {
        if open < start {
            gaps.push((open, start.min(to)));
        }
        open = open.max(end);
    }
    if open < to {
        gaps.push((open, to));
    }
    gaps
}

/// What the roster says, whoever is still there.
fn shifts(
    lines: &[Line],
    substitutes: &[Substitute],
    zone: &TimeZone,
    (from, to): (Timestamp, Timestamp),
) -> Vec<Watch> {
    let changed: BTreeMap<_, _> =
        substitutes.iter().map(|change| ((change.line, change.date), change.posting)).collect();
    // A shift that ends today may have begun the day before.
    let first = zone.to_datetime(from).date().yesterday();
    let last = zone.to_datetime(to).date();
    let mut found = Vec::new();
    let Ok(mut date) = first else { return found };
    while date <= last {
        for line in lines.iter().filter(|line| line.begins_on(date)) {
            let posting = changed.get(&(line.id, date)).copied().unwrap_or(Some(line.posting));
            let (Some(posting), Some((from, to))) = (posting, line.shift(date, zone)) else { continue };
            found.push(Watch { from, to, posting, leader: line.leader });
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    found
}

/// The pieces of one post without overlap; neighbours that say the same are one.
fn united(pieces: &[Watch]) -> Vec<Watch> {
    let cuts: BTreeSet<Timestamp> = pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect();
    let cuts: Vec<_> = cuts.into_iter().collect();
    let mut whole: Vec<Watch> = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let mut here = pieces.iter().filter(|piece| piece.from <= from && to <= piece.to).peekable();
        let Some(posting) = here.peek().map(|piece| piece.posting) else { continue };
        let leader = here.any(|piece| piece.leader);
        match whole.last_mut() {
            Some(last) if last.to == from && last.leader == leader => last.to = to,
            _ => whole.push(Watch { from, to, posting, leader }),
        }
    }
    whole
}
