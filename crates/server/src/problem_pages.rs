//! What the codes of problems mean, for people: one page with all of them, and one for each, where the `type` of a
//! problem leads. Programs that ask for `text/markdown` get the document itself.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::extract::Place;
use crate::problem_table::{Entry, SECTIONS, SOURCE, Section};

/// Where the page of all codes is.
pub(crate) const ADDRESS: &str = "/docs/problems";

/// How long a cache may keep an answer: it changes only with the program.
const CACHE: &str = "public, max-age=300";

/// Codes that are named in place of one that is not there.
const SIMILAR_MOST: usize = 8;

/// The headings of the document in Chinese; one that is missing stands in English alone.
const HEADINGS: [(&str, &str); 12] = [
    ("Any request", "任何请求"),
    ("Commands", "提交操作"),
    ("Sign-in and accounts", "登录和账号"),
    ("Reports and hazards", "上报和隐患"),
    ("Messages for the public", "对公众发布"),
    ("Orders of other systems", "其他系统的工单"),
    ("Files and phone numbers", "文件和电话号码"),
    ("Units", "网格和单位"),
    ("Lists, maps, files", "列表、地图、导出"),
    ("Warnings and calls", "预警和叫应"),
    ("Evacuations, shelters, assistance register", "转移、避难场所、帮扶名册"),
    ("Duty rosters", "值班表"),
];

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1a1a1a; --ground: #fff; --quiet: #595959; --line: #767676; --link: #0b57b0 }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --ground: #141d29; --quiet: #b6c0cc; --line: #9aa5b1; --link: #8ab8ff } }
body { margin: 0 auto; padding: 16px; max-width: 48rem; color: var(--ink); background: var(--ground); overflow-wrap: anywhere;
  font: 17px/1.6 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif }
h1 { font-size: 1.5em } h2 { font-size: 1.2em; margin: 2em 0 .5em }
a { color: var(--link) } a:focus-visible { outline: 3px solid #c77700; outline-offset: 2px }
dt a, nav a, p a { display: inline-block; min-height: 48px; line-height: 48px }
nav ul { list-style: none; padding: 0 } dl { margin: 0 }
dl div { border-top: 1px solid var(--line); padding-bottom: 12px }
dd { margin: 0 } .status { color: var(--quiet); margin-left: .5em }
code { font-family: ui-monospace, Consolas, monospace }
";

/// Every code.
pub(crate) async fn all(headers: HeaderMap) -> Response {
    if wants_markdown(&headers) {
        return markdown(StatusCode::OK, SOURCE.to_owned());
    }
    let sections = || SECTIONS.iter().enumerate().skip(1);
    let content = html! {
        h1 { span lang="zh-CN" { "错误代码" } " Problems" }
        @if let Some(before) = SECTIONS.first() { (PreEscaped(&before.text)) }
        nav aria-label="Contents" {
            ul { @for (number, section) in sections() { li { a href=(format!("#part-{number}")) { (heading(section)) } } } }
        }
        @for (number, section) in sections() {
            h2 id=(format!("part-{number}")) { (heading(section)) }
            (PreEscaped(&section.text))
            (list(section.entries.iter()))
        }
    };
    page(StatusCode::OK, "错误代码 Problems", &content)
}

/// One code, in each section where it stands; a code that is not there is said to be missing, with those alike.
pub(crate) async fn one(Place(code): Place<String>, headers: HeaderMap) -> Response {
    let named = |section: &&Section| section.entries.iter().any(|entry| entry.code == code);
    let known = SECTIONS.iter().any(|section| named(&section));
    let status = if known { StatusCode::OK } else { StatusCode::NOT_FOUND };
    if wants_markdown(&headers) {
        return markdown(status, rows(&code));
    }
    let content = html! {
        @if known {
            h1 { code { (code) } }
            @for section in SECTIONS.iter().filter(named) {
                h2 { (heading(section)) }
                (list(section.entries.iter().filter(|entry| entry.code == code)))
            }
        } @else {
            h1 { span lang="zh-CN" { "没有这个代码" } " There is no such code" }
            p { code { (code) } }
            p lang="zh-CN" { "请核对代码是否完整。这里只列本程序会给出的代码,文件导入的提示见导入指南。" }
            p { "Check that the code is whole. Only codes that this program gives stand here; messages about imported files stand in the guide to imports." }
            @let alike = similar(&code);
            @if !alike.is_empty() {
                h2 { span lang="zh-CN" { "相近的代码" } " Similar codes" }
                (list(alike.into_iter()))
            }
        }
        p { a href=(ADDRESS) { span lang="zh-CN" { "全部代码" } " All codes" } }
    };
    page(status, if known { code.as_str() } else { "没有这个代码 No such code" }, &content)
}

fn heading(section: &Section) -> Markup {
    let chinese = HEADINGS.iter().find(|(english, _)| *english == section.heading).map(|(_, chinese)| *chinese);
    html! { @if let Some(chinese) = chinese { span lang="zh-CN" { (chinese) } " " } (PreEscaped(&section.heading)) }
}

fn list<'a>(entries: impl Iterator<Item = &'a Entry>) -> Markup {
    html! {
        dl {
            @for entry in entries {
                div {
                    dt {
                        (PreEscaped(&entry.anchor))
                        a href=(format!("{ADDRESS}/{}", entry.code)) { code { (entry.code) } }
                        span.status { (PreEscaped(&entry.status)) }
                    }
                    dd { (PreEscaped(&entry.meaning)) }
                }
            }
        }
    }
}

/// Codes that share a word with one that is not there.
fn similar(code: &str) -> Vec<&'static Entry> {
    let words: Vec<&str> = code.split('_').filter(|word| word.len() > 2).collect();
    let shares = |entry: &&Entry| entry.code.split('_').any(|word| words.contains(&word));
    SECTIONS.iter().flat_map(|section| &section.entries).filter(shares).take(SIMILAR_MOST).collect()
}

/// The rows of one code, as the document has them.
fn rows(code: &str) -> String {
    let named = format!("</a>`{code}` |");
    let rows = SOURCE.lines().filter(|line| line.starts_with("| <a id=") && line.contains(&named));
    let head = "| code | status | what it means, what to do |\n|---|---|---|\n".to_owned();
    rows.fold(head, |text, row| text + row + "\n")
}

fn wants_markdown(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|text| text.contains("text/markdown"))
}

fn markdown(status: StatusCode, text: String) -> Response {
    answer(status, "text/markdown; charset=utf-8", text)
}

fn page(status: StatusCode, title: &str, content: &Markup) -> Response {
    let text = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (content) } }
        }
    };
    answer(status, "text/html; charset=utf-8", text.into_string())
}

fn answer(status: StatusCode, kind: &'static str, text: String) -> Response {
    let fixed = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, CACHE), (header::VARY, "accept")];
    (status, fixed, text).into_response()
}
