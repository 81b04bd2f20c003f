//! The codes of problems as `docs/problems.md` explains them, read once: the page shows what the document says.

use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The document itself.
pub(crate) const SOURCE: &str = include_str!("../../../docs/problems.md");

/// Its sections; the first one is what stands before the first heading.
pub(crate) static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| read(SOURCE));

/// A heading and what stands below it. Texts are HTML.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) heading: String,
    /// The paragraphs.
    pub(crate) text: String,
    pub(crate) entries: Vec<Entry>,
}

/// One row of a table: a code may have one in several sections.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The code, as text.
    pub(crate) code: String,
    /// The place to which links with `#` lead, as HTML.
    pub(crate) anchor: String,
    /// HTTP statuses with which it comes, as HTML.
    pub(crate) status: String,
    /// What it means and what to do, as HTML.
    pub(crate) meaning: String,
}

fn read(source: &str) -> Vec<Section> {
    let (mut sections, mut section) = (Vec::new(), Section::default());
    let mut run: Vec<Event<'_>> = Vec::new();
    let mut cells: Vec<Vec<Event<'_>>> = Vec::new();
    for event in Parser::new_ext(source, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell) => run.clear(),
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) => cells.clear(),
            // The documents beside it are not served: their names stay, as text.
            Event::Start(Tag::Link { .. }) => {}
            Event::End(TagEnd::Link | TagEnd::Table | TagEnd::TableHead) => {}
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                let heading = html_of(run.drain(..));
                sections.push(std::mem::replace(&mut section, Section { heading, ..Section::default() }));
            }
            // The page has a title of its own.
            Event::End(TagEnd::Heading(_)) => {}
            Event::End(TagEnd::Paragraph) => {
                let paragraph = html_of(run.drain(..));
                section.text += &format!("<p>{paragraph}</p>");
            }
            Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut run)),
            Event::End(TagEnd::TableRow) => section.entries.extend(entry(std::mem::take(&mut cells))),
            other => run.push(other),
        }
    }
    sections.push(section);
    sections
}

/// A row of three cells, the first of which names a code.
fn entry(cells: Vec<Vec<Event<'_>>>) -> Option<Entry> {
    let [name, status, meaning] = <[Vec<Event<'_>>; 3]>::try_from(cells).ok()?;
    let code = name.iter().find_map(|event| match event {
        Event::Code(code) => Some(code.to_string()),
        _ => None,
    })?;
    let anchor = html_of(name.into_iter().filter(|event| matches!(event, Event::InlineHtml(_))));
    Some(Entry { code, anchor, status: html_of(status), meaning: html_of(meaning) })
}

fn html_of<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut text = String::new();
    html::push_html(&mut text, events.into_iter());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_document_is_an_entry() {
        let rows = SOURCE.lines().filter(|line| line.starts_with("| <a id=")).count();
        let entries = SECTIONS.iter().map(|section| section.entries.len()).sum::<usize>();
        assert_eq!(entries, rows);
        let without = SECTIONS.iter().skip(1).filter(|section| section.entries.is_empty()).count();
        assert_eq!(without, 0, "each heading stands over a table");
    }

    #[test]
    fn texts_become_html_and_links_to_other_documents_are_text() {
        let read = read(
            "# T\n\nSee [a.md](a.md).\n\n## A & B\n\n| c | s | m |\n|---|---|---|\n| <a id=\"x\"></a>`x` | 422 | `a` < b |\n",
        );
        let [before, section] = &read[..] else { panic!("two sections, not {}", read.len()) };
        assert_eq!((&before.text[..], &section.heading[..]), ("<p>See a.md.</p>", "A &amp; B"));
        let entry = &section.entries[0];
        assert_eq!((&entry.code[..], &entry.anchor[..], &entry.status[..]), ("x", "<a id=\"x\"></a>", "422"));
        assert_eq!(entry.meaning, "<code>a</code> &lt; b");
    }
}
