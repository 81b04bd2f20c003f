//! Plans (预案) as data: which warning asks for which response of whom, and what is then to be done.

use jiff::SignedDuration;
use serde::Deserialize;

use super::ResponseLevel;
use crate::colour::WarningColour;
use crate::names::Names;
use crate::unit::UnitKind;
use crate::warned::WarnedOf;
use crate::words;

words! {
    /// What a line of a plan asks for.
    ItemKind {
        /// Something is done, or not.
        Do = "do",
        /// Something is done, and how many it concerned is said.
        Count = "count",
        /// Places close: each is listed.
        ClosePlaces = "close_places",
        /// People leave: lists by building.
        MovePeople = "move_people",
    }
}

/// How long a decision may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Lag {
    /// From the warning to the decision; then the unit above hears.
    pub target: SignedDuration,
    /// Then it hears once more.
    pub alarm: SignedDuration,
}

/// A row: warning × plan × issuing body → proposed level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Trigger {
    /// Stable word.
    pub id: String,
    /// The hazard of the warning.
    pub hazard: WarnedOf,
    /// Its colour.
    pub colour: WarningColour,
    /// Which bodies are asked.
    pub bodies: Vec<UnitKind>,
    /// The level that is proposed to them.
    pub level: ResponseLevel,
    /// Another time to decide than the table's.
    pub lag: Option<Lag>,
    /// Where the row comes from, for whoever decides; a table may give it in one language as a plain text.
    #[serde(deserialize_with = "named")]
    pub source: Names,
}

/// A text in each language, or one text for all.
fn named<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Names, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Plain(String),
        Named(Names),
    }
    Ok(match Given::deserialize(from)? {
        Given::Plain(text) => Names::zh(&text),
        Given::Named(names) => names,
    })
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Item {
    /// Stable word.
    pub id: String,
    /// What is to be done.
    pub names: Names,
    /// What the line asks for.
    #[serde(default = "to_do")]
    pub kind: ItemKind,
    /// Of which bodies' responses it is part.
    pub bodies: Vec<UnitKind>,
    /// In which units it is done: the body itself, or units of these kinds below it.
    pub units: Vec<UnitKind>,
    /// From which level on.
    pub from: ResponseLevel,
    /// How long after the activation it must be done.
    pub due: SignedDuration,
    /// Where the line comes from.
    pub source: String,
}

fn to_do() -> ItemKind {
    ItemKind::Do
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Plan {
    /// Stable word.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Which warnings ask for it.
    pub triggers: Vec<Trigger>,
    /// What is to be done.
    pub items: Vec<Item>,
}

/// All plans of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Plans {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// How long a decision may take where a row says nothing else.
    pub lag: Lag,
    /// The plans.
    pub plans: Vec<Plan>,
}

/// Why a table of plans cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlansError {
    /// It is no such table.
    #[error(transparent)]
    Form(#[from] serde_json::Error),
    /// Two things of one name.
    #[error("the plan `{plan}` has `{id}` twice")]
    Twice {
        /// The plan.
        plan: String,
        /// The row or line.
        id: String,
    },
    /// An alarm before its target.
    #[error("the plan `{plan}`: the alarm of `{id}` comes before its target")]
    Disordered {
        /// The plan.
        plan: String,
        /// The row.
        id: String,
    },
}

impl Plans {
    /// The table that ships (`data/catalogue/plans.json`).
    ///
    /// # Errors
    /// When it cannot be used; a test holds that it can.
    pub fn shipped() -> Result<Self, PlansError> {
        Self::read(include_str!("../../../../data/catalogue/plans.json"))
    }

    /// A table from its JSON text.
    ///
    /// # Errors
    /// When it is no such table, a name stands twice, or an alarm comes before its target.
    pub fn read(text: &str) -> Result<Self, PlansError> {
        let table: Self = serde_json::from_str(text)?;
        for plan in &table.plans {
            let rows = plan.triggers.iter().map(|row| &row.id).collect::<Vec<_>>();
            let lines = plan.items.iter().map(|item| &item.id).collect::<Vec<_>>();
            for mut ids in [rows, lines] {
                ids.sort();
                if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
                    return Err(PlansError::Twice { plan: plan.id.clone(), id: pair[0].clone() });
                }
            }
            let late = |row: &&Trigger| row.lag.is_some_and(|lag| lag.alarm < lag.target);
            if let Some(row) = plan.triggers.iter().find(late) {
                return Err(PlansError::Disordered { plan: plan.id.clone(), id: row.id.clone() });
            }
        }
        Ok(table)
    }

    /// The plan with this word.
    pub fn get(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// The rows that a warning of this hazard and colour sets off, each with its plan.
    pub fn triggered(&self, hazard: WarnedOf, colour: WarningColour) -> impl Iterator<Item = (&Plan, &Trigger)> {
        let rows = self.plans.iter().flat_map(|plan| plan.triggers.iter().map(move |row| (plan, row)));
        rows.filter(move |(_, row)| row.hazard == hazard && row.colour == colour)
    }

    /// How long a decision about a row may take.
    pub fn lag(&self, row: &Trigger) -> Lag {
        row.lag.unwrap_or(self.lag)
    }
}

impl Plan {
    /// The lines of a response of this body at this level.
    pub fn lines(&self, body: UnitKind, level: ResponseLevel) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.bodies.contains(&body) && item.from <= level)
    }

    /// Whether bodies of this kind have a response under this plan.
    pub fn concerns(&self, body: UnitKind) -> bool {
        self.triggers.iter().any(|row| row.bodies.contains(&body))
            || self.items.iter().any(|item| item.bodies.contains(&body))
    }
}
