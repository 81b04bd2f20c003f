//! The four operators.

/// How weights and memberships are put together. In this order they use more and more of what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// M(∧, ∨), 主因素决定型: bⱼ = maxᵢ min(wᵢ, rᵢⱼ). One factor decides.
    MinMax,
    /// M(·, ∨), 主因素突出型: bⱼ = maxᵢ wᵢ rᵢⱼ. One factor decides, by its weight.
    ProdMax,
    /// M(∧, ⊕), 不均衡平均型: bⱼ = min(1, Σᵢ min(wᵢ, rᵢⱼ)).
    MinBoundedSum,
    /// M(·, ⊕), 加权平均型: bⱼ = min(1, Σᵢ wᵢ rᵢⱼ). All factors count by their weight; the usual one.
    ProdSum,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::MinMax, Self::ProdMax, Self::MinBoundedSum, Self::ProdSum];

    /// Its word in cases.
    pub fn word(self) -> &'static str {
        match self {
            Self::MinMax => "min_max",
            Self::ProdMax => "prod_max",
            Self::MinBoundedSum => "min_boundedsum",
            Self::ProdSum => "prod_sum",
        }
    }

    /// bⱼ of the weights and one column of R.
    pub(super) fn combine(self, pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
        match self {
            Self::MinMax => pairs.map(|(weight, degree)| weight.min(degree)).fold(0.0, f64::max),
            Self::ProdMax => pairs.map(|(weight, degree)| weight * degree).fold(0.0, f64::max),
            Self::MinBoundedSum => pairs.map(|(weight, degree)| weight.min(degree)).sum::<f64>().min(1.0),
            Self::ProdSum => pairs.map(|(weight, degree)| weight * degree).sum::<f64>().min(1.0),
        }
    }
}
