//! What every operation of a kind can answer, said once for all of them in the document.
//!
//! Handlers document what is their own. What extractors, the session and a lost database answer is the same everywhere,
//! and would be forgotten somewhere.

use utoipa::openapi::path::{HttpMethod, Operation, ParameterIn};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};

/// Operations that do not look at who asks. All others can say that a session or a token is over.
const UNASKED: [&str; 29] = [
    "act_on_report",
    "answer_chain_test",
    "answer_resident_call",
    "check_notice",
    "confirm_resident",
    "count_units",
    "erase_own_assist",
    "erase_resident",
    "follow_report",
    "healthz",
    "list_bodies",
    "list_near_hazards",
    "list_place_kinds",
    "list_places",
    "list_public_warnings",
    "list_seals",
    "locate_unit",
    "look_at_assist",
    "look_at_call",
    "look_at_resident",
    "look_at_resident_call",
    "metrics",
    "readyz",
    "report_by_link",
    "show_boundary",
    "show_catalogue",
    "show_public_cap",
    "show_public_feed",
    "show_tile",
];

/// Operations that ask no database.
const WITHOUT_DATABASE: [&str; 4] = ["healthz", "metrics", "show_catalogue", "list_place_kinds"];

/// Adds the answers that an operation does not document itself.
pub(crate) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let of_method = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Put, &mut item.put),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Patch, &mut item.patch),
            (HttpMethod::Delete, &mut item.delete),
            (HttpMethod::Head, &mut item.head),
        ];
        for (method, operation) in of_method {
            if let Some(operation) = operation {
                extend(&method, operation);
            }
        }
    }
}

fn extend(method: &HttpMethod, operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let asked = !UNASKED.contains(&id.as_str());
    let reads = matches!(method, HttpMethod::Get | HttpMethod::Head);
    let stands = |place: ParameterIn| {
        let mut all = operation.parameters.iter().flatten();
        all.any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == place))
    };
    let (query, path, header) = (stands(ParameterIn::Query), stands(ParameterIn::Path), stands(ParameterIn::Header));
    let mut add = |status: &str, what: &str| {
        let responses = &mut operation.responses.responses;
        if !responses.contains_key(status) {
            responses.insert(status.to_owned(), problem(what));
        }
    };
    if asked {
        add("401", "nobody is signed in, or the session or token is over");
    }
    if asked {
        add("403", "it is not allowed, or the request comes from another site");
    }
    if path || query {
        add("404", "there is no such thing, or it is not for this reader");
    }
    if query || header {
        add("422", "a parameter cannot be taken");
    }
    if operation.request_body.is_some() {
        add("400", "the body did not arrive whole");
        add("408", "the body took too long to arrive");
        add("413", "the body is too large");
        add("415", "the media type is none that is taken here");
        add("422", "the body cannot be taken");
    }
    if !WITHOUT_DATABASE.contains(&id.as_str()) {
        add("503", "the database cannot be reached; try again after `Retry-After`");
    }
    if !reads && !WITHOUT_DATABASE.contains(&id.as_str()) {
        add("507", "the disk of the server is full: nothing was stored");
    }
}

fn problem(what: &str) -> RefOr<utoipa::openapi::Response> {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(what).content("application/problem+json", content).build().into()
}
