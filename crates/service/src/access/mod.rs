//! Access of persons and programs: sign-in, sessions, passwords, second factor, tokens, administration.
//!
//! Whatever changes an account's access holds the account's row until its commit, and so does sign-in:
//! a session that an old password opens cannot slip in behind the change that should have ended it.

mod administration;
mod factor;
mod lanes;
mod open;
mod open_file;
pub mod outside;
mod password;
mod refusal;
mod session;
mod sign_in;
mod token;

use domain::access::Actor;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub use administration::{AccountListing, Authority, HeldPosting};
pub use factor::Enrolment;
pub use open::{NewPerson, Welcome};
pub use open_file::AccountRefusal;
pub use refusal::AccessRefusal;
pub use session::SessionListing;
pub use sign_in::{Attempt, SignedIn};
pub use token::{NewToken, TOKEN_LONGEST, TOKEN_PREFIX};

/// How long a shown password counts for what asks for it again.
pub const CONFIRMED_FOR: SignedDuration = SignedDuration::from_mins(10);

/// How long an account may not approve after its access changed.
pub const SETTLES_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// A session in force.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its name in lists; no secret.
    pub id: Uuid,
    /// Whose, with what limits.
    pub actor: Actor,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// When a password was last shown in it.
    pub authenticated_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    pub(crate) token_hash: Vec<u8>,
}

impl crate::Service {
    /// Asks that a password was shown in this session within the last ten minutes, for what many people would feel. A
    /// demonstration, whose accounts are open to anybody at its own machine, does not ask.
    ///
    /// # Errors
    /// [`AccessRefusal::ConfirmationRequired`] otherwise.
    pub fn confirmed(&self, session: &Session, now: Timestamp) -> Result<(), crate::ServiceError> {
        if !self.inner.options.factor_exempt {
            recently_authenticated(session, now)?;
        }
        Ok(())
    }
}

/// Asks that a password was shown in this session within the last ten minutes.
///
/// # Errors
/// [`AccessRefusal::ConfirmationRequired`] otherwise.
pub fn recently_authenticated(session: &Session, now: Timestamp) -> Result<(), AccessRefusal> {
    if now.duration_since(session.authenticated_at) > CONFIRMED_FOR {
        return Err(AccessRefusal::ConfirmationRequired);
    }
    Ok(())
}
