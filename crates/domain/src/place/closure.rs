//! Closing a place for a warning, and opening it again.
//!
//! To close → closed → reopened. A place that was closed is opened again only after somebody of the community or above
//! has authorised it: water that has gone from the street may still stand below it. Where nothing was closed yet, the
//! same word ends it as cancelled.

use jiff::Timestamp;

use super::{Place, PlaceKinds};
use crate::colour::WarningColour;
use crate::words;

words! {
    /// Where a closure stands.
    ClosureState {
        /// Somebody must close it.
        ToClose = "to_close",
        /// It is closed.
        Closed = "closed",
        /// It is open again.
        Reopened = "reopened",
        /// It needed no closing any more before anybody closed it.
        Cancelled = "cancelled",
    }

    /// What is reported or decided about one.
    Step {
        /// A post closed it.
        Close = "close",
        /// Somebody of the community or above lets it be opened again.
        Authorise = "authorise",
        /// A post opened it again.
        Reopen = "reopen",
    }
}

/// Where a closure stands, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    /// Its state.
    pub state: ClosureState,
    /// When a post said that it is closed.
    pub closed_at: Option<Timestamp>,
    /// When opening it again was authorised, or it was cancelled.
    pub authorised_at: Option<Timestamp>,
    /// When a post said that it is open again.
    pub reopened_at: Option<Timestamp>,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClosureRefusal {
    /// It is over.
    #[error("this closure is over: the place was opened again, or needed no closing")]
    Over,
    /// It was never closed.
    #[error("it was not closed yet: there is nothing to open again")]
    NotClosed,
    /// Nobody authorised it.
    #[error("opening it again must be authorised by the community or above first")]
    NotAuthorised,
}

impl ClosureRefusal {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Over => "closure_over",
            Self::NotClosed => "closure_not_closed",
            Self::NotAuthorised => "reopening_not_authorised",
        }
    }
}

impl Closure {
    /// One that begins.
    pub fn new() -> Self {
        Self { state: ClosureState::ToClose, closed_at: None, authorised_at: None, reopened_at: None }
    }

    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ClosureState::ToClose | ClosureState::Closed)
    }

    /// What it is after a step. Said again it changes nothing.
    ///
    /// # Errors
    /// When it is over, or opening it again comes before closing or authorising.
    pub fn after(&self, step: Step, now: Timestamp) -> Result<Self, ClosureRefusal> {
        use ClosureState::{Cancelled, Closed, Reopened, ToClose};
        match (step, self.state) {
            (Step::Close, ToClose) => Ok(Self { state: Closed, closed_at: Some(now), ..*self }),
            (Step::Close, Closed) | (Step::Reopen, Reopened) | (Step::Authorise, Cancelled) => Ok(*self),
            (Step::Authorise, ToClose) => Ok(Self { state: Cancelled, authorised_at: Some(now), ..*self }),
            (Step::Authorise, Closed) => Ok(Self { authorised_at: self.authorised_at.or(Some(now)), ..*self }),
            (Step::Reopen, Closed) if self.authorised_at.is_some() => {
                Ok(Self { state: Reopened, reopened_at: Some(now), ..*self })
            }
            (Step::Reopen, Closed) => Err(ClosureRefusal::NotAuthorised),
            (Step::Reopen, ToClose) => Err(ClosureRefusal::NotClosed),
            (Step::Close | Step::Authorise, Reopened) | (Step::Close | Step::Reopen, Cancelled) => {
                Err(ClosureRefusal::Over)
            }
        }
    }
}

impl Default for Closure {
    fn default() -> Self {
        Self::new()
    }
}

/// The places that close for a warning of this hazard and colour.
pub fn closes<'p>(
    kinds: &PlaceKinds,
    places: &'p [Place],
    hazard: &str,
    colour: WarningColour,
) -> impl Iterator<Item = &'p Place> {
    let closing: Vec<String> = kinds.closing(hazard, colour).into_iter().map(str::to_owned).collect();
    places.iter().filter(move |place| place.retired_at.is_none() && closing.contains(&place.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClosureState::{Cancelled, Closed, Reopened, ToClose};

    fn walk(steps: &[Step]) -> Result<Closure, ClosureRefusal> {
        steps.iter().try_fold(Closure::new(), |closure, step| closure.after(*step, Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn a_closed_place_opens_again_only_after_somebody_authorised_it() {
        use Step::{Authorise, Close, Reopen};
        assert_eq!(walk(&[Close, Reopen]), Err(ClosureRefusal::NotAuthorised));
        assert_eq!(walk(&[Reopen]), Err(ClosureRefusal::NotClosed));
        assert_eq!(walk(&[Close, Authorise]).expect("authorised").state, Closed, "authorised is not yet open");
        assert_eq!(walk(&[Close, Authorise, Reopen]).expect("open").state, Reopened);
    }

    #[test]
    fn what_was_not_closed_is_cancelled_by_the_same_word() {
        assert_eq!(walk(&[Step::Authorise]).expect("cancelled").state, Cancelled);
        assert_eq!(walk(&[Step::Authorise, Step::Close]), Err(ClosureRefusal::Over));
    }

    #[test]
    fn the_same_word_again_changes_nothing() {
        assert_eq!(walk(&[]).expect("new").state, ToClose);
        assert_eq!(walk(&[Step::Close, Step::Close]), walk(&[Step::Close]));
        let open = [Step::Close, Step::Authorise, Step::Reopen];
        assert_eq!(walk(&[&open[..], &[Step::Reopen]].concat()), walk(&open));
        assert_eq!(walk(&[&open[..], &[Step::Close]].concat()), Err(ClosureRefusal::Over));
    }
}
