//! The assistance register (协助登记): who asked for help when a building is left, and what help. Never why.
//!
//! It is the one register of persons here, and it is kept small: by consent, for twelve months, for the helpers. Nothing
//! that holds a risk refers to it.

use jiff::SignedDuration;

use crate::words;

words! {
    /// What help is needed. Not why: no illness, no age.
    Help {
        /// Somebody must be carried or led.
        Carry = "carry",
        /// Needs oxygen or electric power.
        OxygenPower = "oxygen_power",
        /// Does not hear alarms and calls.
        Hearing = "hearing",
        /// Does not speak the language of the announcements.
        Language = "language",
        /// Alone at night.
        AloneAtNight = "alone_at_night",
    }

    /// Who agreed.
    Consent {
        /// The person.
        Own = "own",
        /// A guardian.
        Guardian = "guardian",
    }

    /// What became of a printed list.
    PrintEnd {
        /// Given back.
        Returned = "returned",
        /// Destroyed, with a witness.
        Destroyed = "destroyed",
    }
}

/// How long a registration is kept: it ends by itself and is deleted then.
pub const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Most helpers of one registration.
pub const HELPERS_MAX: usize = 2;

/// Share of the estimated households below which nobody relies on the register, percent.
pub const COVERED_PERCENT: u32 = 60;

/// Whether each door of a building has to be knocked at: where fewer than 60 % of those who are thought to need help are
/// registered, or nobody has estimated how many there are.
pub fn needs_full_knock(registered: u32, estimated: Option<u32>) -> bool {
    match estimated {
        None => true,
        Some(estimated) => u64::from(registered) * 100 < u64::from(estimated) * u64::from(COVERED_PERCENT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_that_is_too_thin_or_of_unknown_thickness_means_every_door() {
        assert!(needs_full_knock(5, None), "unknown is not enough");
        assert!(needs_full_knock(5, Some(9)), "55 percent");
        assert!(!needs_full_knock(6, Some(10)), "60 percent");
        assert!(!needs_full_knock(0, Some(0)), "nobody there needs help");
        assert!(needs_full_knock(0, Some(1)));
    }
}
