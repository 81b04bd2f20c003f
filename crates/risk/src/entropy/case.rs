//! A case of entropy weights.

use serde::Deserialize;
use serde_json::{Value, json};

use super::entropy_weights;
use crate::case::{Case, read};
use crate::refusal::{Refusal, code};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    matrix: Vec<Vec<f64>>,
    /// Words; only `all benefit` is known.
    direction: Option<String>,
}

pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs)?;
    if let Some(direction) = inputs.direction.filter(|words| !words.starts_with("all benefit")) {
        let wanted = "`all benefit` is needed: turn criteria for which less is better round first";
        return Err(Refusal::new(code::UNKNOWN_NAME, "/direction", format!("`{direction}`"), wanted));
    }
    let found = entropy_weights(&inputs.matrix)?;
    Ok(json!({
        "P": found.shares,
        "entropy": found.entropy,
        "divergence": found.divergence,
        "weights": found.weights,
    }))
}
