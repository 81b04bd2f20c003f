//! The board: how the calls of a round stand, added up along the tree.
//!
//! What one unit's own calls say is put in with [`Board::set`]; only the units above it are added up anew, so that a
//! confirmation costs the same in a village and in a city.

use std::collections::HashMap;

use super::{Counts, Unless};
use crate::unit::{UnitNumber, UnitPath};

/// A unit with everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Its calls.
    pub counts: Counts,
    /// Units with calls.
    pub units: u32,
    /// Those of them that are confirmed.
    pub confirmed: u32,
}

/// How a round stands. The default has no calls.
#[derive(Debug, Clone, Default)]
pub struct Board {
    own: HashMap<UnitNumber, (UnitPath, Sum)>,
    sums: HashMap<UnitNumber, Sum>,
}

impl Board {
    /// Sets what the unit's own calls say, in place of what they said before.
    pub fn set(&mut self, number: UnitNumber, path: &UnitPath, counts: Counts, confirmed: bool) {
        let new = Sum { counts, units: u32::from(counts.posts > 0), confirmed: u32::from(confirmed) };
        // A unit that was moved meanwhile leaves the sums where it stood.
        if let Some((old_path, old)) = self.own.insert(number, (path.clone(), new)) {
            for above in old_path.numbers() {
                let sum = self.sums.entry(above).or_default();
                *sum = sum.minus(&old);
            }
        }
        for above in path.numbers() {
            let sum = self.sums.entry(above).or_default();
            *sum = sum.plus(&new);
        }
    }

    /// A unit with everything below it; nothing where there are no calls.
    pub fn sum(&self, number: UnitNumber) -> Sum {
        self.sums.get(&number).copied().unwrap_or_default()
    }

    /// What a unit's own calls say.
    pub fn own(&self, number: UnitNumber) -> Sum {
        self.own.get(&number).map_or_else(Sum::default, |(_, sum)| *sum)
    }
}

impl Sum {
    fn plus(&self, other: &Self) -> Self {
        Self {
            counts: self.counts.plus(&other.counts),
            units: self.units + other.units,
            confirmed: self.confirmed + other.confirmed,
        }
    }

    fn minus(&self, other: &Self) -> Self {
        Self {
            counts: self.counts.minus(&other.counts),
            units: self.units.saturating_sub(other.units),
            confirmed: self.confirmed.saturating_sub(other.confirmed),
        }
    }

    /// See [`is_blackout`].
    pub fn is_blackout(&self) -> bool {
        is_blackout(self.counts.posts, self.counts.unreached)
    }
}

/// Whether so many phones cannot be reached that the network must be down there (foundations, *When things break*): over
/// 30 %, and never for a single phone or fewer than three posts.
pub fn is_blackout(posts: u32, unreached: u32) -> bool {
    posts >= 3 && unreached >= 2 && u64::from(unreached) * 10 > u64::from(posts) * 3
}

impl Counts {
    /// How many posts count as confirmed.
    pub fn confirmed(&self, counts: Unless) -> u32 {
        match counts {
            Unless::Received => self.received + self.on_post,
            Unless::OnPost => self.on_post,
        }
    }
}
