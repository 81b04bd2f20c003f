//! A case of TOPSIS.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Direction, Normalisation, topsis};
use crate::case::{Case, read};
use crate::refusal::{Refusal, code};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    matrix: Vec<Vec<f64>>,
    weights: Vec<f64>,
    /// 1 where more is better, -1 where less is.
    types: Vec<f64>,
    normalization: Option<Normalisation>,
}

pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs)?;
    let directions = inputs.types.iter().enumerate().map(direction).collect::<Result<Vec<_>, _>>()?;
    let normalisation = inputs.normalization.unwrap_or(Normalisation::Vector);
    let found = topsis(&inputs.matrix, &inputs.weights, &directions, normalisation)?;
    Ok(json!({
        "normalization": found.normalisation,
        "weighted": found.weighted,
        "d_plus": found.to_ideal,
        "d_minus": found.to_anti_ideal,
        "closeness": found.closeness,
        "ranking": found.order.iter().map(|index| index + 1).collect::<Vec<_>>(),
    }))
}

fn direction((index, word): (usize, &f64)) -> Result<Direction, Refusal> {
    match *word {
        1.0 => Ok(Direction::Benefit),
        -1.0 => Ok(Direction::Cost),
        other => {
            let wanted = "1 (more is better) or -1 (less is better) is needed";
            Err(Refusal::new(code::OUT_OF_RANGE, format!("/types/{index}"), format!("`{other}`"), wanted))
        }
    }
}
