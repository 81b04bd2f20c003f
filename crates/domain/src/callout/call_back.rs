//! Blind call-backs (抽查回访): one confirmation in twenty is called back, so that the board can be believed.

use crate::words;

/// Share of confirmations that are called back (product rule «Received ≠ on post ≠ done»).
pub const SHARE: f64 = 0.05;

words! {
    /// What a call-back found.
    Found {
        /// Somebody of the post is at the point.
        There = "there",
        /// Nobody is.
        NotThere = "not_there",
        /// Nobody answers.
        NoAnswer = "no_answer",
    }
}

/// Call-backs of a unit and everything below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Drawn.
    pub drawn: u32,
    /// Called back.
    pub called: u32,
    /// Of them, those where somebody was there.
    pub there: u32,
}

impl Checked {
    /// Counts one more.
    pub fn add(&mut self, found: Option<Found>) {
        self.drawn += 1;
        self.called += u32::from(found.is_some());
        self.there += u32::from(found == Some(Found::There));
    }

    /// Share of confirmations that were true, 0 to 1; none before anybody was called back.
    pub fn true_rate(self) -> Option<f64> {
        (self.called > 0).then(|| f64::from(self.there) / f64::from(self.called))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_needs_somebody_who_was_called_back_and_silence_is_not_there() {
        let mut checked = Checked::default();
        assert_eq!(checked.true_rate(), None);
        checked.add(None);
        assert_eq!(checked.true_rate(), None, "drawn is not called");
        for found in [Found::There, Found::There, Found::NotThere, Found::NoAnswer] {
            checked.add(Some(found));
        }
        assert_eq!((checked.drawn, checked.called, checked.true_rate()), (5, 4, Some(0.5)));
    }
}
