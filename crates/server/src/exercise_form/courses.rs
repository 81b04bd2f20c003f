//! The courses of a scenario side by side, in words.

use document::SideBySide;
use domain::exercise::{Course, Measures, PostSum, Scenario};
use service::exercise::Beside;

use super::Writer;

impl Writer<'_> {
    /// Nothing where no other course was played.
    pub(super) fn side_by_side(&self, beside: &[Beside], scenario: Option<&Scenario>) -> Option<SideBySide> {
        if beside.len() < 2 {
            return None;
        }
        let head = |one: &Beside| {
            let [course, _] = self.course(one.measures.course);
            let played = self.short(one.played_at, String::new);
            self.say(&format!("{course},{played} 演完"), &format!("{course}, played {played}"))
        };
        let row = |measure: String, value: &dyn Fn(&Measures) -> String| -> (String, Vec<String>) {
            (measure, beside.iter().map(|one| value(&one.measures)).collect())
        };
        let posts = |of: fn(&PostSum) -> usize| {
            move |measures: &Measures| {
                let said = measures.posts.as_ref().map(|sum| format!("{} / {}", of(sum), sum.posts));
                said.unwrap_or_else(|| self.unknown(measures.course))
            }
        };
        let by = match scenario.and_then(|scenario| scenario.harm.as_ref()) {
            Some(harm) => {
                let at = self.short(Some(harm.by), String::new);
                [format!("{at} 前"), format!(" before {at}")]
            }
            None => ["到最后".to_owned(), " by the end".to_owned()],
        };
        let by = |zh: &str, en: &str| self.say(&format!("{}{zh}", by[0]), &format!("{en}{}", by[1]));
        Some(SideBySide {
            courses: beside.iter().map(head).collect(),
            rows: vec![
                row(self.first_warning(beside), &|measures| self.first_lag(measures)),
                row(self.say("其目标", "Its target"), &|measures| self.first_target(measures)),
                row(self.say("在目标内启动的响应", "Responses in force within their target"), &|measures| {
                    let said = measures.in_time.map(|(met, all)| format!("{met} / {all}"));
                    said.unwrap_or_else(|| self.unknown(measures.course))
                }),
                row(self.say("叫应", "Calls"), &|measures| self.calls(measures)),
                row(by("已收到的岗位", "Posts that received"), &posts(|sum| sum.received)),
                row(by("已到岗的岗位", "Posts that reached their station"), &posts(|sum| sum.on_post)),
                row(by("没有被叫到的岗位", "Posts not reached"), &posts(PostSum::unreached)),
                row(self.say("其中未应答或尚未呼叫", "Of them no answer or not called yet"), &posts(|sum| sum.silent)),
                row(self.say("其中联系不上", "Of them out of reach"), &posts(|sum| sum.out_of_reach)),
                row(self.say("超时的任务", "Late tasks"), &|measures| self.late_total(measures)),
            ],
            notes: self.runs(beside),
        })
    }

    /// What is not known: as it was it is on no record, else the report is older than the measure.
    fn unknown(&self, course: Course) -> String {
        if course == Course::AsItWas { self.unrecorded() } else { "–".to_owned() }
    }

    fn first_warning(&self, beside: &[Beside]) -> String {
        let lags = || beside.iter().filter_map(|one| one.measures.lag.as_ref());
        let unit = lags().next().map(|lag| self.best(&lag.unit)).unwrap_or_default();
        let colour = lags().find_map(|lag| Some(lag.target.as_ref()?.colour));
        let colour = colour.map(|colour| self.0.colour(colour)).unwrap_or_default();
        let of = if unit.is_empty() { String::new() } else { format!("of {unit}") };
        let english = ["First", &colour, "warning to the response", &of];
        let english: Vec<_> = english.into_iter().filter(|word| !word.is_empty()).collect();
        self.say(&format!("首个{colour}预警到{unit}启动响应"), &english.join(" "))
    }

    fn first_lag(&self, measures: &Measures) -> String {
        let decided = measures.lag.as_ref().filter(|lag| lag.decided_at.is_some());
        match decided {
            Some(lag) => self.between(lag.minutes),
            None if measures.course == Course::AsItWas => self.unrecorded(),
            None if measures.lag.is_some() => self.say("一直没有决定", "never decided"),
            None => "–".to_owned(),
        }
    }

    fn first_target(&self, measures: &Measures) -> String {
        let target = measures.lag.as_ref().and_then(|lag| lag.target.as_ref());
        target.map_or_else(|| "–".to_owned(), |target| self.target(target))
    }

    fn calls(&self, measures: &Measures) -> String {
        let Some(total) = measures.calls else { return self.unknown(measures.course) };
        let (calls, rounds) = (total.calls, total.rounds);
        self.say(&format!("{calls} 次({rounds} 轮)"), &format!("{calls} (rounds: {rounds})"))
    }

    fn late_total(&self, measures: &Measures) -> String {
        let Some(total) = measures.late_tasks else { return self.unknown(measures.course) };
        let (tasks, never) = (total.tasks, total.never_reported);
        self.say(&format!("{tasks},其中一直没有报 {never}"), &format!("{tasks}, never reported {never}"))
    }

    fn runs(&self, beside: &[Beside]) -> Vec<String> {
        let chosen = self.say(
            "同一情景、同一辖区、同一随机种子;本演法是这一次,其余每种取最近演完的一次。各按演的那天的岗位和预案。",
            "Same scenario, area and seed; this run, and of each other course the latest one, with the posts and plans of \
             the day it was played.",
        );
        let missing = Course::ALL.into_iter().filter(|course| beside.iter().all(|one| one.measures.course != *course));
        let missing: Vec<_> = missing.map(|course| self.course(course)[0].clone()).collect();
        let missing = missing.join(&self.say("、", ", "));
        let rest = self.say(&format!("还没有演:{missing}。"), &format!("Not played yet: {missing}."));
        if missing.is_empty() { vec![chosen] } else { vec![chosen, rest] }
    }
}
