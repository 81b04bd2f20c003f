//! `place`: places from other registers.

mod show;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{anyhow, bail};
use domain::place::PlaceKinds;
use osm::{Extract, Left, Rules};
use serde_json::json;
use service::place::ForeignPlan;

use super::import::name;
use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// The word of OpenStreetMap in the journal.
const SOURCE: &str = "osm";

/// What to do with places.
#[derive(clap::Subcommand)]
pub(crate) enum Place {
    /// Read places from an OpenStreetMap extract. Reading one again updates them and never doubles them.
    #[command(after_help = "Examples:\n  bridgehead place import --osm henan-latest.osm.pbf --dry-run\n  \
        bridgehead place import --osm city.osm.pbf --kind school,hospital,fire_station,shelter\n\n\
        The data is © OpenStreetMap contributors, under the Open Database License: name them wherever it is shown.")]
    Import(Import),
}

/// Arguments of `place import`.
#[derive(clap::Args)]
pub(crate) struct Import {
    /// OpenStreetMap extract in PBF format.
    #[arg(long, value_name = "FILE")]
    osm: PathBuf,
    /// Only places of these kinds, a comma list; every kind of the table when missing.
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Language of names that the extract gives without one.
    #[arg(long, default_value = "zh")]
    language: String,
    /// Read and show what would change; write nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Place {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let Self::Import(import) = self;
        import.run(config, json).await
    }
}

impl Import {
    async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let (rules, kinds) = (Rules::shipped()?, PlaceKinds::shipped()?);
        if let Some(unknown) = self.kind.iter().find(|kind| kinds.get(kind).is_none()) {
            let known: Vec<_> = kinds.all().iter().map(|kind| kind.id.as_str()).collect();
            bail!("`{unknown}` is no kind of place; use {}", known.join(", "));
        }
        let Extract { places, left } = self.read(&rules, &kinds)?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for place in &places {
            *counts.entry(place.kind.clone()).or_default() += 1;
        }
        let service = run::open(config).await?;
        let plan = service.plan_foreign_places(places).await?;
        show::steps(json, &plan.steps);
        show::counts(json, &counts);
        let sums = sums(&plan, left, &rules, self.dry_run);
        let sentence = sentence(&plan, left, self.dry_run);
        if !self.dry_run {
            let bar = output::bar(plan.steps.len() as u64, "places");
            let progress = |taken: usize| bar.set_position(taken as u64);
            service.take_foreign_places(SOURCE, &name(&self.osm), plan, clock::now(), progress).await?;
            bar.finish_and_clear();
        }
        output::result(json, &sums, &sentence);
        if !json {
            println!("{}. {}", rules.attribution, rules.licence);
        }
        Ok(Outcome::Done)
    }

    fn read(&self, rules: &Rules, kinds: &PlaceKinds) -> anyhow::Result<Extract> {
        let failed = |code: &str, error: &dyn std::fmt::Display| {
            anyhow!("`{}` cannot be read ({code}): {error}", self.osm.display())
        };
        let mut file = File::open(&self.osm).map_err(|error| failed("file_unreadable", &error))?;
        osm::read(&mut file, rules, kinds, &self.language, &self.kind).map_err(|error| failed(error.code(), &error))
    }
}

fn sums(plan: &ForeignPlan, left: Left, rules: &Rules, dry_run: bool) -> serde_json::Value {
    json!({
        "added": plan.added(), "changed": plan.changed(), "unchanged": plan.unchanged, "retired": plan.retired,
        "outside": plan.outside, "cut": left.cut, "not_closed": left.open, "values_left_out": left.values,
        "dry_run": dry_run, "attribution": rules.attribution, "licence": rules.licence,
    })
}

fn sentence(plan: &ForeignPlan, left: Left, dry_run: bool) -> String {
    let would = if dry_run { "would be " } else { "" };
    let mut parts = vec![
        format!(
            "{} places {would}added, {} {would}changed, {} are as they were",
            plan.added(),
            plan.changed(),
            plan.unchanged
        ),
        format!("{} stand in no unit", plan.outside),
    ];
    let more = [
        (plan.retired as u64, "do not stand any more here and stay so"),
        (left.cut, "outlines are cut off at the border of the file and left out"),
        (left.open, "outlines do not close and are left out"),
        (left.values, "values do not fit their field and are left out"),
    ];
    parts.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    parts.join("; ")
}
