//! Runs: the indicators' scores by every normalisation and rule for missing values, made once, and put together anew.

use crate::composite::{Aggregation, Data, Definition, Limits, Plan, Scores, Way, fill, observable, score, varies};
use crate::refusal::Refusal;
use crate::sobol::Mix;

use super::draw::{Choices, Draw, Factor, draw};
use super::{Mean, Normalisation, Variation};

/// Where geometric means are taken instead of others, scores run from a hundredth of the scale to its top: one score of
/// 0 would make the whole 0, and half of all units equal (OECD/JRC handbook, step 6). A part of the scale, and the rest.
const LIFTED: (f64, f64) = (0.01, 0.99);

/// What every run shares.
pub(super) struct Runs<'a> {
    pub(super) own: Scores,
    variation: &'a Variation,
    decimals: Option<u8>,
    /// By normalisation, then by rule for missing values.
    made: Vec<Vec<Scores>>,
    choices: Choices,
}

impl<'a> Runs<'a> {
    pub(super) fn new(definition: &Definition, data: &Data, variation: &'a Variation) -> Result<Self, Refusal> {
        variation.check(data).map_err(|refusal| refusal.under("/variation"))?;
        let own = score(definition, data)?;
        let normalisations = or_else(&variation.normalisations, Normalisation::AsDefined);
        let missing = or_else(&variation.missing, definition.missing.clone());
        let made = normalisations.iter().map(|normalisation| {
            let by = |rule: &_| {
                let mut other = Definition { missing: Clone::clone(rule), ..definition.clone() };
                limits(&mut other, data, *normalisation)?;
                score(&other, data)
            };
            missing.iter().map(by).collect::<Result<Vec<_>, Refusal>>()
        });
        let made = made.collect::<Result<Vec<_>, Refusal>>()?;
        let means = variation.means.len().max(1);
        let choices = Choices { normalisations: normalisations.len(), means, missing: missing.len() };
        Ok(Self { own, variation, decimals: definition.decimals, made, choices })
    }

    /// The factors that have a choice.
    pub(super) fn factors(&self) -> Vec<Factor> {
        let mut factors = Vec::new();
        let mut put = |factor, chosen: bool| factors.extend(chosen.then_some(factor));
        put(Factor::Weights, self.variation.weight_spread > 0.0);
        put(Factor::Normalisation, self.choices.normalisations > 1);
        put(Factor::Aggregation, self.choices.means > 1);
        put(Factor::Missing, self.choices.missing > 1);
        factors
    }

    /// The index of every unit in one run; NaN where a unit has none.
    pub(super) fn scores(&self, run: usize, factors: &[Factor], mix: Mix) -> Vec<f64> {
        let Variation { weight_spread, seed, .. } = self.variation;
        let draw = draw(&self.own.plan, self.choices, *weight_spread, *seed, run, (factors, mix));
        self.computed(&draw)
    }

    fn computed(&self, draw: &Draw) -> Vec<f64> {
        let Scores { plan, rows, .. } = &self.made[draw.normalisation][draw.missing];
        let instead = match self.variation.means.get(draw.mean) {
            None | Some(Mean::AsDefined) => None,
            Some(Mean::Arithmetic) => Some(Aggregation::Arithmetic),
            Some(Mean::Geometric) => Some(Aggregation::Geometric),
        };
        let way = Way { shares: &draw.shares, instead, at_least: plan.at_least, decimals: self.decimals };
        let mut row = vec![f64::NAN; plan.codes.len()];
        let (floor, rest) = if instead == Some(Aggregation::Geometric) { LIFTED } else { (0.0, 1.0) };
        let top = |scores: &Vec<f64>| {
            for (place, score) in row.iter_mut().zip(scores).take(plan.indicators) {
                *place = floor * plan.scale + rest * score;
            }
            fill(plan, way, &mut row);
            row[plan.top()]
        };
        rows.iter().map(top).collect()
    }

    /// The plan that every run shares but for its rule for missing values.
    pub(super) fn plan(&self) -> &Plan {
        &self.own.plan
    }
}

fn or_else<T: Clone>(choices: &[T], own: T) -> Vec<T> {
    if choices.is_empty() { vec![own] } else { choices.to_vec() }
}

fn limits(definition: &mut Definition, data: &Data, normalisation: Normalisation) -> Result<(), Refusal> {
    for at in 0..definition.indicators.len() {
        let (possible, instead) = match normalisation {
            Normalisation::AsDefined => return Ok(()),
            Normalisation::Observed => (observable(definition, at, data)?, Limits::Observed),
            Normalisation::Percentile => (varies(definition, at, data)?, Limits::Percentile),
        };
        if possible {
            definition.indicators[at].limits = instead;
        }
    }
    Ok(())
}
