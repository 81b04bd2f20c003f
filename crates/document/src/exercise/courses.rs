//! The courses of a scenario side by side on the report of an exercise.

use crate::page::Language;
use crate::paper::{Block, Column};

/// Few measures of each course that was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideBySide {
    /// Each course, with when it was played.
    pub courses: Vec<String>,
    /// What is measured, and what it was in each course.
    pub rows: Vec<(String, Vec<String>)>,
    /// Which runs stand here, and which courses were not played.
    pub notes: Vec<String>,
}

impl SideBySide {
    pub(super) fn blocks(&self, language: Language) -> Vec<Block> {
        let heads = std::iter::once(language.pick_text("项目", "Measure")).chain(self.courses.iter().cloned());
        let row = |(measure, values): &(String, Vec<String>)| {
            std::iter::once(measure.clone()).chain(values.iter().cloned()).collect()
        };
        let heading = Block::Heading { text: language.pick_text("几种演法对照", "The courses side by side") };
        let notes = self.notes.iter().cloned().map(|text| Block::Text { text });
        let table =
            Block::Table { columns: heads.map(Column::words).collect(), rows: self.rows.iter().map(row).collect() };
        std::iter::once(heading).chain(notes).chain([table]).collect()
    }
}
