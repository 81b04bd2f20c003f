//! Cases of forecast metrics: `forecast` computes them.

use forecast::metrics::{PoissonScore, Refused, area, poisson};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::case::{Case, read};
use crate::check::{length, not_empty};
use crate::refusal::{Refusal, code};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    score: Vec<f64>,
    events: Vec<u32>,
    area_fraction: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    y: Vec<u32>,
    lam: Vec<f64>,
}

/// Hits within a share of the area, or, where there are counts `y`, scores of counts.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let keys: Map<String, Value> = read(&case.inputs)?;
    if keys.contains_key("y") { counts(&read(&case.inputs)?) } else { hits(&read(&case.inputs)?) }
}

fn hits(inputs: &Area) -> Result<Value, Refusal> {
    let found = area(&inputs.score, &inputs.events, inputs.area_fraction).map_err(|refused| at(&refused, None))?;
    Ok(json!({
        "hits_expected": found.hits,
        "N": found.events,
        "hit_rate": found.hit_rate,
        "PAI": found.pai,
        "best_hits": found.best_hits,
        "PEI": found.pei,
    }))
}

fn counts(inputs: &Counts) -> Result<Value, Refusal> {
    not_empty(&inputs.y, "/y")?;
    length(inputs.lam.len(), inputs.y.len(), "/lam", "one for each of `/y`")?;
    let score = |(index, (count, mean)): (usize, (&u32, &f64))| {
        poisson(*count, *mean).map_err(|refused| at(&refused, Some(index)))
    };
    let scored = inputs.y.iter().zip(&inputs.lam).enumerate().map(score).collect::<Result<Vec<_>, _>>()?;
    let list = |of: fn(&PoissonScore) -> f64| scored.iter().map(of).collect::<Vec<_>>();
    Ok(json!({
        "log_score": list(|score| score.log_score),
        "rps": list(|score| score.rps),
        "pit_lower": list(|score| score.pit_lower),
        "pit_upper": list(|score| score.pit_upper),
    }))
}

/// The refusal with its place; `row` where one of many counts was scored.
fn at(refused: &Refused, row: Option<usize>) -> Refusal {
    match *refused {
        Refused::Empty { list } => Refusal::new(code::EMPTY, format!("/{list}"), "nothing", "at least one is needed"),
        Refused::Length { list, found, wanted } => {
            let wanted = format!("{wanted} are needed, one for each of `/score`");
            Refusal::new(code::SHAPE, format!("/{list}"), format!("{found}"), wanted)
        }
        Refused::Value { list, index, value, wanted } => {
            let index = index.or(row).map_or_else(String::new, |index| format!("/{index}"));
            Refusal::new(code::OUT_OF_RANGE, format!("/{list}{index}"), format!("`{value}`"), wanted)
        }
        Refused::NoEvents => {
            Refusal::new(code::EMPTY, "/events", "no event", "at least one is needed; score a longer time")
        }
    }
}
