//! `account`: the first administrator, and further accounts.

mod person;

use std::io::{IsTerminal, Read};

use anyhow::{Context, bail};
use domain::names::Names;
use serde_json::json;
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
        let tree = service.tree();
        let (login, name, posting) = match self {
            Self::Contact { login, kind } => return person::contact(&service, &login, &kind, json).await,
            Self::Holds { login } => return person::holds(&service, &login).await,
            Self::Erase { login, yes } => return person::erase(&service, config, &login, yes, json).await,
            Self::CreateAdmin { login } => {
                let root = tree.root().context("there are no units yet: run `bridgehead import units FILE` first")?;
                (login, None, NewPosting { title: "administrator".to_owned(), unit: root.id, body: None })
            }
            Self::Create { login, title, unit, body, name } => {
                let unit = tree.by_code(&unit).with_context(|| format!("there is no unit with the code `{unit}`"))?;
                let body = match body {
                    Some(code) => {
                        let bodies = service.bodies();
                        let body = bodies.iter().find(|body| body.code == code);
                        Some(body.with_context(|| format!("there is no body with the code `{code}`"))?.id)
                    }
                    None => None,
                };
                (login, name, NewPosting { title, unit: unit.id, body })
            }
        };
        let password_hash = service.hash_password(&password()?).await?;
        let names = Names::zh(name.as_deref().unwrap_or(&login));
        let account = NewAccount { login: login.clone(), names, password_hash };
        let (id, _) = service.create_account(account, &[posting], clock::now()).await?;
        output::result(json, &json!({ "account": id, "login": login }), &format!("`{login}` can sign in now"));
        Ok(Outcome::Done)
    }
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
