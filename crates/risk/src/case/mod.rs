//! A case: a method's name and what it is to compute with, as JSON.
//!
//! Each method has one function `answer` beside its rules: it reads its inputs and gives an object. The names of the
//! methods are those of the golden cases; [`methods`] lists them.

mod read;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::refusal::{Refusal, code};

pub(crate) use read::{escaped, read, text};

/// A method's name and what it is to compute with. Other keys of the file (id, source, tolerance) are not looked at.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// One of [`methods`].
    pub method: String,
    /// What the method computes with, as it is written: the order of its keys may mean something.
    pub inputs: Box<RawValue>,
    /// What is expected. A list of inputs that stands only here is read from here (LEC).
    #[serde(default)]
    pub expected: Option<Box<RawValue>>,
}

type Answer = fn(&Case) -> Result<Value, Refusal>;

/// How a method answers.
#[derive(Clone, Copy)]
enum Asks {
    /// From the inputs alone; the path of a refusal starts at them.
    Inputs(Answer),
    /// From what is expected too; the path of a refusal starts at the case. An input may be called `expected` as well,
    /// so that the path alone does not tell the two apart.
    Whole(Answer),
}

/// Every method that a case can name.
const ANSWERS: &[(&str, Asks)] = &[
    ("AHP", Asks::Inputs(crate::ahp::answer)),
    ("AHP-hierarchy", Asks::Inputs(crate::ahp::answer_hierarchy)),
    ("BN", Asks::Whole(crate::bayes::answer)),
    ("bow-tie (LOPA)", Asks::Inputs(crate::bow_tie::answer)),
    ("composite", Asks::Inputs(crate::composite::answer)),
    ("entropy-weights", Asks::Inputs(crate::entropy::answer)),
    ("forecast-metrics", Asks::Inputs(crate::metrics::answer)),
    ("fuzzy-AHP", Asks::Inputs(crate::fuzzy_ahp::answer)),
    ("fuzzy-comprehensive", Asks::Inputs(crate::fuzzy::answer)),
    ("LEC", Asks::Whole(crate::bands::answer)),
    ("LS", Asks::Whole(crate::bands::answer)),
    ("Sobol", Asks::Inputs(crate::sobol::answer)),
    ("TOPSIS", Asks::Inputs(crate::topsis::answer)),
];

/// The names of the methods that a case can name.
pub fn methods() -> impl Iterator<Item = &'static str> {
    ANSWERS.iter().map(|(name, _)| *name)
}

/// Computes a case from its JSON text.
///
/// The object has the keys that `expected` has in the golden cases of that method, and may have more.
///
/// # Errors
/// A [`Refusal`] when the case, its method or its inputs cannot be computed; its path starts at the case.
pub fn evaluate(text: &str) -> Result<Value, Refusal> {
    // Some editors put a mark of the byte order before everything.
    let case: Case = read::text(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let Some((_, asks)) = ANSWERS.iter().find(|(name, _)| *name == case.method) else {
        let known = methods().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let found = format!("`{}`", case.method);
        return Err(Refusal::new(code::UNKNOWN_METHOD, "/method", found, format!("one of {known} is needed")));
    };
    match asks {
        Asks::Inputs(answer) => answer(&case).map_err(in_inputs),
        Asks::Whole(answer) => answer(&case),
    }
}

/// A refusal whose path starts at the inputs, from the case on.
pub(crate) fn in_inputs(refusal: Refusal) -> Refusal {
    refusal.under("/inputs")
}
