//! What may and must stand in a feed and its entries.

use crate::reason::Reason;
use crate::report::{Report, shown};
use crate::scan::Space;

/// How a kind of feed names its parts.
pub(super) struct Form {
    pub(super) space: Space,
    pub(super) path: &'static str,
    pub(super) entry: &'static str,
    /// What may stand in the feed, and in an entry.
    known: [&'static [&'static str]; 2],
    /// What must.
    needed: [&'static [&'static str]; 2],
}

/// RFC 4287, 4.1.1 and 4.1.2.
pub(super) const ATOM: Form = Form {
    space: Space::Atom,
    path: "/feed",
    entry: "entry",
    known: [
        &[
            "author",
            "category",
            "contributor",
            "entry",
            "generator",
            "icon",
            "id",
            "link",
            "logo",
            "rights",
            "subtitle",
            "title",
            "updated",
        ],
        &[
            "author",
            "category",
            "content",
            "contributor",
            "id",
            "link",
            "published",
            "rights",
            "source",
            "summary",
            "title",
            "updated",
        ],
    ],
    needed: [&["id", "title", "updated"], &["id", "title", "updated"]],
};

/// RSS 2.0 of the RSS Advisory Board.
pub(super) const RSS: Form = Form {
    space: Space::None,
    path: "/rss/channel",
    entry: "item",
    known: [
        &[
            "category",
            "cloud",
            "copyright",
            "description",
            "docs",
            "generator",
            "image",
            "item",
            "language",
            "lastBuildDate",
            "link",
            "managingEditor",
            "pubDate",
            "rating",
            "skipDays",
            "skipHours",
            "textInput",
            "title",
            "ttl",
            "webMaster",
        ],
        &["author", "category", "comments", "description", "enclosure", "guid", "link", "pubDate", "source", "title"],
    ],
    needed: [&["title", "link", "description"], &[]],
};

/// Notes an element; one of the feed's own namespace that it does not have is reported, others are its extensions.
pub(super) fn known(
    form: &Form,
    level: usize,
    path: &str,
    space: Space,
    name: String,
    seen: &mut Vec<String>,
    report: &mut Report,
) {
    if space != form.space {
        return;
    }
    if !form.known[level].contains(&name.as_str()) {
        report.add(
            Reason::UnsupportedElement,
            || format!("{path}/{}", shown(&name)),
            || format!("feeds of this kind have no `{}`; leave it out", shown(&name)),
        );
    } else if !seen.contains(&name) {
        seen.push(name);
    }
}

pub(super) fn needed(form: &Form, level: usize, path: &str, seen: &[String], report: &mut Report) {
    for name in form.needed[level].iter().filter(|name| !seen.iter().any(|one| one == *name)) {
        report.add(
            Reason::MissingRequiredElement,
            || format!("{path}/{name}"),
            || format!("`{name}` is missing; add it"),
        );
    }
}
