//! One message: what is wrong with it, and the alert where nothing is.

use crate::alert::Alert;
use crate::profile::Profile;
use crate::reason::Reason;
use crate::report::{Report, shown};
use crate::scan::{Fault, Scan, Space, Step};
use crate::tree::Tree;
use crate::{build, decode, feed, rules, shape};

/// A message that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The alert; there where the report has no errors.
    pub alert: Option<Alert>,
    /// What was found.
    pub report: Report,
}

/// Reads one alert by the rules of CAP alone.
pub fn read(bytes: &[u8]) -> Reading {
    read_with(bytes, None)
}

/// Reads one alert by the rules of CAP and of a profile.
pub fn read_with(bytes: &[u8], profile: Option<Profile>) -> Reading {
    let mut report = Report::default();
    match alert_document(bytes, profile, &mut report) {
        Ok(alert) => Reading { alert, report },
        Err(fault) => {
            fail(&mut report, fault);
            Reading { alert: None, report }
        }
    }
}

/// Everything that is wrong with an alert, or with a feed and the alerts in it, by the rules of CAP alone.
pub fn check(bytes: &[u8]) -> Report {
    check_with(bytes, None)
}

/// [`check`] with the rules of a profile too.
pub fn check_with(bytes: &[u8], profile: Option<Profile>) -> Report {
    let mut report = Report::default();
    if let Err(fault) = check_document(bytes, profile, &mut report) {
        fail(&mut report, fault);
    }
    report
}

/// What stops the reading comes first: the rest may follow from it.
pub(crate) fn fail(report: &mut Report, fault: Fault) {
    report.errors.clear();
    report.add(fault.reason, || "/".to_owned(), || fault.message);
}

fn alert_document(bytes: &[u8], profile: Option<Profile>, report: &mut Report) -> Result<Option<Alert>, Fault> {
    let text = decode::decode(bytes)?;
    let mut scan = Scan::new(&text);
    let Step::Open(Space::Cap(version), start) = scan.next()? else {
        return Err(not_cap("no alert of CAP 1.0, 1.1 or 1.2"));
    };
    if start.local_name().as_ref() != "alert" {
        return Err(not_cap(&format!("`{}` and no alert", shown(start.local_name().as_ref()))));
    }
    let tree = shape::read(&mut scan, version, report)?;
    finish(&mut scan)?;
    Ok(judged(&tree, profile, report))
}

/// The alert, where neither its shape nor a rule speaks against it.
pub(crate) fn judged(tree: &Tree, profile: Option<Profile>, report: &mut Report) -> Option<Alert> {
    rules::check(tree, profile, report);
    if report.is_valid() { build::alert(tree) } else { None }
}

fn check_document(bytes: &[u8], profile: Option<Profile>, report: &mut Report) -> Result<(), Fault> {
    let text = decode::decode(bytes)?;
    let mut scan = Scan::new(&text);
    let Step::Open(space, start) = scan.next()? else { return Err(not_cap("nothing")) };
    match (space, start.local_name().as_ref()) {
        (Space::Cap(version), "alert") => {
            let tree = shape::read(&mut scan, version, report)?;
            finish(&mut scan)?;
            rules::check(&tree, profile, report);
        }
        (Space::Atom, "feed") | (Space::None, "rss") => {
            *report = feed::opened(&mut scan, space, &start, profile).whole_report();
        }
        (space, name) => {
            let of = match space {
                Space::None => " without a namespace",
                Space::Other => " of another namespace",
                _ => "",
            };
            return Err(not_cap(&format!("`{}`{of}", shown(name))));
        }
    }
    Ok(())
}

pub(crate) fn not_cap(what: &str) -> Fault {
    let message = format!(
        "the document holds {what}; it must begin with `alert` of one of the namespaces of CAP, such as `{}`, or be an \
         Atom or RSS feed",
        crate::Version::V12.namespace()
    );
    Fault::new(Reason::NotCap, message)
}

/// Behind the outermost element nothing may follow.
pub(crate) fn finish(scan: &mut Scan) -> Result<(), Fault> {
    match scan.next()? {
        Step::End => Ok(()),
        _ => Err(Fault::new(Reason::MalformedXml, "a second element stands behind the outermost one".to_owned())),
    }
}
