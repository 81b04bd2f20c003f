//! What reading another register would change, for people and for programs.

use std::collections::BTreeMap;

use domain::place::{FieldValue, Place, PlaceFields};
use serde_json::{Value, json};
use service::place::ForeignStep;

/// Most places that are listed for people: enough to see whether the file is the right one.
const SHOWN: usize = 20;

/// One value that changes: what, before, after.
type Change = (String, String, String);

/// Prints each place that would be added or changed; for people the first ones.
pub(super) fn steps(as_json: bool, steps: &[ForeignStep]) {
    for (index, step) in steps.iter().enumerate() {
        let (place, changes) = (step.place(), step.before.as_ref().map(|before| changes(before, step.place())));
        let name = place.names.best("zh");
        if as_json {
            let changes = changes.as_ref().map(|changes| changes.iter().map(as_object).collect::<Vec<_>>());
            println!(
                "{}",
                json!({ "key": step.key(), "code": place.code, "kind": place.kind, "name": name,
                    "new": step.before.is_none(), "changes": changes })
            );
        } else if index < SHOWN {
            let what = match &changes {
                None => format!("new {}", place.kind),
                Some(changes) => changes.iter().map(as_text).collect::<Vec<_>>().join(", "),
            };
            println!("{}  {name}: {what}", step.key());
        }
    }
    if !as_json && steps.len() > SHOWN {
        println!("… and {} more; --json prints them all", steps.len() - SHOWN);
    }
}

/// Prints how many places of each kind the file holds.
pub(super) fn counts(as_json: bool, counts: &BTreeMap<String, usize>) {
    if as_json {
        println!("{}", json!({ "kinds": counts }));
    } else if !counts.is_empty() {
        let counts: Vec<_> = counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        println!("in the file: {}", counts.join(", "));
    }
}

fn as_object((what, before, after): &Change) -> Value {
    json!({ "field": what, "before": before, "after": after })
}

fn as_text((what, before, after): &Change) -> String {
    if before.is_empty() && after.is_empty() { what.clone() } else { format!("{what} {before} → {after}") }
}

fn changes(before: &Place, after: &Place) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut see = |what: &str, before: String, after: String| {
        if before != after {
            changes.push((what.to_owned(), before, after));
        }
    };
    see("kind", before.kind.clone(), after.kind.clone());
    see("names", listed(before), listed(after));
    let ids = before.fields.iter().chain(after.fields.iter()).map(|(id, _)| id);
    let ids: std::collections::BTreeSet<&str> = ids.collect();
    for id in ids {
        see(&format!("field:{id}"), text(&before.fields, id), text(&after.fields, id));
    }
    if before.geometry != after.geometry {
        // Coordinates tell nobody anything.
        changes.push(("geometry".to_owned(), String::new(), String::new()));
    }
    changes
}

fn listed(place: &Place) -> String {
    let names: Vec<_> = place.names.0.iter().map(|(language, name)| format!("{language}: {name}")).collect();
    names.join(", ")
}

fn text(fields: &PlaceFields, id: &str) -> String {
    match fields.get(id) {
        None => "–".to_owned(),
        Some(FieldValue::Flag(flag)) => flag.to_string(),
        Some(FieldValue::Whole(number)) => number.to_string(),
        Some(FieldValue::Decimal(number)) => number.to_string(),
        Some(FieldValue::Text(text)) => text.clone(),
    }
}
