//! Weighted subdivision: a region is bisected again and again until each weight has its piece.

use super::chance;
use super::chord::Style;
use super::cut::cut;
use super::mesh::{Mesh, Ring};
use super::share::share;
use anyhow::{Result, ensure};

/// One or more separate simple rings.
pub(crate) type Region = Vec<Ring>;

/// Divides a region into pieces with areas in proportion to `weights`, in their order.
///
/// # Errors
/// When a ring cannot be cut cleanly.
pub(crate) fn divide(mesh: &mut Mesh, region: &Region, weights: &[f64], style: Style, key: u64) -> Result<Vec<Region>> {
    ensure!(!weights.is_empty() && !region.is_empty(), "nothing to divide");
    if weights.len() == 1 {
        return Ok(vec![region.clone()]);
    }
    if let [ring] = &region[..] {
        let mut out = Vec::with_capacity(weights.len());
        bisect(mesh, ring, weights, style, key, &mut out)?;
        return Ok(out);
    }
    // Separate parts: whole pieces go to one part each, at least one piece per part.
    let areas: Vec<f64> = region.iter().map(|ring| mesh.area(ring)).collect();
    if weights.len() < region.len() {
        let mut out = vec![Region::new(); weights.len()];
        for (at, ring) in region.iter().enumerate() {
            out[at.min(weights.len() - 1)].push(ring.clone());
        }
        return Ok(out);
    }
    let counts = share(weights.len() as u64, &areas, 1);
    let mut out = Vec::with_capacity(weights.len());
    let mut rest = weights;
    for ((ring, count), salt) in region.iter().zip(counts).zip(1u64..) {
        let (mine, others) = rest.split_at(count as usize);
        bisect(mesh, ring, mine, style, chance::mix(key ^ salt), &mut out)?;
        rest = others;
    }
    Ok(out)
}

fn bisect(mesh: &mut Mesh, ring: &[u32], weights: &[f64], style: Style, key: u64, out: &mut Vec<Region>) -> Result<()> {
    // Neighbours may have put corners on this ring since it was cut.
    let ring = mesh.expand(ring);
    if weights.len() <= 1 {
        out.push(vec![ring]);
        return Ok(());
    }
    let (at, fraction) = middle(weights);
    let (first, second) = cut(mesh, &ring, fraction, style, key)?;
    bisect(mesh, &first, &weights[..at], style, chance::mix(key ^ 1), out)?;
    bisect(mesh, &second, &weights[at..], style, chance::mix(key ^ 2), out)
}

/// Where to split the list so that both sides weigh about the same, and the first side's share.
fn middle(weights: &[f64]) -> (usize, f64) {
    let total: f64 = weights.iter().sum();
    let mut best = (1, f64::INFINITY, 0.5);
    let mut sum = 0.0;
    for (at, weight) in weights.iter().enumerate().take(weights.len() - 1) {
        sum += weight;
        let miss = (sum / total - 0.5).abs();
        if miss < best.1 {
            best = (at + 1, miss, sum / total);
        }
    }
    (best.0, best.2)
}
