//! `account posting`: what an account holds where, from when to when.

use anyhow::Context;
use domain::id::PostingId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use service::access::Authority;
use service::account::NewPosting;
use service::{Once, Service};
use uuid::Uuid;

use crate::clock;
use crate::command::output;

/// What to do with postings.
#[derive(clap::Subcommand)]
pub(crate) enum Posting {
    /// Give an account a posting; it signs in anew.
    #[command(
        after_help = "Example:\n  bridgehead account posting give wang --title grid_worker --unit 410102001002002 --until 2027-03-01"
    )]
    Give {
        /// Sign-in name.
        login: String,
        /// Title, such as `grid_worker`.
        #[arg(long)]
        title: String,
        /// Code of the unit.
        #[arg(long)]
        unit: String,
        /// Code of the body, for titles that act for one.
        #[arg(long)]
        body: Option<String>,
        /// First day, `YYYY-MM-DD`; from now on when missing.
        #[arg(long)]
        from: Option<Date>,
        /// The day on which it ends, at 00:00; without an end when missing.
        #[arg(long)]
        until: Option<Date>,
    },
    /// Set the end of a posting; its holder signs in anew. `account list` shows the ids.
    #[command(after_help = "Example:\n  bridgehead account posting end 0199… --on 2027-03-01")]
    End {
        /// The posting.
        id: Uuid,
        /// The day on which it ends, at 00:00; now when missing.
        #[arg(long)]
        on: Option<Date>,
    },
}

impl Posting {
    pub(super) async fn run(self, service: &Service, json: bool) -> anyhow::Result<()> {
        let now = clock::now();
        match self {
            Self::Give { login, title, unit, body, from, until } => {
                let new = new(service, title, &unit, body.as_deref())?;
                let account = service.actor_by_login(&login, now).await?.account;
                let from = from.map_or(Ok(now), |day| midnight(service, day))?;
                let until = until.map(|day| midnight(service, day)).transpose()?;
                let id = service
                    .give_posting(Authority::Operator, account, &new, (from, until), &Once::fresh(), now)
                    .await?;
                let text = format!("`{login}` holds `{}` in `{unit}`; it must sign in again", new.title);
                output::result(json, &json!({ "posting": id, "login": login }), &text);
            }
            Self::End { id, on } => {
                let at = on.map_or(Ok(now), |day| midnight(service, day))?;
                service.end_posting(Authority::Operator, PostingId(id), at, now).await?;
                let machine = json!({ "posting": id, "ends_at": at.as_millisecond() });
                output::result(json, &machine, "the end is set; its holder must sign in again");
            }
        }
        Ok(())
    }
}

/// A posting from what stands on the command line.
pub(super) fn new(service: &Service, title: String, unit: &str, body: Option<&str>) -> anyhow::Result<NewPosting> {
    let tree = service.tree();
    let unit = tree.by_code(unit).with_context(|| format!("there is no unit with the code `{unit}`"))?.id;
    let bodies = service.bodies();
    let body = body.map(|code| {
        let body = bodies.iter().find(|body| body.code == code);
        body.map(|body| body.id).with_context(|| format!("there is no body with the code `{code}`"))
    });
    Ok(NewPosting { title, unit, body: body.transpose()? })
}

fn midnight(service: &Service, day: Date) -> anyhow::Result<Timestamp> {
    Ok(service.zone().to_timestamp(day.at(0, 0, 0, 0))?)
}
