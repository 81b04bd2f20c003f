//! Why access is refused or must be shown anew.

use uuid::Uuid;

/// A refusal with its stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    /// The budget of tries is spent.
    #[error("too many attempts; try again in {retry_after_s} s")]
    TooManyAttempts {
        /// Seconds until one more try is there.
        retry_after_s: u32,
    },
    /// One network, or one browser, has sent its share of reports.
    #[error("too many reports come from your network; sign in, call the duty desk, or try again in {retry_after_s} s")]
    TooManyReports {
        /// Seconds until one more is taken.
        retry_after_s: u32,
    },
    /// One network, one browser, or one account has sent its share of files.
    #[error(
        "too many files come from you or your network; send the report without them, or try again in {retry_after_s} s"
    )]
    TooManyUploads {
        /// Seconds until one more is taken.
        retry_after_s: u32,
    },
    /// So many reports come from the network that its files have to wait for them.
    #[error(
        "many reports come from your network, and they go first; send yours without files, or try again in {retry_after_s} s"
    )]
    UploadsShed {
        /// Seconds until files are taken again.
        retry_after_s: u32,
    },
    /// The password is right, and the account has a second factor.
    #[error("send the code of your second factor, or a recovery code, as `code`")]
    SecondFactorRequired,
    /// The code is wrong, too old, or was used before.
    #[error("the code is wrong or was used before; wait for the next one")]
    SecondFactorInvalid,
    /// A password must be shown again.
    #[error("this needs your password again: it was last shown more than 10 minutes ago")]
    ConfirmationRequired,
    /// A confirmed factor is there already.
    #[error("this account has a second factor; take it away before you set another")]
    FactorExists,
    /// There is no factor to confirm or to take away.
    #[error("this account has no second factor waiting here")]
    FactorMissing,
    /// The installation has no key to encrypt secrets with.
    #[error("this installation has no key ring, so it cannot keep a second factor")]
    KeyringMissing,
    /// Nobody administers the own account.
    #[error("somebody else must change the access of your own account")]
    OwnAccount,
    /// The link was used, has expired, or never was.
    #[error("this reset link was used or has expired; ask for a new one")]
    ResetLinkInvalid,
    /// Somebody in office wants to be forgotten.
    #[error("this account holds a title: it can be erased when its postings have ended")]
    HoldsPosting,
    /// A link that sets the first password is of no use any more.
    #[error("the owner has set a password; whoever forgot it asks the operator for a reset link")]
    PasswordSet,
    /// The outside identity is linked to no account in use.
    #[error("no account here is linked to this outside identity; an administrator can link one")]
    IdentityUnlinked,
    /// The code came too late, or belongs to no sign-in that waits for one.
    #[error("this sign-in has expired; begin it again")]
    OutsideExpired,
    /// A token cannot do it; a person with a session can.
    #[error("this needs a person who is signed in, not a token")]
    SessionRequired,
    /// The same request has made a token before, and its secret is kept nowhere.
    #[error(
        "this request has made token `{id}` already, and its secret is shown once: revoke that one, then make another \
         with a new Idempotency-Key"
    )]
    TokenMade {
        /// The token.
        id: Uuid,
    },
}

impl AccessRefusal {
    /// Seconds to wait, where waiting helps.
    pub fn retry_after_s(self) -> Option<u32> {
        match self {
            Self::TooManyAttempts { retry_after_s }
            | Self::TooManyReports { retry_after_s }
            | Self::TooManyUploads { retry_after_s }
            | Self::UploadsShed { retry_after_s } => Some(retry_after_s),
            _ => None,
        }
    }

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::TooManyReports { .. } => "too_many_reports",
            Self::TooManyUploads { .. } => "too_many_uploads",
            Self::UploadsShed { .. } => "uploads_shed",
            Self::SecondFactorRequired => "second_factor_required",
            Self::SecondFactorInvalid => "second_factor_invalid",
            Self::ConfirmationRequired => "confirmation_required",
            Self::FactorExists => "factor_exists",
            Self::FactorMissing => "factor_missing",
            Self::KeyringMissing => "keyring_missing",
            Self::OwnAccount => "own_account",
            Self::ResetLinkInvalid => "reset_link_invalid",
            Self::HoldsPosting => "holds_posting",
            Self::PasswordSet => "password_set",
            Self::IdentityUnlinked => "identity_unlinked",
            Self::OutsideExpired => "outside_expired",
            Self::SessionRequired => "session_required",
            Self::TokenMade { .. } => "token_made",
        }
    }
}
