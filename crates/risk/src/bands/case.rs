//! A case of LEC or LS: rows of scores, and by which band set they are rated.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::set::{BandSet, BandSets};
use crate::case::{Case, escaped, in_inputs, read};
use crate::check::not_empty;
use crate::refusal::{Refusal, code};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    /// One object per row, with a score for each letter.
    rows: Option<Vec<Map<String, Value>>>,
    /// The id of a set.
    band_set: Option<String>,
    /// Words that contain the rule of a set ([`BandSet::rule`]).
    convention: Option<String>,
}

#[derive(Deserialize)]
struct Expected {
    rows: Vec<Map<String, Value>>,
}

/// Rates every row. The set is the one that `band_set` names, else the one whose rule stands in `convention`, else the
/// first of the method. A case that lists its rows once, with what is expected of each, has them read from there.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs).map_err(in_inputs)?;
    let sets = BandSets::shipped()?;
    let set = chosen(&sets, &case.method, &inputs).map_err(in_inputs)?;
    let (rows, above) = match (inputs.rows, &case.expected) {
        (Some(rows), _) => (rows, "/inputs/rows"),
        (None, Some(expected)) => {
            let expected: Expected = read(expected).map_err(|refusal| refusal.under("/expected"))?;
            (expected.rows, "/expected/rows")
        }
        (None, None) => (Vec::new(), "/inputs/rows"),
    };
    not_empty(&rows, above)?;
    let rated = |(index, row)| rate(set, row).map_err(|refusal: Refusal| refusal.under(&format!("{above}/{index}")));
    let rows = rows.iter().enumerate().map(rated).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "rows": rows, "band_set": set.id, "rule": set.rule() }))
}

fn chosen<'a>(sets: &'a BandSets, method: &'a str, inputs: &Inputs) -> Result<&'a BandSet, Refusal> {
    let refused = |path: &str, found: &str, what: &str, known: Vec<String>| {
        let wanted = format!("{what} is needed: {}", known.join("; "));
        Refusal::new(code::UNKNOWN_NAME, path, format!("`{found}`"), wanted)
    };
    if let Some(id) = &inputs.band_set {
        let known = || sets.of(method).map(|set| format!("`{}`", set.id)).collect();
        let set = sets.of(method).find(|set| set.id == *id);
        return set.ok_or_else(|| refused("/band_set", id, "the id of a band set", known()));
    }
    if let Some(convention) = &inputs.convention {
        let known = || sets.of(method).map(|set| format!("`{}`", set.rule())).collect();
        let set = sets.of(method).find(|set| convention.contains(&set.rule()));
        return set.ok_or_else(|| refused("/convention", convention, "the rule of a band set in its words", known()));
    }
    let set = sets.of(method).next();
    set.ok_or_else(|| refused("/band_set", method, "a method with a band set", Vec::new()))
}

/// The row with its product, colour and level.
fn rate(set: &BandSet, row: &Map<String, Value>) -> Result<Value, Refusal> {
    let scores = set.scales.iter().map(|scale| score(row, &scale.letter)).collect::<Result<Vec<_>, _>>()?;
    let rated = set.rate(&scores)?;
    let mut out: Map<String, Value> = Map::new();
    for (scale, score) in set.scales.iter().zip(&scores) {
        out.insert(scale.letter.clone(), number(*score));
    }
    out.insert(set.product.clone(), number(rated.product));
    out.insert("colour".to_owned(), rated.level.colour().into());
    out.insert("level".to_owned(), json!(rated.level));
    out.insert("meaning".to_owned(), set.bands[rated.band].names.en.clone().into());
    Ok(Value::Object(out))
}

fn score(row: &Map<String, Value>, letter: &str) -> Result<Decimal, Refusal> {
    let value = row.get(letter).unwrap_or(&Value::Null);
    let wrong = |_| {
        let path = format!("/{}", escaped(letter));
        Refusal::new(code::MALFORMED, path, format!("`{value}`"), "a score as a number is needed")
    };
    <Decimal as Deserialize>::deserialize(value).map_err(wrong)
}

/// The decimal as the nearest number of JSON.
fn number(decimal: Decimal) -> Value {
    decimal.to_string().parse::<f64>().map_or(Value::Null, Value::from)
}
