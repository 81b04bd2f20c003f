//! Polygons and circles, from the text of a message and back.
//!
//! CAP writes WGS-84 degrees as `latitude,longitude`, polygons closed, radii in kilometres.

use domain::unit::boundary::{Position, Ring};
use serde::{Deserialize, Serialize};

use crate::report::shown;

/// Everything within a distance of a position.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// The middle.
    pub centre: Position,
    /// Kilometres, 0 or more; 0 is the position alone.
    pub radius_km: f64,
}

/// A decimal number: digits, at most one point, a sign; no exponents and no words.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'));
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

fn position(text: &str) -> Result<Position, String> {
    let parts = text.split_once(',').and_then(|(lat, lon)| Some((decimal(lat)?, decimal(lon)?)));
    let Some((lat, lon)) = parts else {
        return Err(format!(
            "`{}` is no position; write `latitude,longitude` in degrees, no space between",
            shown(text)
        ));
    };
    Position::from_degrees(lon, lat).ok_or_else(|| {
        format!("`{}` lies nowhere: latitude goes from -90 to 90, longitude from -180 to 180", shown(text))
    })
}

/// The ring of a polygon; the last position, which repeats the first, is left out.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn polygon(text: &str) -> Result<Ring, String> {
    let mut ring = Ring::with_capacity(text.len() / 16 + 1);
    for pair in text.split_ascii_whitespace() {
        ring.push(position(pair)?);
    }
    if ring.len() < 4 {
        return Err(format!("it has {} positions; a polygon has 4 or more, the last one as the first", ring.len()));
    }
    let last = ring.pop();
    if ring.first() != last.as_ref() {
        return Err(format!("it does not end where it begins; repeat `{}` at its end", shown(first_word(text))));
    }
    Ok(ring)
}

fn first_word(text: &str) -> &str {
    text.split_ascii_whitespace().next().unwrap_or_default()
}

/// A circle: `latitude,longitude radius`.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn circle(text: &str) -> Result<Circle, String> {
    let mut words = text.split_ascii_whitespace();
    let (Some(centre), Some(radius), None) = (words.next(), words.next(), words.next()) else {
        return Err(format!("`{}` is no circle; write `latitude,longitude radius`, the radius in km", shown(text)));
    };
    let centre = position(centre)?;
    let radius_km = decimal(radius)
        .filter(|radius| *radius >= 0.0)
        .ok_or_else(|| format!("`{}` is no radius; write kilometres, 0 or more", shown(radius)))?;
    Ok(Circle { centre, radius_km })
}

/// `latitude,longitude` with up to seven digits, none of them idle.
pub(crate) fn written(p: Position) -> String {
    format!("{},{}", p.lat(), p.lon())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_comes_back_as_it_was() {
        let text = "-38.8,173 -41.2,170.7 -44,175.3 -41.2,178 -38.8,173";
        let ring = polygon(text).expect("a polygon");
        assert_eq!(ring.len(), 4);
        let back: Vec<String> = ring.iter().chain(ring.first()).map(|p| written(*p)).collect();
        assert_eq!(back.join(" "), text);
    }

    #[test]
    fn numbers_are_plain_decimals() {
        for text in ["1e3", "inf", "NaN", "", "1,5", "0x10", "1.2.3", "٣"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!((decimal("+41.12"), decimal("-11."), decimal(".5")), (Some(41.12), Some(-11.0), Some(0.5)));
    }
}
