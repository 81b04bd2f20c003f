//! A feed that leads to alerts, as Atom.

use crate::write::Xml;

/// A feed on its way out. Times are RFC 3339, addresses whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedOut {
    /// Its address, which is its id too.
    pub address: String,
    /// Its name.
    pub title: String,
    /// Who speaks in it.
    pub author: String,
    /// When anything in it last changed.
    pub updated: String,
    /// The latest first.
    pub entries: Vec<EntryOut>,
}

/// One entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryOut {
    /// Its id: a URI that never changes.
    pub id: String,
    /// One line.
    pub title: String,
    /// What it says.
    pub summary: String,
    /// When it was sent.
    pub updated: String,
    /// Where its CAP message is.
    pub alert: String,
}

/// The feed as a document of Atom (RFC 4287). Characters that XML cannot hold are left out.
pub fn write(feed: &FeedOut) -> String {
    let mut xml = Xml::begin();
    xml.inside("feed", " xmlns=\"http://www.w3.org/2005/Atom\"", |xml| {
        xml.leaf("id", &feed.address);
        xml.leaf("title", &feed.title);
        xml.leaf("updated", &feed.updated);
        xml.inside("author", "", |xml| xml.leaf("name", &feed.author));
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.address)]);
        for entry in &feed.entries {
            xml.inside("entry", "", |xml| {
                xml.leaf("id", &entry.id);
                xml.leaf("title", &entry.title);
                xml.leaf("updated", &entry.updated);
                xml.leaf("summary", &entry.summary);
                xml.empty("link", &[("rel", "alternate"), ("type", "application/cap+xml"), ("href", &entry.alert)]);
            });
        }
    });
    xml.out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let entry = EntryOut {
            id: "urn:uuid:1".to_owned(),
            title: "暴雨 <红色> & more".to_owned(),
            summary: "x".to_owned(),
            updated: "2021-07-20T08:00:00+08:00".to_owned(),
            alert: "https://city.example/1.cap?a=\"1\"&b=2".to_owned(),
        };
        let feed = FeedOut { title: "Warnings".to_owned(), entries: vec![entry.clone()], ..FeedOut::default() };
        let read = crate::feed::read(write(&feed).as_bytes());
        assert_eq!(read.entries.len(), 1, "{:?}", read.report);
        let got = &read.entries[0];
        assert_eq!((got.title.as_deref(), got.id.as_deref()), (Some(entry.title.as_str()), Some("urn:uuid:1")));
        assert_eq!(got.alert_link().map(|link| link.href.as_str()), Some(entry.alert.as_str()));
    }
}
