//! What stands on a paper, apart from how it is drawn: once as a page that prints, once as a PDF.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use crate::page::{Language, page};

/// A form with every value in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Language of the paper.
    pub language: Language,
    /// What it is.
    pub title: String,
    /// What tells it from others of its kind, below the title.
    pub number: String,
    /// What nobody may miss: that nothing of it is real, or a warning.
    pub banner: Option<String>,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Small, at the end.
    pub foot: String,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Begins a section.
    Heading {
        /// One line.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Plain text.
        text: String,
    },
    /// A list.
    Items {
        /// One line each.
        items: Vec<String>,
    },
    /// A table; its heads stand on every page again.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// As many cells as columns each.
        rows: Vec<Vec<String>>,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Holds numbers and times: they stand at its end.
    pub number: bool,
}

impl Column {
    /// A column of words.
    pub fn words(head: impl Into<String>) -> Self {
        Self { head: head.into(), number: false }
    }

    /// A column of numbers or times.
    pub fn number(head: impl Into<String>) -> Self {
        Self { head: head.into(), number: true }
    }
}

impl Paper {
    /// The paper as a page that prints on A4.
    pub fn html(&self) -> String {
        let content = html! {
            @if let Some(banner) = &self.banner { p.banner { (banner) } }
            h1 { (self.title) }
            p.number { (self.number) }
            @for block in &self.blocks { (draw(block)) }
            p.foot { (self.foot) }
        };
        page(self.language, &format!("{} {}", self.title, self.number), &content)
    }
}

fn draw(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading { text } => h2 { (text) },
            Block::Text { text } => p { (text) },
            Block::Items { items } => ul { @for item in items { li { (item) } } },
            Block::Table { columns, rows } => table.list {
                thead { tr { @for column in columns { th scope="col" class=[side(column)] { (column.head) } } } }
                tbody { @for row in rows { tr {
                    @for (cell, column) in row.iter().zip(columns) { td class=[side(column)] { (cell) } }
                } } }
            },
        }
    }
}

fn side(column: &Column) -> Option<&'static str> {
    column.number.then_some("end")
}
