//! The bag for a night without power, network and road (三断包).

use maud::{Markup, html};

use crate::page::{Language, page};

/// What stands on the paper, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagForm {
    /// Language of the paper.
    pub language: Language,
    /// Units from the city down.
    pub place: String,
    /// The warning, its colour in words, and until when it counts.
    pub warning: String,
    /// Day and time of the print, with the zone.
    pub printed_at: String,
    /// Who is called: unit and post.
    pub posts: Vec<[String; 2]>,
    /// What people speak over without a network: unit, what it is called, channel, call sign or number.
    pub lines: Vec<[String; 3]>,
    /// Doors to knock at: building, households, height over which water runs in, the shelter it goes to.
    pub doors: Vec<[String; 4]>,
    /// Places to close: place, kind, how it stands.
    pub closing: Vec<[String; 3]>,
    /// Shelters: name, distance, room, what speaks against it.
    pub shelters: Vec<[String; 4]>,
    /// Says that nothing of it is real: an exercise, or invented places.
    pub not_real: Option<String>,
}

/// Empty lines for what no register holds; fewer where some are known.
const BLANK_ROWS: usize = 4;
const BLANK_MORE: usize = 2;

impl BagForm {
    /// The paper as a page that prints on A4.
    pub fn html(&self) -> String {
        let say = |zh, en| self.language.pick(zh, en);
        let heading = say("三断包", "Bag for a night without power, network and road");
        let content = html! {
            @if let Some(banner) = &self.not_real { p.banner { (banner) } }
            h1 { (heading) }
            p.number { (self.place) " · " (self.printed_at) }
            p.banner { (self.warning) }
            ol {
                li { (say("先转移,后报告。", "Move people first, report afterwards.")) }
                li { (say("没有网络时,用电台或派人报告:已收到、已到岗、已转移几人。",
                    "Without a network report by radio or messenger: received, on post, how many moved.")) }
                li { (say("没有宣布解除,不让人返回。", "Let nobody go back before it is over.")) }
            }
            (table(say("值守岗位", "Posts"), &[say("辖区", "Unit"), say("岗位", "Post")], &self.posts,
                &[say("到岗时间", "On post at"), say("签名", "Signature")], self.language))
            (lines(&self.lines, say("电台、卫星电话", "Radio and satellite"),
                &[say("谁", "Who"), say("名称", "Name"), say("频道、呼号或号码", "Channel, call sign or number"), say("备注", "Note")]))
            (table(say("逐户清单", "Doors"),
                &[say("楼栋", "Building"), say("户数", "Households"), say("进水高程", "Water runs in at"),
                    say("去哪里", "Goes to")], &self.doors,
                &[say("已转移人数", "Moved"), say("未应门", "No answer")], self.language))
            (table(say("要关闭的场所", "Places to close"),
                &[say("场所", "Place"), say("类别", "Kind"), say("状态", "State")], &self.closing,
                &[say("关闭时间", "Closed at")], self.language))
            (table(say("避难场所", "Shelters"),
                &[say("名称", "Name"), say("距离", "Distance"), say("还可容纳", "Room for"), say("注意", "Mind")],
                &self.shelters, &[say("已安置人数", "Taken in")], self.language))
            p.foot { (say(
                "需要协助的人的名单按楼栋另外打印,只在响应启动期间,用后交回或销毁。本包不含姓名,也不含个人电话。",
                "Who asked for help is printed by building apart from this, only while an activation is open, and given back or destroyed. This bag has no names and no numbers of persons.",
            )) }
        };
        page(self.language, &format!("{heading} {}", self.place), &content)
    }
}

/// Known columns, and empty ones for the hand.
fn table<const N: usize>(
    title: &str,
    columns: &[&str; N],
    rows: &[[String; N]],
    by_hand: &[&str],
    language: Language,
) -> Markup {
    html! {
        h2 { (title) }
        @if rows.is_empty() {
            p { (language.pick("登记中没有。", "The registers have none.")) }
        } @else {
            table.list {
                thead { tr { @for column in columns.iter().chain(by_hand) { th scope="col" { (column) } } } }
                tbody { @for row in rows { tr {
                    @for cell in row { td { (cell) } }
                    @for _ in by_hand { td {} }
                } } }
            }
        }
    }
}

/// What is known, and lines for what is found out on the night.
fn lines(known: &[[String; 3]], title: &str, columns: &[&str; 4]) -> Markup {
    let blank = if known.is_empty() { BLANK_ROWS } else { BLANK_MORE };
    html! {
        h2 { (title) }
        table.list {
            thead { tr { @for column in columns { th scope="col" { (column) } } } }
            tbody {
                @for row in known { tr { @for cell in row { td { (cell) } } td {} } }
                @for _ in 0..blank { tr { @for _ in columns { td { "\u{a0}" } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_registers_lack_is_said_and_what_is_written_is_no_markup() {
        let form = BagForm {
            language: Language::Zh,
            place: "平安社区".to_owned(),
            warning: "暴雨红色预警 <b>".to_owned(),
            printed_at: "2021-07-20 08:00".to_owned(),
            posts: vec![["平安社区".to_owned(), "社区书记".to_owned()]],
            lines: vec![["平安社区".to_owned(), "值班电台".to_owned(), "3 频道".to_owned()]],
            doors: Vec::new(),
            closing: Vec::new(),
            shelters: Vec::new(),
            not_real: None,
        };
        let html = form.html();
        assert!(html.contains("&lt;b&gt;") && !html.contains("预警 <b>"));
        assert_eq!(html.matches("登记中没有。").count(), 3);
        assert!(html.contains("社区书记") && html.contains("<td>3 频道</td>"));
    }
}
