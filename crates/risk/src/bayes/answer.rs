//! A case of the method `BN`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::case::{Case, escaped, in_inputs, read};
use crate::check;
use crate::refusal::{Refusal, code};

use super::{Network, Variable};

/// Variables with the states `0` and `1`, and the chance of `1` by the parents' states.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    parents: BTreeMap<String, Vec<String>>,
    cpt_true: BTreeMap<String, BTreeMap<String, f64>>,
}

/// The questions are the keys of `expected`: `P(B|J=1,M=1)` is the chance that B is 1.
///
/// Refusals name places of the case: what is wrong with the network stands at the variable's name, what is wrong with a
/// question at the question.
pub(crate) fn answer(case: &Case) -> Result<Value, Refusal> {
    let inputs: Inputs = read(&case.inputs).map_err(in_inputs)?;
    let network = network(&inputs).map_err(in_inputs)?;
    network.check().map_err(|refusal| in_inputs(by_name(refusal, &network)))?;
    let asked: BTreeMap<String, Value> = case
        .expected
        .as_deref()
        .map_or_else(|| Ok(BTreeMap::new()), |raw| read(raw).map_err(|r| r.under("/expected")))?;
    let mut answers = Map::new();
    for question in asked.keys() {
        let (query, evidence) = parsed(question)?;
        let posterior = network
            .posterior(&query, &evidence)
            .map_err(|refusal| Refusal { path: format!("/expected/{}", escaped(question)), ..refusal })?;
        answers.insert(question.clone(), json!(posterior.states.get("1")));
    }
    Ok(Value::Object(answers))
}

/// The place in the case: `/variables/3/parents/0` is `/parents/alarm/0` there.
fn by_name(refusal: Refusal, network: &Network) -> Refusal {
    let variable = |rest: &str| {
        let (at, place) = rest.strip_prefix('/')?.split_once('/')?;
        let variable = network.variables.get(at.parse::<usize>().ok()?)?;
        let within = place.strip_prefix("parents").unwrap_or("");
        Some(format!("/parents/{}{within}", escaped(&variable.name)))
    };
    let named = refusal.path.strip_prefix("/variables").and_then(variable);
    Refusal { path: named.unwrap_or_else(|| "/parents".to_owned()), ..refusal }
}

fn network(inputs: &Inputs) -> Result<Network, Refusal> {
    if let Some(name) = inputs.cpt_true.keys().find(|name| !inputs.parents.contains_key(*name)) {
        let path = format!("/cpt_true/{}", escaped(name));
        let wanted =
            "a variable of `/parents` is needed: name what it depends on there (`[]` for nothing), or take it out";
        return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{name}`"), wanted));
    }
    let mut variables = Vec::new();
    for (name, parents) in &inputs.parents {
        let chances = inputs.cpt_true.get(name).ok_or_else(|| {
            let path = format!("/cpt_true/{}", escaped(name));
            Refusal::new(code::EMPTY, path, "nothing", "the chances of every variable are needed")
        })?;
        if parents.len() > 20 {
            let wanted = "at most 20 parents are taken in a case: put a variable between";
            let path = format!("/parents/{}", escaped(name));
            return Err(Refusal::new(code::TOO_LARGE, path, format!("{}", parents.len()), wanted));
        }
        let key = |row: usize| {
            let digit = |parent: usize| if row >> (parents.len() - 1 - parent) & 1 == 1 { "1" } else { "0" };
            (0..parents.len()).map(digit).collect::<Vec<_>>().join(",")
        };
        let rows = 0..1_usize << parents.len();
        let table = rows.clone().map(|row| {
            let key = key(row);
            let chance = chances.get(&key).ok_or_else(|| {
                let wanted = "a chance for every combination of the parents' states is needed";
                Refusal::new(code::EMPTY, format!("/cpt_true/{}/{key}", escaped(name)), "nothing", wanted)
            })?;
            let chance = check::within(*chance, 0.0, 1.0, &format!("/cpt_true/{}/{key}", escaped(name)))?;
            Ok(vec![1.0 - chance, chance])
        });
        let table = table.collect::<Result<Vec<_>, Refusal>>()?;
        if chances.len() > table.len() {
            let known: BTreeSet<String> = rows.map(key).collect();
            let more = chances.keys().find(|key| !known.contains(*key)).map_or("", String::as_str);
            let path = format!("/cpt_true/{}/{}", escaped(name), escaped(more));
            let wanted = format!("states of its {} parents are needed, such as `{}`", parents.len(), key(0));
            return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{more}`"), wanted));
        }
        let states = vec!["0".to_owned(), "1".to_owned()];
        variables.push(Variable { name: name.clone(), states, parents: parents.clone(), table });
    }
    Ok(Network { variables })
}

fn parsed(question: &str) -> Result<(String, BTreeMap<String, String>), Refusal> {
    let malformed = || {
        let wanted = "a question such as `P(B|J=1,M=1)` is needed";
        Refusal::new(code::MALFORMED, format!("/expected/{}", escaped(question)), format!("`{question}`"), wanted)
    };
    let inner = question.strip_prefix("P(").and_then(|rest| rest.strip_suffix(')')).ok_or_else(malformed)?;
    let (query, given) = inner.split_once('|').unwrap_or((inner, ""));
    let mut evidence = BTreeMap::new();
    for part in given.split(',').filter(|part| !part.is_empty()) {
        let (name, state) = part.split_once('=').ok_or_else(malformed)?;
        evidence.insert(name.to_owned(), state.to_owned());
    }
    Ok((query.to_owned(), evidence))
}
