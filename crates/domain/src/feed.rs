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
    /// Why a feed failed, or an entry of one was not taken. What happened in detail stands beside it, in English; the
    /// word is what pages say in the reader's language.
    FeedFault {
        /// The address is none that is called.
        Address = "address",
        /// It lies inside a private network that is not allowed.
        PrivateNetwork = "private_network",
        /// No connection, or one that broke before the end.
        Unreachable = "unreachable",
        /// No whole answer in time.
        TooSlow = "too_slow",
        /// The source leads to another place.
        Redirected = "redirected",
        /// The source lets us not in: its key or the agreement with it is wrong.
        NotAdmitted = "not_admitted",
        /// The source says that nothing is there.
        Missing = "missing",
        /// The source says that it is broken or busy.
        SourceBroken = "source_broken",
        /// The source answers with another status.
        Status = "status",
        /// The source says that nothing changed, although nothing was kept of it.
        Unchanged = "unchanged",
        /// More bytes than are read.
        TooLarge = "too_large",
        /// What came is no feed, or breaks off; findings follow.
        Unreadable = "unreadable",
        /// The document holds more than is followed in one go.
        MoreLeft = "more_left",
        /// The entry neither holds an alert nor leads to one.
        NoAlert = "no_alert",
        /// Its alert does not hold to CAP; findings follow.
        Unsound = "unsound",
        /// Another message with its sender and identifier is here already.
        IdentifierTaken = "identifier_taken",
        /// It could not be taken in here.
        Internal = "internal",
    }
}

impl FeedFault {
    /// A reason as it is kept: this word, a space, what happened.
    pub fn because(self, what: &str) -> String {
        format!("{} {what}", self.word())
    }

    /// The word of a kept reason, and what happened. Reasons that were kept before they had words have none.
    pub fn read(reason: &str) -> (Option<Self>, &str) {
        let known = reason.split_once(' ').and_then(|(word, what)| Some((Self::from_word(word)?, what)));
        known.map_or((None, reason), |(fault, what)| (Some(fault), what))
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
    fn a_kept_reason_gives_its_word_back_and_one_of_old_stays_whole() {
        for fault in FeedFault::ALL {
            assert_eq!(FeedFault::read(&fault.because("the source says so")), (Some(fault), "the source says so"));
        }
        for old in ["the source took too long", "malformed_xml /: it breaks off", "status", ""] {
            assert_eq!(FeedFault::read(old), (None, old));
        }
    }

    #[test]
    fn every_fault_has_a_sentence_in_both_languages() {
        let zh = include_str!("../../../web/src/words/zh-sources.ts");
        let en = include_str!("../../../web/src/words/en-sources.ts");
        for (language, words) in [("zh", zh), ("en", en)] {
            let faults = words.split_once("\n  fault: {").expect("a table of faults").1;
            let faults = faults.split_once("\n  }").expect("its end").0;
            let said = |word: &str| faults.contains(&format!("\n    {word}: \""));
            let missing: Vec<_> = FeedFault::ALL.iter().map(|fault| fault.word()).filter(|word| !said(word)).collect();
            assert!(missing.is_empty(), "{language}: {missing:?}");
        }
    }

    #[test]
    fn a_paused_feed_is_paused_whatever_else() {
        assert_eq!(state(true, true, 3), FeedState::Paused);
        assert_eq!(state(false, false, 0), FeedState::New);
        assert_eq!(state(false, true, 0), FeedState::Ok);
        assert_eq!(state(false, true, 1), FeedState::Failing);
    }
}
