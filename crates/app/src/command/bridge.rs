//! `bridge`: orders of other work-order systems in, the list for the superior out.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use service::Service;
use service::bridge::{ExportPage, Form, Mapping, OrderResult, Outcome as Taken, records, summary};

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// Largest file of orders.
const FILE_MAX: u64 = 64 << 20;

/// Most refused orders that are printed for people.
const SHOWN: usize = 50;

/// Commands of bridges.
#[derive(clap::Subcommand)]
pub(crate) enum Bridge {
    /// Read a mapping file and say whether it can be used here.
    #[command(after_help = "Example:\n  bridgehead bridge check 12345.toml")]
    Check {
        /// Mapping file (TOML or JSON).
        mapping: PathBuf,
    },
    /// Take orders from a CSV or JSON file in. Safe to repeat: a known order is not taken twice.
    #[command(after_help = "Examples:\n  bridgehead bridge import 12345.toml orders.csv --dry-run\n  \
        bridgehead bridge import 12345.toml orders.json --json")]
    Import {
        /// Mapping file (TOML or JSON).
        mapping: PathBuf,
        /// Orders; a name that ends in .json is read as JSON, every other one as CSV.
        file: PathBuf,
        /// Read, check and say what would become of each order; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write how the orders stand, in the columns of the mapping.
    #[command(after_help = "Example:\n  bridgehead bridge export 12345.toml --since 2026-11-01 --out report.csv")]
    Export {
        /// Mapping file (TOML or JSON).
        mapping: PathBuf,
        /// Only orders that changed since: a date, or a moment such as 2026-11-01T08:00:00+08:00.
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
        /// File to write; a name that ends in .json is written as JSON. CSV on standard output when missing.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

impl Bridge {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        match self {
            Self::Check { mapping } => {
                let (_, mapping) = open(config, &mapping).await?;
                let sentence = format!("the mapping of `{}` can be used", mapping.system);
                output::result(json, &json!({ "system": mapping.system, "usable": true }), &sentence);
                Ok(Outcome::Done)
            }
            Self::Import { mapping, file, dry_run } => import(config, json, &mapping, &file, dry_run).await,
            Self::Export { mapping, since, out } => export(config, json, &mapping, since, out.as_deref()).await,
        }
    }
}

async fn open(config: &Config, path: &Path) -> anyhow::Result<(Service, Mapping)> {
    let mapping = Mapping::load(path)?;
    let service = run::open(config).await?;
    service.check_mapping(&mapping).with_context(|| format!("`{}` cannot be used", path.display()))?;
    Ok((service, mapping))
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

async fn import(config: &Config, json: bool, mapping: &Path, file: &Path, dry_run: bool) -> anyhow::Result<Outcome> {
    let (service, mapping) = open(config, mapping).await?;
    let size = std::fs::metadata(file).with_context(|| format!("`{}` cannot be read", file.display()))?.len();
    if size > FILE_MAX {
        bail!("`{}` has {size} bytes; at most {FILE_MAX} are read", file.display());
    }
    let bytes = std::fs::read(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let form = if is_json(file) { Form::Json } else { Form::Csv };
    let records = records(&mapping, form, &bytes)?;
    let results = service.take_orders(None, &mapping, &records, dry_run, clock::now()).await?;
    show(json, &results);
    let counts = summary(&results);
    let count = |word| counts.get(word).copied().unwrap_or_default();
    let sentence = format!(
        "{}{} orders became hazards, {} were known, {} have changed, {} were refused",
        if dry_run { "nothing was written; " } else { "" },
        count("created"),
        count("known"),
        count("changed"),
        count("refused")
    );
    output::result(json, &json!({ "dry_run": dry_run, "counts": counts }), &sentence);
    Ok(if count("refused") == 0 { Outcome::Done } else { Outcome::Refused })
}

fn show(as_json: bool, results: &[OrderResult]) {
    let mut refused = 0;
    for result in results {
        let (object, line) = match &result.outcome {
            Taken::Refused(why) => {
                refused += 1;
                (
                    json!({ "row": result.row, "number": result.number, "outcome": "refused", "field": why.field,
                        "value": why.value, "code": why.code, "detail": why.detail }),
                    format!("refused: row {}, {}: {} [{}]", result.row, why.field, why.detail, why.code),
                )
            }
            other => (
                json!({ "row": result.row, "number": result.number, "outcome": other.word(), "hazard": result.hazard }),
                String::new(),
            ),
        };
        if as_json {
            println!("{object}");
        } else if !line.is_empty() && refused <= SHOWN {
            eprintln!("{line}");
        }
    }
    if !as_json && refused > SHOWN {
        eprintln!("… and {} more; --json prints them all", refused - SHOWN);
    }
}

async fn export(
    config: &Config,
    json: bool,
    mapping: &Path,
    since: Option<String>,
    out: Option<&Path>,
) -> anyhow::Result<Outcome> {
    let (service, mapping) = open(config, mapping).await?;
    let since = since.map(|text| moment(&service, &text)).transpose()?;
    let as_json = out.map_or(json, is_json);
    let mut text = Vec::new();
    let headings = mapping.headings();
    if !as_json {
        // A spreadsheet takes the file for UTF-8 by its byte order mark alone.
        write!(text, "\u{feff}{}", ExportPage::line(&headings)?)?;
    }
    let mut list = Vec::new();
    let (mut rows, mut after, scope) = (0, None, service.operator_scope());
    loop {
        let page = service.export_orders(&scope, &mapping, since, after).await?;
        rows += page.rows.len();
        for row in page.rows {
            if as_json {
                let pairs = headings.iter().cloned().zip(row.into_iter().map(Value::from));
                list.push(Value::Object(pairs.collect::<Map<_, _>>()));
            } else {
                text.extend_from_slice(ExportPage::line(&row)?.as_bytes());
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if as_json {
        writeln!(text, "{}", Value::Array(list))?;
    }
    match out {
        None => std::io::stdout().write_all(&text)?,
        Some(file) => {
            std::fs::write(file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
            let sentence = format!("{rows} orders are written to `{}`", file.display());
            output::result(json, &json!({ "orders": rows, "file": file }), &sentence);
        }
    }
    Ok(Outcome::Done)
}

fn moment(service: &Service, text: &str) -> anyhow::Result<Timestamp> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let date: jiff::civil::Date =
        text.parse().with_context(|| format!("`{text}` is neither a date nor a moment with its offset"))?;
    Ok(service.zone().to_timestamp(date.at(0, 0, 0, 0))?)
}
