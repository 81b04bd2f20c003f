//! A report before it is anything: shapes and lengths checked, nothing looked up.

use jiff::{SignedDuration, Timestamp};

use super::Channel;
use crate::id::{HazardId, PlaceId, UnitId};
use crate::unit::boundary::Position;

/// Longest free text accepted, in characters.
pub const TEXT_MAX_CHARS: usize = 2_000;

/// How far a phone's clock may run ahead before its time is not believed.
const CLOCK_LEAD: SignedDuration = SignedDuration::from_mins(5);

/// A report as a person gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Identity, chosen by the client.
    pub id: HazardId,
    /// Catalogue id.
    pub category: String,
    /// What was seen; empty where nothing was written.
    pub description: String,
    /// Where it is, WGS-84.
    pub position: Option<Position>,
    /// How exact the position is, metres.
    pub accuracy_m: Option<u32>,
    /// The unit it is in, where no position is known.
    pub unit: Option<UnitId>,
    /// The place it concerns.
    pub place: Option<PlaceId>,
    /// How it came in.
    pub channel: Channel,
    /// When it was seen, by the device; never later than its receipt.
    pub happened_at: Timestamp,
    /// How far the device's clock ran ahead of the server's when it sent; none where it did not say.
    pub clock_ahead: Option<SignedDuration>,
}

/// Why a draft was refused: field, code and sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Longitude or latitude is not finite, out of range or alone.
    #[error("`lon` and `lat` must both be given, within ±180 and ±90")]
    Position,
    /// Neither a position nor a unit.
    #[error("a report needs a position, a unit or a place")]
    NoPlace,
    /// The text is too long.
    #[error("`description` has {0} characters; at most {TEXT_MAX_CHARS} are taken")]
    Description(usize),
    /// The text holds a character that is no part of a text; a database may refuse it.
    #[error("`description` holds a control character")]
    ControlCharacter,
}

impl DraftError {
    /// The field concerned.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Position => "lon",
            Self::NoPlace => "unit",
            Self::Description(_) | Self::ControlCharacter => "description",
        }
    }
}

/// Whether it holds no control characters but line ends and tabs.
pub fn is_text(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

impl Draft {
    /// Checks shapes and lengths. `seen_at` is bounded by `now`, the time of receipt.
    ///
    /// # Errors
    /// The first field that cannot be taken.
    #[expect(clippy::too_many_arguments, reason = "one argument per field of the form")]
    pub fn new(
        id: HazardId,
        category: String,
        description: Option<String>,
        degrees: (Option<f64>, Option<f64>),
        accuracy_m: Option<u32>,
        unit: Option<UnitId>,
        place: Option<PlaceId>,
        seen_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, DraftError> {
        let position = match degrees {
            (None, None) => None,
            (Some(lon), Some(lat)) => Some(Position::from_degrees(lon, lat).ok_or(DraftError::Position)?),
            _ => return Err(DraftError::Position),
        };
        if position.is_none() && unit.is_none() && place.is_none() {
            return Err(DraftError::NoPlace);
        }
        let description = description.unwrap_or_default().trim().to_owned();
        let length = description.chars().count();
        if length > TEXT_MAX_CHARS {
            return Err(DraftError::Description(length));
        }
        if !is_text(&description) {
            return Err(DraftError::ControlCharacter);
        }
        let latest = now.checked_add(CLOCK_LEAD).unwrap_or(now);
        let happened_at = seen_at.filter(|at| *at <= latest).unwrap_or(now).min(now);
        let (channel, clock_ahead) = (Channel::Own, None);
        Ok(Self { id, category, description, position, accuracy_m, unit, place, channel, happened_at, clock_ahead })
    }
}
