//! How often something may be tried: a budget that fills up again with time.
//!
//! One number per lane is kept, the time until which its budget is spent (the generic cell rate
//! algorithm). A refused try costs nothing, so a lane that is hammered answers again after one refill.

use jiff::{SignedDuration, Timestamp};

/// So many tries at once, and one more after each refill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Tries at once when nothing was spent.
    pub tries: u32,
    /// Seconds until one more try is there.
    pub refill_s: u32,
}

/// Wrong passwords of one account from browsers that it does not know.
pub const UNKNOWN_DEVICE: Budget = Budget { tries: 10, refill_s: 60 };
/// Wrong passwords of one account from one browser that it knows.
pub const KNOWN_DEVICE: Budget = Budget { tries: 10, refill_s: 60 };
/// Wrong codes of the second factor, per account and browser: six digits are soon guessed.
pub const FACTOR: Budget = Budget { tries: 5, refill_s: 600 };
/// Wrong passwords from one network. Wide: a carrier puts thousands of phones behind one address.
pub const NETWORK: Budget = Budget { tries: 100, refill_s: 5 };
/// Reports without an account from one network. Wide, for the same reason.
pub const REPORT_NETWORK: Budget = Budget { tries: 600, refill_s: 2 };
/// Such reports from one network about one unit.
pub const REPORT_PLACE: Budget = Budget { tries: 60, refill_s: 20 };
/// Such reports from one browser in which somebody signed in before.
pub const REPORT_DEVICE: Budget = Budget { tries: 30, refill_s: 60 };
/// Such reports from one network beyond its budget, each with a solved puzzle: the hard limit.
pub const PROVEN_NETWORK: Budget = Budget { tries: 600, refill_s: 1 };
/// Such reports with a solved puzzle about one unit.
pub const PROVEN_PLACE: Budget = Budget { tries: 120, refill_s: 10 };
/// The puzzle: under a second for a computer, a few for a cheap phone.
pub const REPORT_PUZZLE: Puzzle = Puzzle { zero_bits: 16, lasts_s: 600 };
/// Files without an account from one network: twice its reports, and a report may bring six.
pub const UPLOAD_NETWORK: Budget = Budget { tries: 1_200, refill_s: 1 };
/// Such files from one browser in which somebody signed in before.
pub const UPLOAD_DEVICE: Budget = Budget { tries: 60, refill_s: 30 };
/// Files of one account.
pub const UPLOAD_ACCOUNT: Budget = Budget { tries: 300, refill_s: 10 };
/// Questions to one phone whether it is to be called at home: nobody is pestered in the name of others.
pub const RESIDENT_PHONE: Budget = Budget { tries: 3, refill_s: 28_800 };

/// Work that is asked for where a budget is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Puzzle {
    /// Zero bits at the front of the hash: each one more doubles the work.
    pub zero_bits: u8,
    /// Seconds that it may be solved in.
    pub lasts_s: u32,
}

impl Budget {
    /// Spends one try: gives the new time until which the lane is spent.
    ///
    /// # Errors
    /// Seconds to wait, at least one, when nothing is left.
    pub fn spend(self, spent_until: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, u32> {
        let from = spent_until.map_or(now, |at| at.max(now));
        let room = self.refill().as_secs() * i64::from(self.tries.saturating_sub(1));
        let over = from.duration_since(now) - SignedDuration::from_secs(room);
        if over.is_positive() {
            let millis = u128::try_from(over.as_millis()).unwrap_or_default();
            return Err(u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX));
        }
        Ok(from.checked_add(self.refill()).unwrap_or(from))
    }

    /// Seconds until less than three quarters are spent, at least one; `None` where that is so already.
    pub fn pressed(self, spent_until: Option<Timestamp>, now: Timestamp) -> Option<u32> {
        let spent = spent_until.map_or(SignedDuration::ZERO, |at| at.duration_since(now));
        let whole = self.refill().as_secs() * i64::from(self.tries);
        let over = spent - SignedDuration::from_secs(whole * 3 / 4);
        let wait = u32::try_from(over.as_secs().saturating_add(1)).unwrap_or(u32::MAX);
        (!over.is_negative()).then_some(wait)
    }

    /// The time that one try costs.
    pub fn refill(self) -> SignedDuration {
        SignedDuration::from_secs(self.refill_s.into())
    }
}
