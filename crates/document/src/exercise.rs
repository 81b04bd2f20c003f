//! What an exercise has shown (演练评估表): lags, silent posts, late tasks, who was not reached in time. Never lives.

mod courses;

pub use courses::SideBySide;

use crate::page::Language;
use crate::paper::{Block, Column, Paper};

/// What stands on the paper, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseForm {
    /// Language of the paper.
    pub language: Language,
    /// The unit that played, from the city down.
    pub place: String,
    /// What was played.
    pub scenario: String,
    /// Which course, and what that means.
    pub course: [String; 2],
    /// When it was played, with the zone.
    pub played_at: String,
    /// Names the chances that were drawn: the same number, the same exercise.
    pub seed: String,
    /// Where the scenario's facts come from.
    pub source: String,
    /// Posts that the registers know, and posts that were assumed.
    pub posts: [String; 2],
    /// The courses of the scenario; none where only this one was played.
    pub courses: Option<SideBySide>,
    /// From warning to response: unit, warned, decided, between, target and whether it was met, told upward, command post
    /// held.
    pub lags: Vec<[String; 7]>,
    /// Rounds of calls: began, posts, received, on post, no answer, out of reach, half received, half on post.
    pub rounds: Vec<[String; 8]>,
    /// Who had not been reached when the harm began; none where nobody is called.
    pub unreached: Option<Unreached>,
    /// Tasks: kind, all, in time, late, not reported, there before the harm.
    pub tasks: Vec<[String; 6]>,
    /// What is to be known of them, where not all of it is.
    pub tasks_note: Option<String>,
    /// Tasks that were late: unit, task, due, reported, minutes late.
    pub late: Listed<5>,
    /// What happened, in the order of time: when, which sort, what, its source.
    pub timeline: Vec<[String; 4]>,
    /// How people were assumed to act, a line each.
    pub assumed: Vec<String>,
}

/// Posts that had not said 已收到 by a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The moment, with the zone.
    pub by: String,
    /// How many of them, of how many called.
    pub posts: [String; 2],
    /// By why: the reason, and how many.
    pub by_why: Vec<[String; 2]>,
    /// Which: unit, post, why, how many, of them assumed, of them answered later.
    pub rows: Listed<6>,
}

/// A list that may be too long for paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed<const N: usize> {
    /// The first rows.
    pub rows: Vec<[String; N]>,
    /// How many rows there are in all.
    pub all: usize,
}

impl<const N: usize> Listed<N> {
    /// What stands below a list that was cut: how much of it is here, and where the rest is.
    fn rest(&self, language: Language) -> Option<Block> {
        let (here, all) = (self.rows.len(), self.all);
        let text = language.pick_text(
            &format!("这里列出前 {here} 行,共 {all} 行;全部在导出的 CSV 或 XLSX 文件里。"),
            &format!("The first {here} of {all} rows stand here; all of them are in the exported CSV or XLSX file."),
        );
        (here < all).then_some(Block::Text { text })
    }
}

impl ExerciseForm {
    /// The paper.
    pub fn paper(&self) -> Paper {
        let say = |zh: &str, en: &str| self.language.pick_text(zh, en);
        let heading = |text: String| Block::Heading { text };
        let mut blocks = vec![Block::Table {
            columns: vec![Column::words(say("项目", "Item")), Column::words(say("内容", "What"))],
            rows: vec![
                vec![say("参加辖区", "Area that played"), self.place.clone()],
                vec![say("情景", "Scenario"), self.scenario.clone()],
                vec![say("怎么演", "Course"), self.course.join(&say(":", ": "))],
                vec![say("完成时间", "Played"), self.played_at.clone()],
                vec![say("随机种子", "Seed"), self.seed.clone()],
                vec![say("来源", "Source"), self.source.clone()],
                vec![say("登记的岗位", "Posts of the registers"), self.posts[0].clone()],
                vec![say("假定的岗位", "Posts assumed where nobody holds one"), self.posts[1].clone()],
            ],
        }];
        blocks.extend(self.courses.iter().flat_map(|courses| courses.blocks(self.language)));
        blocks.push(heading(say("从预警到响应", "From warning to response")));
        blocks.push(self.lag_block());
        blocks.push(heading(say("叫应各轮", "Rounds of calls")));
        blocks.push(self.table(
            [
                ("开始", "Began"),
                ("岗位", "Posts"),
                ("已收到", "Received"),
                ("已到岗", "On post"),
                ("未应答", "No answer"),
                ("联系不上", "Out of reach"),
                ("半数已收到", "Half received"),
                ("半数已到岗", "Half on post"),
            ],
            &self.rounds,
            ("没有叫应:预警发出以后,没有人必须应答。", "There were no calls: after a warning nobody had to answer."),
        ));
        blocks.extend(self.unreached_blocks());
        blocks.push(heading(say("任务", "Tasks")));
        blocks.extend(self.tasks_note.clone().map(|text| Block::Text { text }));
        blocks.push(self.table(
            [
                ("内容", "What"),
                ("总数", "All"),
                ("按时", "In time"),
                ("超时", "Late"),
                ("未报", "Not reported"),
                ("灾害前已下达", "There before the harm"),
            ],
            &self.tasks,
            ("没有任务。", "There were no tasks."),
        ));
        blocks.extend(self.late_blocks());
        if !self.timeline.is_empty() {
            blocks.push(heading(say("经过", "What happened")));
            let columns =
                [("时间", "When", false), ("类别", "Kind", false), ("内容", "What", false), ("来源", "Source", false)];
            blocks.push(self.list(columns, &self.timeline));
        }
        blocks.push(heading(say("假设", "Assumptions")));
        let text = say(
            "人怎么反应是假设,不是结论。改了再演一次。",
            "How people act is assumed; it is no finding. Change it and play again.",
        );
        blocks.push(Block::Text { text });
        blocks.push(Block::Items { items: self.assumed.clone() });
        Paper {
            language: self.language,
            title: say("演练评估表", "Exercise report"),
            number: format!("{} · {}", self.place, self.scenario),
            banner: Some(say("演练,不是真实情况", "Exercise, nothing of this is real")),
            blocks,
            foot: say("报告从不推算能挽救多少人。", "The report never says how many lives could have been saved."),
        }
    }

    /// From warning to response, beside what the plans allow.
    fn lag_block(&self) -> Block {
        if self.lags.is_empty() {
            let text = self.language.pick_text("没有预警要求作出决定。", "No warning asked for a decision.");
            return Block::Text { text };
        }
        self.list(
            [
                ("辖区", "Area", false),
                ("预警", "Warning", true),
                ("决定", "Decision", true),
                ("相隔", "Between", true),
                ("目标", "Target", false),
                ("上报上级", "Told upward", true),
                ("指挥部到位", "Command post held", true),
            ],
            &self.lags,
        )
    }

    /// Who had not been reached, why, and which posts those are.
    fn unreached_blocks(&self) -> Vec<Block> {
        let Some(unreached) = &self.unreached else { return Vec::new() };
        let say = |zh: &str, en: &str| self.language.pick_text(zh, en);
        let ([silent, posts], by) = (&unreached.posts, &unreached.by);
        let text = say(
            &format!("到 {by},{posts} 个岗位中有 {silent} 个没有被叫到。"),
            &format!("By {by}, {silent} of {posts} posts had not been reached."),
        );
        let mut blocks = vec![Block::Heading { text: say("没有被叫到的", "Not reached") }, Block::Text { text }];
        if unreached.rows.rows.is_empty() {
            return blocks;
        }
        let colon = say(":", ": ");
        blocks.push(Block::Items { items: unreached.by_why.iter().map(|why| why.join(&colon)).collect() });
        blocks.push(self.list(
            [
                ("辖区", "Area", false),
                ("岗位", "Post", false),
                ("原因", "Why", false),
                ("个数", "Posts", true),
                ("其中假定", "Assumed", true),
                ("其中后来已收到", "Answered later", true),
            ],
            &unreached.rows.rows,
        ));
        blocks.extend(unreached.rows.rest(self.language));
        blocks
    }

    /// Each task that was late.
    fn late_blocks(&self) -> Vec<Block> {
        if self.late.rows.is_empty() {
            return Vec::new();
        }
        let table = self.list(
            [
                ("辖区", "Area", false),
                ("内容", "What", false),
                ("期限", "Due", true),
                ("报完成", "Reported", true),
                ("超时(分钟)", "Minutes late", true),
            ],
            &self.late.rows,
        );
        let heading = Block::Heading { text: self.language.pick_text("超时的任务", "Late tasks") };
        [heading, table].into_iter().chain(self.late.rest(self.language)).collect()
    }

    /// The first column of words, the others of numbers; a sentence where there is nothing.
    fn table<const N: usize>(&self, heads: [(&str, &str); N], rows: &[[String; N]], nothing: (&str, &str)) -> Block {
        if rows.is_empty() {
            return Block::Text { text: self.language.pick_text(nothing.0, nothing.1) };
        }
        let mut place = 0;
        let heads = heads.map(|(zh, en)| {
            place += 1;
            (zh, en, place > 1)
        });
        self.list(heads, rows)
    }

    /// Columns of words and, where it is said, of numbers or times.
    fn list<const N: usize>(&self, heads: [(&str, &str, bool); N], rows: &[[String; N]]) -> Block {
        let column = |(zh, en, number): (&str, &str, bool)| Column { head: self.language.pick_text(zh, en), number };
        let columns = heads.into_iter().map(column).collect();
        Block::Table { columns, rows: rows.iter().map(|row| row.to_vec()).collect() }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn cells<const N: usize>(text: &str) -> [String; N] {
        let cells: Vec<_> = text.split('|').map(str::to_owned).collect();
        cells.try_into().expect("as many cells as columns")
    }

    /// A form in which every part stands.
    pub(crate) fn form(language: Language) -> ExerciseForm {
        let rows = vec![cells("平安社区第一网格|专职网格员|没有网络|1|0|0")];
        ExerciseForm {
            language,
            place: "郑州市 › 中原区".to_owned(),
            scenario: "郑州“7·20”特大暴雨".to_owned(),
            course: cells("断网 12 小时|只能敲门。"),
            played_at: "2026-11-30 09:00 UTC+8".to_owned(),
            seed: "1".to_owned(),
            source: "国务院调查报告".to_owned(),
            posts: cells("5|1"),
            courses: Some(SideBySide {
                courses: vec!["按当年实际,11-30 08:50".to_owned(), "断网 12 小时,11-30 09:00".to_owned()],
                rows: vec![("在目标内启动的响应".to_owned(), vec!["没有记载".to_owned(), "1 / 1".to_owned()])],
                notes: vec!["还没有演:按现行预案。".to_owned()],
            }),
            lags: vec![cells("中原区|07-19 21:59|07-19 22:10|0 小时 11 分|20 分钟内,已达到|–|07-19 22:30")],
            rounds: vec![cells("07-19 21:59|6|1|1|2|3|没有达到|没有达到")],
            unreached: Some(Unreached {
                by: "2021-07-20 13:00 UTC+8".to_owned(),
                posts: cells("5|6"),
                by_why: vec![cells("没有网络|3"), cells("未应答|2")],
                rows: Listed { rows, all: 4 },
            }),
            tasks: vec![cells("执行|5|2|1|2|3")],
            tasks_note: None,
            late: Listed { rows: vec![cells("平安社区|巡查下穿通道|07-20 08:30|没有报|45")], all: 1 },
            timeline: vec![
                cells("07-19 21:59|预警|暴雨红色预警|S101"),
                cells("07-19 21:59|本次演练|叫应开始,6 个岗位|"),
            ],
            assumed: vec!["第一次呼叫有 70 % 应答".to_owned()],
        }
    }

    #[test]
    fn a_cut_list_says_how_much_is_missing_and_a_whole_one_does_not() {
        let html = form(Language::Zh).paper().html();
        assert!(html.contains("前 1 行,共 4 行"), "{html}");
        assert_eq!(html.matches("全部在导出的").count(), 1, "the late tasks are all there");
        let english = form(Language::En).paper().html();
        assert!(english.contains("The first 1 of 4 rows stand here"), "{english}");
    }

    #[test]
    fn no_network_is_told_apart_and_the_timeline_stands_on_the_paper() {
        let html = form(Language::Zh).paper().html();
        for text in ["联系不上", "没有网络:3", "未应答:2", "专职网格员", "巡查下穿通道", "叫应开始,6 个岗位", "S101"]
        {
            assert!(html.contains(text), "{text} is missing in {html}");
        }
        let bare = ExerciseForm { timeline: Vec::new(), late: Listed::default(), ..form(Language::Zh) };
        assert!(!bare.paper().html().contains("经过"), "no heading over nothing");
    }

    #[test]
    fn the_lag_stands_beside_its_target_and_the_courses_side_by_side() {
        let html = form(Language::Zh).paper().html();
        for text in
            ["目标", "20 分钟内,已达到", "几种演法对照", "按当年实际,11-30 08:50", "没有记载", "还没有演:按现行预案"]
        {
            assert!(html.contains(text), "{text} is missing in {html}");
        }
        let alone = ExerciseForm { courses: None, ..form(Language::Zh) };
        assert!(!alone.paper().html().contains("几种演法对照"), "one course has nothing beside it");
    }
}
