//! An index in a folder: computed, explained, and how sure its ranks are.

mod folder;
mod sentences;

use std::path::PathBuf;

use risk::Refusal;
use risk::composite::{self, Data, Definition, Explanation, Recomputed};
use risk::uncertainty::{RankSensitivity, Spread, Variation, sensitivity, spread};
use serde::Serialize;
use serde_json::json;

use crate::command::{Outcome, output};

/// An index to compute.
#[derive(clap::Args)]
pub(crate) struct Index {
    /// The folder with the raw data, the tables and the method.
    folder: PathBuf,
    /// The method, where it is not `method.json` in the folder.
    #[arg(long)]
    method: Option<PathBuf>,
    /// Compute it so many times with other weights, limits, means and rules for missing values; a power of two is best.
    #[arg(long, value_parser = clap::value_parser!(u32).range(2..=65_536))]
    runs: Option<u32>,
    /// Decides the draws of the runs.
    #[arg(long, default_value_t = 1, requires = "runs")]
    seed: u64,
    /// A folder of an earlier edition, with its own method: its data is computed by both methods.
    #[arg(long)]
    before: Option<PathBuf>,
}

/// What was computed.
#[derive(Serialize)]
struct Computed {
    #[serde(flatten)]
    index: composite::Index,
    explanations: Vec<Explanation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty: Option<Uncertainty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Recomputed>,
}

#[derive(Serialize)]
struct Uncertainty {
    spread: Spread,
    sensitivity: RankSensitivity,
}

/// An earlier edition: its method, and its data with what both methods need.
struct Before {
    definition: Definition,
    data: Data,
}

impl Index {
    pub(super) fn run(&self, as_json: bool) -> anyhow::Result<Outcome> {
        let files = folder::read(&self.folder, self.method.as_deref())?;
        let before = self.before.as_deref().map(|earlier| folder::read(earlier, None)).transpose()?;
        let computed = files.and_then(|files| {
            let (definition, data) = files.assemble()?;
            let before = before.map(|earlier| earlier.and_then(|earlier| files.before(&earlier))).transpose()?;
            self.compute(&definition, &data, before.as_ref())
        });
        match computed {
            Ok(computed) => {
                output::result(as_json, &json!(computed), &sentences::told(&computed));
                Ok(Outcome::Done)
            }
            Err(refusal) => {
                let name = self.folder.display().to_string();
                let text = format!("{name}: refused\n  {refusal}");
                output::result(as_json, &json!({ "file": name, "errors": [refusal] }), &text);
                Ok(Outcome::Refused)
            }
        }
    }

    fn compute(&self, definition: &Definition, data: &Data, before: Option<&Before>) -> Result<Computed, Refusal> {
        let uncertainty = self.runs.map(|runs| {
            let variation = Variation::usual(runs as usize, self.seed, &definition.missing);
            let spread = spread(definition, data, &variation)?;
            Ok::<_, Refusal>(Uncertainty { spread, sensitivity: sensitivity(definition, data, &variation)? })
        });
        let by_both = |before: &Before| composite::recompute(&before.definition, definition, &before.data);
        Ok(Computed {
            index: composite::compute(definition, data)?,
            explanations: composite::explain_all(definition, data)?,
            uncertainty: uncertainty.transpose()?,
            before: before.map(by_both).transpose()?,
        })
    }
}
