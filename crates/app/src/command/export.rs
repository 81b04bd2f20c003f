//! `export`: units back into files.

use std::path::PathBuf;

use anyhow::Context;
use serde_json::json;
use service::exchange::{Format, UnitExport, write_roster, write_units};

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
    /// Write duty rosters as CSV, in a form that `import roster` reads back. It holds sign-in names.
    #[command(after_help = "Example:\n  bridgehead export roster roster.csv --within 410102001")]
    Roster {
        /// File to write.
        file: PathBuf,
        /// Code of the unit whose subtree is written; everything when missing.
        #[arg(long, value_name = "CODE")]
        within: Option<String>,
    },
}

impl Export {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let (file, within, rosters) = match self {
            Self::Units { file, within } => (file, within, false),
            Self::Roster { file, within } => (file, within, true),
        };
        let service = run::open(config).await?;
        let tree = service.tree();
        let top = match &within {
            Some(code) => tree.by_code(code).with_context(|| format!("there is no unit with the code `{code}`"))?,
            None => tree.root().context("there are no units yet")?,
        };
        if rosters {
            let rows = service.export_roster(top.id).await?;
            let out = std::fs::File::create(&file).with_context(|| format!("cannot write `{}`", file.display()))?;
            write_roster(out, &rows).with_context(|| format!("cannot write `{}`", file.display()))?;
            let sentence = format!("{} lines are written to `{}`", rows.len(), file.display());
            output::result(json, &json!({ "lines": rows.len(), "file": file }), &sentence);
            return Ok(Outcome::Done);
        }
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
