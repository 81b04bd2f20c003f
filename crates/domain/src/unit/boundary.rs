//! Boundaries: closed polygons on an integer grid, so that a point on a shared border has one owner.

use geo::Distance;
use serde::{Deserialize, Serialize};

/// How far a boundary can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundaryQuality {
    /// Measured or taken over from the competent authority.
    Surveyed,
    /// Taken from a publication; may be old or coarse.
    Published,
    /// Drawn by an algorithm; shows about where, not exactly.
    Synthetic,
    /// No boundary is known.
    None,
}

impl BoundaryQuality {
    /// The stable word used in files, on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Surveyed => "surveyed",
            Self::Published => "published",
            Self::Synthetic => "synthetic",
            Self::None => "none",
        }
    }

    /// The quality with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Surveyed, Self::Published, Self::Synthetic, Self::None]
            .into_iter()
            .find(|quality| quality.word() == word)
    }
}

/// A position in WGS-84, in 1e-7 degrees (about 1 cm): `x` is longitude, `y` latitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Longitude, ±1,800,000,000.
    pub x: i32,
    /// Latitude, ±900,000,000.
    pub y: i32,
}

/// Steps per degree.
pub const PER_DEGREE: f64 = 1e7;

impl Position {
    /// From degrees; `None` where a value is not finite or out of range.
    pub fn from_degrees(lon: f64, lat: f64) -> Option<Self> {
        let inside = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        inside.then(|| Self { x: (lon * PER_DEGREE).round() as i32, y: (lat * PER_DEGREE).round() as i32 })
    }

    /// Longitude in degrees.
    pub fn lon(self) -> f64 {
        f64::from(self.x) / PER_DEGREE
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        f64::from(self.y) / PER_DEGREE
    }

    /// How far away, metres on the mean sphere.
    pub fn distance_m(self, other: Self) -> f64 {
        let point = |p: Self| geo::Point::new(p.lon(), p.lat());
        geo::Haversine.distance(point(self), point(other))
    }

    /// A box that holds everything within `metres`, cut at the poles and the date line.
    pub fn around(self, metres: f64) -> Bounds {
        let degrees = metres / METRES_PER_DEGREE;
        let wide = degrees / self.lat().to_radians().cos().max(0.01);
        let corner = |lon: f64, lat: f64| Self {
            x: (lon.clamp(-180.0, 180.0) * PER_DEGREE) as i32,
            y: (lat.clamp(-90.0, 90.0) * PER_DEGREE) as i32,
        };
        Bounds {
            min: corner(self.lon() - wide, self.lat() - degrees),
            max: corner(self.lon() + wide, self.lat() + degrees),
        }
    }
}

/// A degree of latitude is never shorter.
const METRES_PER_DEGREE: f64 = 110_500.0;

/// A closed ring; the first position is not repeated at the end.
pub type Ring = Vec<Position>;

/// A box: west, south, east, north, borders included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// South-west corner.
    pub min: Position,
    /// North-east corner.
    pub max: Position,
}

impl Bounds {
    /// Whether the position lies in the box, borders included.
    pub fn contains(&self, p: Position) -> bool {
        p.x >= self.min.x && p.x <= self.max.x && p.y >= self.min.y && p.y <= self.max.y
    }

    /// Whether two boxes share a point.
    pub fn meets(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// The smallest box around both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let (a, b) = (self, other);
        Self {
            min: Position { x: a.min.x.min(b.min.x), y: a.min.y.min(b.min.y) },
            max: Position { x: a.max.x.max(b.max.x), y: a.max.y.max(b.max.y) },
        }
    }

    /// West, south, east, north in degrees.
    pub fn degrees(&self) -> [f64; 4] {
        [self.min.lon(), self.min.lat(), self.max.lon(), self.max.lat()]
    }
}

/// One or more polygons; each is an exterior ring followed by its holes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Boundary {
    /// Polygons; rings of three positions or more.
    pub polygons: Vec<Vec<Ring>>,
}

impl Boundary {
    /// The smallest box around it; `None` where it is empty.
    pub fn bounds(&self) -> Option<Bounds> {
        let mut all = self.polygons.iter().flatten().flatten();
        let first = *all.next()?;
        Some(all.fold(Bounds { min: first, max: first }, |b, p| Bounds {
            min: Position { x: b.min.x.min(p.x), y: b.min.y.min(p.y) },
            max: Position { x: b.max.x.max(p.x), y: b.max.y.max(p.y) },
        }))
    }

    /// Whether the position lies inside, by counting crossings in exact integer arithmetic.
    /// A position on a border shared by two polygons lies in exactly one of them.
    pub fn contains(&self, p: Position) -> bool {
        (0..self.polygons.len()).any(|polygon| self.polygon_contains(polygon, p))
    }

    /// [`contains`](Self::contains) for one polygon alone.
    pub(super) fn polygon_contains(&self, polygon: usize, p: Position) -> bool {
        self.polygons[polygon].iter().fold(false, |inside, ring| inside ^ crosses(ring, p))
    }

    /// Area in square metres on the sphere of equal area (radius 6,371,007 m), holes taken off;
    /// within 0.5 % of the ellipsoid at city size.
    pub fn area_m2(&self) -> f64 {
        self.polygons
            .iter()
            .map(|rings| {
                let mut areas = rings.iter().map(|ring| ring_area_m2(ring).abs());
                let outer = areas.next().unwrap_or(0.0);
                outer - areas.sum::<f64>()
            })
            .sum()
    }

    /// A position inside the largest polygon, for a label or a default marker.
    pub fn inner_position(&self) -> Option<Position> {
        use geo::InteriorPoint;
        let largest = self.polygons.iter().max_by(|a, b| {
            let area = |rings: &Vec<Ring>| rings.first().map_or(0.0, |r| ring_area_m2(r).abs());
            area(a).total_cmp(&area(b))
        })?;
        let point = crate::geometry::convert::polygon(largest).interior_point()?;
        Position::from_degrees(point.x(), point.y())
    }

    /// Number of positions in all rings.
    pub fn positions(&self) -> usize {
        self.polygons.iter().flatten().map(Vec::len).sum()
    }
}

/// Whether a ray from `p` to the east crosses the ring an odd number of times.
fn crosses(ring: &[Position], p: Position) -> bool {
    let Some(mut previous) = ring.last().copied() else { return false };
    let mut inside = false;
    for &current in ring {
        if (previous.y > p.y) != (current.y > p.y) {
            // Which side of the edge, taken always from its lower end, so that both
            // neighbours of the edge compute the very same number.
            let (low, high) = if previous.y < current.y { (previous, current) } else { (current, previous) };
            let cross = (i64::from(high.x) - i64::from(low.x)) * (i64::from(p.y) - i64::from(low.y))
                - (i64::from(p.x) - i64::from(low.x)) * (i64::from(high.y) - i64::from(low.y));
            if cross > 0 {
                inside = !inside;
            }
        }
        previous = current;
    }
    inside
}

/// Signed area of a ring on the sphere, by the trapezoid rule on longitude × sine of latitude.
fn ring_area_m2(ring: &[Position]) -> f64 {
    const RADIUS: f64 = 6_371_007.0;
    let Some(mut previous) = ring.last().copied() else { return 0.0 };
    let mut sum = 0.0;
    for &current in ring {
        let dx = (current.lon() - previous.lon()).to_radians();
        sum += dx * (previous.lat().to_radians().sin() + current.lat().to_radians().sin()) / 2.0;
        previous = current;
    }
    -sum * RADIUS * RADIUS
}

/// Why stored bytes are not a boundary.
#[derive(Debug, thiserror::Error)]
#[error("the stored boundary is damaged: {0}")]
pub struct DecodeError(#[from] postcard::Error);

impl Boundary {
    /// Compact bytes for storage: per ring the differences between positions, as variable-length integers.
    ///
    /// # Errors
    /// Never for a boundary in memory; the encoder's type says otherwise.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let polygons: Vec<Vec<Vec<(i32, i32)>>> =
            self.polygons.iter().map(|rings| rings.iter().map(|ring| differences(ring)).collect()).collect();
        Ok(postcard::to_stdvec(&polygons)?)
    }

    /// The boundary behind [`encode`](Self::encode)d bytes.
    ///
    /// # Errors
    /// When the bytes are damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let polygons: Vec<Vec<Vec<(i32, i32)>>> = postcard::from_bytes(bytes)?;
        let polygons =
            polygons.into_iter().map(|rings| rings.into_iter().map(|steps| sums(&steps)).collect()).collect();
        Ok(Self { polygons })
    }
}

fn differences(ring: &[Position]) -> Vec<(i32, i32)> {
    let mut previous = Position { x: 0, y: 0 };
    ring.iter()
        .map(|&p| {
            let step = (p.x.wrapping_sub(previous.x), p.y.wrapping_sub(previous.y));
            previous = p;
            step
        })
        .collect()
}

fn sums(steps: &[(i32, i32)]) -> Ring {
    let mut p = Position { x: 0, y: 0 };
    steps
        .iter()
        .map(|&(dx, dy)| {
            p = Position { x: p.x.wrapping_add(dx), y: p.y.wrapping_add(dy) };
            p
        })
        .collect()
}
