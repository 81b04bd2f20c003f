//! How much of the difference between two wholes each part carries, without a rest.
//!
//! For a mean of parts `x` and the same mean of parts `y` there are slopes `s` with `whole(x) − whole(y) = Σ s·(x − y)`.
//! For sums they are the weights. For the geometric mean they come from the logarithmic mean
//! `L(a, b) = (a − b)/(ln a − ln b)`, `L(a, a) = a`: `s = w·L(whole(x), whole(y))/L(x, y)`.
//!
//! Source: logarithmic mean Divisia decomposition (Ang 2004, doi 10.1016/j.enpol.2003.10.010). Zeros are taken by their
//! limit: the parts that are 0 on one side carry the whole difference, each by its share among them.

use super::Aggregation;

/// One part on both sides, with its share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) share: f64,
    pub(super) new: f64,
    pub(super) old: f64,
}

/// Slopes of the parts. `weight` is the sum of their weights as given, `scale` the highest score.
pub(super) fn slopes(aggregation: Aggregation, weight: f64, scale: f64, parts: &[Pair]) -> Vec<f64> {
    match aggregation {
        Aggregation::Arithmetic => parts.iter().map(|part| part.share).collect(),
        Aggregation::Sum => parts.iter().map(|part| part.share * weight).collect(),
        Aggregation::Geometric => geometric(parts),
        // The complement turns the sign of the whole and of every part: the slopes stay.
        Aggregation::ComplementGeometric => {
            let turned = |part: &Pair| Pair { share: part.share, new: scale - part.new, old: scale - part.old };
            geometric(&parts.iter().map(turned).collect::<Vec<_>>())
        }
    }
}

fn geometric(parts: &[Pair]) -> Vec<f64> {
    let parts: Vec<Pair> =
        parts.iter().map(|part| Pair { share: part.share, new: part.new.max(0.0), old: part.old.max(0.0) }).collect();
    let whole = |side: fn(&Pair) -> f64| {
        parts.iter().filter(|part| part.share > 0.0).map(|part| side(part).powf(part.share)).product::<f64>()
    };
    let (new, old) = (whole(|part| part.new), whole(|part| part.old));
    let risen = |part: &Pair| part.share > 0.0 && part.old == 0.0 && part.new > 0.0;
    let fallen = |part: &Pair| part.share > 0.0 && part.new == 0.0 && part.old > 0.0;
    match (new > 0.0, old > 0.0) {
        (true, true) => {
            let mean = logarithmic_mean(new, old);
            let slope = |part: &Pair| {
                let below = logarithmic_mean(part.new, part.old);
                if part.share > 0.0 && below > 0.0 { part.share * mean / below } else { 0.0 }
            };
            parts.iter().map(slope).collect()
        }
        (true, false) => carried(&parts, new, risen, |part| part.new),
        (false, true) => carried(&parts, old, fallen, |part| part.old),
        (false, false) => vec![0.0; parts.len()],
    }
}

/// The whole difference on the parts that `carries` names.
fn carried(parts: &[Pair], whole: f64, carries: impl Fn(&Pair) -> bool, side: fn(&Pair) -> f64) -> Vec<f64> {
    let shares: f64 = parts.iter().filter(|part| carries(part)).map(|part| part.share).sum();
    let slope = |part: &Pair| if carries(part) { part.share / shares * whole / side(part) } else { 0.0 };
    parts.iter().map(slope).collect()
}

fn logarithmic_mean(a: f64, b: f64) -> f64 {
    let (low, high) = (a.min(b), a.max(b));
    if low <= 0.0 {
        return 0.0;
    }
    let difference = high - low;
    match difference / low {
        // Here the quotient has lost its digits, and the mean of the two is as good.
        relative if relative < 1e-12 => low + difference / 2.0,
        // `ln` of a ratio near 1 loses its digits; `ln_1p` keeps them.
        relative if relative < 1.0 => difference / relative.ln_1p(),
        _ => difference / (high.ln() - low.ln()),
    }
}
