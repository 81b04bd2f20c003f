//! What an exercise has shown (演练评估表): lags, silent posts, late tasks, who was not reached in time. Never lives.

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
    /// From warning to response: unit, warned, decided, between, told upward, command post held.
    pub lags: Vec<[String; 6]>,
    /// Rounds of calls: began, posts, received, on post, half received, half on post.
    pub rounds: Vec<[String; 6]>,
    /// Who had not been reached when the harm began; none where nobody is called.
    pub unreached: Option<Unreached>,
    /// Tasks: kind, all, in time, late, not reported, there before the harm.
    pub tasks: Vec<[String; 6]>,
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
    /// Units that they stand in.
    pub units: Vec<String>,
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
        blocks.push(heading(say("从预警到响应", "From warning to response")));
        blocks.push(self.table(
            [
                ("辖区", "Area"),
                ("预警", "Warning"),
                ("决定", "Decision"),
                ("相隔", "Between"),
                ("上报上级", "Told upward"),
                ("指挥部到位", "Command post held"),
            ],
            &self.lags,
            ("没有预警要求作出决定。", "No warning asked for a decision."),
        ));
        blocks.push(heading(say("叫应各轮", "Rounds of calls")));
        blocks.push(self.table(
            [
                ("开始", "Began"),
                ("岗位", "Posts"),
                ("已收到", "Received"),
                ("已到岗", "On post"),
                ("半数已收到", "Half received"),
                ("半数已到岗", "Half on post"),
            ],
            &self.rounds,
            ("没有叫应:预警发出以后,没有人必须应答。", "There were no calls: after a warning nobody had to answer."),
        ));
        if let Some(unreached) = &self.unreached {
            blocks.push(heading(say("没有被叫到的", "Not reached")));
            let [silent, posts] = &unreached.posts;
            let by = &unreached.by;
            let text = say(
                &format!("到 {by},{posts} 个岗位中有 {silent} 个没有被叫到。"),
                &format!("By {by}, {silent} of {posts} posts had not been reached."),
            );
            blocks.push(Block::Text { text });
            if !unreached.units.is_empty() {
                blocks.push(Block::Text { text: unreached.units.join(&say("、", "; ")) });
            }
        }
        blocks.push(heading(say("任务", "Tasks")));
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

    /// The first column of words, the others of numbers; a sentence where there is nothing.
    fn table(&self, heads: [(&str, &str); 6], rows: &[[String; 6]], nothing: (&str, &str)) -> Block {
        if rows.is_empty() {
            return Block::Text { text: self.language.pick_text(nothing.0, nothing.1) };
        }
        let head = |(place, (zh, en)): (usize, &(&str, &str))| Column {
            head: self.language.pick_text(zh, en),
            number: place > 0,
        };
        let columns = heads.iter().enumerate().map(head).collect();
        Block::Table { columns, rows: rows.iter().map(|row| row.to_vec()).collect() }
    }
}
