use crate::Polygon;
use serde::{Deserialize, Serialize};

/// A whole city; parents stand before their children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct City {
    /// Units in depth-first order; the first is the city itself.
    pub units: Vec<Unit>,
}

/// One unit of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Position of the parent in [`City::units`]; `None` only for the city.
    pub parent: Option<u32>,
    /// What kind of unit it is.
    pub kind: Kind,
    /// Statistical code: city 4, county 6, town 9, community 12, grid 15 digits; a micro-grid
    /// adds `-NN` to the code of its grid.
    pub code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English, or its pinyin.
    pub name_en: String,
    /// `name_en` is a transliteration made by machine, not a translation.
    pub transliterated: bool,
    /// Invented for the demonstration; not part of any published count.
    pub fictional: bool,
    /// The boundary follows published borders of about 2000; otherwise it is synthetic.
    pub published_boundary: bool,
    /// Residents, an estimate scaled to published totals. `None` where nobody is counted, as in a
    /// dedicated grid. Sums over the children that are not fictional give the parent exactly.
    pub population: Option<u32>,
    /// Family households, an estimate from the city census; the sum rule of `population` holds.
    pub households: Option<u32>,
    /// Counts of groups that need care; only for the fictional community.
    pub groups: Option<Groups>,
    /// Boundary; several polygons where the unit has separate parts.
    pub boundary: Vec<Polygon>,
}

impl Unit {
    /// Boundary as polygons of rings of `[longitude, latitude]` in degrees, each ring closed by
    /// repeating its first point, as GeoJSON wants it.
    #[must_use]
    pub fn multi_polygon_degrees(&self) -> Vec<Vec<Vec<[f64; 2]>>> {
        let ring = |ring: &crate::Ring| {
            let closing = ring.0.first();
            ring.0.iter().chain(closing).map(|p| p.map(|v| f64::from(v) / 1e6)).collect()
        };
        self.boundary.iter().map(|polygon| polygon.rings.iter().map(ring).collect()).collect()
    }

    /// Twice the area in square micro-degrees, exact.
    #[must_use]
    pub fn doubled_area(&self) -> i128 {
        self.boundary.iter().map(Polygon::doubled_area).sum()
    }
}

/// Kinds of units, from the whole to the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// 市
    City,
    /// 区, 县, 县级市 or zone
    County,
    /// 街道, or a committee of the same rank
    Street,
    /// 镇 or 乡
    Town,
    /// 居委会
    Community,
    /// 村委会
    Village,
    /// 社区网格
    CommunityGrid,
    /// 农村网格
    RuralGrid,
    /// 微网格
    MicroGrid,
    /// 专属网格: a mall, a campus, an office building
    DedicatedGrid,
}

/// Counts of persons and households that need care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// Persons aged 60 and over.
    pub age_60_plus: u32,
    /// Persons aged 80 and over.
    pub age_80_plus: u32,
    /// Persons younger than 14.
    pub age_under_14: u32,
    /// Households in rented homes.
    pub rented_households: u32,
    /// Households registered elsewhere.
    pub non_registered_households: u32,
}
