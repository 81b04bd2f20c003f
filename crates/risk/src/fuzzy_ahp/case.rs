//! A case of fuzzy AHP.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Triangular, fuzzy_weights};
use crate::ahp::{Judgement, RandomIndices};
use crate::case::{Case, read};
use crate::check::length;
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    matrix: Vec<Vec<[Judgement; 3]>>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(rename = "RI_table")]
    ri_table: Option<String>,
}

pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs)?;
    let tables = RandomIndices::shipped()?;
    let table = tables.named(inputs.ri_table.as_deref())?;
    if !inputs.names.is_empty() {
        length(inputs.names.len(), inputs.matrix.len(), "/names", "one for each row of the matrix")?;
    }
    let triangular = |number: &[Judgement; 3]| -> Triangular { number.map(|part| part.0) };
    let rows: Vec<Vec<Triangular>> = inputs.matrix.iter().map(|row| row.iter().map(triangular).collect()).collect();
    let found = fuzzy_weights(&rows, table)?;
    Ok(json!({
        "weights_fuzzy": found.fuzzy,
        "weights": found.weights,
        "CI": found.likely.ci,
        "RI": found.likely.ri,
        "RI_table": found.likely.ri_table,
        "CR": found.likely.cr,
        "consistent": found.likely.consistent,
    }))
}
