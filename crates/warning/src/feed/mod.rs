//! Feeds that carry alerts or lead to them: Atom and RSS 2.0.
//!
//! Every entry stands for itself: an alert that is wrong is reported with its entry and stops no other. Only what makes
//! the document unreadable as XML ends the reading; the entries before it are kept.

mod form;
mod walk;
mod write;

use quick_xml::events::BytesStart;

use crate::profile::Profile;
use crate::reading::{Reading, fail};
use crate::report::Report;
use crate::scan::{Fault, Scan, Space};

pub use write::{EntryOut, FeedOut, write};

/// A feed that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feed {
    /// Its name.
    pub title: Option<String>,
    /// Its entries, in the order of the document; at most [`ENTRIES_MAX`](crate::limits::ENTRIES_MAX).
    pub entries: Vec<Entry>,
    /// What was found about the feed itself and about its entries, the alerts in them left out.
    pub report: Report,
}

/// One entry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Where it is: `/feed/entry[2]` or `/rss/channel/item[2]`.
    pub path: String,
    /// Atom's `id`, RSS's `guid`.
    pub id: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// When it changed, as the feed writes it.
    pub updated: Option<String>,
    /// Where it leads.
    pub links: Vec<Link>,
    /// The alert in it, and what was found about that; most feeds lead to their alerts instead.
    pub alert: Option<Reading>,
}

/// Where an entry leads. Nothing here fetches it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub href: String,
    /// What it is to the entry, such as `alternate`; Atom only.
    pub rel: Option<String>,
    /// Media type; Atom only.
    pub media_type: Option<String>,
}

impl Entry {
    /// Where its alert is: the link that says it is CAP, else the first one that stands for the entry itself.
    pub fn alert_link(&self) -> Option<&Link> {
        let says_cap = |link: &&Link| link.media_type.as_deref() == Some("application/cap+xml");
        let stands_for = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
        self.links.iter().find(says_cap).or_else(|| self.links.iter().find(stands_for))
    }
}

impl Feed {
    /// What was found about the feed, its entries and their alerts, under the paths of the document.
    pub fn whole_report(&self) -> Report {
        let mut whole = self.report.clone();
        for entry in &self.entries {
            if let Some(reading) = &entry.alert {
                whole.take(&reading.report, &format!("{}/content", entry.path));
            }
        }
        whole
    }
}

/// Reads a feed by the rules of CAP alone.
pub fn read(bytes: &[u8]) -> Feed {
    read_with(bytes, None)
}

/// Reads a feed; its alerts by the rules of CAP and of a profile.
pub fn read_with(bytes: &[u8], profile: Option<Profile>) -> Feed {
    kept(|feed| walk::document(bytes, profile, feed))
}

/// The rest of a feed whose outermost element was just opened.
pub(crate) fn opened(scan: &mut Scan, space: Space, start: &BytesStart, profile: Option<Profile>) -> Feed {
    kept(|feed| walk::opened(scan, space, start, profile, feed))
}

/// What was read, up to where it cannot be read on.
fn kept(walk: impl FnOnce(&mut Feed) -> Result<(), Fault>) -> Feed {
    let mut feed = Feed::default();
    if let Err(fault) = walk(&mut feed) {
        fail(&mut feed.report, fault);
    }
    feed
}
