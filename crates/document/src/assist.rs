//! The numbered list of one building's register, for the hands of its helpers, to be given back.

use maud::html;

use crate::page::{Language, page};

/// One household that asked for help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistRow {
    /// The door.
    pub door: String,
    /// What people call her or him.
    pub call_name: String,
    /// What help, in words.
    pub help: String,
    /// Phones of helpers.
    pub phones: String,
}

/// What stands on the paper, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistForm {
    /// Language of the paper.
    pub language: Language,
    /// Its number.
    pub number: u32,
    /// The building: units from the city down, and its name.
    pub place: String,
    /// Day and time of the print, with the zone.
    pub printed_at: String,
    /// The capacity of whoever printed it.
    pub post: String,
    /// How much of the building the register covers, in words.
    pub coverage: String,
    /// Its rows, by door.
    pub rows: Vec<AssistRow>,
    /// Says that nothing of it is real: an exercise, or invented places.
    pub not_real: Option<String>,
}

impl AssistForm {
    /// The paper as a page that prints on A4.
    pub fn html(&self) -> String {
        let say = |zh, en| self.language.pick(zh, en);
        let heading = say("协助转移名单", "Who asked for help");
        let number = match self.language {
            Language::Zh => format!("第 {} 份 · 共 {} 户", self.number, self.rows.len()),
            Language::En => format!("Copy no. {} · {} households", self.number, self.rows.len()),
        };
        let content = html! {
            @if let Some(banner) = &self.not_real { p.banner { (banner) } }
            p.banner { (say(
                "只在本次响应期间使用。用后交回或当面销毁,并登记。不得复印、拍照、转发。",
                "For this activation only. Give it back or destroy it before a witness afterwards, and have that written down. Do not copy, photograph or pass on.",
            )) }
            h1 { (heading) }
            p.number { (number) }
            p { (self.place) " · " (self.coverage) }
            table {
                thead { tr {
                    th scope="col" { (say("门牌", "Door")) }
                    th scope="col" { (say("称呼", "Called")) }
                    th scope="col" { (say("需要的帮助", "Help")) }
                    th scope="col" { (say("帮扶人电话", "Helpers' phones")) }
                    th scope="col" { (say("已转移", "Moved")) }
                } }
                tbody { @for row in &self.rows { tr {
                    td { (row.door) } td { (row.call_name) } td { (row.help) } td { (row.phones) } td { "☐" }
                } } }
            }
            div.sign {
                div { (say("打印", "Printed")) br; (self.post) br; (self.printed_at) }
                div { (say("交回 / 销毁人、时间、见证人", "Given back or destroyed by, when, witness")) }
            }
        };
        page(self.language, &format!("{heading} {number}"), &content)
    }
}
