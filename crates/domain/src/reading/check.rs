//! Whether a table of thresholds can be used. Each mistake is told with the place where it stands.

use std::collections::BTreeSet;

use super::measure::DAY;
use super::{Measure, Quantity, Side, Statistic, Table, TableError, Threshold, thousandths};

/// Longest window, minutes.
const WINDOW_MOST: u32 = 7 * DAY;

/// Longest version, characters: it is kept with each proposal.
const VERSION_MOST: usize = 40;

fn wrong(path: impl Into<String>, why: impl Into<String>) -> Result<(), TableError> {
    Err(TableError::Wrong { path: path.into(), why: why.into() })
}

impl Table {
    pub(super) fn check(&self) -> Result<(), TableError> {
        if self.version.trim().is_empty() || self.version.chars().count() > VERSION_MOST {
            return wrong("version", format!("it has 1 to {VERSION_MOST} characters"));
        }
        if self.product != "signal" {
            let why =
                format!("`{}` is another product; readings are held against those of `signal` alone", self.product);
            return wrong("product", why);
        }
        if !(1..=DAY).contains(&self.gap_minutes) {
            return wrong("gap_minutes", format!("{} is not between 1 and {DAY}", self.gap_minutes));
        }
        self.check_plausible()?;
        for (index, row) in self.rows.iter().enumerate() {
            self.check_row(&format!("rows[{index}]"), row)?;
        }
        Ok(())
    }

    fn check_plausible(&self) -> Result<(), TableError> {
        let mut known = BTreeSet::new();
        for (index, range) in self.plausible.iter().enumerate() {
            if !known.insert(range.quantity) {
                let why = format!("`{}` stands twice", range.quantity.word());
                return wrong(format!("plausible[{index}].quantity"), why);
            }
            if range.least >= range.most {
                return wrong(format!("plausible[{index}].most"), "it is not above `least`");
            }
        }
        match Quantity::ALL.into_iter().find(|one| !known.contains(one)) {
            Some(one) => {
                wrong("plausible", format!("`{}` is missing: each of its readings would be refused", one.word()))
            }
            None => Ok(()),
        }
    }

    fn check_row(&self, path: &str, row: &Threshold) -> Result<(), TableError> {
        for (index, one) in row.measures().enumerate() {
            match index.checked_sub(1) {
                None => self.check_measure(path, one)?,
                Some(place) => self.check_measure(&format!("{path}.also[{place}]"), one)?,
            }
        }
        if row.source.trim().is_empty() {
            return wrong(format!("{path}.source"), "say where the threshold stands");
        }
        if row.during.is_some() && row.during == row.unless {
            return wrong(format!("{path}.unless"), "it is the same as `during`: the row would never count");
        }
        let weaker = |other: &&Threshold| other.colour < row.colour && is_alike(other, row) && !is_farther(row, other);
        match self.rows.iter().find(weaker) {
            Some(other) => {
                let (strong, weak) = (row.colour.word(), other.colour.word());
                wrong(
                    format!("{path}.value"),
                    format!("`{strong}` begins no farther out than `{weak}` of the same kind"),
                )
            }
            None => Ok(()),
        }
    }

    fn check_measure(&self, path: &str, one: Measure) -> Result<(), TableError> {
        let at = |field: &str| format!("{path}.{field}");
        let (statistic, quantity) = (one.statistic.word(), one.quantity.word());
        let by_day = matches!(one.statistic, Statistic::Fall | Statistic::DaysMax);
        let falls = matches!(one.quantity, Quantity::Rain | Quantity::Snow);
        if !(1..=WINDOW_MOST).contains(&one.window_minutes) {
            return wrong(at("window_minutes"), format!("{} is not between 1 and {WINDOW_MOST}", one.window_minutes));
        }
        if (one.statistic == Statistic::Sum && !falls) || (by_day && falls) {
            return wrong(at("statistic"), format!("`{statistic}` says nothing of `{quantity}`"));
        }
        if by_day && !one.window_minutes.is_multiple_of(DAY) {
            return wrong(at("window_minutes"), format!("`{statistic}` compares days: take a multiple of {DAY}"));
        }
        if by_day && matches!(one.side(), Side::AtMost | Side::Below) {
            return wrong(at("side"), format!("`{statistic}` counts upwards: take `at_least` or `above`"));
        }
        let value = thousandths(one.value);
        let possible = match one.statistic {
            Statistic::Sum => value >= 0,
            Statistic::Fall => value > 0,
            Statistic::Max | Statistic::Min | Statistic::DaysMax => {
                self.plausible.iter().any(|range| range.quantity == one.quantity && range.holds(value))
            }
        };
        if !possible {
            return wrong(at("value"), format!("`{statistic}` of `{quantity}` never comes to {}", one.value));
        }
        Ok(())
    }
}

/// Whether two rows ask for the same, up to value and colour.
fn is_alike(one: &Threshold, other: &Threshold) -> bool {
    let same = |row: &Threshold| (row.hazard, row.quantity, row.statistic, row.window_minutes, row.side);
    same(one) == same(other) && one.also == other.also && (one.during, one.unless) == (other.during, other.unless)
}

fn is_farther(one: &Threshold, other: &Threshold) -> bool {
    let side = one.measures().next().map_or(Side::AtLeast, |own| own.side());
    side.is_farther(thousandths(one.value), thousandths(other.value))
}
