//! From the ways of a relation to polygons.

use domain::unit::boundary::Position;
use geo::orient::{Direction, Orient};
use geo::{Contains, Coord, LineString, MultiPolygon, Polygon};
use geojson::{Geometry, GeometryValue};

/// Most ways of one relation: what is larger is no building.
pub(crate) const MOST_WAYS: usize = 2_000;

/// Why there is no outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A node or a way of it is not in the file.
    Cut,
    /// It does not close.
    Open,
}

/// A closed line of nodes as a ring; at least three corners.
pub(crate) fn ring(nodes: &[i64], at: &impl Fn(i64) -> Option<Position>) -> Result<LineString<f64>, Fault> {
    if nodes.len() < 4 || nodes.first() != nodes.last() {
        return Err(Fault::Open);
    }
    let corner = |node: &i64| at(*node).map(|at| Coord { x: at.lon(), y: at.lat() }).ok_or(Fault::Cut);
    nodes.iter().map(corner).collect()
}

/// Joins ways end to end until each line is closed.
pub(crate) fn joined(mut ways: Vec<Vec<i64>>) -> Result<Vec<Vec<i64>>, Fault> {
    if ways.len() > MOST_WAYS {
        return Err(Fault::Open);
    }
    let mut rings = Vec::new();
    while let Some(mut line) = ways.pop() {
        while line.first() != line.last() {
            let end = line.last().copied();
            let meets = |way: &Vec<i64>| way.first().copied() == end || way.last().copied() == end;
            let next = ways.iter().position(meets).ok_or(Fault::Open)?;
            let mut way = ways.swap_remove(next);
            if way.first().copied() != end {
                way.reverse();
            }
            line.extend(way.into_iter().skip(1));
        }
        rings.push(line);
    }
    Ok(rings)
}

/// Polygons of these outer rings, each with the inner ones that have a corner inside of it. A single one is a `Polygon`.
pub(crate) fn polygons(outer: Vec<LineString<f64>>, inner: Vec<LineString<f64>>) -> Result<Geometry, Fault> {
    let mut polygons: Vec<Polygon<f64>> = outer.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect();
    for hole in inner {
        // A hole may touch the outer ring, and a corner on a ring is not inside of it.
        let around = |polygon: &&mut Polygon<f64>| hole.points().any(|corner| polygon.contains(&corner));
        // A hole outside of everything is none.
        if let Some(polygon) = polygons.iter_mut().find(around) {
            polygon.interiors_push(hole);
        }
    }
    let turned: Vec<Polygon<f64>> = polygons.iter().map(|polygon| polygon.orient(Direction::Default)).collect();
    match turned.as_slice() {
        [] => Err(Fault::Open),
        [one] => Ok(Geometry::new(GeometryValue::from(one))),
        _ => Ok(Geometry::new(GeometryValue::from(&MultiPolygon(turned)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_joined_whichever_way_they_run() {
        let whole = joined(vec![vec![1, 2, 3], vec![1, 5, 4], vec![3, 4]]).expect("a ring");
        assert_eq!(whole.len(), 1);
        assert_eq!((whole[0].len(), whole[0].first()), (6, whole[0].last()));
        assert_eq!(joined(vec![vec![1, 2, 3, 1], vec![7, 8, 9, 7]]).expect("rings").len(), 2);
        assert_eq!(joined(vec![vec![1, 2, 3], vec![3, 4]]), Err(Fault::Open));
    }

    #[test]
    fn a_ring_is_closed_has_corners_and_lies_in_the_file() {
        let at = |node: i64| (node < 9).then(|| Position { x: i32::try_from(node).expect("small"), y: 0 });
        assert_eq!(ring(&[1, 2, 3, 1], &at).map(|ring| ring.0.len()), Ok(4));
        assert_eq!(ring(&[1, 2, 3], &at), Err(Fault::Open));
        assert_eq!(ring(&[1, 2, 1], &at), Err(Fault::Open));
        assert_eq!(ring(&[1, 2, 9, 1], &at), Err(Fault::Cut));
    }

    #[test]
    fn holes_go_to_the_ring_around_them() {
        let square =
            |from: f64, to: f64| LineString::from(vec![(from, from), (to, from), (to, to), (from, to), (from, from)]);
        let shape = polygons(vec![square(0.0, 4.0), square(10.0, 14.0)], vec![square(11.0, 12.0)]).expect("polygons");
        let GeometryValue::MultiPolygon { coordinates } = shape.value else { panic!("several polygons") };
        assert_eq!(coordinates.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
        let one = polygons(vec![square(0.0, 4.0)], vec![square(11.0, 12.0)]).expect("a polygon");
        assert!(matches!(one.value, GeometryValue::Polygon { coordinates } if coordinates.len() == 1));
    }

    #[test]
    fn a_hole_that_begins_on_the_outer_ring_is_kept() {
        let outer = LineString::from(vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]);
        let hole = LineString::from(vec![(2.0, 0.0), (3.0, 2.0), (1.0, 2.0), (2.0, 0.0)]);
        let shape = polygons(vec![outer], vec![hole]).expect("a polygon");
        assert!(matches!(shape.value, GeometryValue::Polygon { coordinates } if coordinates.len() == 2));
    }
}
