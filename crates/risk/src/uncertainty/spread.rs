//! Between what scores and ranks lie.

use rayon::prelude::*;
use serde::Serialize;

use crate::composite::{Data, Definition, band, from_highest};
use crate::refusal::Refusal;
use crate::sobol::Mix;

use super::Variation;
use super::run::Runs;

/// How sure each unit's score and rank is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// How many runs.
    pub runs: usize,
    /// What decided the draws.
    pub seed: u64,
    /// One for each unit, in the order of the data.
    pub units: Vec<UnitSpread>,
}

/// How sure a unit's score and rank is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitSpread {
    /// Its code.
    pub unit: String,
    /// The index by the definition itself.
    pub score: Option<f64>,
    /// The rank by the definition itself.
    pub rank: Option<usize>,
    /// In how many runs it had an index; the rest counts over these.
    pub computed: usize,
    /// Of the scores.
    pub scores: Option<Interval>,
    /// Of the ranks.
    pub ranks: Option<RankInterval>,
    /// Share of runs in which it stays in its band, from 0 to 1; none without bands.
    pub same_band: Option<f64>,
}

/// Where nine of ten runs lie: the values that 5, 50 and 95 of 100 runs do not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// 5 of 100.
    pub low: f64,
    /// 50 of 100.
    pub middle: f64,
    /// 95 of 100.
    pub high: f64,
}

/// The same for ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RankInterval {
    /// 5 of 100.
    pub low: usize,
    /// 50 of 100.
    pub middle: usize,
    /// 95 of 100.
    pub high: usize,
}

/// What is kept of a run, as small as it goes: there are many. One entry for each unit.
struct Run {
    /// NaN where there is none.
    scores: Vec<f64>,
    /// 0 where there is none.
    ranks: Vec<u32>,
}

impl Run {
    fn of(&self, row: usize) -> Option<(f64, usize)> {
        let score = self.scores[row];
        (!score.is_nan()).then(|| (score, self.ranks[row] as usize))
    }
}

/// Computes an index again and again.
///
/// # Errors
/// As [`crate::composite::compute()`]; and where the variation is out of range (path below `/variation`).
pub fn spread(definition: &Definition, data: &Data, variation: &Variation) -> Result<Spread, Refusal> {
    let runs = Runs::new(definition, data, variation)?;
    let one = |run: usize| {
        let scores: Vec<Option<f64>> =
            runs.scores(run, &[], Mix::First).into_iter().map(|score| (!score.is_nan()).then_some(score)).collect();
        let ranks = from_highest(&scores);
        Run {
            scores: scores.into_iter().map(|score| score.unwrap_or(f64::NAN)).collect(),
            // There are far fewer units than 2^32.
            ranks: ranks.into_iter().map(|rank| rank.map_or(0, |rank| rank as u32)).collect(),
        }
    };
    let all: Vec<Run> = (0..variation.runs).into_par_iter().map(one).collect();
    let top = runs.plan().top();
    let own: Vec<Option<f64>> = runs.own.rows.iter().map(|row| (!row[top].is_nan()).then_some(row[top])).collect();
    let own_ranks = from_highest(&own);
    let unit = |row: usize| {
        told(definition, &data.units[row], own[row], own_ranks[row], all.iter().filter_map(|run| run.of(row)))
    };
    let units = (0..data.units.len()).into_par_iter().map(unit).collect();
    Ok(Spread { runs: variation.runs, seed: variation.seed, units })
}

fn told(
    definition: &Definition,
    unit: &str,
    score: Option<f64>,
    rank: Option<usize>,
    runs: impl Iterator<Item = (f64, usize)>,
) -> UnitSpread {
    let (mut scores, mut ranks): (Vec<f64>, Vec<usize>) = runs.unzip();
    let home = score.and_then(|score| band(definition, score));
    let stays =
        |home: &str| scores.iter().filter(|score| band(definition, **score).is_some_and(|band| band == home)).count();
    let same_band = home.filter(|_| !scores.is_empty()).map(|home| stays(&home) as f64 / scores.len() as f64);
    scores.sort_by(f64::total_cmp);
    ranks.sort_unstable();
    let at = |share: f64| ((share * scores.len() as f64).ceil() as usize).clamp(1, scores.len().max(1)) - 1;
    let places = [0.05, 0.5, 0.95].map(at);
    let intervals = (!scores.is_empty()).then(|| {
        let [low, middle, high] = places.map(|at| scores[at]);
        let [first, second, third] = places.map(|at| ranks[at]);
        (Interval { low, middle, high }, RankInterval { low: first, middle: second, high: third })
    });
    UnitSpread {
        unit: unit.to_owned(),
        score,
        rank,
        computed: scores.len(),
        scores: intervals.map(|(scores, _)| scores),
        ranks: intervals.map(|(_, ranks)| ranks),
        same_band,
    }
}
