//! The plan of a unit on paper (预案): when it counts, who is called, what is done, what closes, who is moved and where to.

use crate::page::Language;
use crate::paper::{Block, Column, Paper};

/// What stands on the paper, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanForm {
    /// Language of the paper.
    pub language: Language,
    /// Name of the plan.
    pub plan: String,
    /// Units from the city down.
    pub place: String,
    /// Version of the table of plans.
    pub version: String,
    /// Day and time of the print, with the zone.
    pub printed_at: String,
    /// Warning, proposed level, who decides, within how long, where the row comes from.
    pub conditions: Vec<[String; 5]>,
    /// Who is called now: unit and post.
    pub posts: Vec<[String; 2]>,
    /// What people speak over without a network: unit, what it is called, channel, call sign or number.
    pub lines: Vec<[String; 3]>,
    /// What is done: line, from which level on, in which units, within how long.
    pub checklist: Vec<[String; 4]>,
    /// The registers of a unit that one hand can carry; none for larger ones.
    pub lists: Option<PlanLists>,
    /// Says that nothing of it is real: an exercise, or invented places.
    pub not_real: Option<String>,
}

/// What the registers know of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanLists {
    /// Places to close: place, kind.
    pub closing: Vec<[String; 2]>,
    /// Doors to knock at: building, households, height over which water runs in.
    pub doors: Vec<[String; 3]>,
    /// Shelters: name, distance, room, what speaks against it.
    pub shelters: Vec<[String; 4]>,
}

impl PlanForm {
    /// The paper.
    pub fn paper(&self) -> Paper {
        let say = |zh: &str, en: &str| self.language.pick_text(zh, en);
        let words = |zh: &str, en: &str| Column::words(say(zh, en));
        let number = |zh: &str, en: &str| Column::number(say(zh, en));
        let mut blocks = Vec::new();
        let mut section = |title: String, columns: Vec<Column>, rows: Vec<Vec<String>>| {
            blocks.push(Block::Heading { text: title });
            blocks.push(if rows.is_empty() {
                Block::Text { text: say("登记中没有。", "The registers have none.") }
            } else {
                Block::Table { columns, rows }
            });
        };
        section(
            say("启动条件", "Conditions"),
            vec![
                words("预警", "Warning"),
                words("建议响应级别", "Proposed level"),
                words("由谁决定", "Who decides"),
                number("决定时限", "Within"),
                words("出处", "Source"),
            ],
            cells(&self.conditions),
        );
        let posts = vec![words("辖区", "Unit"), words("岗位", "Post")];
        section(say("叫应岗位", "Posts that are called"), posts, cells(&self.posts));
        let lines =
            vec![words("谁", "Who"), words("名称", "Name"), words("频道、呼号或号码", "Channel, call sign or number")];
        section(say("电台、卫星电话", "Radio and satellite"), lines, cells(&self.lines));
        let checklist = vec![
            words("措施", "What"),
            words("从哪级起", "From level"),
            words("在哪做", "Where"),
            number("时限", "Within"),
        ];
        section(say("措施清单", "Checklist"), checklist, cells(&self.checklist));
        if let Some(lists) = &self.lists {
            let closing = vec![words("场所", "Place"), words("类别", "Kind")];
            section(say("要关闭的场所", "Places to close"), closing, cells(&lists.closing));
            let doors =
                vec![words("楼栋", "Building"), number("户数", "Households"), number("进水高程", "Water runs in at")];
            section(say("要转移的人(按楼栋)", "People to move, by building"), doors, cells(&lists.doors));
            let shelters = vec![
                words("名称", "Name"),
                number("距离", "Distance"),
                number("还可容纳", "Room for"),
                words("注意", "Mind"),
            ];
            section(say("避难场所", "Shelters"), shelters, cells(&lists.shelters));
        } else {
            blocks.push(Block::Text {
                text: say(
                    "要关闭的场所、要转移的人和避难场所列在各街道、乡镇、社区和村的预案里。",
                    "Places to close, people to move and shelters stand in the plans of streets, towns, communities and villages.",
                ),
            });
        }
        let version = say("预案表版本", "Version of the table of plans");
        let rule = say(
            "本件不含姓名和个人电话。系统提出建议,由指挥长或副指挥长决定。",
            "No names and no numbers of persons. The system proposes; a commander or deputy decides.",
        );
        Paper {
            language: self.language,
            title: self.plan.clone(),
            number: format!("{} · {}", self.place, self.printed_at),
            banner: self.not_real.clone(),
            blocks,
            foot: format!("{version} {}. {rule}", self.version),
        }
    }
}

fn cells<const N: usize>(rows: &[[String; N]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.to_vec()).collect()
}
