//! The datums that Chinese files come in, and their way to WGS-84.
//!
//! GCJ-02 (maps published in China) is WGS-84 shifted by a smooth field of some hundred metres;
//! BD-09 (Baidu) shifts GCJ-02 once more. The fields have no published definition. The formulas
//! here are those of the open-source project `eviltransform` (googollee, MIT), on the Krasovsky 1940
//! ellipsoid, which agree with the map services to about a metre. Both inverses iterate the forward
//! formula, so that a round trip is exact to 1e-9 degrees.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// What a file's longitudes and latitudes refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// World Geodetic System 1984: GPS, OpenStreetMap, and everything inside this program.
    #[default]
    Wgs84,
    /// China Geodetic Coordinate System 2000: official surveys.
    Cgcs2000,
    /// Maps published in China (火星坐标).
    Gcj02,
    /// Baidu maps.
    Bd09,
}

impl Datum {
    /// Every datum.
    pub const ALL: [Self; 4] = [Self::Wgs84, Self::Cgcs2000, Self::Gcj02, Self::Bd09];

    /// The stable word used in options and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Cgcs2000 => "cgcs2000",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }

    /// The datum with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|datum| datum.word() == word)
    }
}

/// Longitude and latitude in `datum`, in degrees, to WGS-84.
///
/// CGCS2000 is taken as it is: the two frames differ by centimetres, less than any boundary is known.
/// Outside the box of [`in_china`] GCJ-02 is WGS-84. Values that are not finite come back so.
pub fn to_wgs84(datum: Datum, lon: f64, lat: f64) -> (f64, f64) {
    match datum {
        Datum::Wgs84 | Datum::Cgcs2000 => (lon, lat),
        Datum::Gcj02 => gcj02_to_wgs84(lon, lat),
        Datum::Bd09 => {
            let (lon, lat) = invert(gcj02_to_bd09, lon, lat);
            gcj02_to_wgs84(lon, lat)
        }
    }
}

/// Longitude and latitude in WGS-84, in degrees, to `datum`: the inverse of [`to_wgs84`].
pub fn from_wgs84(datum: Datum, lon: f64, lat: f64) -> (f64, f64) {
    match datum {
        Datum::Wgs84 | Datum::Cgcs2000 => (lon, lat),
        Datum::Gcj02 => wgs84_to_gcj02(lon, lat),
        Datum::Bd09 => {
            let (lon, lat) = wgs84_to_gcj02(lon, lat);
            gcj02_to_bd09(lon, lat)
        }
    }
}

/// Whether the GCJ-02 shift is applied here: the box that every published implementation uses.
pub fn in_china(lon: f64, lat: f64) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

fn wgs84_to_gcj02(lon: f64, lat: f64) -> (f64, f64) {
    if in_china(lon, lat) { shifted(lon, lat) } else { (lon, lat) }
}

fn gcj02_to_wgs84(lon: f64, lat: f64) -> (f64, f64) {
    if in_china(lon, lat) { invert(shifted, lon, lat) } else { (lon, lat) }
}

/// The shift itself, without the box.
fn shifted(lon: f64, lat: f64) -> (f64, f64) {
    const SEMI_MAJOR_M: f64 = 6_378_245.0;
    const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (lon - 105.0, lat - 35.0);
    let ripple = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + ripple
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + ripple
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let phi = lat.to_radians();
    let w2 = 1.0 - ECCENTRICITY_2 * phi.sin().powi(2);
    let meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / (w2 * w2.sqrt());
    let parallel_m = SEMI_MAJOR_M / w2.sqrt() * phi.cos();
    (lon + (east / parallel_m).to_degrees(), lat + (north / meridian_m).to_degrees())
}

fn gcj02_to_bd09(lon: f64, lat: f64) -> (f64, f64) {
    const WAVE: f64 = PI * 3000.0 / 180.0;
    let radius = lon.hypot(lat) + 0.00002 * (lat * WAVE).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * WAVE).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

/// Where `forward` comes from. Both fields change by under 1 % of a step, so each round gains two
/// digits or more; twelve rounds are four times what doubles can hold.
fn invert(forward: impl Fn(f64, f64) -> (f64, f64), lon: f64, lat: f64) -> (f64, f64) {
    let (mut x, mut y) = (lon, lat);
    for _ in 0..12 {
        let (fx, fy) = forward(x, y);
        let (dx, dy) = (fx - lon, fy - lat);
        x -= dx;
        y -= dy;
        if dx.abs() < 1e-12 && dy.abs() < 1e-12 {
            break;
        }
    }
    (x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Metres east and north from one position to another near it, on the WGS-84 ellipsoid.
    fn metres(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
        let (a, e2, phi) = (6_378_137.0, 0.006_694_379_990_14, from.1.to_radians());
        let w2 = 1.0 - e2 * phi.sin().powi(2);
        let (meridian, normal) = (a * (1.0 - e2) / (w2 * w2.sqrt()), a / w2.sqrt());
        ((to.0 - from.0).to_radians() * normal * phi.cos(), (to.1 - from.1).to_radians() * meridian)
    }

    #[test]
    fn gcj02_at_zhengzhou_lies_555_m_east_and_127_m_south() {
        let here = (113.65, 34.75);
        let (east, north) = metres(here, from_wgs84(Datum::Gcj02, here.0, here.1));
        assert!((east - 555.0).abs() < 2.0, "east {east}");
        assert!((north + 127.0).abs() < 2.0, "north {north}");
    }

    #[test]
    fn round_trips_hold_on_a_grid_over_china() {
        for datum in Datum::ALL {
            for i in 0..330 {
                for j in 0..100 {
                    let (lon, lat) = (72.5 + f64::from(i) * 0.197_3, 1.3 + f64::from(j) * 0.541_7);
                    let there = from_wgs84(datum, lon, lat);
                    let back = to_wgs84(datum, there.0, there.1);
                    assert!(
                        (back.0 - lon).abs() < 1e-9 && (back.1 - lat).abs() < 1e-9,
                        "{datum:?} {lon} {lat} {back:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn gcj02_is_wgs84_outside_china() {
        assert_eq!(from_wgs84(Datum::Gcj02, -87.63, 41.88), (-87.63, 41.88));
        assert_eq!(to_wgs84(Datum::Gcj02, 9.53, 47.16), (9.53, 47.16));
    }

    #[test]
    fn words_come_back() {
        for datum in Datum::ALL {
            assert_eq!(Datum::from_word(datum.word()), Some(datum));
        }
        assert_eq!(Datum::from_word("tokyo"), None);
    }

    #[test]
    fn what_is_not_finite_stays_so() {
        for datum in Datum::ALL {
            let (lon, lat) = to_wgs84(datum, f64::NAN, f64::INFINITY);
            assert!(!lon.is_finite() && !lat.is_finite(), "{datum:?}");
        }
    }
}
