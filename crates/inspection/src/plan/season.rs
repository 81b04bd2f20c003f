//! Parts of the year, from one day to another, that may cross the turn of the year.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};

/// A day of the year, written `MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// The day of this date.
    pub fn of(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }
}

impl TryFrom<String> for MonthDay {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // A leap year has every day that any year has.
        let date = (text.len() == 5).then(|| format!("2024-{text}").parse::<Date>().ok()).flatten();
        date.map(Self::of).ok_or_else(|| Refusal::new(Code::MonthDay, "", text))
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        format!("{:02}-{:02}", day.month, day.day)
    }
}

/// A part of the year, both days included. Where `from` is later than `to` it crosses the turn of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// First day.
    pub from: MonthDay,
    /// Last day.
    pub to: MonthDay,
}

impl Season {
    /// Whether the day lies within it.
    pub fn contains(self, date: Date) -> bool {
        let day = MonthDay::of(date);
        let (after, before) = (self.from <= day, day <= self.to);
        if self.from <= self.to { after && before } else { after || before }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn season(from: &str, to: &str) -> Season {
        let day = |text: &str| MonthDay::try_from(text.to_owned()).expect("a day");
        Season { from: day(from), to: day(to) }
    }

    #[test]
    fn the_flood_season_has_its_first_and_its_last_day() {
        let flood = season("05-15", "09-30");
        let within = [date(2026, 5, 14), date(2026, 5, 15), date(2026, 9, 30), date(2026, 10, 1)];
        assert_eq!(within.map(|day| flood.contains(day)), [false, true, true, false]);
    }

    #[test]
    fn the_heating_season_crosses_the_turn_of_the_year() {
        let heating = season("11-15", "03-15");
        let within = [date(2026, 11, 14), date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 16)];
        assert_eq!(within.map(|day| heating.contains(day)), [false, true, true, false]);
    }

    #[test]
    fn a_day_is_written_with_four_digits_and_stands_in_some_year() {
        assert_eq!(String::from(MonthDay::try_from("02-29".to_owned()).expect("a leap day")), "02-29");
        for bad in ["02-30", "13-01", "5-15", "05-15 ", ""] {
            assert_eq!(MonthDay::try_from(bad.to_owned()), Err(Refusal::new(Code::MonthDay, "", bad)));
        }
    }
}
