//! First reports of harm (首报, 续报, 终报): what is known of dead, missing, injured and moved people and of losses.
//!
//! A report is taken at once, unverified, and is never changed: what is known later is another version. Nothing here
//! asks who the victims are. In 2021 casualties were withheld because their identity was "not yet verified"; so no
//! rule of this module may make a report wait for anything.

mod sum;

use jiff::Timestamp;

use crate::words;

pub use sum::{Known, Latest, Point, Sum, Sums, combined_over_time, sums};

words! {
    /// What caused the harm.
    HarmKind {
        /// Flood in the open.
        Flood = "flood",
        /// Water in a place under the ground.
        UndergroundFlooding = "underground_flooding",
        /// Landslide or debris flow.
        Landslide = "landslide",
        /// A building or wall came down.
        Collapse = "collapse",
        /// Fire.
        Fire = "fire",
        /// Gas: explosion or poisoning.
        Gas = "gas",
        /// Electric shock.
        Electric = "electric",
        /// Traffic.
        Traffic = "traffic",
        /// Anything else.
        Other = "other",
    }

    /// Which report of an incident it is.
    Stage {
        /// 首报.
        First = "first",
        /// 续报.
        FollowUp = "follow_up",
        /// 终报; a later correction is another one.
        Final = "final",
    }

    /// What numbers rest on. Sums never mix the two.
    Basis {
        /// Somebody said so.
        Reported = "reported",
        /// Somebody else confirmed it.
        Verified = "verified",
    }
}

/// Most people of one count.
pub const PEOPLE_MAX: u32 = 100_000_000;

/// Largest direct loss, yuan.
pub const LOSS_MAX: u64 = 100_000_000_000_000;

/// Longest text of a version, in characters.
pub const NOTE_MAX_CHARS: usize = 2_000;

/// People, and money. A count that nobody knows is `None`, which is not 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Dead.
    pub dead: Option<u32>,
    /// Missing.
    pub missing: Option<u32>,
    /// Dead and missing together, where they are not told apart.
    pub dead_or_missing: Option<u32>,
    /// Injured.
    pub injured: Option<u32>,
    /// Affected.
    pub affected: Option<u32>,
    /// Moved to safety.
    pub moved: Option<u32>,
    /// Direct loss, yuan.
    pub loss_yuan: Option<u64>,
}

/// Why counts cannot be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` must be from {least} to {most}, or left out where it is not known")]
pub struct CountsError {
    /// The field.
    pub field: &'static str,
    /// The least that it can be.
    pub least: u64,
    /// The most that it can be.
    pub most: u64,
}

impl Counts {
    /// The same, where they can be meant. Dead and missing together follow from both where both are known.
    ///
    /// # Errors
    /// When a number is too large, or dead and missing together are fewer than one of them.
    pub fn checked(self) -> Result<Self, CountsError> {
        let people = [
            ("dead", self.dead),
            ("missing", self.missing),
            ("dead_or_missing", self.dead_or_missing),
            ("injured", self.injured),
            ("affected", self.affected),
            ("moved", self.moved),
        ];
        for (field, count) in people {
            if count.is_some_and(|count| count > PEOPLE_MAX) {
                return Err(CountsError { field, least: 0, most: PEOPLE_MAX.into() });
            }
        }
        if self.loss_yuan.is_some_and(|loss| loss > LOSS_MAX) {
            return Err(CountsError { field: "loss_yuan", least: 0, most: LOSS_MAX });
        }
        if let (Some(_), Some(_)) = (self.dead, self.missing) {
            return Ok(Self { dead_or_missing: None, ..self });
        }
        let least = self.dead.unwrap_or(0).max(self.missing.unwrap_or(0));
        if self.dead_or_missing.is_some_and(|both| both < least) {
            return Err(CountsError { field: "dead_or_missing", least: least.into(), most: PEOPLE_MAX.into() });
        }
        Ok(self)
    }

    /// Dead and missing together, where that is known.
    pub fn combined(&self) -> Option<u32> {
        match (self.dead, self.missing) {
            (Some(dead), Some(missing)) => Some(dead.saturating_add(missing)),
            _ => self.dead_or_missing,
        }
    }

    /// How many dead and missing there are at the least: an unknown part hides no known one.
    pub fn at_least(&self) -> Option<u32> {
        self.combined().or(self.dead).or(self.missing)
    }
}

/// When something was first known, by the device that reports it: never later than its receipt, and not before the
/// incident could still be meant.
pub fn known_at(asked: Option<Timestamp>, now: Timestamp) -> Timestamp {
    asked.map_or(now, |at| at.min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_known_is_a_report_too() {
        assert_eq!(Counts::default().checked(), Ok(Counts::default()));
        assert_eq!(Counts::default().combined(), None);
    }

    #[test]
    fn dead_and_missing_together_follow_from_both_and_stand_alone_otherwise() {
        let told_apart =
            Counts { dead: Some(292), missing: Some(47), dead_or_missing: Some(1), ..Counts::default() }.checked();
        assert_eq!(told_apart.map(|counts| (counts.combined(), counts.dead_or_missing)), Ok((Some(339), None)));
        let not_told_apart = Counts { dead_or_missing: Some(380), ..Counts::default() };
        assert_eq!(not_told_apart.combined(), Some(380));
        let dead_alone = Counts { dead: Some(5), ..Counts::default() };
        assert_eq!(dead_alone.combined(), None, "nobody knows how many are missing");
        assert_eq!(dead_alone.at_least(), Some(5));
        let fewer = Counts { dead: Some(5), dead_or_missing: Some(4), ..Counts::default() };
        assert_eq!(fewer.checked().map_err(|error| error.field), Err("dead_or_missing"));
    }

    #[test]
    fn a_clock_that_runs_ahead_knows_nothing_before_it_was_told() {
        let now = Timestamp::UNIX_EPOCH;
        let later = Timestamp::from_millisecond(1).expect("a time");
        assert_eq!((known_at(Some(later), now), known_at(None, now)), (now, now));
    }
}
