//! A case of the method `composite`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{Case, escaped, read};
use crate::refusal::{Refusal, code};

use super::{Aggregation, Data, Definition, Direction, Group, Indicator, Limits, Missing, Transform};
use super::{compute, explain_all};

/// A definition with data, or the raw values and limits of a formula that is known here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    definition: Option<Definition>,
    data: Option<Data>,
    formula: Option<Formula>,
    #[serde(default)]
    raw: BTreeMap<String, Vec<Option<f64>>>,
    #[serde(default)]
    minmax: BTreeMap<String, (f64, f64)>,
}

/// Formulas that a case can name, as the golden case writes them.
#[derive(Deserialize)]
enum Formula {
    /// Hazard, vulnerability and lack of capacity of a place, as INFORM puts them together.
    #[serde(
        rename = "risk=(H*V*C)^(1/3), 0-10, min-max with fixed min/max, clipped; H=geometric mean of (10-x) complement: \
                      10-prod(10-h)^(1/n)"
    )]
    InformLike,
}

/// Scores by code, in the order of the units, and the whole index with its explanations.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs)?;
    let (definition, data) = match inputs {
        Inputs { definition: Some(definition), data: Some(data), formula: None, .. } => (definition, data),
        Inputs { formula: Some(Formula::InformLike), raw, minmax, definition: None, data: None } => {
            (inform_like(&minmax)?, numbered(raw))
        }
        _ => {
            let wanted = "a `definition` with `data`, or a `formula` with `raw` and `minmax`, is needed";
            return Err(Refusal::new(code::CONTRADICTION, "", "neither, or both", wanted));
        }
    };
    let index = compute(&definition, &data)?;
    let mut answer = json!({});
    for code in index.units.first().map(|unit| unit.scores.keys()).into_iter().flatten() {
        let column: Vec<Option<f64>> =
            index.units.iter().map(|unit| unit.scores.get(code).copied().flatten()).collect();
        answer[code.as_str()] = json!(column);
    }
    answer["index"] = json!(index);
    answer["explanations"] = json!(explain_all(&definition, &data)?);
    Ok(answer)
}

fn inform_like(minmax: &BTreeMap<String, (f64, f64)>) -> Result<Definition, Refusal> {
    let group = |code: &str, parent: Option<&str>, aggregation| Group {
        code: code.to_owned(),
        name: String::new(),
        parent: parent.map(str::to_owned),
        weight: 1.0,
        aggregation,
    };
    let indicator = |code: &str, parent: &str, direction| {
        let Some((low, high)) = minmax.get(code).copied() else {
            let wanted = "the lowest and the highest value of each indicator are needed";
            return Err(Refusal::new(code::EMPTY, format!("/minmax/{}", escaped(code)), "nothing", wanted));
        };
        Ok(Indicator {
            code: code.to_owned(),
            name: String::new(),
            parent: parent.to_owned(),
            weight: 1.0,
            direction,
            denominator: None,
            transform: Transform::None,
            limits: Limits::Fixed { low, high },
        })
    };
    Ok(Definition {
        id: "inform-like".to_owned(),
        version: "1".to_owned(),
        scale: 10.0,
        missing: Missing::Refuse,
        outliers: None,
        freshness: None,
        flag_from: None,
        decimals: None,
        bands: Vec::new(),
        indicators: vec![
            indicator("flood", "H", Direction::Higher)?,
            indicator("fire", "H", Direction::Higher)?,
            indicator("elderly_pct", "V", Direction::Higher)?,
            indicator("hydrants_per_km2", "C", Direction::Lower)?,
        ],
        groups: vec![
            group("risk", None, Aggregation::Geometric),
            group("H", Some("risk"), Aggregation::ComplementGeometric),
            group("V", Some("risk"), Aggregation::Arithmetic),
            group("C", Some("risk"), Aggregation::Arithmetic),
        ],
    })
}

fn numbered(columns: BTreeMap<String, Vec<Option<f64>>>) -> Data {
    let units = columns.values().map(Vec::len).max().unwrap_or(0);
    Data { units: (1..=units).map(|number| number.to_string()).collect(), columns, ..Data::default() }
}
