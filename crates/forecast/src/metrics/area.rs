//! Hits within a share of the area: hit rate, PAI and PEI.
//!
//! With N events, of which n lie in the cells of highest score that together are the share a of the area:
//! hit rate = n / N, prediction accuracy index PAI = (n / N) / a (Chainey, Tompson and Uhlig 2008), and prediction
//! efficiency index PEI = n / n*, where n* are the most hits that any choice of that area has (Hunt 2016; the challenge
//! of the National Institute of Justice, 2017).
//!
//! Maps of rare events have many equal scores. Where the cut goes through cells of one score, `n` is the expected value
//! over all orders of them: the order of the rows decides nothing.

use serde::Serialize;

use super::Refused;

/// How much closer to a whole number of cells a product counts as that number: 0.1 × 30 is not quite 3.
const WHOLE_WITHIN: f64 = 1e-9;

/// What the cells of highest score have caught.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AreaScore {
    /// Expected number of events in the chosen area, over all orders of cells with equal scores.
    pub hits: f64,
    /// Number of events in the whole area.
    pub events: u64,
    /// `hits / events`, 0 to 1.
    pub hit_rate: f64,
    /// `hit_rate / area_fraction`, 0 to `1 / area_fraction`; 1 is chance.
    pub pai: f64,
    /// Most events that any choice of that area has.
    pub best_hits: f64,
    /// `hits / best_hits`, 0 to 1.
    pub pei: f64,
}

/// Scores a ranking of cells of equal area.
///
/// `scores` and `events` have one value per cell: how likely the forecast held an event there, in any unit, and how many
/// there were. `area_fraction` is the share of the cells that is chosen, above 0 up to 1; of a cell that is chosen in
/// part, that part of its events counts.
///
/// # Errors
/// No cells, lists of different length, a score that is not finite, a share outside its range, or no event at all.
pub fn area(scores: &[f64], events: &[u32], area_fraction: f64) -> Result<AreaScore, Refused> {
    if scores.is_empty() {
        return Err(Refused::Empty { list: "score" });
    }
    if events.len() != scores.len() {
        return Err(Refused::Length { list: "events", found: events.len(), wanted: scores.len() });
    }
    if let Some(index) = scores.iter().position(|score| !score.is_finite()) {
        let wanted = "a finite number is needed";
        return Err(Refused::Value { list: "score", index: Some(index), value: scores[index], wanted });
    }
    if !(area_fraction > 0.0 && area_fraction <= 1.0) {
        let wanted = "a share of the area above 0 and up to 1 is needed";
        return Err(Refused::Value { list: "area_fraction", index: None, value: area_fraction, wanted });
    }
    let all: u64 = events.iter().map(|count| u64::from(*count)).sum();
    if all == 0 {
        return Err(Refused::NoEvents);
    }
    let chosen = cells(area_fraction, scores.len());
    let by_score = scores.iter().copied().zip(events.iter().copied());
    let by_events = events.iter().map(|count| (f64::from(*count), *count));
    let (hits, best_hits) = (caught(by_score.collect(), chosen), caught(by_events.collect(), chosen));
    let hit_rate = hits / all as f64;
    Ok(AreaScore { hits, events: all, hit_rate, pai: hit_rate / area_fraction, best_hits, pei: hits / best_hits })
}

/// How many cells are the share, with a part of one.
fn cells(area_fraction: f64, all: usize) -> f64 {
    let cells = area_fraction * all as f64;
    if (cells - cells.round()).abs() < WHOLE_WITHIN { cells.round() } else { cells }
}

/// Events in the `chosen` cells of highest rank; cells of equal rank share what is left to choose.
fn caught(mut cells: Vec<(f64, u32)>, mut chosen: f64) -> f64 {
    // All are finite, so that every two of them can be compared.
    cells.sort_by(|one, other| other.0.partial_cmp(&one.0).unwrap_or(std::cmp::Ordering::Equal));
    let mut hits = 0.0;
    for tied in cells.chunk_by(|one, other| one.0 == other.0) {
        let events: f64 = tied.iter().map(|cell| f64::from(cell.1)).sum();
        let size = tied.len() as f64;
        if chosen < size {
            return hits + events * (chosen / size);
        }
        hits += events;
        chosen -= size;
    }
    hits
}
