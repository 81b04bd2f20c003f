//! The corpus: what each file is expected to be, and what it is found to be. `cargo xtask cap` prints it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use warning::{Report, check};

/// What a file is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A message or feed that can be used.
    Valid,
    /// One that is wrong.
    Refused,
    /// One that is made to harm: refused before anything is made of it.
    Attack,
}

/// One line of `corpus.csv`.
#[derive(Debug)]
pub(crate) struct Line {
    /// Below the folder of the corpus; a zip stands for all that is in it.
    pub(crate) file: String,
    pub(crate) class: Class,
    /// Codes of the errors, in order.
    pub(crate) errors: Vec<String>,
    /// Codes of the warnings, in order.
    pub(crate) warnings: Vec<String>,
}

/// The committed list.
pub(crate) fn lines() -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(include_str!("../corpus.csv").as_bytes());
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| {
            let record = record.expect("a line of the list");
            let class = match &record[1] {
                "valid" => Class::Valid,
                "refused" => Class::Refused,
                "attack" => Class::Attack,
                other => panic!("`{other}` is no class"),
            };
            Line { file: record[0].to_owned(), class, errors: words(&record[2]), warnings: words(&record[3]) }
        })
        .collect()
}

/// The repository, from whichever of its crates this is built in.
fn root() -> PathBuf {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.find(|folder| folder.join("crates/warning").is_dir()).expect("the repository").to_owned()
}

/// The folder of shared data, where it is.
pub(crate) fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("BRIDGEHEAD_SHARED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared"));
    Some(folder.join("data/cap")).filter(|folder| folder.is_dir())
}

/// A file of the corpus: from this repository where it is shipped, else from the shared data.
pub(crate) fn found_file(shared: Option<&Path>, file: &str) -> Option<Vec<u8>> {
    let ours = std::fs::read(root().join("crates/warning/tests/corpus").join(file)).ok();
    ours.or_else(|| std::fs::read(shared?.join(file)).ok())
}

/// What was found in one file, or in all files of one zip.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) messages: usize,
    pub(crate) valid: usize,
    pub(crate) errors: BTreeSet<&'static str>,
    pub(crate) warnings: BTreeSet<&'static str>,
}

impl Found {
    fn add(&mut self, report: &Report) {
        self.messages += 1;
        self.valid += usize::from(report.is_valid());
        self.errors.extend(report.errors.iter().map(|finding| finding.code));
        self.warnings.extend(report.warnings.iter().map(|finding| finding.code));
    }

    pub(crate) fn agrees(&self, line: &Line) -> bool {
        let valid = if line.class == Class::Valid { self.messages } else { 0 };
        let harmless = line.class != Class::Attack || self.errors.iter().all(|code| code.ends_with("_refused"));
        self.valid == valid
            && harmless
            && self.errors.iter().copied().eq(line.errors.iter().map(String::as_str))
            && self.warnings.iter().copied().eq(line.warnings.iter().map(String::as_str))
    }
}

/// What the bytes of a file are.
pub(crate) fn judge(file: &str, bytes: Vec<u8>) -> Found {
    let mut found = Found::default();
    if file.ends_with(".zip") {
        for (_, bytes) in unzipped(bytes) {
            found.add(&check(&bytes));
        }
    } else {
        found.add(&check(&bytes));
    }
    found
}

/// Names and bytes of the files in a zip.
pub(crate) fn unzipped(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut files = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file in it");
        if file.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            files.push((file.name().expect("a name in it").into_owned(), bytes));
        }
    }
    files
}
