//! The golden cases and published indices: what each expects, and what is computed. `cargo xtask risk` prints the board.

#[path = "index_rows.rs"]
pub(crate) mod index_rows;

use std::path::{Path, PathBuf};

use serde_json::Value;

/// One golden case or published index, held against what is computed.
#[derive(Debug)]
pub(crate) struct Held {
    /// Name of the file, without its ending.
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) tolerance: f64,
    /// How many values were compared.
    pub(crate) values: usize,
    /// Each value that is not what is expected, with its place.
    pub(crate) wrong: Vec<String>,
}

/// The repository, from whichever of its crates this is built in.
fn root() -> PathBuf {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.find(|folder| folder.join("crates/risk").is_dir()).expect("the repository").to_owned()
}

/// The folder with the tables of published indices, where it is: they are public, but too large for this repository
/// (`docs/risk-index.md` names their sources).
pub(crate) fn outside_tables() -> Option<PathBuf> {
    let named = std::env::var_os("BRIDGEHEAD_SHARED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared"));
    Some(folder.join("data")).filter(|folder| ["asem", "svi"].iter().all(|one| folder.join("index").join(one).is_dir()))
}

/// The files of golden cases in a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the golden cases");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

/// Every golden case of this repository.
pub(crate) fn held() -> Vec<Held> {
    files(&root().join("crates/risk/tests/golden")).iter().map(|file| hold(file)).collect()
}

fn hold(file: &Path) -> Held {
    let text = std::fs::read_to_string(file).expect("a golden case");
    let case: Value = serde_json::from_str(&text).expect("its JSON");
    let tolerance = case["tolerance"].as_f64().expect("its tolerance");
    let mut held = Held {
        id: file.file_stem().expect("a name").to_string_lossy().into_owned(),
        method: case["method"].as_str().expect("its method").to_owned(),
        tolerance,
        values: 0,
        wrong: Vec::new(),
    };
    match risk::evaluate(&text) {
        Ok(found) => held.compare("", &case["expected"], &found),
        Err(refusal) => held.wrong.push(refusal.to_string()),
    }
    held
}

impl Held {
    /// Walks along what is expected. More keys than that may be there.
    fn compare(&mut self, path: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => {
                for (key, value) in expected {
                    self.compare(&format!("{path}/{key}"), value, found.get(key).unwrap_or(&Value::Null));
                }
            }
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, pair) in expected.iter().zip(found).enumerate() {
                    self.compare(&format!("{path}/{index}"), pair.0, pair.1);
                }
            }
            _ => {
                let near = match (expected.as_f64(), found.as_f64()) {
                    (Some(expected), Some(found)) => (expected - found).abs() <= self.tolerance,
                    _ => expected == found,
                };
                self.count(near, || format!("{path}: `{found}` instead of `{expected}`"));
            }
        }
    }
}

impl Held {
    /// A value as it is printed.
    fn note(&mut self, place: &str, found: Option<String>, printed: &str) {
        let found = found.as_deref().unwrap_or("nothing");
        self.count(found == printed, || format!("{place}: `{found}` instead of `{printed}`"));
    }

    fn count(&mut self, right: bool, wrong: impl FnOnce() -> String) {
        self.values += 1;
        if !right {
            self.wrong.push(wrong());
        }
    }
}

/// The page, and how many lines of it are wrong. Without the tables of published indices it has the golden cases alone.
pub(crate) fn page(tables: Option<&Path>) -> (String, usize) {
    let mut held = held();
    held.extend(tables.map(index_rows::rows).into_iter().flatten());
    let wrong = held.iter().filter(|one| !one.wrong.is_empty()).count();
    let values: usize = held.iter().map(|one| one.values).sum();
    let mut lines = vec![
        "# Risk: golden cases and published indices\n".to_owned(),
        "Printed by `cargo xtask risk`. `docs/risk-methods.md` explains the methods.\n".to_owned(),
        format!(
            "{} of {} are computed within their tolerance, {values} values in all.\n",
            held.len() - wrong,
            held.len()
        ),
        "| case | method | tolerance | values | |\n|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(held.iter().map(row));
    (lines.join("\n") + "\n", wrong)
}

fn row(held: &Held) -> String {
    let mark = match held.wrong.first() {
        None => "as expected".to_owned(),
        Some(first) => format!("**differs**: {} values, first {first}", held.wrong.len()),
    };
    let tolerance = if held.tolerance == 0.0 { "exact".to_owned() } else { format!("{:e}", held.tolerance) };
    format!("| {} | {} | {tolerance} | {} | {mark} |", held.id, held.method, held.values)
}
