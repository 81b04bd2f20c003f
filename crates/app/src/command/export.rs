//! `export`: units back into files.

use std::path::PathBuf;

use anyhow::Context;
use serde_json::json;
use service::exchange::{Format, UnitExport, write_units};

use super::{Outcome, output};
use crate::config::Config;
use crate::run;

/// What to write.
#[derive(clap::Subcommand)]
pub(crate) enum Export {
    /// Write units with boundaries and counts, in a form that `import units` reads back.
    #[command(after_help = "Example:\n  bridgehead export units city.geojson --within 410105")]
    Units {
        /// File to write; its extension chooses the format (.csv, .geojson, .shp).
        file: PathBuf,
        /// Code of the unit whose subtree is written; everything when missing.
        #[arg(long, value_name = "CODE")]
        within: Option<String>,
    },
}

impl Export {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let Self::Units { file, within } = self;
        let service = run::open(config).await?;
        let tree = service.tree();
        let top = match &within {
            Some(code) => tree.by_code(code).with_context(|| format!("there is no unit with the code `{code}`"))?,
            None => tree.root().context("there are no units yet")?,
        };
        let format = Format::of(&file)?;
        let ids: Vec<_> = tree.subtree(&top.path).map(|unit| unit.id).collect();
        let statistics = service.store().unit_statistics(&ids).await?;
        let rows = tree.subtree(&top.path).map(|unit| UnitExport::of(&tree, unit, statistics.get(&unit.id)));
        write_units(&file, format, rows).with_context(|| format!("cannot write `{}`", file.display()))?;
        let sentence = format!("{} units are written to `{}`", ids.len(), file.display());
        output::result(json, &json!({ "units": ids.len(), "file": file }), &sentence);
        Ok(Outcome::Done)
    }
}
