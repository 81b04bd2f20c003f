//! Residents' numbers (住户电话): registered for a building for a year, without an account and without a name, and called
//! when the building is moved out. One key says «left», another «need help».

use jiff::SignedDuration;

use crate::message::Channel;
use crate::words;

words! {
    /// What a resident answers.
    ResidentAnswer {
        /// They have left.
        Left = "left",
        /// They need help to leave.
        NeedsHelp = "needs_help",
    }
}

/// How long a number is kept: it ends by itself and is deleted then.
pub const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

/// How long a number waits for the word of its owner before it is deleted.
pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(48);

/// Minutes after the first attempt at which each attempt is made; then somebody goes to the door.
const RUNGS_MIN: [i64; 3] = [0, 5, 15];

/// The next attempt after so many: how long after the first one, and by which way. Voice first, since it wakes people
/// and needs no reading; ways take turns. None when all were made, or there is no way.
pub fn rung(made: usize, ways: &[Channel]) -> Option<(SignedDuration, Channel)> {
    let ways: Vec<_> = [Channel::Voice, Channel::Sms].into_iter().filter(|way| ways.contains(way)).collect();
    let after = SignedDuration::from_mins(*RUNGS_MIN.get(made)?);
    let way = ways.get(made % ways.len().max(1))?;
    Some((after, *way))
}

impl ResidentAnswer {
    /// Reads `1` (已撤离) and `2` (需要帮助), as digits or in words; `None` for anything else, at which a person must look.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().trim_end_matches(['。', '.', '!', '！']) {
            "1" | "１" | "已撤离" | "已离开" | "已转移" => Some(Self::Left),
            "2" | "２" | "需要帮助" | "要帮助" | "求助" => Some(Self::NeedsHelp),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_take_turns_and_the_door_comes_after_three() {
        let both = [Channel::Mail, Channel::Sms, Channel::Voice];
        let plan: Vec<_> = (0..4).map(|made| rung(made, &both).map(|(after, way)| (after.as_mins(), way))).collect();
        let (voice, sms) = (Channel::Voice, Channel::Sms);
        assert_eq!(plan, [Some((0, voice)), Some((5, sms)), Some((15, voice)), None]);
        assert_eq!(rung(1, &[Channel::Sms]), Some((SignedDuration::from_mins(5), sms)));
        assert_eq!(rung(0, &[Channel::Mail]), None);
    }

    #[test]
    fn keys_and_words_are_read_and_nothing_else() {
        for (text, answer) in [("1", Some(ResidentAnswer::Left)), (" ２ ", Some(ResidentAnswer::NeedsHelp))] {
            assert_eq!(ResidentAnswer::read(text), answer);
        }
        assert_eq!(ResidentAnswer::read("已撤离。"), Some(ResidentAnswer::Left));
        for text in ["", "12", "3", "不走", "不需要帮助"] {
            assert_eq!(ResidentAnswer::read(text), None, "{text}");
        }
    }
}
