//! What is in force, for everybody: one page in large print, without scripts, cookies or anything from elsewhere.

use maud::{DOCTYPE, PreEscaped, html};

use crate::page::Language;

/// One message on the page, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicItem {
    /// `red`, `orange`, `yellow`, `blue`, or empty where it has no level.
    pub level: String,
    /// The level in words; empty where there is none.
    pub level_word: String,
    /// For whom, and the words.
    pub texts: Vec<(String, String)>,
    /// What else to know; may be empty.
    pub detail: String,
    /// Who says so, and when.
    pub issued: String,
    /// Until when it counts.
    pub until: String,
    /// Where its CAP message is.
    pub cap: String,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicWarnings {
    /// Language of the page.
    pub language: Language,
    /// Name of the installation.
    pub name: String,
    /// When it was asked.
    pub at: String,
    /// Where the page in the other language is.
    pub other: String,
    /// Where the feed is.
    pub feed: String,
    /// What is in force, the latest first.
    pub items: Vec<PublicItem>,
    /// Says that nothing of it is real: an exercise, or invented places.
    pub not_real: Option<String>,
}

/// Levels as in the web's tokens: colour, word and a border of its own each, so that none carries it alone.
const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1a1a1a; --ground: #fff; --line: #767676 }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --ground: #141d29; --line: #9aa5b1 } }
body { margin: 0 auto; padding: 16px; max-width: 42rem; color: var(--ink); background: var(--ground);
  font: 22px/1.6 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.4em; margin: .3em 0 } h2 { font-size: 1em; margin: 0 0 .2em }
a { color: inherit; display: inline-block; min-height: 48px; line-height: 48px }
article { border: 2px solid var(--line); border-left-width: 12px; padding: 12px; margin: 16px 0 }
article.red { border-left: 12px solid #c4161c } article.orange { border-left: 12px dashed #f08c28 }
article.yellow { border-left: 12px dotted #c79a00 } article.blue { border-left: 12px double #2f6fd0 }
.say { font-weight: 700; margin: .2em 0 .6em } .quiet { font-size: .8em; margin: .2em 0 }
.banner { border: 3px dashed var(--ink); padding: 8px; font-weight: 700 }
.detail { white-space: pre-line }
a:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px }
";

impl PublicWarnings {
    /// The page.
    pub fn html(&self) -> String {
        let say = |zh, en| self.language.pick(zh, en);
        let title = say("公众预警和提示", "Warnings and notices");
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) " · " (self.name) }
                    link rel="alternate" type="application/atom+xml" href=(self.feed);
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (title) }
                        @if let Some(text) = &self.not_real { p.banner { (text) } }
                        a href=(self.other) lang=(say("en", "zh-CN")) { (say("English", "中文")) }
                    }
                    main {
                        @if self.items.is_empty() {
                            p { (say("现在没有生效的消息。遇险打 119、110、120。", "Nothing is in force now. In danger call 119, 110 or 120.")) }
                        }
                        @for item in &self.items {
                            article class=(item.level) {
                                @if !item.level_word.is_empty() { h2 { (item.level_word) } }
                                @for (audience, text) in &item.texts {
                                    p.quiet { (audience) }
                                    p.say { (text) }
                                }
                                @if !item.detail.is_empty() { p.detail { (item.detail) } }
                                p.quiet { (item.issued) }
                                p.quiet { (item.until) }
                                a href=(item.cap) { (say("原文（CAP）", "Message (CAP)")) }
                            }
                        }
                    }
                    footer {
                        p.quiet { (say("查看时间：", "Seen at: ")) (self.at) }
                        p.quiet { (say("要看最新消息，刷新本页。", "Load this page again for the latest.")) }
                    }
                }
            }
        }
        .into_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_text_and_nothing_is_loaded() {
        let item = PublicItem {
            level: "red".to_owned(),
            level_word: "红色".to_owned(),
            texts: vec![("居民".to_owned(), "<script>alert(1)</script>".to_owned())],
            detail: String::new(),
            issued: "x".to_owned(),
            until: "y".to_owned(),
            cap: "/api/public/messages/1.cap".to_owned(),
        };
        let page = PublicWarnings {
            language: Language::Zh,
            name: "city".to_owned(),
            at: "now".to_owned(),
            other: "?lang=en".to_owned(),
            feed: "/api/public/feed.atom".to_owned(),
            items: vec![item],
            not_real: Some("演练".to_owned()),
        };
        let html = page.html();
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
        assert!(html.contains("lang=\"zh-CN\"") && html.contains("演练"));
        assert!(!html.contains("http:") && !html.contains("https:"), "nothing from elsewhere");
    }
}
