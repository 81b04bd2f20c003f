//! The sheet that every form stands on.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::{Deserialize, Serialize};

/// Language of a printed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Key of names in this language.
    pub fn key(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// One of two texts.
    pub fn pick_text(self, zh: &str, en: &str) -> String {
        match self {
            Self::Zh => zh.to_owned(),
            Self::En => en.to_owned(),
        }
    }

    pub(crate) fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Black on white, A4 upright, readable on a screen too; nothing is fetched from elsewhere.
const STYLE: &str = "
@page { size: A4; margin: 18mm }
:root { color-scheme: light }
body { max-width: 174mm; margin: 8mm auto; padding: 0 4mm; color: #000; background: #fff;
  font: 12pt/1.6 'Noto Serif SC', 'Source Han Serif SC', SimSun, serif }
h1 { font-size: 20pt; text-align: center; letter-spacing: .1em; margin: 6mm 0 2mm }
.number { text-align: center; margin: 0 0 6mm }
.banner { border: 2px dashed #000; padding: 2mm; text-align: center; font-weight: bold; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
th, td { border: 1px solid #000; padding: 2mm; text-align: start; vertical-align: top; overflow-wrap: anywhere }
th { width: 32%; font-weight: bold }
td { white-space: pre-line }
h2 { font-size: 14pt; margin: 6mm 0 2mm; break-after: avoid }
.list { table-layout: auto }
.list th { width: auto }
.list tr { break-inside: avoid }
.list .end { text-align: end; overflow-wrap: normal; font-variant-numeric: tabular-nums }
.list td.end { white-space: nowrap }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; margin-top: 10mm; break-inside: avoid }
.sign div { min-height: 32mm; border: 1px solid #000; padding: 2mm }
.foot { margin-top: 6mm; font-size: 10pt }
@media print { body { margin: 0; padding: 0; max-width: none } }
";

pub(crate) fn page(language: Language, title: &str, content: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (content) } }
        }
    }
    .into_string()
}
