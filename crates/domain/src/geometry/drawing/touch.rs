//! Where two borders that do not cross touch each other, and the stretches between.

use std::collections::HashSet;

use super::edge::{Edge, Point};

/// Corners of either border that lie on the other one.
#[derive(Debug, Default)]
pub(super) struct Touches {
    points: HashSet<Point>,
    /// Those within edges of the unit, by the number of the edge.
    on_unit: Vec<(u32, Point)>,
    /// The same for what is drawn.
    on_drawn: Vec<(u32, Point)>,
}

impl Touches {
    /// Compares two edges with their numbers, one of a unit, one drawn. `false` where they cross.
    pub(super) fn add(&mut self, unit: (u32, Edge), drawn: (u32, Edge)) -> bool {
        let ends = |of: &Edge, line: &Edge| (line.side(of.from), line.side(of.to));
        let (u, d) = (ends(&unit.1, &drawn.1), ends(&drawn.1, &unit.1));
        if u.0 * u.1 < 0 && d.0 * d.1 < 0 {
            return false;
        }
        let mut note = |cuts: &mut Vec<(u32, Point)>, (number, line): (u32, Edge), p: Point, side: i128| {
            if side == 0 && line.spans(p) {
                self.points.insert(p);
                if p != line.from && p != line.to {
                    cuts.push((number, p));
                }
            }
        };
        note(&mut self.on_drawn, drawn, unit.1.from, u.0);
        note(&mut self.on_drawn, drawn, unit.1.to, u.1);
        note(&mut self.on_unit, unit, drawn.1.from, d.0);
        note(&mut self.on_unit, unit, drawn.1.to, d.1);
        true
    }

    /// Stretches of the unit's border; `edges` by number.
    pub(super) fn along_unit(&mut self, edges: impl Iterator<Item = (u32, Edge)>) -> Vec<Edge> {
        self.on_unit.sort_unstable();
        stretches(edges, &self.on_unit, &self.points)
    }

    /// Stretches of the drawn border.
    pub(super) fn along_drawn(&mut self, edges: impl Iterator<Item = (u32, Edge)>) -> Vec<Edge> {
        self.on_drawn.sort_unstable();
        stretches(edges, &self.on_drawn, &self.points)
    }
}

/// The edges cut at the given points. A stretch that goes on from the one before it, at a corner that the other border
/// does not touch, has the same ground beside it: it is left out.
fn stretches(edges: impl Iterator<Item = (u32, Edge)>, cuts: &[(u32, Point)], touched: &HashSet<Point>) -> Vec<Edge> {
    let mut found = Vec::new();
    let mut end = None;
    for (number, edge) in edges {
        let first = cuts.partition_point(|cut| cut.0 < number);
        let on_edge = cuts[first..].iter().take_while(|cut| cut.0 == number);
        let mut ends: Vec<Point> = on_edge.map(|cut| cut.1).chain([edge.to]).collect();
        ends.sort_unstable_by_key(|&p| edge.steps_to(p));
        ends.dedup();
        let mut from = edge.from;
        for to in ends {
            if end != Some(from) || touched.contains(&from) {
                found.push(Edge { from, to });
            }
            end = Some(to);
            from = to;
        }
    }
    found
}
