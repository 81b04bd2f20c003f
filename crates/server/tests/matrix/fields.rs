//! The text fields that the document knows of: of bodies, found by walking the schemas, and of queries.

use std::collections::BTreeSet;

use serde_json::Value;

/// Where a field stands in a body: names of members, `0` for the first of a list.
pub(crate) type Path = Vec<String>;

pub(crate) struct Fields {
    pub(crate) method: String,
    /// Of the JSON body.
    pub(crate) body: BTreeSet<Path>,
    /// Names of parameters.
    pub(crate) query: Vec<String>,
}

/// Fields of the operation with this id.
pub(crate) fn of(document: &Value, id: &str) -> Fields {
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.values().flat_map(|item| item.as_object().expect("operations"));
    let (method, operation) = all.into_iter().find(|(_, one)| one["operationId"] == id).expect("the operation");
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let mut body = BTreeSet::new();
    walk(document, schema, &mut Vec::new(), &mut body);
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let texts = parameters.iter().filter(|one| one["in"] == "query" && is_text(&one["schema"]));
    let query = texts.map(|one| one["name"].as_str().expect("a name").to_owned()).collect();
    Fields { method: method.to_uppercase(), body, query }
}

fn is_text(schema: &Value) -> bool {
    schema["type"] == "string"
        || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "string"))
}

fn walk(document: &Value, schema: &Value, path: &mut Path, found: &mut BTreeSet<Path>) {
    if path.len() > 6 {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().expect("a name");
        return walk(document, &document["components"]["schemas"][name], path, found);
    }
    if is_text(schema) && !path.is_empty() {
        found.insert(path.clone());
    }
    for word in ["oneOf", "allOf", "anyOf"] {
        for part in schema[word].as_array().into_iter().flatten() {
            walk(document, part, path, found);
        }
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        path.push(name.clone());
        walk(document, member, path, found);
        path.pop();
    }
    if schema["items"].is_object() {
        path.push("0".to_owned());
        walk(document, &schema["items"], path, found);
        path.pop();
    }
}

/// The body with this text in a field, made where it is missing.
pub(crate) fn with(body: &Value, path: &[String], text: &str) -> Value {
    let Some((first, rest)) = path.split_first() else { return Value::from(text) };
    if first == "0" {
        let inner = body.get(0).cloned().unwrap_or(Value::Null);
        return Value::Array(vec![with(&inner, rest, text)]);
    }
    let mut members = body.as_object().cloned().unwrap_or_default();
    let inner = members.get(first).cloned().unwrap_or(Value::Null);
    members.insert(first.clone(), with(&inner, rest, text));
    Value::Object(members)
}
