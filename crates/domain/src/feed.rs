//! Feeds of warnings that are asked again and again: when next, and how one fares.
//!
//! A feed that does not answer is asked later, never switched off: only a person pauses it.

use jiff::{SignedDuration, Timestamp};

/// How often a feed is asked at most, seconds.
pub const EVERY_MIN_S: u32 = 15;

/// How often a feed is asked at least, seconds.
pub const EVERY_MAX_S: u32 = 86_400;

/// The longest wait after failures: a source that is back must be heard soon.
const WAIT_MAX_S: i64 = 900;

/// The longest wait that a source may ask for.
const ASKED_MAX_S: i64 = 3_600;

/// How often a link that its source denies is tried before its entry is given up.
pub const DENIED_MAX: i32 = 5;

crate::words::words! {
    /// How a feed fares.
    FeedState {
        /// It was never asked yet.
        New = "new",
        /// It answered the last time.
        Ok = "ok",
        /// It did not, or not wholly; it is asked again by itself.
        Failing = "failing",
        /// A person paused it.
        Paused = "paused",
    }
    /// What became of an entry of a feed.
    EntryOutcome {
        /// It is a new warning here.
        Taken = "taken",
        /// It was here already.
        Known = "known",
        /// It is no warning that can be taken, for a reason that stands beside it.
        Refused = "refused",
        /// What it leads to could not be fetched yet; it is tried again.
        Waiting = "waiting",
    }
}

/// How a feed fares, by what is known of it.
pub fn state(paused: bool, tried: bool, failures: i32) -> FeedState {
    match (paused, tried, failures) {
        (true, ..) => FeedState::Paused,
        (_, false, _) => FeedState::New,
        (.., 0) => FeedState::Ok,
        _ => FeedState::Failing,
    }
}

/// When a feed is asked next. `failures` counts those in a row, 0 after an answer; `asked` is what the source asked for
/// (Retry-After); `jitter` in 0..1 spreads many askers over a fifth of the time.
pub fn next_at(now: Timestamp, every_s: u32, failures: i32, asked: Option<SignedDuration>, jitter: f64) -> Timestamp {
    let every = i64::from(every_s.clamp(EVERY_MIN_S, EVERY_MAX_S));
    let doubled = u32::try_from(failures.saturating_sub(1)).unwrap_or_default().min(10);
    let wait = if failures > 0 { (every << doubled).min(WAIT_MAX_S.max(every)) } else { every };
    let asked = asked.map_or(0, |asked| asked.as_secs().clamp(0, ASKED_MAX_S));
    let seconds = wait.max(asked);
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a part of at most a day")]
    let spread = (seconds as f64 * 0.2 * jitter.clamp(0.0, 1.0) * 1_000.0) as i64;
    now.saturating_add(SignedDuration::from_millis(seconds * 1_000 + spread)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(failures: i32, asked: Option<i64>, jitter: f64) -> i64 {
        let now = Timestamp::UNIX_EPOCH;
        next_at(now, 60, failures, asked.map(SignedDuration::from_secs), jitter).as_second()
    }

    #[test]
    fn a_feed_that_fails_is_asked_later_and_never_later_than_a_quarter_of_an_hour() {
        assert_eq!((wait(0, None, 0.0), wait(1, None, 0.0)), (60, 60));
        assert_eq!([2, 3, 4, 5, 1_000].map(|n| wait(n, None, 0.0)), [120, 240, 480, 900, 900]);
        assert_eq!(wait(0, None, 1.0), 72, "spread over a fifth");
        // A feed that is asked every two hours is not asked more often because it fails.
        assert_eq!(next_at(Timestamp::UNIX_EPOCH, 7_200, 3, None, 0.0).as_second(), 7_200);
    }

    #[test]
    fn what_the_source_asks_for_counts_up_to_an_hour() {
        assert_eq!(wait(1, Some(300), 0.0), 300);
        assert_eq!(wait(1, Some(5), 0.0), 60, "never sooner than set");
        assert_eq!(wait(1, Some(1_000_000), 0.0), 3_600);
        assert_eq!(wait(1, Some(-7), 0.0), 60);
    }

    #[test]
    fn a_paused_feed_is_paused_whatever_else() {
        assert_eq!(state(true, true, 3), FeedState::Paused);
        assert_eq!(state(false, false, 0), FeedState::New);
        assert_eq!(state(false, true, 0), FeedState::Ok);
        assert_eq!(state(false, true, 1), FeedState::Failing);
    }
}
