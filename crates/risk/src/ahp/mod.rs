//! Analytic hierarchy process (AHP, 层次分析法): weights from judgements of pairs, and whether the judgements agree.
//!
//! A matrix of *judgements* a says how many times as important one criterion is as another: aᵢⱼ = 1 / aⱼᵢ. Its weights
//! w are the principal eigenvector, A w = λ w with the largest λ, scaled to the sum 1. If all judgements agree
//! (aᵢⱼ aⱼₖ = aᵢₖ) then λ = n; how far λ lies above n says how much they contradict each other:
//!
//! * consistency index CI = (λ − n) / (n − 1)
//! * consistency ratio CR = CI / RI, with the mean CI of random matrices of the same size (RI) from a *named* table: the
//!   same matrix has another CR by another table. Below 0.1 the judgements can be used. Up to n = 2 nothing can
//!   contradict: CR is 0.
//!
//! Where CR is too large, [`Analysis::doubt`] names the one judgement whose change helps most.
//!
//! Source: Saaty 1980, *The Analytic Hierarchy Process*; Saaty 1990, European Journal of Operational Research 48; for
//! the doubted judgement Harker 1987, *Incomplete pairwise comparisons*.

mod analysis;
mod case;
mod doubt;
mod hierarchy;
mod judgements;
mod matrix;
mod named;
mod random_index;

pub use analysis::{Analysis, CR_BELOW, analyse};
pub use doubt::Doubt;
pub use hierarchy::{Hierarchy, combine};
pub use judgements::{JUDGEMENT_MAX, Judgements, RECIPROCAL_WITHIN};
pub use random_index::{RandomIndex, RandomIndices};

pub(crate) use case::{answer, answer_hierarchy};
pub(crate) use named::Judgement;
