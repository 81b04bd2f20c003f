//! Cutting a ring in two along the best chord that is provably clean.

use super::chord::{self, Style};
use super::exact;
use super::mesh::{Mesh, Ring};
use super::sweep::End;
use anyhow::{Context, Result};

/// Cuts a ring; the first piece holds about `fraction` of the area.
///
/// # Errors
/// When no chord passes the exact checks.
pub(crate) fn cut(mesh: &mut Mesh, ring: &[u32], fraction: f64, style: Style, key: u64) -> Result<(Ring, Ring)> {
    let points = mesh.points(ring);
    chord::candidates(&points, fraction, style, key)
        .into_iter()
        .find_map(|candidate| apply(mesh, ring, candidate.ends))
        .with_context(|| format!("no clean cut through a ring of {} corners at {:?}", ring.len(), points.first()))
}

/// Cuts along a chord, or gives nothing when the chord would touch or fold anything.
fn apply(mesh: &mut Mesh, ring: &[u32], ends: [End; 2]) -> Option<(Ring, Ring)> {
    let mut points = mesh.points(ring);
    let mut inserts: Vec<(usize, [i32; 2])> = Vec::new();
    for end in ends {
        if let End::Edge(edge, point) = end {
            if mesh.is_taken(point) {
                return None;
            }
            inserts.push((edge, point));
        }
    }
    // Later edges first, so that earlier numbers stay right; two ends never share an edge here.
    inserts.sort_by_key(|insert| std::cmp::Reverse(insert.0));
    if inserts.len() == 2 && inserts[0].0 == inserts[1].0 {
        return None;
    }
    for &(edge, point) in &inserts {
        points.insert(edge + 1, point);
    }
    let place = |end: End| match end {
        End::Corner(k) => k + inserts.iter().filter(|insert| insert.0 < k).count(),
        End::Edge(k, _) => k + 1 + inserts.iter().filter(|insert| insert.0 < k).count(),
    };
    let (from, to) = (place(ends[0]), place(ends[1]));
    if !is_clean(&points, from, to) || !inserts.is_empty() && !bends_are_clean(&points, &[from, to]) {
        return None;
    }
    let mut ring = ring.to_vec();
    for &(edge, point) in &inserts {
        let (a, b) = (ring[edge], ring[(edge + 1) % ring.len()]);
        let corner = mesh.split(a, b, point);
        ring.insert(edge + 1, corner);
    }
    let walk = |start: usize, stop: usize| {
        let n = ring.len();
        let steps = (stop + n - start) % n;
        (0..=steps).map(|step| ring[(start + step) % n]).collect::<Ring>()
    };
    Some((walk(to, from), walk(from, to)))
}

/// Whether the chord between two corners runs strictly inside the ring.
fn is_clean(points: &[[i32; 2]], from: usize, to: usize) -> bool {
    let n = points.len();
    let gap = (to + n - from) % n;
    if gap < 2 || gap > n - 2 {
        return false;
    }
    let (a, b) = (points[from], points[to]);
    let enters =
        |at: usize, goal: [i32; 2]| exact::enters(points[(at + n - 1) % n], points[at], points[(at + 1) % n], goal);
    enters(from, b)
        && enters(to, a)
        && (0..n).all(|k| {
            let next = (k + 1) % n;
            [k, next].iter().any(|end| [from, to].contains(end)) || !exact::touch(a, b, points[k], points[next])
        })
}

/// Whether the edges beside the given corners, which rounding may have bent, touch no other edge.
fn bends_are_clean(points: &[[i32; 2]], corners: &[usize]) -> bool {
    let n = points.len();
    corners.iter().flat_map(|&corner| [(corner + n - 1) % n, corner]).all(|bent| {
        let (a, b) = (points[bent], points[(bent + 1) % n]);
        (0..n).all(|k| {
            let apart = (k + n - bent) % n;
            apart <= 1 || apart == n - 1 || !exact::touch(a, b, points[k], points[(k + 1) % n])
        })
    })
}
