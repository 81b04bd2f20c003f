//! How often one network may ask for what is public: so many within a minute, counted in memory.
//!
//! Wide, because a carrier puts thousands of phones behind one address and everybody looks at once when it matters; what
//! they get is kept finished. Only whoever asks without end is told to wait.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Requests of one network within a minute.
pub(crate) const PER_MINUTE: u32 = 3_000;

/// Networks that are counted at once; beyond them the count begins anew.
const NETWORKS_MAX: usize = 20_000;

/// Counts by network, for the present minute.
#[derive(Debug, Default)]
pub(crate) struct PublicLimit(Mutex<(i64, HashMap<String, u32>)>);

impl PublicLimit {
    /// Counts a request.
    ///
    /// # Errors
    /// Seconds to wait, when this minute's share is spent.
    pub(crate) fn count(&self, network: Option<&str>, now: Timestamp) -> Result<(), u32> {
        let Some(network) = network else { return Ok(()) };
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.as_second().div_euclid(60);
        if held.0 != minute || held.1.len() >= NETWORKS_MAX {
            *held = (minute, HashMap::new());
        }
        let count = held.1.entry(network.to_owned()).or_default();
        *count = count.saturating_add(1);
        let rest = 60 - now.as_second().rem_euclid(60);
        if *count > PER_MINUTE { Err(u32::try_from(rest).unwrap_or(60)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_waits_for_the_next_minute_and_others_do_not() {
        let limit = PublicLimit::default();
        let at = |second| Timestamp::from_second(second).expect("a time");
        for _ in 0..PER_MINUTE {
            assert_eq!(limit.count(Some("a"), at(10)), Ok(()));
        }
        assert_eq!(limit.count(Some("a"), at(10)), Err(50));
        assert_eq!(limit.count(Some("b"), at(10)), Ok(()));
        assert_eq!(limit.count(Some("a"), at(60)), Ok(()));
    }
}
