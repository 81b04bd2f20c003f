//! Accounts from CSV: who gets one, with which title, and where the link goes that sets the password.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use domain::contact::ContactKind;
use domain::names::Names;
use domain::unit::row::Finding;

use super::cells::Row;
use super::error::ReadError;
use super::options::{ReadOptions, zone};
use super::report::Report;
use super::table::{Plan, Table};

/// One account as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Row in the file; the header is row 1.
    pub row: u64,
    /// Sign-in name; unique within the file.
    pub login: String,
    /// Names by language; at least one.
    pub names: Names,
    /// A key of the titles table.
    pub title: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the body.
    pub body: Option<String>,
    /// Phone number and mail address; one of them at least.
    pub contacts: Vec<(ContactKind, String)>,
}

/// The accounts of one file.
#[derive(Debug, Default)]
pub struct AccountFile {
    /// Rows without an error.
    pub rows: Vec<AccountRow>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

const COLUMNS: [(&str, &str); 6] = [
    ("login", "login"),
    ("title", "title"),
    ("unit", "unit"),
    ("body", "body"),
    ("phone", "phone"),
    ("email", "email"),
];

/// Reads accounts: `login,name_zh,title,unit,body,phone,email`; body may be empty, and one of the last two.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read.
pub fn read_accounts(path: &Path) -> Result<AccountFile, ReadError> {
    let (options, none, mut report) = (ReadOptions::default(), BTreeMap::new(), Report::default());
    let required = &["login", "name_*", "title", "unit"];
    let plan = Plan { known: &COLUMNS, required, fields: &none, set: &none, ours: true };
    let mut table = Table::open(path, options.max_bytes, None, &plan, &mut report)?;
    let zone = zone(&options.zone)?;
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    while let Some(number) = table.advance(&mut report)? {
        let mut row = Row { number, cells: &table, zone: &zone, report: &mut report };
        let (login, title, unit) = (row.required("login"), row.required("title"), row.required("unit"));
        let names = row.names();
        if !names.is_valid() {
            let why = "an account needs a name; each has 1 to 120 characters and no control characters";
            row.error("name", names.best("zh"), "name_invalid", why);
            continue;
        }
        let body = row.text("body");
        let mut contacts = Vec::new();
        for kind in [ContactKind::Phone, ContactKind::Email] {
            contacts.extend(row.text(kind.word()).map(|text| (kind, text)));
        }
        let (Some(login), Some(title), Some(unit)) = (login, title, unit) else { continue };
        if contacts.is_empty() {
            let why = "a phone number or a mail address is needed: the link that sets the password goes there";
            row.error("phone", "", "contact_required", why);
            continue;
        }
        if let Some(first) = seen.insert(login.clone(), number) {
            let why = format!("`{login}` stands in row {first} and again in row {number}");
            row.error("login", &login, "login_repeated", why);
            continue;
        }
        rows.push(AccountRow { row: number, login, names, title, unit, body, contacts });
    }
    Ok(AccountFile { rows, findings: report.into_findings() })
}
