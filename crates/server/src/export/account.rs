//! Accounts as a file, for those who administer them: one line for each posting, no contact of anybody.

use axum::extract::State;
use axum::response::Response;
use service::access::{AccountListing, Authority};

use super::table::{Format, Row, respond, text};
use super::{FormatParams, at_once, dated, local, zh};
use crate::extract::Params;
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Person;
use crate::state::App;

const COLUMNS: &[&str] =
    &["login", "name", "disabled", "second_factor", "title", "unit_code", "unit_name", "body", "from", "to"];

/// Accounts with a posting where the reader administers accounts. That somebody took it is in the journal.
#[utoipa::path(get, path = "/api/accounts/export", operation_id = "export_accounts", tag = "accounts", params(FormatParams),
    responses((status = 200, description = "the accounts as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    person: Person,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (now, service) = (app.now(), app.service.clone());
    let listed = finish(async move {
        let listed = service.accounts(Authority::Person(&person.0), now).await?;
        service.accounts_exported(&person.0.actor, format.word(), now).await?;
        Ok(listed)
    });
    let rows = listed.await?.iter().flat_map(|listing| rows(&app, listing)).collect();
    respond(format, &dated(&app, "accounts"), COLUMNS, at_once(rows)).await
}

fn rows(app: &App, listing: &AccountListing) -> Vec<Row> {
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let rows = listing.postings.iter().map(|held| {
        let posting = &held.posting;
        let unit = tree.by_id(posting.unit);
        let title = app.service.titles().get(&posting.title).map(|title| title.names.best("zh"));
        let body = posting.body.and_then(|id| bodies.iter().find(|body| body.id == id));
        let cells = vec![
            text(listing.login.clone()),
            text(listing.names.best("zh")),
            text(listing.disabled.to_string()),
            text(listing.second_factor.to_string()),
            text(title.unwrap_or(&posting.title)),
            text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
            text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
            text(body.map(|body| zh(&body.names)).unwrap_or_default()),
            text(local(app, held.from)),
            text(held.to.map(|at| local(app, at)).unwrap_or_default()),
        ];
        Row { cells, geometry: None }
    });
    rows.collect()
}
