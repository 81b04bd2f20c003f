//! Candidate cuts: straight chords through a simple ring that leave a wanted share of its area on
//! the left. A chord of a simple ring always gives two connected pieces.

use super::chance;
use super::sweep::{Candidate, Frame};

/// Which way chords may run.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    /// Any of sixteen directions, each nudged by the key.
    Organic,
    /// Only along this direction (scaled degrees), both ways.
    Along([f64; 2]),
    /// Along or across this direction.
    Grid([f64; 2]),
}

/// Tangents of eighths of a right angle would need a maths library whose last digit differs
/// between machines; a table of whole numbers does not.
const DIRECTIONS: [[f64; 2]; 16] = [
    [16.0, 0.0],
    [15.0, 6.0],
    [11.0, 11.0],
    [6.0, 15.0],
    [0.0, 16.0],
    [-6.0, 15.0],
    [-11.0, 11.0],
    [-15.0, 6.0],
    [-16.0, 0.0],
    [-15.0, -6.0],
    [-11.0, -11.0],
    [-6.0, -15.0],
    [0.0, -16.0],
    [6.0, -15.0],
    [11.0, -11.0],
    [15.0, -6.0],
];

fn directions(style: Style, key: u64) -> Vec<[f64; 2]> {
    match style {
        Style::Organic => (0u64..)
            .zip(DIRECTIONS)
            .map(|(at, [x, y])| {
                let nudge = |salt: u64| chance::between(chance::mix(key ^ (at * 2 + salt)), -2.5, 2.5);
                [x + nudge(0), y + nudge(1)]
            })
            .collect(),
        Style::Along([x, y]) => vec![[x, y]],
        Style::Grid([x, y]) => vec![[x, y], [-y, x], [-x, -y], [y, -x]],
    }
}

/// All candidates for leaving `fraction` of the ring on the left, best first.
pub(crate) fn candidates(points: &[[i32; 2]], fraction: f64, style: Style, key: u64) -> Vec<Candidate> {
    let mut out = Vec::new();
    let frames: Vec<Frame> =
        directions(style, key).into_iter().map(|direction| Frame::new(points, direction)).collect();
    let snap = |frame: &Frame| 0.16 * (frame.area * fraction.min(1.0 - fraction)).sqrt();
    for frame in &frames {
        frame.candidates(frame.offset_for(fraction), fraction, snap(frame), &mut out);
    }
    // A winding ring may have no good chord at the exact share; then look at many offsets.
    if out.iter().all(|candidate| candidate.cost > 75.0) {
        for frame in &frames {
            let (low, high) = frame.span();
            for step in 1..32 {
                let t = low + (high - low) * f64::from(step) / 32.0;
                frame.candidates(t, fraction, snap(frame), &mut out);
            }
        }
    }
    for (at, candidate) in (0u64..).zip(&mut out) {
        candidate.cost *= chance::between(chance::mix(key ^ 0x5eed ^ (at << 20)), 1.0, 1.12);
    }
    out.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    out
}
