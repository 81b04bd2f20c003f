//! Bow-tie: threats on the left, one unwanted event in the middle, consequences on the right, barriers on both sides.
//!
//! `top = Σ over threats f·Π p`, with `f` how often the threat comes in a year and `p` the probability of failure on
//! demand of each of its barriers. Behind the event, the number of failed mitigating barriers decides the consequence;
//! its distribution is the Poisson binomial one. The chance of at least one event in a year is `1 − e^(−top)`.
//!
//! Source: layer of protection analysis, CCPS 2001 (ISBN 0-8169-0811-7); IEC 61511-3 annex F. Barriers are taken as
//! independent: two that share a person, a cable or a budget are one barrier here, or the result is too good.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::case::{Case, read};
use crate::check;
use crate::refusal::{Refusal, code};

/// A bow-tie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BowTie {
    /// What can lead to the event; at least one.
    pub threats: Vec<Threat>,
    /// Probability of failure on demand of each barrier behind the event, from 0 to 1.
    pub mitigation_pfd: Vec<f64>,
    /// Names of the consequences by how many mitigating barriers failed: one more than there are barriers.
    pub consequences_by_number_failed: Vec<String>,
}

/// What can lead to the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// For readers.
    pub name: String,
    /// How often it comes, per year, at least 0.
    #[serde(rename = "freq")]
    pub frequency: f64,
    /// Probability of failure on demand of each barrier before the event, from 0 to 1.
    pub barrier_pfd: Vec<f64>,
}

/// What a bow-tie comes to. Frequencies are per year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// How often the event comes.
    pub top_event: f64,
    /// Part of it that each threat brings, in their order; they sum to `top_event`.
    pub by_threat: Vec<f64>,
    /// How often each consequence comes, in their order; they sum to `top_event`.
    pub consequences: Vec<f64>,
    /// Chance of at least one event in a year, from 0 to 1.
    pub at_least_one_in_a_year: f64,
    /// What each preventing barrier holds back.
    pub barriers: Vec<Barrier>,
}

/// What a preventing barrier is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Barrier {
    /// Position of its threat.
    pub threat: usize,
    /// Its position before that threat.
    pub barrier: usize,
    /// How often the event would come without it.
    pub top_event_without: f64,
    /// How often the event would come if it never failed.
    pub top_event_perfect: f64,
}

impl BowTie {
    /// Computes the bow-tie.
    ///
    /// # Errors
    /// A [`Refusal`] where there is no threat, a frequency is below 0, a probability is outside 0 to 1, or the number of
    /// consequences is not one more than that of mitigating barriers.
    pub fn outcome(&self) -> Result<Outcome, Refusal> {
        self.check()?;
        let by_threat: Vec<f64> =
            self.threats.iter().map(|threat| threat.frequency * passed(&threat.barrier_pfd)).collect();
        let top_event = check::finite(by_threat.iter().sum(), "/threats")?;
        let barriers = self.threats.iter().enumerate().flat_map(|(at, threat)| {
            let others = top_event - by_threat[at];
            (0..threat.barrier_pfd.len()).map(move |barrier| {
                let mut without = threat.barrier_pfd.clone();
                without.remove(barrier);
                let top_event_without = others + threat.frequency * passed(&without);
                Barrier { threat: at, barrier, top_event_without, top_event_perfect: others }
            })
        });
        Ok(Outcome {
            barriers: barriers.collect(),
            consequences: failures(&self.mitigation_pfd).into_iter().map(|share| top_event * share).collect(),
            at_least_one_in_a_year: -(-top_event).exp_m1(),
            top_event,
            by_threat,
        })
    }

    fn check(&self) -> Result<(), Refusal> {
        check::not_empty(&self.threats, "/threats")?;
        for (at, threat) in self.threats.iter().enumerate() {
            check::within(threat.frequency, 0.0, f64::MAX, &format!("/threats/{at}/freq"))?;
            probabilities(&threat.barrier_pfd, &format!("/threats/{at}/barrier_pfd"))?;
        }
        probabilities(&self.mitigation_pfd, "/mitigation_pfd")?;
        let (found, wanted) = (self.consequences_by_number_failed.len(), self.mitigation_pfd.len() + 1);
        let path = "/consequences_by_number_failed";
        check::length(found, wanted, path, "one for none failed and one for each barrier of `/mitigation_pfd`")
    }
}

/// A barrier chain longer than this is a mistake.
const BARRIERS_MAX: usize = 1_000;

fn probabilities(values: &[f64], path: &str) -> Result<(), Refusal> {
    if values.len() > BARRIERS_MAX {
        let wanted = format!("at most {BARRIERS_MAX} barriers are taken");
        return Err(Refusal::new(code::TOO_LARGE, path, format!("{}", values.len()), wanted));
    }
    values.iter().enumerate().try_for_each(|(at, p)| check::within(*p, 0.0, 1.0, &format!("{path}/{at}")).map(|_| ()))
}

fn passed(failures: &[f64]) -> f64 {
    failures.iter().product()
}

/// Probability that 0, 1, 2 … of the barriers fail.
fn failures(probabilities: &[f64]) -> Vec<f64> {
    let mut counts = vec![1.0];
    for p in probabilities {
        counts.push(0.0);
        for failed in (0..counts.len()).rev() {
            let before = if failed == 0 { 0.0 } else { counts[failed - 1] };
            counts[failed] = counts[failed] * (1.0 - p) + before * p;
        }
    }
    counts
}

/// A case of the method `bow-tie (LOPA)`.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let bow_tie: BowTie = read(&case.inputs)?;
    let outcome = bow_tie.outcome()?;
    // Two consequences of one name are one consequence.
    let mut consequences = Map::new();
    for (name, frequency) in bow_tie.consequences_by_number_failed.iter().zip(&outcome.consequences) {
        let sum = consequences.get(name).and_then(Value::as_f64).unwrap_or(0.0) + frequency;
        consequences.insert(name.clone(), json!(sum));
    }
    Ok(json!({
        "top_event_freq": outcome.top_event,
        "consequence_freq": consequences,
        "prob_at_least_one_year": outcome.at_least_one_in_a_year,
        "freq_by_threat": outcome.by_threat,
        "barriers": outcome.barriers,
    }))
}
