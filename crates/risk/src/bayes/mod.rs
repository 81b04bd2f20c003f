//! Bayesian networks: variables, what each depends on, and exact probabilities of any of them given what was seen.
//!
//! `P(all) = Π P(variable | its parents)`. A question is answered by variable elimination: factors are multiplied and
//! summed over one variable after the other, the cheapest first (`order`). Nothing is sampled: the answer is exact, or it is
//! refused because a table would become too large.
//!
//! Source: Zhang and Poole 1996 (doi 10.1613/jair.305); Koller and Friedman 2009, chapter 9. The method names of
//! the cases are those of Russell and Norvig and of Murphy.

mod answer;
mod factor;
mod infer;
mod network;
mod order;

pub use infer::Posterior;
pub use network::{Network, Variable};

pub(crate) use answer::answer;
