//! Positions, and how far they lie apart.

use serde::{Deserialize, Serialize};

/// Mean radius of the Earth, metres (International Union of Geodesy and Geophysics, R1 of GRS 80).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A position, WGS-84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Longitude, −180 to 180.
    pub lon: f64,
    /// Latitude, −90 to 90.
    pub lat: f64,
}

impl Point {
    /// Whether both are finite and within their ranges.
    pub fn is_valid(self) -> bool {
        (-180.0..=180.0).contains(&self.lon) && (-90.0..=90.0).contains(&self.lat)
    }

    /// Distance on the sphere, metres (haversine formula; off by at most 0.6 % from the ellipsoid).
    pub fn metres_to(self, other: Self) -> f64 {
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let scale = self.lat.to_radians().cos() * other.lat.to_radians().cos();
        let chord = half(self.lat, other.lat) + scale * half(self.lon, other.lon);
        2.0 * EARTH_RADIUS_M * chord.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lon: f64, lat: f64) -> Point {
        Point { lon, lat }
    }

    #[test]
    fn a_degree_of_the_equator_and_of_a_meridian_are_111_km() {
        let degree = EARTH_RADIUS_M.to_radians();
        assert!((point(0.0, 0.0).metres_to(point(1.0, 0.0)) - degree).abs() < 0.001);
        assert!((point(113.0, 34.0).metres_to(point(113.0, 35.0)) - degree).abs() < 0.001);
    }

    #[test]
    fn a_degree_of_longitude_shrinks_with_the_latitude() {
        let at_60 = point(10.0, 60.0).metres_to(point(11.0, 60.0));
        assert!((at_60 / EARTH_RADIUS_M.to_radians() - 0.5).abs() < 0.001, "{at_60}");
    }

    #[test]
    fn it_is_as_far_across_the_date_line_and_to_the_other_side_of_the_earth() {
        assert!((point(179.5, 0.0).metres_to(point(-179.5, 0.0)) - EARTH_RADIUS_M.to_radians()).abs() < 0.001);
        let half_around = point(0.0, 0.0).metres_to(point(180.0, 0.0));
        assert!((half_around - EARTH_RADIUS_M * std::f64::consts::PI).abs() < 0.001);
    }

    #[test]
    fn a_position_lies_within_its_ranges() {
        assert!(point(113.6, 34.7).is_valid());
        assert!([point(181.0, 0.0), point(0.0, 91.0), point(f64::NAN, 0.0)].iter().all(|bad| !bad.is_valid()));
    }
}
