//! The walk over a feed, entry by entry.

use quick_xml::events::BytesStart;

use super::form::{ATOM, Form, RSS, known, needed};
use super::{Entry, Feed, Link};
use crate::element::Version;
use crate::limits::ENTRIES_MAX;
use crate::profile::Profile;
use crate::reading::{Reading, finish, judged, not_cap};
use crate::reason::Reason;
use crate::report::{Report, shown};
use crate::rules::uri::has_form;
use crate::scan::{Fault, Scan, Space, Step};
use crate::{decode, shape};

pub(super) fn document(bytes: &[u8], profile: Option<Profile>, feed: &mut Feed) -> Result<(), Fault> {
    let text = decode::decode(bytes)?;
    let mut scan = Scan::new(&text);
    let Step::Open(space, start) = scan.next()? else { return Err(not_cap("nothing")) };
    opened(&mut scan, space, &start, profile, feed)
}

/// The rest of a document whose outermost element was just opened.
pub(super) fn opened(
    scan: &mut Scan,
    space: Space,
    start: &BytesStart,
    profile: Option<Profile>,
    feed: &mut Feed,
) -> Result<(), Fault> {
    match (space, start.local_name().as_ref()) {
        (Space::Atom, "feed") => channel(scan, &ATOM, profile, feed)?,
        (Space::None, "rss") => {
            let mut channels = 0;
            while let Step::Open(_, start) = next_child(scan, 1)? {
                channels += 1;
                if start.local_name().as_ref() == "channel" && channels == 1 {
                    channel(scan, &RSS, profile, feed)?;
                } else {
                    scan.skip()?;
                }
            }
        }
        (_, name) => return Err(not_cap(&format!("`{}` and no feed", shown(name)))),
    }
    finish(scan)
}

/// The next element inside the one at `depth`, or its end.
fn next_child<'a>(scan: &mut Scan<'a>, depth: usize) -> Result<Step<'a>, Fault> {
    loop {
        match scan.next()? {
            Step::Text(_) => {}
            Step::Close if scan.depth() >= depth => {}
            step => return Ok(step),
        }
    }
}

fn channel(scan: &mut Scan, form: &Form, profile: Option<Profile>, feed: &mut Feed) -> Result<(), Fault> {
    let depth = scan.depth();
    let mut seen: Vec<String> = Vec::new();
    let mut entries = 0_usize;
    while let Step::Open(space, start) = next_child(scan, depth)? {
        let name = start.local_name().as_ref().to_owned();
        match (space, name.as_str()) {
            (space, name) if space == form.space && name == form.entry => {
                entries += 1;
                if entries > ENTRIES_MAX {
                    scan.skip()?;
                    continue;
                }
                let path = format!("{}/{name}[{entries}]", form.path);
                let entry = entry(scan, form, path, profile, &mut feed.report)?;
                feed.entries.push(entry);
            }
            (space, "title") if space == form.space => feed.title = Some(scan.text()?).filter(|text| !text.is_empty()),
            (Space::Cap(_), "alert") => {
                feed.report.add(
                    Reason::AlertOutsideEntry,
                    || format!("{}/alert", form.path),
                    || format!("an alert stands beside the entries and is not read; put it into `{}`", form.entry),
                );
                scan.skip()?;
            }
            _ => scan.skip()?,
        }
        known(form, 0, form.path, space, name, &mut seen, &mut feed.report);
    }
    if entries > ENTRIES_MAX {
        feed.report.add(
            Reason::TooManyEntries,
            || form.path.to_owned(),
            || format!("the feed has {entries} entries; the first {ENTRIES_MAX} were read"),
        );
    }
    needed(form, 0, form.path, &seen, &mut feed.report);
    Ok(())
}

fn entry(
    scan: &mut Scan,
    form: &Form,
    path: String,
    profile: Option<Profile>,
    report: &mut Report,
) -> Result<Entry, Fault> {
    let depth = scan.depth();
    let mut entry = Entry { path, ..Entry::default() };
    let mut seen = Vec::new();
    while let Step::Open(space, start) = next_child(scan, depth)? {
        let name = start.local_name().as_ref().to_owned();
        let own = space == form.space;
        match name.as_str() {
            "id" | "guid" if own => entry.id = Some(scan.text()?).filter(|text| !text.is_empty()),
            "title" if own => entry.title = Some(scan.text()?).filter(|text| !text.is_empty()),
            "updated" | "pubDate" if own => entry.updated = Some(scan.text()?).filter(|text| !text.is_empty()),
            "link" if own => {
                let attribute = |name: &str| {
                    let found = start.try_get_attribute(name).ok().flatten()?;
                    quick_xml::escape::unescape(&found.value).ok().map(|value| value.trim().to_owned())
                };
                let href = attribute("href");
                let link = Link { href: String::new(), rel: attribute("rel"), media_type: attribute("type") };
                let text = scan.text()?;
                entry.links.push(Link { href: href.unwrap_or(text), ..link });
            }
            "content" if own => content(scan, profile, &mut entry)?,
            "alert" => match space {
                Space::Cap(version) => alert(scan, version, profile, &mut entry)?,
                _ => scan.skip()?,
            },
            _ => scan.skip()?,
        }
        known(form, 1, &entry.path, space, name, &mut seen, report);
    }
    needed(form, 1, &entry.path, &seen, report);
    if form.space == Space::None && !seen.iter().any(|name| name == "title" || name == "description") {
        report.add(
            Reason::MissingRequiredElement,
            || format!("{}/title", entry.path),
            || "the item has neither `title` nor `description`; add one".to_owned(),
        );
    }
    for link in entry.links.iter().filter(|link| !has_form(&link.href)) {
        report.add(
            Reason::InvalidUri,
            || format!("{}/link", entry.path),
            || format!("`{}` is no address", shown(&link.href)),
        );
    }
    if entry.links.is_empty() && entry.alert.is_none() {
        report.add(
            Reason::MissingRequiredElement,
            || format!("{}/link", entry.path),
            || "the entry neither holds an alert nor links to one; add `link`, or the alert in `content`".to_owned(),
        );
    }
    Ok(entry)
}

/// The alert in `content`, if there is one.
fn content(scan: &mut Scan, profile: Option<Profile>, entry: &mut Entry) -> Result<(), Fault> {
    let depth = scan.depth();
    while let Step::Open(space, start) = next_child(scan, depth)? {
        match space {
            Space::Cap(version) if start.local_name().as_ref() == "alert" => alert(scan, version, profile, entry)?,
            _ => scan.skip()?,
        }
    }
    Ok(())
}

fn alert(scan: &mut Scan, version: Version, profile: Option<Profile>, entry: &mut Entry) -> Result<(), Fault> {
    let mut report = Report::default();
    let tree = shape::read(scan, version, &mut report)?;
    let alert = judged(&tree, profile, &mut report);
    entry.alert = Some(Reading { alert, report });
    Ok(())
}
