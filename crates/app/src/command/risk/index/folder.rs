//! The files of an index.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use risk::Refusal;
use risk::composite::{Data, Definition};
use risk::files::{Method, Table, Tables};

use super::Before;

/// Most bytes of a file.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A method with its tables.
pub(super) struct Files {
    folder: PathBuf,
    method: Method,
    tables: Tables,
}

/// Reads the files of a folder. Fails where one cannot be read; refuses what stands in it.
pub(super) fn read(folder: &Path, method: Option<&Path>) -> anyhow::Result<Result<Files, Refusal>> {
    let file = method.map_or_else(|| folder.join("method.json"), Path::to_owned);
    let text = bytes(&file)?.with_context(|| {
        let file = file.display();
        format!("`{file}` is not there; docs/risk-index.md describes it, and `--method` names another one")
    })?;
    let text =
        String::from_utf8(text).with_context(|| format!("`{}` is not UTF-8; save it as UTF-8", file.display()))?;
    let method = match Method::parse(&text) {
        Ok(method) => method,
        Err(refusal) => return Ok(Err(refusal.under("/method"))),
    };
    let names = &method.files;
    let raw = bytes(&inside(folder, &names.raw)?)?.with_context(|| {
        format!("`{}` is not there; the method's `files` may name another one", folder.join(&names.raw).display())
    })?;
    let others = [&names.indicators, &names.structure, &names.weights, &names.denominators, &names.ages];
    let mut read = Vec::with_capacity(others.len());
    for name in others {
        read.push((name, bytes(&inside(folder, name)?)?));
    }
    let tables = tables((&names.raw, &raw), &read);
    Ok(tables.map(|tables| Files { folder: folder.to_owned(), method, tables }))
}

fn tables(raw: (&String, &[u8]), others: &[(&String, Option<Vec<u8>>)]) -> Result<Tables, Refusal> {
    let mut read = others.iter().map(|(name, bytes)| bytes.as_ref().map(|bytes| Table::read(name, bytes)).transpose());
    let mut next = || read.next().unwrap_or(Ok(None));
    Ok(Tables {
        raw: Table::read(raw.0, raw.1)?,
        indicators: next()?,
        structure: next()?,
        weights: next()?,
        denominators: next()?,
        ages: next()?,
    })
}

/// A file of the folder, which a method names without a way out of it.
fn inside(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let plain = Path::new(name).file_name().is_some_and(|last| last == name);
    ensure!(plain, "`{name}` under `files` of the method is no name of a file; files lie in the folder itself");
    Ok(folder.join(name))
}

/// What stands in a file; nothing where it is not there.
fn bytes(file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let name = file.display();
    let mut bytes = Vec::new();
    // One byte more than is read tells that there is too much.
    match File::open(file).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes)) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{name}`")),
    }
    ensure!(
        bytes.len() as u64 <= BYTES_MAX,
        "`{name}` has more than {BYTES_MAX} bytes, which a file of an index has at most"
    );
    Ok(Some(bytes))
}

impl Files {
    pub(super) fn assemble(&self) -> Result<(Definition, Data), Refusal> {
        self.method.assemble(&self.tables).map_err(|refusal| self.here(refusal))
    }

    /// An earlier edition with what this method needs of its data.
    pub(super) fn before(&self, earlier: &Self) -> Result<Before, Refusal> {
        let (definition, own) = earlier.assemble()?;
        let tables = Tables {
            raw: earlier.tables.raw.clone(),
            denominators: earlier.tables.denominators.clone(),
            ages: earlier.tables.ages.clone(),
            ..self.tables.clone()
        };
        let (_, mut data) = self.method.assemble(&tables).map_err(|refusal| earlier.here(refusal))?;
        for (code, column) in own.columns {
            data.columns.entry(code).or_insert(column);
        }
        for (name, words) in own.classes {
            data.classes.entry(name).or_insert(words);
        }
        Ok(Before { definition, data })
    }

    /// The refusal with the folder before its path.
    fn here(&self, refusal: Refusal) -> Refusal {
        refusal.under(&format!("/{}", self.folder.display().to_string().trim_matches('/')))
    }
}
