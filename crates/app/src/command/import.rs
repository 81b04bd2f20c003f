//! `import`: files of units, bodies, counts, places and cases.
//!
//! Reading and checking come first; with an error nothing is written. For units the difference is shown
//! before it is applied.

mod accounts;
mod roster;
mod show;

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::ops::ControlFlow::{self, Break, Continue};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::catalogue::CaseKind;
use domain::geometry::check;
use domain::geometry::datum::Datum;
use domain::id::ImportId;
use domain::unit::row::Finding;
use serde_json::json;
use service::Service;
use service::exchange::{self, CaseMapping, Format, ReadError, ReadOptions};
use service::hazard::ImportRun;
use service::unit::Difference;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// What to read.
#[derive(clap::Subcommand)]
pub(crate) enum Import {
    /// Read units from CSV, GeoJSON or a shapefile: the whole file or nothing.
    #[command(after_help = "Examples:\n  bridgehead import units city.geojson --dry-run\n  \
        bridgehead import units towns.shp --datum gcj02 --field code=GBCODE --field name_zh=NAME --set kind=town --set parent=4101")]
    Units(Units),
    /// Read bodies (departments, property companies, committees) from CSV.
    #[command(after_help = "Example:\n  bridgehead import bodies bodies.csv")]
    Bodies(Simple),
    /// Read counts of people and households from CSV.
    #[command(after_help = "Example:\n  bridgehead import population 2024.csv --dry-run")]
    Population(Simple),
    /// Read places (buildings, garages, schools) from GeoJSON.
    #[command(after_help = "Example:\n  bridgehead import places places.geojson")]
    Places(Simple),
    /// Read duty rosters from CSV: the whole file or nothing. Lines that are there already stay.
    #[command(after_help = "Example:\n  bridgehead import roster february.csv --dry-run")]
    Roster(Simple),
    /// Open accounts from CSV; each owner gets a link that sets a password. Sign-in names that are there already stay.
    #[command(after_help = "Example:\n  bridgehead import accounts staff.csv --dry-run")]
    Accounts(Simple),
    /// Read cases of another system from CSV, by a mapping file. A second run goes on where the first ended.
    #[command(
        alias = "cases",
        after_help = "Example:\n  bridgehead import hazards 311.csv --mapping data/chicago/mapping.json --system chicago311"
    )]
    Hazards {
        /// File to read.
        file: PathBuf,
        /// Which column means what (JSON).
        #[arg(long, value_name = "FILE")]
        mapping: PathBuf,
        /// Short name of the other system; numbers are unique within it.
        #[arg(long)]
        system: String,
        /// Read and check, write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// List what was imported, the newest first; of cases also how many are here.
    #[command(after_help = "Example:\n  bridgehead import list")]
    List,
    /// Take an import of cases back, whole.
    #[command(alias = "remove-cases", after_help = "Example:\n  bridgehead import remove-hazards 0199c2a4-…")]
    RemoveHazards {
        /// The import, as `import hazards` and `import list` print it.
        import: String,
    },
}

/// Arguments of `import units`.
#[derive(clap::Args)]
pub(crate) struct Units {
    /// File to read.
    file: PathBuf,
    /// Format (csv, geojson, shapefile); by the extension when missing.
    #[arg(long, value_parser = |word: &str| Format::from_word(word).ok_or("use csv, geojson or shapefile"))]
    format: Option<Format>,
    /// What positions refer to: wgs84, gcj02, bd09 or cgcs2000.
    #[arg(long, default_value = "wgs84", value_parser = |word: &str| Datum::from_word(word).ok_or("use wgs84, gcj02, bd09 or cgcs2000"))]
    datum: Datum,
    /// Text encoding, such as utf-8 or gb18030; found out when missing.
    #[arg(long)]
    encoding: Option<String>,
    /// Projection string of a shapefile's coordinates; its .prj when missing.
    #[arg(long, value_name = "PROJ")]
    crs: Option<String>,
    /// Our column, and the file's column that stands for it.
    #[arg(long, value_name = "OURS=THEIRS", value_parser = pair)]
    field: Vec<(String, String)>,
    /// Our column, and a value for all rows.
    #[arg(long, value_name = "OURS=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Largest file, in MiB.
    #[arg(long, default_value_t = 256)]
    max_mib: u64,
    /// Read, check and show the difference; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Apply changes of present units without asking.
    #[arg(long)]
    yes: bool,
}

/// Arguments of the smaller imports.
#[derive(clap::Args)]
pub(crate) struct Simple {
    /// File to read.
    file: PathBuf,
    /// Read and check, write nothing.
    #[arg(long)]
    dry_run: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (ours, theirs) = text.split_once('=').ok_or("write it as OURS=THEIRS")?;
    Ok((ours.trim().to_owned(), theirs.to_owned()))
}

impl Simple {
    fn read<T>(&self, read: fn(&Path) -> Result<T, ReadError>) -> anyhow::Result<T> {
        read(&self.file).map_err(|error| show::unreadable(&self.file, error.code(), &error))
    }

    /// The rows to write; or what the command came to, where the file is refused or was only looked at.
    fn checked<T>(
        &self,
        json: bool,
        rows: Vec<T>,
        findings: &[Finding],
    ) -> anyhow::Result<ControlFlow<Outcome, Vec<T>>> {
        Ok(if show::findings(json, findings) {
            Break(Outcome::Refused)
        } else if self.dry_run {
            Break(show::dry(json, rows.len())?)
        } else {
            Continue(rows)
        })
    }
}

impl Import {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        match self {
            Self::Units(units) => units.run(config, json).await,
            Self::Bodies(args) => {
                let read = args.read(exchange::read_bodies)?;
                let rows = match args.checked(json, read.rows, &read.findings)? {
                    Continue(rows) => rows,
                    Break(outcome) => return Ok(outcome),
                };
                let service = run::open(config).await?;
                show::done(json, service.import_bodies(&name(&args.file), rows, clock::now()).await?, "bodies")
            }
            Self::Population(args) => {
                let read = args.read(exchange::read_population)?;
                let rows = match args.checked(json, read.rows, &read.findings)? {
                    Continue(rows) => rows,
                    Break(outcome) => return Ok(outcome),
                };
                let service = run::open(config).await?;
                show::done(json, service.import_population(&name(&args.file), rows, clock::now()).await?, "counts")
            }
            Self::Places(args) => {
                let read = args.read(exchange::read_places)?;
                let rows = match args.checked(json, read.rows, &read.findings)? {
                    Continue(rows) => rows,
                    Break(outcome) => return Ok(outcome),
                };
                let service = run::open(config).await?;
                show::done(json, service.import_places(&name(&args.file), rows, clock::now()).await?, "places")
            }
            Self::Accounts(args) => accounts::run(config, json, &args).await,
            Self::Roster(args) => roster::run(config, json, &args).await,
            Self::Hazards { file, mapping, system, dry_run } => {
                cases(config, json, &file, &mapping, &system, dry_run).await
            }
            Self::List => {
                let service = run::open(config).await?;
                list(&service, json, &service.imports().await?);
                Ok(Outcome::Done)
            }
            Self::RemoveHazards { import } => {
                let id = ImportId(import.parse().with_context(|| format!("`{import}` is no import id"))?);
                let service = run::open(config).await?;
                let removed = service.remove_cases(id, clock::now()).await?;
                output::result(json, &json!({ "removed": removed }), &format!("{removed} cases are removed"));
                Ok(Outcome::Done)
            }
        }
    }
}

impl Units {
    async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let options = ReadOptions {
            format: self.format,
            datum: self.datum,
            max_bytes: self.max_mib << 20,
            encoding: self.encoding,
            zone: config.time_zone.clone(),
            crs: self.crs,
            fields: self.field.into_iter().collect::<BTreeMap<_, _>>(),
            set: self.set.into_iter().collect::<BTreeMap<_, _>>(),
        };
        let read = exchange::read_units(&self.file, &options)
            .map_err(|error| show::unreadable(&self.file, error.code(), &error))?;
        let service = run::open(config).await?;
        let mut findings = read.findings;
        findings.extend(check::check(&read.rows, Some(&service.tree())));
        if show::findings(json, &findings) {
            return Ok(Outcome::Refused);
        }
        let plan = service.plan_import(read.rows, clock::now()).await?;
        show::differences(json, &plan);
        let changes = plan.differences.iter().any(|difference| matches!(difference.difference, Difference::Changed(_)));
        if self.dry_run || plan.differences.is_empty() {
            return Ok(Outcome::Done);
        }
        if changes && !self.yes && !confirmed()? {
            bail!("nothing was changed");
        }
        let total = plan.differences.len();
        let bar = output::bar(total as u64, "units");
        let id = service
            .apply_import(plan, &name(&self.file), clock::now(), |staged| bar.set_position(staged as u64))
            .await?;
        bar.finish_and_clear();
        output::result(json, &json!({ "import": id, "units": total }), &format!("{total} units are imported ({id})"));
        Ok(Outcome::Done)
    }
}

async fn cases(
    config: &Config,
    json: bool,
    file: &Path,
    mapping: &Path,
    system: &str,
    dry_run: bool,
) -> anyhow::Result<Outcome> {
    let mapping = CaseMapping::from_path(mapping).map_err(|error| show::unreadable(mapping, error.code(), &error))?;
    let Some(kind) = CaseKind::from_word(&mapping.kind) else {
        bail!("the mapping's `kind` is `{}`; use hazard, service_request or dispute_lead", mapping.kind);
    };
    let read = exchange::read_cases(file, &mapping).map_err(|error| show::unreadable(file, error.code(), &error))?;
    // A refused row does not refuse the file: cases are independent of each other.
    show::findings(json, &read.findings);
    if dry_run {
        return show::dry(json, read.rows.len());
    }
    let service: Service = run::open(config).await?;
    let bar = output::bar(read.rows.len() as u64, "cases");
    let result =
        service.import_cases(system, kind, &name(file), &read.rows, clock::now(), |rows| bar.inc(rows as u64)).await?;
    bar.finish_and_clear();
    let refused = read.findings.len() + result.refused.len();
    for case in &result.refused {
        show::refused(json, case);
    }
    let object =
        json!({ "import": result.id, "imported": result.imported, "present": result.present, "refused": refused });
    let sentence = format!(
        "{} cases are imported ({}), {} were here already, {refused} rows were refused",
        result.imported, result.id, result.present
    );
    output::result(json, &object, &sentence);
    Ok(Outcome::Done)
}

/// One line for each import.
fn list(service: &Service, json: bool, imports: &[(ImportRun, u64)]) {
    if json {
        let rows = imports.iter().map(|(run, here)| {
            json!({ "id": run.id, "kind": run.kind, "file": run.file, "started_at": run.started_at,
                "finished_at": run.finished_at, "rows": run.rows, "cases_here": (run.kind == "cases").then_some(here) })
        });
        println!("{}", json!({ "imports": rows.collect::<Vec<_>>() }));
        return;
    }
    if imports.is_empty() {
        println!("nothing was imported yet");
    }
    for (run, here) in imports {
        let at = service.zone().to_datetime(run.started_at).strftime("%F %R").to_string();
        let ended = if run.finished_at.is_none() { ", broke off" } else { "" };
        let cases = if run.kind == "cases" { format!(", {here} here") } else { String::new() };
        println!("{}  {at}  {}  {}: {} rows{cases}{ended}", run.id, run.kind, run.file, run.rows);
    }
}

pub(super) fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Changes of present units are applied only when somebody says so.
fn confirmed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("the file changes present units: look at the difference, then repeat with --yes");
    }
    eprint!("apply these changes? [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
