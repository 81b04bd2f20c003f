//! A case of fuzzy comprehensive evaluation: one level or two, with degrees or with values and membership functions.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::membership::{Membership, evaluate, evaluate_groups};
use super::operator::Operator;
use super::shape::Shape;
use crate::case::{Case, read};
use crate::check::{length, not_empty};
use crate::refusal::{Refusal, code};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    /// Of the factors, or of the groups where there are groups.
    weights: Vec<f64>,
    #[serde(rename = "R")]
    degrees: Option<Vec<Vec<f64>>>,
    values: Option<Vec<f64>>,
    functions: Option<Vec<Vec<Shape>>>,
    groups: Option<Vec<Group>>,
    /// One for each grade; without them 1, 2, 3 …
    grade_scores: Option<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    weights: Vec<f64>,
    #[serde(rename = "R")]
    degrees: Option<Vec<Vec<f64>>>,
    values: Option<Vec<f64>>,
    functions: Option<Vec<Vec<Shape>>>,
}

/// The membership by each operator.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs)?;
    let mut out = Map::new();
    let Some(groups) = inputs.groups else {
        let degrees = degrees(inputs.degrees, inputs.values, inputs.functions)?;
        let scores = inputs.grade_scores.unwrap_or_else(|| numbers(&degrees));
        for operator in Operator::ALL {
            let found = evaluate(&inputs.weights, &degrees, &scores, operator)?;
            out.insert(operator.word().to_owned(), object(&found));
        }
        return Ok(Value::Object(out));
    };
    if inputs.degrees.is_some() || inputs.values.is_some() || inputs.functions.is_some() {
        let wanted = "degrees or values inside the groups are needed";
        return Err(Refusal::new(code::CONTRADICTION, "", "`groups` beside degrees or values", wanted));
    }
    not_empty(&groups, "/groups")?;
    let resolve = |(index, group): (usize, Group)| {
        let degrees = degrees(group.degrees, group.values, group.functions);
        let degrees = degrees.map_err(|refusal| refusal.under(&format!("/groups/{index}")))?;
        Ok((group.weights, degrees))
    };
    let groups = groups.into_iter().enumerate().map(resolve).collect::<Result<Vec<_>, Refusal>>()?;
    let scores = inputs.grade_scores.unwrap_or_else(|| groups.first().map_or_else(Vec::new, |group| numbers(&group.1)));
    for operator in Operator::ALL {
        let (whole, below) = evaluate_groups(&inputs.weights, &groups, &scores, operator)?;
        let mut whole = object(&whole);
        whole["groups"] = below.iter().map(object).collect();
        out.insert(operator.word().to_owned(), whole);
    }
    Ok(Value::Object(out))
}

/// R as it is given, or each value by the functions of its factor.
fn degrees(
    degrees: Option<Vec<Vec<f64>>>,
    values: Option<Vec<f64>>,
    functions: Option<Vec<Vec<Shape>>>,
) -> Result<Vec<Vec<f64>>, Refusal> {
    match (degrees, values, functions) {
        (Some(degrees), None, None) => Ok(degrees),
        (None, Some(values), Some(functions)) => {
            length(functions.len(), values.len(), "/functions", "one list of functions for each of `/values`")?;
            values.iter().zip(&functions).enumerate().map(row).collect()
        }
        _ => {
            let wanted = "either `R`, or `values` with `functions`, is needed";
            Err(Refusal::new(code::CONTRADICTION, "", "another combination of keys", wanted))
        }
    }
}

fn row((factor, (value, functions)): (usize, (&f64, &Vec<Shape>))) -> Result<Vec<f64>, Refusal> {
    let degree = |(grade, shape): (usize, &Shape)| {
        shape.degree(*value).map_err(|refusal| refusal.under(&format!("/functions/{factor}/{grade}")))
    };
    functions.iter().enumerate().map(degree).collect()
}

/// 1, 2, 3 … for the grades.
fn numbers(degrees: &[Vec<f64>]) -> Vec<f64> {
    (1..=degrees.first().map_or(0, Vec::len)).map(|grade| grade as f64).collect()
}

fn object(found: &Membership) -> Value {
    let greatest: Vec<usize> = found.greatest.iter().map(|grade| grade + 1).collect();
    json!({
        "B": found.vector,
        "B_normalised": found.normalised,
        "max_membership_grade": greatest.first(),
        "max_membership_grades": greatest,
        "weighted_average": found.weighted_average,
    })
}
