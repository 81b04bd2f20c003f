//! Cases of AHP: one matrix, or a hierarchy.

use serde::Deserialize;
use serde_json::{Value, json};

use super::analysis::{Analysis, analyse};
use super::hierarchy::combine;
use super::judgements::Judgements;
use super::named::{Judgement, Ordered};
use super::random_index::RandomIndices;
use crate::case::{Case, escaped, read};
use crate::check::length;
use crate::refusal::Refusal;

type Matrix = Vec<Vec<Judgement>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    matrix: Matrix,
    #[serde(default)]
    names: Vec<String>,
    #[serde(rename = "RI_table")]
    ri_table: Option<String>,
}

/// Weights and consistency of one matrix.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs)?;
    let tables = RandomIndices::shipped()?;
    let table = tables.named(inputs.ri_table.as_deref())?;
    let judgements = judgements(&inputs.matrix)?;
    if !inputs.names.is_empty() {
        length(inputs.names.len(), judgements.size(), "/names", "one for each row of the matrix")?;
    }
    Ok(object(&analyse(&judgements, table)?, &inputs.names))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HierarchyInputs {
    criteria_matrix: Matrix,
    /// The names of the criteria in the order of `criteria_matrix`; without them the order of `local` is that order.
    criteria: Option<Vec<String>>,
    alternatives: Vec<String>,
    local: Ordered<Matrix>,
    #[serde(rename = "RI_table")]
    ri_table: Option<String>,
}

/// Weights of alternatives under each criterion and over all.
pub(crate) fn answer_hierarchy(case: &Case) -> Result<Value, Refusal> {
    let inputs: HierarchyInputs = read(&case.inputs)?;
    let tables = RandomIndices::shipped()?;
    let table = tables.named(inputs.ri_table.as_deref())?;
    let at = |refusal: Refusal, place: &str| Refusal { path: refusal.path.replacen("/matrix", place, 1), ..refusal };
    let criteria = judgements(&inputs.criteria_matrix).map_err(|refusal| at(refusal, "/criteria_matrix"))?;
    let mut local = inputs.local.0;
    if let Some(names) = &inputs.criteria {
        length(names.len(), criteria.size(), "/criteria", "one for each row of `/criteria_matrix`")?;
        local.sort_by_key(|(name, _)| names.iter().position(|known| known == name));
        if let Some(unknown) = local.iter().find(|(name, _)| !names.contains(name)) {
            let (path, found) = (format!("/local/{}", escaped(&unknown.0)), format!("`{}`", unknown.0));
            return Err(Refusal::new(
                crate::refusal::code::UNKNOWN_NAME,
                path,
                found,
                "a name of `/criteria` is needed",
            ));
        }
    }
    let mut below = Vec::with_capacity(local.len());
    for (name, matrix) in &local {
        let place = format!("/local/{}", escaped(name));
        length(matrix.len(), inputs.alternatives.len(), &place, "one row for each of `/alternatives`")?;
        below.push(judgements(matrix).map_err(|refusal| at(refusal, &place))?);
    }
    let names: Vec<String> = local.into_iter().map(|(name, _)| name).collect();
    let hierarchy = combine(&criteria, &below, table).map_err(|refusal| by_name(refusal, &names))?;
    let under: Vec<Value> = hierarchy.local.iter().map(|one| object(one, &inputs.alternatives)).collect();
    Ok(json!({
        "criteria_weights": hierarchy.criteria.weights,
        "local_weights": hierarchy.local.iter().map(|one| &one.weights).collect::<Vec<_>>(),
        "global_weights": hierarchy.global,
        "criteria": object(&hierarchy.criteria, &names),
        "local": under,
    }))
}

/// A path that counts the matrices of `/local`, with their names as in the case.
fn by_name(refusal: Refusal, names: &[String]) -> Refusal {
    let index = refusal.path.strip_prefix("/local/").and_then(|index| index.parse::<usize>().ok());
    match index.and_then(|index| names.get(index)) {
        Some(name) => Refusal { path: format!("/local/{}", escaped(name)), ..refusal },
        None => refusal,
    }
}

fn judgements(matrix: &Matrix) -> Result<Judgements, Refusal> {
    let rows: Vec<Vec<f64>> = matrix.iter().map(|row| row.iter().map(|judgement| judgement.0).collect()).collect();
    Judgements::new(&rows)
}

fn object(found: &Analysis, names: &[String]) -> Value {
    let name = |index: usize| names.get(index).cloned().unwrap_or_else(|| (index + 1).to_string());
    let doubt = found.doubt.map(|doubt| {
        json!({
            "row": doubt.row,
            "column": doubt.column,
            "pair": [name(doubt.row), name(doubt.column)],
            "judged": doubt.judged,
            "implied": doubt.implied,
            "CR_with_implied": doubt.cr_with_implied,
        })
    });
    json!({
        "weights_eigen": found.weights,
        "lambda_max": found.lambda_max,
        "CI": found.ci,
        "RI": found.ri,
        "RI_table": found.ri_table,
        "CR": found.cr,
        "weights_geometric": found.geometric,
        "weights_column_mean": found.column_mean,
        "lambda_max_from_geometric": found.lambda_geometric,
        "consistent": found.consistent,
        "doubt": doubt,
    })
}
