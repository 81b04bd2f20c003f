//! Tests of the call chain (叫应链路测试): each post that a warning would call is written to by every way that leads to it,
//! on a quiet day, and those are named who cannot be reached by two.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::message::MessageState;

/// Ways that must work for each post: one that fails on the night leaves another.
pub const WAYS_MIN: u32 = 2;

/// For how long answers count: whoever has the night off answers in the morning.
pub const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// How long after a test that is repeated the next one begins.
pub const REPEATED_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Whether a way works: somebody answered by it, or its carrier says that the message arrived. That a carrier took the
/// message proves nothing.
pub fn works(state: MessageState, answered: bool) -> bool {
    answered || state == MessageState::Delivered
}

/// Whether a test that was begun at `last` is to be repeated now: on a working day between ten and four, when a call
/// wakes nobody.
pub fn is_due(last: Timestamp, now: Timestamp, zone: &TimeZone) -> bool {
    let local = zone.to_datetime(now);
    let weekend = matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday);
    now.duration_since(last) >= REPEATED_AFTER && !weekend && (10..16).contains(&local.hour())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_by_a_carrier_is_not_arrived() {
        for state in MessageState::ALL {
            assert_eq!(works(state, false), state == MessageState::Delivered);
            assert!(works(state, true), "an answer proves more than any carrier says");
        }
    }

    #[test]
    fn it_is_repeated_a_month_later_by_day() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let local = |text: &str| format!("{text}+08:00").parse().expect("a time");
        let last = local("2026-10-01T11:00");
        for (time, due) in [
            ("2026-10-30T11:00", false), // a Friday, a day too early
            ("2026-10-31T11:00", false), // a Saturday
            ("2026-11-02T09:59", false),
            ("2026-11-02T10:00", true), // a Monday
            ("2026-11-02T15:59", true),
            ("2026-11-02T16:00", false),
        ] {
            assert_eq!(is_due(last, local(time), &zone), due, "{time}");
        }
    }
}
