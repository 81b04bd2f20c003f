//! Scores that are multiplied and put into bands: the LS matrix R = L · S and the LEC method D = L · E · C.
//!
//! Which scores there are, where the bands begin and whether a bound belongs to the upper band differ from one standard
//! to the next. So each is a *band set*: data with an id, an issuer and a date, in `data/catalogue/risk_bands.json` or a
//! file of a city's own. A set is never changed; another rule is another set. Whoever stores a level stores the id.
//!
//! All is exact: scores and bounds are decimals, so that D = 0.2 · 3 · 3 is 1.8 and 70 is 70.
//!
//! The product of scores says what comes first, and no more: they are ranks, not measures (Cox 2008, *What's wrong with
//! risk matrices?*). Likelihood and consequence are always shown beside it.
//!
//! Sources: Graham and Kinney 1976, *Practical risk analysis for safety management*, for LEC; the file for the rest.

mod case;
mod check;
mod set;

pub use set::{Band, BandSet, BandSets, Bounds, Names, Rated, Scale, Score};

pub(crate) use case::answer;
