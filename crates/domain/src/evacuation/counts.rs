//! How many households stand where.

use super::Stage;

/// Most households in one group: no building has more.
pub const HOUSEHOLDS_MAX: u32 = 20_000;

/// Households by stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([u32; Stage::ALL.len()]);

/// Households that went from one stage to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moving {
    /// From here.
    pub from: Stage,
    /// To here.
    pub to: Stage,
    /// How many.
    pub households: u32,
}

/// Why a report about an evacuation cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvacuationRefusal {
    /// It is over.
    #[error("this evacuation has ended")]
    Ended,
    /// No household goes that way.
    #[error("no household goes from `{}` to `{}`", .from.word(), .to.word())]
    NoWay {
        /// From here.
        from: Stage,
        /// To here.
        to: Stage,
    },
    /// There are not so many.
    #[error("`{asked}` households cannot go from `{}`: there are {there}", .from.word())]
    TooFew {
        /// From here.
        from: Stage,
        /// How many should go.
        asked: u32,
        /// How many there are.
        there: u32,
    },
    /// No building has so many.
    #[error("`{0}` households are too many: a group has at most {HOUSEHOLDS_MAX}")]
    TooMany(u32),
    /// Households that were reached cannot be taken off the list.
    #[error("`{asked}` households are too few: {reached} were told or moved already")]
    Reached {
        /// The new number.
        asked: u32,
        /// Households beyond the list.
        reached: u32,
    },
}

impl EvacuationRefusal {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended => "evacuation_ended",
            Self::NoWay { .. } => "stage_order",
            Self::TooFew { .. } => "households_missing",
            Self::TooMany(_) | Self::Reached { .. } => "group_households_invalid",
        }
    }
}

impl Counts {
    /// A group of which nobody was told.
    ///
    /// # Errors
    /// When no building has so many.
    pub fn listed(households: u32) -> Result<Self, EvacuationRefusal> {
        if households > HOUSEHOLDS_MAX {
            return Err(EvacuationRefusal::TooMany(households));
        }
        let mut counts = Self::default();
        counts.set(Stage::Listed, households);
        Ok(counts)
    }

    /// The counts in the order of [`Stage::ALL`].
    pub fn from_array(array: [u32; Stage::ALL.len()]) -> Self {
        Self(array)
    }

    /// Households in this stage.
    pub fn at(&self, stage: Stage) -> u32 {
        self.0[stage as usize]
    }

    /// Households in all.
    pub fn total(&self) -> u32 {
        self.sum(|_| true)
    }

    /// Households of which nobody knows that they are safe.
    pub fn unaccounted(&self) -> u32 {
        self.sum(|stage| !stage.is_safe())
    }

    /// Households that take up room in a shelter.
    pub fn sheltered(&self) -> u32 {
        self.sum(Stage::is_sheltered)
    }

    /// Households that take up room in a shelter, or may still come to one.
    pub fn room_needed(&self) -> u32 {
        self.sum(|stage| stage.is_sheltered() || !stage.is_safe())
    }

    /// Households that came to a shelter at some time, as far as counts can say: they are in one, or have left it since.
    pub fn arrivals(&self) -> u32 {
        let gone = [Stage::LeftEarly, Stage::ReturnAuthorised, Stage::Returned];
        self.sum(|stage| stage.is_sheltered() || gone.contains(&stage))
    }

    fn sum(&self, which: impl Fn(Stage) -> bool) -> u32 {
        Stage::ALL.into_iter().filter(|stage| which(*stage)).map(|stage| self.at(stage)).sum()
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = *self;
        for stage in Stage::ALL {
            sum.set(stage, sum.at(stage).saturating_add(other.at(stage)));
        }
        sum
    }

    /// What is left without the others; nothing goes below zero.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut rest = *self;
        for stage in Stage::ALL {
            rest.set(stage, rest.at(stage).saturating_sub(other.at(stage)));
        }
        rest
    }

    /// After households went on. As many as before, elsewhere.
    ///
    /// # Errors
    /// When no household goes that way, or there are not so many.
    pub fn go(&self, moving: Moving) -> Result<Self, EvacuationRefusal> {
        let Moving { from, to, households } = moving;
        if !from.leads_to(to) {
            return Err(EvacuationRefusal::NoWay { from, to });
        }
        let there = self.at(from);
        let Some(rest) = there.checked_sub(households) else {
            return Err(EvacuationRefusal::TooFew { from, asked: households, there });
        };
        let mut after = *self;
        after.set(from, rest);
        after.set(to, self.at(to) + households);
        Ok(after)
    }

    /// After somebody counted the households of the building: those whom nobody had on the list (lodgers, people from
    /// elsewhere) come onto it, those who do not exist go from it.
    ///
    /// # Errors
    /// When it would take away households that were reached already, or no building has so many.
    pub fn recount(&self, households: u32) -> Result<Self, EvacuationRefusal> {
        if households > HOUSEHOLDS_MAX {
            return Err(EvacuationRefusal::TooMany(households));
        }
        let reached = self.total() - self.at(Stage::Listed);
        let Some(listed) = households.checked_sub(reached) else {
            return Err(EvacuationRefusal::Reached { asked: households, reached });
        };
        let mut after = *self;
        after.set(Stage::Listed, listed);
        Ok(after)
    }

    /// After a return was authorised: everybody who is away may go home. Who could not be moved stays where it is
    /// known to be.
    #[must_use]
    pub fn authorise(&self) -> Self {
        let mut after = *self;
        for stage in [Stage::Shelter, Stage::Relatives, Stage::AfterCare] {
            after.set(Stage::ReturnAuthorised, after.at(Stage::ReturnAuthorised) + after.at(stage));
            after.set(stage, 0);
        }
        after
    }

    /// One household of a door that was not marked before, taken from where such households stand; where there is none
    /// it is one more.
    #[must_use]
    pub(crate) fn knock(&self, loose: &Self, to: Stage) -> Self {
        let mut after = *self;
        let from = Stage::ALL.into_iter().find(|stage| loose.at(*stage) > 0 && (*stage == to || stage.leads_to(to)));
        if let Some(from) = from {
            after.set(from, after.at(from) - 1);
        }
        after.set(to, after.at(to) + 1);
        after
    }

    /// After a door was marked. `marked` holds the doors of the group by stage, `before` is the door's last mark. Said
    /// again, or less than was known already, changes nothing: `None`.
    #[must_use]
    pub fn mark(&self, marked: &Self, before: Option<Stage>, to: Stage) -> Option<Self> {
        match before {
            None => Some(self.knock(&self.without(marked), to)),
            Some(before) => self.go(Moving { from: before, to, households: 1 }).ok(),
        }
    }

    fn set(&mut self, stage: Stage, households: u32) {
        self.0[stage as usize] = households;
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, one| sum.plus(&one))
    }
}
