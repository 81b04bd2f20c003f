//! Which unit is responsible for a position: the deepest one that contains it, else the root.

mod grid;

use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use self::grid::Grid;
use super::Unit;
use super::boundary::{Bounds, Position, Ring};

/// One polygon of one unit's boundary.
#[derive(Debug, Clone, Copy)]
struct Piece {
    unit: u32,
    polygon: u32,
    level: u8,
}

impl Piece {
    /// Deeper pieces are asked first, then earlier units.
    fn turn(&self) -> (u8, u32, u32) {
        (u8::MAX - self.level, self.unit, self.polygon)
    }
}

// 64-bit corners: the tree adds two corners to find a middle, and 1e-7 degrees would overflow 32 bits.
type Entry = GeomWithData<Rectangle<[i64; 2]>, Piece>;

/// An index over the boundaries of all present units.
#[derive(Debug)]
pub(super) struct Locator {
    pieces: RTree<Entry>,
    /// Answers faster than `pieces`; none where borders are too tangled for it.
    grid: Option<Grid>,
    /// The unit of each piece of the grid.
    asked: Vec<u32>,
}

impl Locator {
    /// Indexes the boundaries of `units`; entries that `present` refuses are left out.
    pub(super) fn new(units: &[Unit], present: impl Fn(&Unit) -> bool) -> Self {
        let mut entries = Vec::with_capacity(units.len());
        let mut outlines: Vec<(Piece, Bounds, &[Ring])> = Vec::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate().filter(|(_, unit)| present(unit)) {
            let polygons = unit.boundary.iter().flat_map(|boundary| &boundary.polygons);
            for (polygon, rings) in polygons.enumerate() {
                let Some(bounds) = bounds(rings) else { continue };
                let piece = Piece { unit: index as u32, polygon: polygon as u32, level: unit.kind.level() };
                entries.push(GeomWithData::new(rectangle(bounds), piece));
                outlines.push((piece, bounds, rings));
            }
        }
        outlines.sort_unstable_by_key(|(piece, ..)| piece.turn());
        let asked = outlines.iter().map(|(piece, ..)| piece.unit).collect();
        let outlines: Vec<(Bounds, &[Ring])> = outlines.into_iter().map(|(_, bounds, rings)| (bounds, rings)).collect();
        Self { pieces: RTree::bulk_load(entries), grid: Grid::new(&outlines), asked }
    }

    /// Index of the deepest unit that contains `p`. Where siblings overlap, the earlier unit wins.
    pub(super) fn deepest(&self, units: &[Unit], p: Position) -> Option<usize> {
        if let Some(grid) = &self.grid {
            return grid.first(p).map(|piece| self.asked[piece as usize] as usize);
        }
        let mut candidates: Vec<Piece> = Vec::with_capacity(16);
        candidates.extend(self.pieces.locate_all_at_point(&[i64::from(p.x), i64::from(p.y)]).map(|entry| entry.data));
        candidates.sort_unstable_by_key(Piece::turn);
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

fn bounds(rings: &[Ring]) -> Option<Bounds> {
    let mut all = rings.iter().flatten();
    let first = *all.next()?;
    Some(all.fold(Bounds { min: first, max: first }, |b, p| Bounds {
        min: Position { x: b.min.x.min(p.x), y: b.min.y.min(p.y) },
        max: Position { x: b.max.x.max(p.x), y: b.max.y.max(p.y) },
    }))
}

fn rectangle(bounds: Bounds) -> Rectangle<[i64; 2]> {
    let corner = |p: Position| [i64::from(p.x), i64::from(p.y)];
    Rectangle::from_corners(corner(bounds.min), corner(bounds.max))
}
