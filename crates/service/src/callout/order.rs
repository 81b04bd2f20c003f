//! Whose call goes first where lines are few: the strongest colour, then whom the danger reaches soonest, then the
//! units nearest to the residents.

use ::warning::kinds::Urgency;
use ::warning::{Alert, Profile, read_with};
use domain::colour::WarningColour;
use domain::unit::UnitKind;
use jiff::{SignedDuration, Timestamp};
use store::callout::Callout;

use crate::{Service, ServiceError};

/// How soon a danger is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// Within the hour, or nobody says when.
    Now,
    /// Within six hours.
    Hours,
    /// After that.
    Later,
}

impl Nearness {
    /// By the onset that a warning names (CAP 1.2, 3.2.2), the earliest of its parts; without one by its urgency.
    fn of(alert: &Alert, now: Timestamp) -> Self {
        let parts = alert.infos.iter().map(|info| match (info.onset, info.urgency) {
            (Some(onset), _) if onset.at <= now + SignedDuration::from_hours(1) => Self::Now,
            (Some(onset), _) if onset.at <= now + SignedDuration::from_hours(6) => Self::Hours,
            (Some(_), _) => Self::Later,
            (None, Urgency::Future) => Self::Hours,
            (None, _) => Self::Now,
        });
        parts.min().unwrap_or(Self::Now)
    }
}

/// The place of a call or message in the queue, the smallest first.
pub(crate) fn priority(colour: WarningColour, nearness: Nearness, kind: UnitKind) -> i16 {
    let weaker = WarningColour::ALL.iter().filter(|other| **other > colour).count();
    100 * i16::try_from(weaker).unwrap_or(0) + 10 * nearness as i16 + i16::from(5_u8.saturating_sub(kind.level()))
}

impl Service {
    /// How soon the danger of a round is there. A round without a message, or with one that nobody can read, is for now.
    pub(super) async fn nearness(&self, round: &Callout, now: Timestamp) -> Result<Nearness, ServiceError> {
        let Some(id) = round.warning else { return Ok(Nearness::Now) };
        let document = self.calls().warning_document(id).await?;
        let alert = document.and_then(|document| read_with(&document, Some(Profile::Lenient)).alert);
        Ok(alert.map_or(Nearness::Now, |alert| Nearness::of(&alert, now)))
    }
}

#[cfg(test)]
mod tests {
    use ::warning::Moment;
    use ::warning::alert::Info;

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    #[test]
    fn colour_goes_before_time_and_time_before_the_unit() {
        let in_order = [
            priority(WarningColour::Red, Nearness::Now, UnitKind::MicroGrid),
            priority(WarningColour::Red, Nearness::Now, UnitKind::City),
            priority(WarningColour::Red, Nearness::Hours, UnitKind::MicroGrid),
            priority(WarningColour::Red, Nearness::Later, UnitKind::City),
            priority(WarningColour::Orange, Nearness::Now, UnitKind::MicroGrid),
        ];
        assert!(in_order.is_sorted_by(|one, next| one < next), "{in_order:?}");
    }

    #[test]
    fn the_earliest_onset_counts_and_silence_means_now() {
        let with = |onsets: &[Option<i64>], urgency| {
            let mut alert = Alert::new("1".to_owned(), "desk".to_owned(), Moment::new(at(0), 0));
            let part = |hours: &Option<i64>| Info {
                onset: hours.map(|hours| Moment::new(at(hours), 0)),
                urgency,
                ..Info::new("zh-CN", "暴雨")
            };
            alert.infos = onsets.iter().map(part).collect();
            Nearness::of(&alert, at(0))
        };
        assert_eq!(with(&[Some(9), Some(1)], Urgency::Future), Nearness::Now);
        assert_eq!(with(&[Some(9), Some(6)], Urgency::Immediate), Nearness::Hours);
        assert_eq!(with(&[Some(9)], Urgency::Immediate), Nearness::Later);
        assert_eq!(with(&[None], Urgency::Future), Nearness::Hours);
        assert_eq!(with(&[None], Urgency::Unknown), Nearness::Now);
        assert_eq!(with(&[], Urgency::Future), Nearness::Now);
    }
}
