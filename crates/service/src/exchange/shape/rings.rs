//! From the rings of a record to polygons: a shapefile does not say which hole belongs to which exterior.

use shapefile::PolygonRing;

use super::super::boundary::Rings;

/// Exteriors (clockwise in a shapefile) with their holes: the nearest exterior before the hole that
/// contains it, else any that does, else the hole stands alone, as broken writers mean it.
pub(super) fn grouped<P>(rings: Vec<PolygonRing<P>>, xy: impl Fn(&P) -> (f64, f64)) -> Vec<Rings> {
    let mut polygons: Vec<Rings> = Vec::new();
    let mut holes: Vec<(usize, Vec<(f64, f64)>)> = Vec::new();
    for ring in rings {
        let outer = matches!(ring, PolygonRing::Outer(_));
        let points: Vec<(f64, f64)> = ring.into_inner().iter().map(&xy).collect();
        if outer {
            polygons.push(vec![points]);
        } else {
            holes.push((polygons.len(), points));
        }
    }
    let exteriors = polygons.len();
    let mut steps = MOST_STEPS;
    for (before, hole) in holes {
        let mut contains =
            |&index: &usize| polygons[index].first().is_some_and(|exterior| contains(exterior, &hole, &mut steps));
        let owner = before.checked_sub(1).filter(&mut contains).or_else(|| (0..exteriors).find(&mut contains));
        match owner {
            Some(owner) => polygons[owner].push(hole),
            None => polygons.push(vec![hole]),
        }
    }
    polygons
}

/// Corners looked at to find the owners of one record's holes. The exterior just before a hole is nearly
/// always the right one; without an end, a hostile file could ask for the square of its size.
const MOST_STEPS: usize = 200_000_000;

/// Whether a ring contains another one, known not to cross it: by the first corner that is not
/// one of the ring's own. False once the steps are used up.
fn contains(ring: &[(f64, f64)], inner: &[(f64, f64)], steps: &mut usize) -> bool {
    let cost = ring.len().saturating_mul(2);
    let Some(left) = steps.checked_sub(cost) else { return false };
    *steps = left;
    let Some(&(x, y)) = inner.iter().take(8).find(|p| !ring.contains(p)).or(inner.first()) else { return false };
    ring.windows(2).fold(false, |inside, edge| {
        let ((ax, ay), (bx, by)) = (edge[0], edge[1]);
        let crosses = (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax;
        inside ^ crosses
    })
}
