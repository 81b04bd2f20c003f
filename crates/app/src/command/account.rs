//! `account`: the first administrator, further accounts, their postings, their end.

mod identity;
mod person;
mod posting;
mod show;

use std::io::{IsTerminal, Read};

use anyhow::{Context, bail};
use domain::access::ADMINISTRATOR;
use domain::names::Names;
use serde_json::json;
use service::Service;
use service::access::Authority;
use service::account::{NewAccount, NewPosting};

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// What to do with accounts.
#[derive(clap::Subcommand)]
pub(crate) enum Account {
    /// Make an administrator of the whole tree. The password is asked for, or read from standard input.
    #[command(after_help = "Example:\n  bridgehead account create-admin admin")]
    CreateAdmin {
        /// Sign-in name.
        login: String,
    },
    /// Make an account with one posting. The password is asked for, or read from standard input.
    #[command(
        after_help = "Example:\n  bridgehead account create wang --title grid_worker --unit 410102001002001 --name 王"
    )]
    Create {
        /// Sign-in name.
        login: String,
        /// Title, such as `grid_worker`, `community_lead`, `property_manager`.
        #[arg(long)]
        title: String,
        /// Code of the unit.
        #[arg(long)]
        unit: String,
        /// Code of the body, for titles that act for one.
        #[arg(long)]
        body: Option<String>,
        /// Shown name; the sign-in name when missing.
        #[arg(long)]
        name: Option<String>,
    },
    /// Show every account with what it holds.
    #[command(after_help = "Example:\n  bridgehead account list --json")]
    List,
    /// Disable an account: nothing opens it any more.
    #[command(after_help = "Example:\n  bridgehead account disable wang")]
    Disable {
        /// Sign-in name.
        login: String,
    },
    /// Give or end postings.
    #[command(subcommand)]
    Posting(posting::Posting),
    /// Make a secret with which the owner sets a new password, once, within 30 minutes. Hand it to the owner alone.
    #[command(after_help = "Example:\n  bridgehead account reset-link wang")]
    ResetLink {
        /// Sign-in name.
        login: String,
    },
    /// Set a new password by a reset secret. Both are asked for, or read as two lines of standard input.
    #[command(after_help = "Example:\n  bridgehead account reset")]
    Reset,
    /// Take the second factor away from an owner who lost phone and recovery codes.
    #[command(after_help = "Example:\n  bridgehead account remove-factor wang")]
    RemoveFactor {
        /// Sign-in name.
        login: String,
    },
    /// Link an outside identity (OpenID Connect) to an account. Its sessions end.
    #[command(
        after_help = "Example:\n  bridgehead account link-oidc wang --issuer https://sso.city.example --subject 8d2f60"
    )]
    LinkOidc(identity::Identity),
    /// Take an outside identity from an account. Its sessions end.
    #[command(
        after_help = "Example:\n  bridgehead account unlink-oidc wang --issuer https://sso.city.example --subject 8d2f60"
    )]
    UnlinkOidc(identity::Identity),
    /// Set a phone number or mail address; it is asked for, or read from standard input. Empty takes it away.
    #[command(after_help = "Example:\n  bridgehead account contact wang phone")]
    Contact {
        /// Sign-in name.
        login: String,
        /// `phone` or `email`.
        kind: String,
    },
    /// Tell everything that is held about an account, as JSON.
    #[command(after_help = "Example:\n  bridgehead account holds wang > wang.json")]
    Holds {
        /// Sign-in name.
        login: String,
    },
    /// Erase an account: names, sign-in name, contacts and the words of its reports. The journal stays valid.
    #[command(after_help = "Example:\n  bridgehead account erase wang --yes")]
    Erase {
        /// Sign-in name.
        login: String,
        /// It cannot be undone; without this nothing is done.
        #[arg(long)]
        yes: bool,
    },
}

impl Account {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let service = run::open(config).await?;
        match self {
            Self::Contact { login, kind } => return person::contact(&service, &login, &kind, json).await,
            Self::Holds { login } => return person::holds(&service, &login).await,
            Self::Erase { login, yes } => return person::erase(&service, config, &login, yes, json).await,
            Self::LinkOidc(identity) => identity.link(&service, json).await?,
            Self::UnlinkOidc(identity) => identity.unlink(&service, json).await?,
            Self::CreateAdmin { login } => {
                let tree = service.tree();
                let root = tree.root().context("there are no units yet: run `bridgehead import units FILE` first")?;
                let posting = NewPosting { title: ADMINISTRATOR.to_owned(), unit: root.id, body: None };
                create(&service, login, None, posting, json).await?;
            }
            Self::Create { login, title, unit, body, name } => {
                let posting = posting::new(&service, title, &unit, body.as_deref())?;
                create(&service, login, name, posting, json).await?;
            }
            Self::List => show::list(&service, json).await?,
            Self::Disable { login } => {
                let id = service.actor_by_login(&login, clock::now()).await?.account;
                service.disable_account(Authority::Operator, id, clock::now()).await?;
                let text = format!("`{login}` is disabled; its sessions, tokens and reset links have ended");
                output::result(json, &json!({ "account": id, "login": login, "disabled": true }), &text);
            }
            Self::Posting(posting) => posting.run(&service, json).await?,
            Self::ResetLink { login } => {
                let (secret, expires_at) = service.make_reset_link(&login, clock::now()).await?;
                let until = service.zone().to_datetime(expires_at).strftime("%H:%M").to_string();
                let text = format!(
                    "{secret}\nwith this `{login}` sets a new password until {until}, once: `bridgehead account reset`, \
                     or POST /api/password-reset\nhand it to the owner alone: whoever has it has the account"
                );
                let machine = json!({ "login": login, "secret": secret, "expires_at": expires_at.as_millisecond() });
                output::result(json, &machine, &text);
            }
            Self::Reset => {
                let (secret, new) = secret_and_password()?;
                service.reset_password(&secret, &new, clock::now()).await?;
                output::result(json, &json!({ "reset": true }), "the new password is set; all sessions have ended");
            }
            Self::RemoveFactor { login } => {
                service.remove_factor_of(&login, clock::now()).await?;
                let text = format!("`{login}` has no second factor now; its sessions have ended");
                output::result(json, &json!({ "login": login, "second_factor": false }), &text);
            }
        }
        Ok(Outcome::Done)
    }
}

async fn create(
    service: &Service,
    login: String,
    name: Option<String>,
    posting: NewPosting,
    json: bool,
) -> anyhow::Result<()> {
    let password_hash = service.hash_password(&password()?).await?;
    let names = Names::zh(name.as_deref().unwrap_or(&login));
    let account = NewAccount { login: login.clone(), names, password_hash };
    let (id, _) = service.create_account(account, &[posting], clock::now()).await?;
    output::result(json, &json!({ "account": id, "login": login }), &format!("`{login}` can sign in now"));
    Ok(())
}

/// Asked for twice on a terminal, read as one line elsewhere; never an argument, where others could see it.
fn password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("password: ")?;
        if password != rpassword::prompt_password("again: ")? {
            bail!("the two passwords differ");
        }
        return Ok(password);
    }
    let mut text = String::new();
    std::io::stdin().take(1_024).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// The same for a reset: first its secret, then the new password.
fn secret_and_password() -> anyhow::Result<(String, String)> {
    if std::io::stdin().is_terminal() {
        return Ok((rpassword::prompt_password("secret: ")?.trim().to_owned(), password()?));
    }
    let mut text = String::new();
    std::io::stdin().take(1_024).read_to_string(&mut text)?;
    let mut lines = text.lines().map(str::to_owned);
    Ok((lines.next().unwrap_or_default().trim().to_owned(), lines.next().unwrap_or_default()))
}
