//! Which unit is responsible for a position: the deepest one that contains it, else the root.

use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use super::Unit;
use super::boundary::{Position, Ring};

/// One polygon of one unit's boundary.
#[derive(Debug, Clone, Copy)]
struct Piece {
    unit: u32,
    polygon: u32,
    level: u8,
}

// 64-bit corners: the tree adds two corners to find a middle, and 1e-7 degrees would overflow 32 bits.
type Entry = GeomWithData<Rectangle<[i64; 2]>, Piece>;

/// An index over the boundaries of all present units.
#[derive(Debug)]
pub(super) struct Locator {
    pieces: RTree<Entry>,
}

impl Locator {
    /// Indexes the boundaries of `units`; entries that `present` refuses are left out.
    pub(super) fn new(units: &[Unit], present: impl Fn(&Unit) -> bool) -> Self {
        let mut entries = Vec::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate().filter(|(_, unit)| present(unit)) {
            let polygons = unit.boundary.iter().flat_map(|boundary| &boundary.polygons);
            for (polygon, rings) in polygons.enumerate() {
                let Some(corners) = corners(rings) else { continue };
                let piece = Piece { unit: index as u32, polygon: polygon as u32, level: unit.kind.level() };
                entries.push(GeomWithData::new(corners, piece));
            }
        }
        Self { pieces: RTree::bulk_load(entries) }
    }

    /// Index of the deepest unit that contains `p`. Where siblings overlap, the earlier unit wins.
    pub(super) fn deepest(&self, units: &[Unit], p: Position) -> Option<usize> {
        let mut candidates: Vec<Piece> = Vec::with_capacity(16);
        candidates.extend(self.pieces.locate_all_at_point(&[i64::from(p.x), i64::from(p.y)]).map(|entry| entry.data));
        candidates.sort_unstable_by_key(|piece| (u8::MAX - piece.level, piece.unit));
        candidates.into_iter().find(|piece| piece_contains(units, piece, p)).map(|piece| piece.unit as usize)
    }

    /// [`deepest`](Self::deepest) for many positions, on all cores; the order is kept.
    pub(super) fn deepest_many(&self, units: &[Unit], positions: &[Position]) -> Vec<Option<usize>> {
        positions.par_iter().map(|&p| self.deepest(units, p)).collect()
    }

    /// Indices of units at `level` with a polygon whose box meets west, south, east, north.
    pub(super) fn meeting(&self, level: u8, min: Position, max: Position) -> Vec<u32> {
        let window =
            rstar::AABB::from_corners([i64::from(min.x), i64::from(min.y)], [i64::from(max.x), i64::from(max.y)]);
        let mut found: Vec<u32> = self
            .pieces
            .locate_in_envelope_intersecting(&window)
            .filter(|entry| entry.data.level == level)
            .map(|entry| entry.data.unit)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn piece_contains(units: &[Unit], piece: &Piece, p: Position) -> bool {
    units[piece.unit as usize]
        .boundary
        .as_ref()
        .is_some_and(|boundary| boundary.polygon_contains(piece.polygon as usize, p))
}

fn corners(rings: &[Ring]) -> Option<Rectangle<[i64; 2]>> {
    let exterior = rings.first()?;
    let first = exterior.first()?;
    let (mut min, mut max) = (*first, *first);
    for p in exterior {
        min = Position { x: min.x.min(p.x), y: min.y.min(p.y) };
        max = Position { x: max.x.max(p.x), y: max.y.max(p.y) };
    }
    Some(Rectangle::from_corners([i64::from(min.x), i64::from(min.y)], [i64::from(max.x), i64::from(max.y)]))
}
