//! Who an account is at an outside sign-in service.

use serde_json::json;
use service::Service;
use service::access::Authority;

use crate::clock;
use crate::command::output;

/// An account and its identity elsewhere.
#[derive(clap::Args)]
pub(crate) struct Identity {
    /// Sign-in name.
    login: String,
    /// Address of the outside service, as it writes it itself.
    #[arg(long)]
    issuer: String,
    /// Who it is there (`sub`); no e-mail address and no name.
    #[arg(long)]
    subject: String,
}

impl Identity {
    pub(super) async fn link(self, service: &Service, json: bool) -> anyhow::Result<()> {
        let id = service.actor_by_login(&self.login, clock::now()).await?.account;
        service.link_identity(Authority::Operator, id, &self.issuer, &self.subject, clock::now()).await?;
        let text = format!("`{}` can sign in by `{}` now", self.login, self.issuer);
        output::result(json, &json!({ "account": id, "login": self.login, "linked": true }), &text);
        Ok(())
    }

    pub(super) async fn unlink(self, service: &Service, json: bool) -> anyhow::Result<()> {
        let id = service.actor_by_login(&self.login, clock::now()).await?.account;
        service.unlink_identity(Authority::Operator, id, &self.issuer, &self.subject, clock::now()).await?;
        let text = format!("`{}` cannot sign in by that identity any more", self.login);
        output::result(json, &json!({ "account": id, "login": self.login, "linked": false }), &text);
        Ok(())
    }
}
