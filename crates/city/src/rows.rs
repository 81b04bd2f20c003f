//! The demo city as the rows of an import.

use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, Statistics, UnitKind};
use jiff::Timestamp;

use crate::{City, Kind, Polygon, Unit};

/// Micro-degrees of the file in steps of 1e-7 degrees.
const STEPS: i32 = 10;

/// What the counts of real units are taken from.
const SOURCE: &str = "郑州市统计局 (Zhengzhou Bureau of Statistics), 2019, 2021";

impl City {
    /// The rows of an import, in the order of the file; parents stand before their children.
    ///
    /// `valid_from`: since when the units exist. `counted_at`: the day that their counts describe.
    #[must_use]
    pub fn into_rows(self, valid_from: Timestamp, counted_at: Timestamp) -> Vec<UnitRow> {
        let codes: Vec<String> = self.units.iter().map(|unit| unit.code.clone()).collect();
        let numbered = self.units.into_iter().zip(1..);
        numbered
            .map(|(unit, row)| {
                let parent = unit.parent.and_then(|parent| codes.get(parent as usize).cloned());
                unit.into_row(row, parent, valid_from, counted_at)
            })
            .collect()
    }
}

impl Unit {
    fn into_row(self, row: u64, parent: Option<String>, valid_from: Timestamp, counted_at: Timestamp) -> UnitRow {
        let published = self.published_boundary;
        UnitRow {
            row,
            parent,
            kind: self.kind.into(),
            names: Names::zh_en(&self.name_zh, &self.name_en),
            transliterated: self.transliterated,
            fictional: self.fictional,
            boundary: Some(boundary(&self.boundary)),
            boundary_quality: if published { BoundaryQuality::Published } else { BoundaryQuality::Synthetic },
            boundary_note: published.then(|| "published≈2000".to_owned()),
            valid_from: Some(valid_from),
            statistics: self.population.map(|population| Statistics {
                as_of: counted_at,
                source: if self.fictional { "虚构 invented" } else { SOURCE }.to_owned(),
                estimate: true,
                population: Some(population),
                households: self.households,
                age_60_plus: self.groups.map(|groups| groups.age_60_plus),
                age_80_plus: self.groups.map(|groups| groups.age_80_plus),
                age_under_14: self.groups.map(|groups| groups.age_under_14),
                rented_households: self.groups.map(|groups| groups.rented_households),
                non_registered_households: self.groups.map(|groups| groups.non_registered_households),
            }),
            code: self.code,
        }
    }
}

/// Polygons of the file as a boundary.
#[must_use]
pub fn boundary(polygons: &[Polygon]) -> Boundary {
    let position = |&[x, y]: &[i32; 2]| Position { x: x * STEPS, y: y * STEPS };
    let rings = |polygon: &Polygon| polygon.rings.iter().map(|ring| ring.0.iter().map(position).collect()).collect();
    Boundary { polygons: polygons.iter().map(rings).collect() }
}

impl From<Kind> for UnitKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::City => Self::City,
            Kind::County => Self::County,
            Kind::Street => Self::Street,
            Kind::Town => Self::Town,
            Kind::Community => Self::Community,
            Kind::Village => Self::Village,
            Kind::CommunityGrid => Self::CommunityGrid,
            Kind::RuralGrid => Self::RuralGrid,
            Kind::MicroGrid => Self::MicroGrid,
            Kind::DedicatedGrid => Self::DedicatedGrid,
        }
    }
}
