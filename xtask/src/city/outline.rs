//! Outlines of unions: shared edges cancel, what is left is traced into rings.

use super::exact;
use super::mesh::{Mesh, Ring};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// Directed edges with the inside on their left.
pub(crate) type Edges = Vec<(u32, u32)>;

/// The edges of a ring.
pub(crate) fn edges(ring: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    ring.iter().enumerate().map(|(at, &a)| (a, ring[(at + 1) % ring.len()]))
}

/// Removes every edge that also runs the other way.
pub(crate) fn cancel(mut edges: Edges) -> Result<Edges> {
    edges.sort_unstable();
    ensure!(edges.windows(2).all(|pair| pair[0] != pair[1]), "two neighbours claim the same side of an edge");
    let kept = edges.iter().filter(|&&(a, b)| edges.binary_search(&(b, a)).is_err());
    Ok(kept.copied().collect())
}

/// Traces edges into polygons: rings of corners, exterior first, then its holes.
pub(crate) fn trace(mesh: &Mesh, edges: &Edges) -> Result<Vec<Vec<Ring>>> {
    let mut leaving: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(a, b) in edges {
        leaving.entry(a).or_default().push(b);
    }
    let (mut shells, mut holes) = (Vec::new(), Vec::new());
    while let Some((&start, _)) = leaving.iter().find(|entry| !entry.1.is_empty()) {
        for ring in walk(mesh, &mut leaving, start)? {
            let area = mesh.area(&ring);
            ensure!(area != 0.0, "an outline has a ring without area");
            if area > 0.0 { shells.push(vec![ring]) } else { holes.push(ring) }
        }
    }
    for hole in holes {
        let inside = |shell: &&mut Vec<Ring>| {
            let ring = mesh.points(&shell[0]);
            hole.iter().any(|&corner| exact::contains(&ring, mesh.point(corner)))
        };
        shells.iter_mut().find(inside).context("a hole lies in no polygon")?.push(hole);
    }
    Ok(shells)
}

/// Follows edges from a corner until they close, taking the leftmost turn so that parts that
/// only touch stay apart, and splitting loops where a corner is met twice.
fn walk(mesh: &Mesh, leaving: &mut BTreeMap<u32, Vec<u32>>, start: u32) -> Result<Vec<Ring>> {
    let mut rings = Vec::new();
    let mut path = vec![start];
    let mut came_from = None;
    loop {
        let at = path[path.len() - 1];
        let exits = leaving.get_mut(&at).context("an outline does not close")?;
        let next = match came_from {
            Some(before) => leftmost(mesh, before, at, exits).context("an outline does not close")?,
            None => exits[0],
        };
        exits.retain(|&exit| exit != next);
        if exits.is_empty() {
            leaving.remove(&at);
        }
        if let Some(seen) = path.iter().position(|&corner| corner == next) {
            rings.push(path.split_off(seen));
            if path.is_empty() {
                return Ok(rings);
            }
        }
        path.push(next);
        came_from = Some(at);
    }
}

fn leftmost(mesh: &Mesh, before: u32, at: u32, exits: &[u32]) -> Option<u32> {
    let (from, here) = (mesh.point(before), mesh.point(at));
    let is_left = |p: u32| exact::side(from, here, mesh.point(p)) > 0;
    exits.iter().copied().reduce(|best, exit| match (is_left(best), is_left(exit)) {
        (true, false) => best,
        (false, true) => exit,
        // On the same side of the way in, the one further round to the left wins.
        _ if exact::side(here, mesh.point(best), mesh.point(exit)) > 0 => exit,
        _ => best,
    })
}
