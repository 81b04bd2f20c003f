//! Paths: a unit's place in the tree as one text that an index can range over.

use serde::{Deserialize, Serialize};

/// A unit's small stable number, 0 to 33,554,431 (five base-32 digits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitNumber(pub u32);

/// Largest unit number that a path segment can hold.
pub const UNIT_NUMBER_MAX: u32 = 32_u32.pow(5) - 1;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What each byte counts as a digit; 32 where it is none. The map reads tens of thousands of paths at a time.
const VALUES: [u8; 256] = {
    let mut values = [32; 256];
    let mut value = 0;
    while value < 32 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

impl UnitNumber {
    /// The five-digit path segment, without the slash.
    pub fn segment(self) -> String {
        let mut rest = self.0.min(UNIT_NUMBER_MAX);
        let mut digits = [b'0'; 5];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[(rest % 32) as usize];
            rest /= 32;
        }
        digits.iter().map(|&digit| char::from(digit)).collect()
    }

    fn parse(segment: &str) -> Option<Self> {
        if segment.len() != 5 {
            return None;
        }
        let mut number = 0;
        for byte in segment.bytes() {
            let digit = VALUES[usize::from(byte)];
            if digit == 32 {
                return None;
            }
            number = number * 32 + u32::from(digit);
        }
        Some(Self(number))
    }
}

/// Segments from the root to the unit, each followed by `/`. Codes never stand here: they change.
///
/// Everything below a path `p` lies in the text range `p <= path < p.upper_bound()`, which a
/// plain byte-ordered index answers (`LIKE 'p%'` would not use one).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitPath(String);

impl UnitPath {
    /// The path of a root unit.
    pub fn root(number: UnitNumber) -> Self {
        Self(format!("{}/", number.segment()))
    }

    /// The path of a child of this unit.
    #[must_use]
    pub fn child(&self, number: UnitNumber) -> Self {
        Self(format!("{}{}/", self.0, number.segment()))
    }

    /// Reads a path back from storage; `None` where it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let inner = text.strip_suffix('/')?;
        inner.split('/').all(|segment| UnitNumber::parse(segment).is_some()).then(|| Self(text.to_owned()))
    }

    /// The text as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first text that sorts after everything below this path.
    pub fn upper_bound(&self) -> String {
        // '0' is the character after '/'.
        format!("{}0", &self.0[..self.0.len() - 1])
    }

    /// Whether `other` is this unit or stands below it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Number of units above this one.
    pub fn depth(&self) -> usize {
        self.0.len() / 6 - 1
    }

    /// The paths of every unit from the root to this one.
    pub fn lineage(&self) -> impl Iterator<Item = Self> + '_ {
        self.0.match_indices('/').map(|(end, _)| Self(self.0[..=end].to_owned()))
    }

    /// Unit numbers from the root to this unit.
    pub fn numbers(&self) -> impl Iterator<Item = UnitNumber> + '_ {
        self.0.split('/').filter_map(UnitNumber::parse)
    }

    /// This path after the unit at `from` moved to `to`; `None` where it does not lie below `from`.
    pub fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&from.0)?;
        Some(Self(format!("{}{rest}", to.0)))
    }
}

impl std::fmt::Display for UnitPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
