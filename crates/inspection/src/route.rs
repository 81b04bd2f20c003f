//! In which order the places of a day are walked: short, the same each time, those that must be reached first.
//!
//! Nearest neighbour, then 2-opt (Croes 1958): pieces of the way are turned around while that makes it shorter. Near the
//! shortest way, not always the shortest. Distances are as the crow flies: a street may be longer.

use serde::{Deserialize, Serialize};

use crate::point::Point;
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::is_id;
use crate::vocabulary::repeated;

/// Most places of one route.
pub const STOPS_MAX: usize = 300;

/// Most passes of 2-opt; it ends by itself long before.
const PASSES_MAX: usize = 200;

/// Shorter by less than this is not shorter, metres: so rounding cannot turn pieces back and forth.
const GAIN_MIN_M: f64 = 0.001;

/// A place to reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Id of the place.
    pub place: String,
    /// Where it is.
    pub at: Point,
    /// A must-point (必到点位): all of them come before the others.
    #[serde(default)]
    pub must: bool,
}

/// Places in the order of the walk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Ids of the places.
    pub places: Vec<String>,
    /// Length from the start to the last place, metres as the crow flies.
    pub metres: f64,
}

/// Orders the places from `start` on; it does not return there. The order of `stops` does not matter.
///
/// # Errors
/// [`Code::TooMany`] above [`STOPS_MAX`], [`Code::Twice`], [`Code::Id`] and [`Code::Position`].
pub fn order(start: Point, stops: &[Stop]) -> Result<Route, Vec<Refusal>> {
    check(start, stops)?;
    let mut sorted: Vec<&Stop> = stops.iter().collect();
    sorted.sort_by(|a, b| a.place.cmp(&b.place));
    let (must, others): (Vec<_>, Vec<_>) = sorted.into_iter().partition(|stop| stop.must);
    let first = leg(start, must);
    let from = first.last().map_or(start, |stop| stop.at);
    let walk = [first, leg(from, others)].concat();
    let mut at = start;
    let metres = walk.iter().map(|stop| std::mem::replace(&mut at, stop.at).metres_to(stop.at)).sum();
    Ok(Route { places: walk.iter().map(|stop| stop.place.clone()).collect(), metres })
}

fn check(start: Point, stops: &[Stop]) -> Result<(), Vec<Refusal>> {
    if stops.len() > STOPS_MAX {
        return Err(vec![Refusal::new(Code::TooMany, "/stops", stops.len())]);
    }
    let mut wrong = repeated("/stops", "/place", stops.iter().map(|stop| stop.place.as_str()));
    let bad = |at: Point, path: String| {
        (!at.is_valid()).then(|| Refusal::new(Code::Position, path, format!("{}, {}", at.lon, at.lat)))
    };
    wrong.extend(bad(start, "/start".to_owned()));
    for (index, stop) in stops.iter().enumerate() {
        wrong.extend(bad(stop.at, format!("/stops/{index}/at")));
        if !is_id(&stop.place) {
            wrong.push(Refusal::new(Code::Id, format!("/stops/{index}/place"), &stop.place));
        }
    }
    all_or_nothing(wrong)
}

/// A short way from `start` through all of them.
fn leg(start: Point, stops: Vec<&Stop>) -> Vec<&Stop> {
    let mut way = nearest_first(start, stops);
    for _ in 0..PASSES_MAX {
        if !shorten(start, &mut way) {
            break;
        }
    }
    way
}

/// Always the nearest next; of two as near, the one whose id comes first.
fn nearest_first(start: Point, mut left: Vec<&Stop>) -> Vec<&Stop> {
    let mut way = Vec::with_capacity(left.len());
    let mut at = start;
    while let Some((index, _)) = left
        .iter()
        .enumerate()
        .map(|(index, stop)| (index, at.metres_to(stop.at)))
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
    {
        let next = left.remove(index);
        at = next.at;
        way.push(next);
    }
    way
}

/// One pass: turns each piece around whose ends then lie nearer. Whether any was.
fn shorten(start: Point, way: &mut [&Stop]) -> bool {
    let mut shorter = false;
    for first in 0..way.len() {
        for last in first + 1..way.len() {
            let before = if first == 0 { start } else { way[first - 1].at };
            let (head, tail) = (way[first].at, way[last].at);
            let after = way.get(last + 1).map(|stop| stop.at);
            let length = |to_first: Point, from_last: Point| {
                before.metres_to(to_first) + after.map_or(0.0, |after| from_last.metres_to(after))
            };
            if length(tail, head) + GAIN_MIN_M < length(head, tail) {
                way[first..=last].reverse();
                shorter = true;
            }
        }
    }
    shorter
}
