//! Membership functions: how much a measured value belongs to a grade.

use serde::Deserialize;

use crate::check::finite;
use crate::refusal::{Refusal, code};

/// A membership function by its corners, which do not fall. Between two corners it is a straight line.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// 1 up to `a`, then falling to 0 at `b` (偏小型): the half for the lowest grade. `a < b`.
    Falling([f64; 2]),
    /// 0 up to `a`, 1 at `b`, 0 from `c` (中间型). `a < c`; a side may be upright.
    Triangular([f64; 3]),
    /// 0 up to `a`, 1 from `b` to `c`, 0 from `d` (中间型). `a < d`; a side may be upright.
    Trapezoidal([f64; 4]),
    /// 0 up to `a`, then rising to 1 at `b` (偏大型): the half for the highest grade. `a < b`.
    Rising([f64; 2]),
}

impl Shape {
    /// The degree of membership of `value`, 0 to 1.
    ///
    /// # Errors
    /// When a corner or the value is not finite, corners fall, or the first and the last are the same. Paths are empty
    /// for the value and `/index` for a corner.
    pub fn degree(&self, value: f64) -> Result<f64, Refusal> {
        let value = finite(value, "")?;
        check(self.corners())?;
        Ok(match *self {
            Self::Falling([a, b]) => 1.0 - rise(value, a, b),
            Self::Triangular([a, b, c]) => rise(value, a, b).min(1.0 - climb(value, b, c)),
            Self::Trapezoidal([a, b, c, d]) => rise(value, a, b).min(1.0 - climb(value, c, d)),
            Self::Rising([a, b]) => rise(value, a, b),
        })
    }

    fn corners(&self) -> &[f64] {
        match self {
            Self::Falling(corners) | Self::Rising(corners) => corners,
            Self::Triangular(corners) => corners,
            Self::Trapezoidal(corners) => corners,
        }
    }
}

fn check(corners: &[f64]) -> Result<(), Refusal> {
    for (index, corner) in corners.iter().enumerate() {
        finite(*corner, &format!("/{index}"))?;
        if index > 0 && *corner < corners[index - 1] {
            let wanted = format!("a corner not below the one before it, `{}`, is needed", corners[index - 1]);
            return Err(Refusal::new(code::CONTRADICTION, format!("/{index}"), format!("`{corner}`"), wanted));
        }
    }
    if corners.first() == corners.last() {
        return Err(Refusal::new(code::CONTRADICTION, "", format!("`{corners:?}`"), "corners that differ are needed"));
    }
    Ok(())
}

/// From 0 at `from` to 1 at `to`; where they are the same, 1 from there on.
fn rise(value: f64, from: f64, to: f64) -> f64 {
    if value >= to {
        1.0
    } else if value <= from {
        0.0
    } else {
        between(value, from, to)
    }
}

/// From 0 at `from` to 1 at `to`; where they are the same, 0 up to and with it.
fn climb(value: f64, from: f64, to: f64) -> f64 {
    if value <= from {
        0.0
    } else if value >= to {
        1.0
    } else {
        between(value, from, to)
    }
}

/// Halved first, so that corners far apart do not leave the range of numbers.
fn between(value: f64, from: f64, to: f64) -> f64 {
    ((value / 2.0 - from / 2.0) / (to / 2.0 - from / 2.0)).clamp(0.0, 1.0)
}
