//! Going home (不擅自返回): nobody does before it was authorised.

use jiff::{SignedDuration, Timestamp};

use crate::words;

/// How long after the rain nobody goes home while the risk is high (domain reference 7.1).
pub const HOLD_AFTER_RAIN: SignedDuration = SignedDuration::from_hours(24);

words! {
    /// Whether people may go home.
    Return {
        /// Nobody has decided.
        Open = "open",
        /// The unit above said no.
        Refused = "refused",
        /// Authorised.
        Authorised = "authorised",
    }
}

/// Why nobody may go home yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HomeRefusal {
    /// The risk is high, and the rain has not ended or less than 24 hours ago.
    #[error("the risk is high: nobody returns within 24 hours after the rain has ended")]
    AfterRain,
    /// The evacuation says until when.
    #[error("nobody returns before the time that the evacuation names")]
    TooEarly,
    /// The unit above refused.
    #[error("the unit above refused the return: only that level can authorise it")]
    RefusedAbove,
    /// Authorised already.
    #[error("the return is authorised already")]
    Decided,
}

impl HomeRefusal {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::AfterRain => "return_after_rain",
            Self::TooEarly => "return_too_early",
            Self::RefusedAbove => "return_refused",
            Self::Decided => "return_decided",
        }
    }
}

/// What is known when somebody decides about a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// What was decided before.
    pub decided: Return,
    /// Whether who decides stands above the community.
    pub above: bool,
    /// Whether the risk is still high.
    pub risk_high: bool,
    /// When the rain ended; none while it goes on, or where nobody said.
    pub rain_ended_at: Option<Timestamp>,
    /// Until when nobody returns.
    pub not_before: Option<Timestamp>,
    /// Now.
    pub now: Timestamp,
}

/// Whether a return may be authorised.
///
/// # Errors
/// When it may not.
pub fn may_return(situation: Situation) -> Result<(), HomeRefusal> {
    let Situation { decided, above, risk_high, rain_ended_at, not_before, now } = situation;
    match decided {
        Return::Authorised => return Err(HomeRefusal::Decided),
        Return::Refused if !above => return Err(HomeRefusal::RefusedAbove),
        Return::Refused | Return::Open => {}
    }
    let dry = rain_ended_at.is_some_and(|end| end.saturating_add(HOLD_AFTER_RAIN).is_ok_and(|free| free <= now));
    if risk_high && !dry {
        return Err(HomeRefusal::AfterRain);
    }
    if not_before.is_some_and(|at| at > now) {
        return Err(HomeRefusal::TooEarly);
    }
    Ok(())
}
