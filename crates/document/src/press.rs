//! Papers as PDF, by typst. Slow to compile and heavy to run: behind the feature `pdf`, and only ever in a job.

use std::path::PathBuf;

use serde_json::json;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::{FontPath, FontStore};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, pdf};

use crate::page::Language;
use crate::paper::Paper;

/// Families to look for first, those with serifs before those without; any other that knows the signs does too.
const KNOWN: [&str; 10] = [
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "SimSun",
    "Songti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
];

/// What a compilation leaves in typst's memory is kept for so many more.
const KEPT: usize = 10;

/// Why a paper could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// No font of this machine has some of the signs.
    #[error("no font of this machine has the signs {0}: install one, such as the package fonts-noto-cjk")]
    Font(String),
    /// The template is wrong: a bug.
    #[error("the paper cannot be set: {0}")]
    Set(String),
}

impl PressError {
    /// A stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Font(_) => "font_missing",
            Self::Set(_) => "print_failed",
        }
    }
}

/// Sets papers with the fonts of the machine.
pub struct Press {
    fonts: FontStore,
    library: LazyHash<Library>,
}

impl Press {
    /// With the fonts of the system, and those below `folders`, which go first. Takes a second where there are many.
    pub fn new(folders: &[PathBuf]) -> Self {
        let mut found = fontdb::Database::new();
        for folder in folders {
            found.load_fonts_dir(folder);
        }
        found.load_system_fonts();
        let mut fonts = FontStore::new();
        fonts.extend(found.faces().filter_map(|face| known(&found, face)));
        Self { fonts, library: LazyHash::new(Library::default()) }
    }

    /// The paper as a PDF; the same bytes each time.
    ///
    /// # Errors
    /// When no font has its signs.
    pub fn pdf(&self, paper: &Paper) -> Result<Vec<u8>, PressError> {
        let set = self.set(paper).and_then(|document| {
            // Without a time in it, the same paper is the same file.
            pdf(&document, &PdfOptions::default()).map_err(|errors| said(&errors))
        });
        comemo::evict(KEPT);
        set
    }

    fn set(&self, paper: &Paper) -> Result<PagedDocument, PressError> {
        let desk = Desk::new(self, paper)?;
        typst::compile::<PagedDocument>(&desk).output.map_err(|errors| said(&errors))
    }

    /// Families for this text: the first that has all of its signs, or several that have them together.
    fn families(&self, text: &str) -> Result<Vec<String>, PressError> {
        let book = self.fonts.book();
        let others = book.families().map(|(name, _)| name).filter(|name| !KNOWN.contains(name));
        let mut missing: Vec<char> = text.chars().filter(|sign| !sign.is_control()).collect();
        missing.sort_unstable();
        missing.dedup();
        let mut found = Vec::new();
        for family in KNOWN.into_iter().chain(others) {
            let has = |sign: char| {
                let mut faces = book.select_family(&family.to_lowercase());
                faces.any(|face| book.info(face).is_some_and(|info| info.coverage.contains(sign.into())))
            };
            let before = missing.len();
            missing.retain(|sign| !has(*sign));
            if missing.len() < before {
                found.push(family.to_owned());
            }
            if missing.is_empty() {
                return Ok(found);
            }
        }
        Err(PressError::Font(missing.into_iter().take(20).collect()))
    }
}

/// A font of this machine: it is read when a paper needs it.
fn known(found: &fontdb::Database, face: &fontdb::FaceInfo) -> Option<(FontPath, FontInfo)> {
    let (fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _)) = &face.source else { return None };
    let info = found.with_face_data(face.id, FontInfo::new)??;
    Some((FontPath { path: path.clone(), index: face.index }, info))
}

fn said(errors: &[typst::diag::SourceDiagnostic]) -> PressError {
    PressError::Set(errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
}

/// What one paper is set from: the template and its data. There is no file, no network and no clock.
struct Desk<'a> {
    press: &'a Press,
    template: Source,
    form: (FileId, Bytes),
}

impl<'a> Desk<'a> {
    fn new(press: &'a Press, paper: &Paper) -> Result<Self, PressError> {
        let mut form = json!(paper);
        let fonts = press.families(&texts(&form))?;
        let (lang, region) = match paper.language {
            Language::Zh => ("zh", "cn"),
            Language::En => ("en", "us"),
        };
        form["fonts"] = json!(fonts);
        form["lang"] = json!(lang);
        form["region"] = json!(region);
        let id = |name: &str| VirtualPath::new(name).map(|path| RootedPath::new(VirtualRoot::Project, path).intern());
        let id = |name: &str| id(name).map_err(|error| PressError::Set(error.to_string()));
        Ok(Self {
            press,
            template: Source::new(id("paper.typ")?, include_str!("paper.typ").to_owned()),
            form: (id("form.json")?, Bytes::from_string(form.to_string())),
        })
    }
}

/// Every text of a value, and the signs that the template adds.
fn texts(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().map(texts).collect(),
        serde_json::Value::Object(fields) => fields.values().map(texts).collect::<String>() + "0123456789/•",
        _ => String::new(),
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.form.0 { Ok(self.form.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::*;
    use crate::exercise::tests::form;
    use crate::{Block, Column, ExerciseForm, Listed};

    fn paper(language: Language, rows: usize) -> Paper {
        let row = |number: usize| vec![format!("社区 {number}"), format!("{number} #let *x* $y$ <b> \\ \"z\"")];
        Paper {
            language,
            title: "演练评估表".to_owned(),
            number: "平安社区 · 2021-07-20".to_owned(),
            banner: Some("演练,不是真实情况".to_owned()),
            blocks: vec![
                Block::Heading { text: "从预警到响应".to_owned() },
                Block::Text { text: "= no heading\nline two @ref // no comment".to_owned() },
                Block::Items { items: vec!["- one".to_owned(), "+ two".to_owned()] },
                Block::Table {
                    columns: vec![Column::words("辖区"), Column::number("相隔")],
                    rows: (0..rows).map(row).collect(),
                },
            ],
            foot: "It never counts lives.".to_owned(),
        }
    }

    /// Every text in the order in which it is drawn.
    fn drawn(frame: &Frame, into: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => drawn(&group.frame, into),
                FrameItem::Text(text) => into.push_str(&text.text),
                _ => {}
            }
        }
    }

    /// The texts of a page, without its head.
    fn written(html: &str) -> String {
        let body = html.split_once("<body>").expect("a body").1;
        let texts = body.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text));
        let text: String = texts.collect();
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    fn bare(text: &str) -> String {
        text.chars().filter(|sign| !sign.is_whitespace()).collect()
    }

    /// The report of an exercise, each of its longer parts on a paper of its own: a table that goes over two pages would
    /// say its heads twice.
    fn part_by_part(language: Language) -> [Paper; 6] {
        let form = || form(language);
        let bare = || ExerciseForm {
            courses: None,
            lags: Vec::new(),
            rounds: Vec::new(),
            unreached: None,
            tasks: Vec::new(),
            late: Listed::default(),
            timeline: Vec::new(),
            ..form()
        };
        [
            ExerciseForm { courses: form().courses, ..bare() }.paper(),
            ExerciseForm { lags: form().lags, ..bare() }.paper(),
            ExerciseForm { rounds: form().rounds, ..bare() }.paper(),
            ExerciseForm { unreached: form().unreached, ..bare() }.paper(),
            ExerciseForm { late: form().late, ..bare() }.paper(),
            ExerciseForm { timeline: form().timeline, ..bare() }.paper(),
        ]
    }

    #[test]
    fn the_same_stands_on_the_page_and_on_the_pdf_and_nothing_is_read_as_markup() {
        let press = Press::new(&[]);
        let languages = [Language::Zh, Language::En];
        let forms = languages.into_iter().flat_map(part_by_part);
        for paper in languages.into_iter().map(|language| paper(language, 3)).chain(forms) {
            let document = press.set(&paper).expect("a document");
            let mut text = String::new();
            for page in document.pages() {
                drawn(&page.frame, &mut text);
            }
            // Marks of the list, and the numbers of the pages.
            let pages = document.pages().len();
            let numbers: Vec<_> = (1..=pages).map(|page| format!("{page}/{pages}")).collect();
            // Of both: "1/1" may be a measure as well.
            let without = |text: String| numbers.iter().fold(text, |text, number| text.replace(number, ""));
            assert_eq!(without(bare(&text).replace('•', "")), without(bare(&written(&paper.html()))));
        }
    }

    #[test]
    fn a_long_table_goes_over_pages_with_its_heads_and_the_file_is_the_same_each_time() {
        let press = Press::new(&[]);
        let paper = paper(Language::Zh, 120);
        let document = press.set(&paper).expect("a document");
        assert!(document.pages().len() > 2);
        for page in document.pages() {
            let mut text = String::new();
            drawn(&page.frame, &mut text);
            assert_eq!(text.matches("相隔").count(), 1, "{text}");
        }
        let pdf = press.pdf(&paper).expect("a file");
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!(pdf, press.pdf(&paper).expect("a file"));
    }

    #[test]
    fn signs_that_no_font_has_are_named() {
        let mut paper = paper(Language::Zh, 1);
        // Not assigned to anything.
        paper.foot = "\u{E01F0}".to_owned();
        let error = Press::new(&[]).pdf(&paper).expect_err("no font has it");
        assert_eq!(error.code(), "font_missing");
        assert!(error.to_string().contains('\u{E01F0}'), "{error}");
    }
}
