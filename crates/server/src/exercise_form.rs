//! What an exercise has shown, on paper: from the report to its words.

mod courses;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use document::{ExerciseForm, Language, Listed, Unreached};
use domain::exercise::{
    Assumed, CallSum, Course, Lag, LagTarget, LateTask, Line, LineKind, Report, Scenario, Silence, SilentPosts, TaskSum,
};
use domain::id::ExerciseId;
use domain::names::Names;
use domain::response::ItemKind;
use jiff::Timestamp;
use service::ServiceError;
use service::exercise::Beside;
use store::exercise::ExerciseRow;
use uuid::Uuid;

use crate::extract::{Params, Place};
use crate::paper::{self, PaperView, PrintParams, page};
use crate::paper_words::PaperWords;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// Rows of a long list that go on paper; the whole list is a file of its own.
const PRINTED: usize = 300;

/// Print what an exercise has shown.
#[utoipa::path(get, path = "/api/exercises/{id}/report", operation_id = "print_exercise", tag = "exercises",
    params(PrintParams, ("id" = Uuid, Path)),
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn print(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<PrintParams>,
) -> Result<Response, Problem> {
    let html = read(&app, &signed, id, params.lang.into()).await?.paper().html();
    Ok(page(html))
}

/// Ask for what an exercise has shown as PDF. It is made in the background and kept for a day; asked for twice, it is
/// made once.
#[utoipa::path(post, path = "/api/exercises/{id}/report", operation_id = "ask_exercise_pdf", tag = "exercises",
    params(PrintParams, ("id" = Uuid, Path)),
    responses((status = 200, body = PaperView),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn ask(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<PrintParams>,
) -> Result<Json<PaperView>, Problem> {
    let form = read(&app, &signed, id, params.lang.into()).await?;
    paper::ask(&app, signed.actor, format!("exercise-{id}"), &form.paper()).await
}

async fn read(app: &App, signed: &Signed, id: Uuid, language: Language) -> Result<ExerciseForm, Problem> {
    let (row, report) = app.service.show_exercise(&signed.actor, ExerciseId(id)).await?;
    let report = report.ok_or(ServiceError::NotFound("report of the exercise"))?;
    let beside = app.service.exercises_beside(&row, &report).await?;
    let scenario = service::exercise::scenario(&row.scenario).ok();
    Ok(Writer(PaperWords { app, language }).form(&row, &report, scenario, &beside))
}

struct Writer<'a>(PaperWords<'a>);

impl Writer<'_> {
    fn form(&self, row: &ExerciseRow, report: &Report, scenario: Option<&Scenario>, beside: &[Beside]) -> ExerciseForm {
        ExerciseForm {
            language: self.0.language,
            place: self.0.lineage(&row.unit.1),
            scenario: self.best(&report.names),
            course: self.course(report.course),
            played_at: row.ended_at.map(|at| self.0.at(at)).unwrap_or_default(),
            seed: report.seed.to_string(),
            source: self.best(&report.source),
            posts: [report.posts.0.to_string(), report.posts.1.to_string()],
            courses: self.side_by_side(beside, scenario),
            lags: report.lags.iter().map(|lag| self.lag(lag, report.course)).collect(),
            rounds: report.rounds.iter().map(|round| self.round(round)).collect(),
            unreached: self.unreached(report, scenario),
            tasks: report.tasks.iter().map(|sum| self.tasks(sum, report.course)).collect(),
            tasks_note: self.tasks_note(report),
            late: Listed {
                rows: report.late_tasks.iter().take(PRINTED).map(|task| self.late(task)).collect(),
                all: report.late_tasks.len(),
            },
            timeline: report.log.iter().map(|line| self.line(line)).collect(),
            assumed: self.assumed(&report.assumed),
        }
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.0.say(zh, en)
    }

    fn best(&self, names: &Names) -> String {
        self.0.best(names)
    }

    /// A time in a table, where the zone stands once for all.
    fn short(&self, at: Option<Timestamp>, none: impl FnOnce() -> String) -> String {
        let text = |at| self.0.app.service.zone().to_datetime(at).strftime("%m-%d %H:%M").to_string();
        at.map(text).unwrap_or_else(none)
    }

    fn course(&self, course: Course) -> [String; 2] {
        match course {
            Course::AsItWas => [
                self.say("按当年实际", "As it was"),
                self.say(
                    "只发生当年作出的决定,没有人要应答。",
                    "only what was decided at the time is decided; nobody had to answer.",
                ),
            ],
            Course::AsPlanned => [
                self.say("按现行预案", "By today's plans"),
                self.say(
                    "按现在的预案、叫应规则和值班表,人员反应按情景中的假设。",
                    "by today's plans, ladders and rosters; people act as the scenario assumes.",
                ),
            ],
            Course::WithoutNetwork => [
                self.say("断网 12 小时", "12 hours without network"),
                self.say(
                    "按现行预案,但前 12 小时所有通道都不通,只能敲门。",
                    "by today's plans, but no channel works for the first 12 hours: posts are found at the door.",
                ),
            ],
        }
    }

    fn lag(&self, lag: &Lag, course: Course) -> [String; 7] {
        let nothing = || "–".to_owned();
        // What the sources of the scenario do not tell may have happened nevertheless.
        let nobody = |(zh, en): (&str, &str)| match course {
            Course::AsItWas => self.unrecorded(),
            Course::AsPlanned | Course::WithoutNetwork => self.say(zh, en),
        };
        [
            self.best(&lag.unit),
            self.short(Some(lag.warned_at), nothing),
            self.short(lag.decided_at, || nobody(("一直没有决定", "never decided"))),
            if lag.decided_at.is_some() { self.between(lag.minutes) } else { nothing() },
            lag.target.as_ref().map_or_else(nothing, |target| self.target(target)),
            self.short(lag.flagged_at, nothing),
            self.short(lag.attended_at, || nobody(("没有人到位", "nobody came"))),
        ]
    }

    fn unrecorded(&self) -> String {
        self.say("没有记载", "not on record")
    }

    fn between(&self, minutes: i64) -> String {
        let (hours, minutes) = (minutes / 60, minutes % 60);
        self.say(&format!("{hours} 小时 {minutes} 分"), &format!("{hours} h {minutes} min"))
    }

    /// What the plans allow, and whether that was kept.
    fn target(&self, target: &LagTarget) -> String {
        let minutes = target.minutes;
        let (zh, en) = match target.met {
            Some(true) => (",已达到", ", met"),
            Some(false) => (",未达到", ", missed"),
            None => ("", ""),
        };
        self.say(&format!("{minutes} 分钟内{zh}"), &format!("{minutes} min{en}"))
    }

    fn round(&self, round: &CallSum) -> [String; 8] {
        let half = |minutes: Option<i64>| match minutes {
            Some(minutes) => self.say(&format!("{minutes} 分钟"), &format!("{minutes} min")),
            None => self.say("没有达到", "never"),
        };
        [
            self.short(Some(round.began_at), String::new),
            round.posts.to_string(),
            round.received.to_string(),
            round.on_post.to_string(),
            round.posts.saturating_sub(round.received + round.out_of_reach).to_string(),
            round.out_of_reach.to_string(),
            half(round.half_received_min),
            half(round.half_on_post_min),
        ]
    }

    fn unreached(&self, report: &Report, scenario: Option<&Scenario>) -> Option<Unreached> {
        let harm = scenario?.harm.as_ref()?;
        let (silent, posts) = report.unreached_before_harm.filter(|_| !report.rounds.is_empty())?;
        let rows = &report.silent_posts;
        let sum = |why: Silence| rows.iter().filter(|row| row.why == why).map(|row| row.posts).sum::<usize>();
        let by_why = Silence::ALL.into_iter().map(|why| (why, sum(why))).filter(|(_, posts)| *posts > 0);
        Some(Unreached {
            by: self.0.at(harm.by),
            posts: [silent.to_string(), posts.to_string()],
            by_why: by_why.map(|(why, posts)| [self.why(why), posts.to_string()]).collect(),
            rows: Listed { rows: rows.iter().take(PRINTED).map(|row| self.silent(row)).collect(), all: rows.len() },
        })
    }

    fn silent(&self, row: &SilentPosts) -> [String; 6] {
        let title = self.0.app.service.titles().get(&row.title);
        [
            self.best(&row.unit),
            title.map_or_else(|| row.title.clone(), |title| self.best(&title.names)),
            self.why(row.why),
            row.posts.to_string(),
            row.assumed.to_string(),
            row.answered_later.to_string(),
        ]
    }

    fn why(&self, why: Silence) -> String {
        match why {
            Silence::NoAnswer => self.say("已呼叫,未应答", "called, no answer"),
            Silence::NoNetwork => self.say("没有网络,呼不出去", "no network: no call went through"),
            Silence::NoNumber => self.say("没有登记号码", "no number registered"),
            Silence::NotCalled => self.say("还没有呼叫", "not called yet"),
        }
    }

    fn late(&self, task: &LateTask) -> [String; 5] {
        [
            self.best(&task.unit),
            self.best(&task.task),
            self.short(Some(task.due_at), String::new),
            self.short(task.reported_at, || self.say("一直没有报", "never reported")),
            task.late_min.to_string(),
        ]
    }

    fn line(&self, line: &Line) -> [String; 4] {
        let kind = match line.kind {
            LineKind::Warning => self.say("预警", "warning"),
            LineKind::Decision => self.say("当年的决定", "decided at the time"),
            LineKind::Event => self.say("当年发生", "happened at the time"),
            LineKind::Harm => self.say("灾害", "harm"),
            LineKind::Played => self.say("本次演练", "in this exercise"),
        };
        [self.short(Some(line.at), String::new), kind, self.best(&line.names), line.source.clone()]
    }

    fn tasks(&self, sum: &TaskSum, course: Course) -> [String; 6] {
        let kind = match sum.kind {
            ItemKind::Do => self.say("执行", "do"),
            ItemKind::Count => self.say("清点", "count"),
            ItemKind::ClosePlaces => self.say("关闭场所", "close places"),
            ItemKind::MovePeople => self.say("转移人员", "move people"),
        };
        let undone = sum.tasks.saturating_sub(sum.in_time + sum.late);
        let numbers = [sum.tasks, sum.in_time, sum.late, undone, sum.before_harm];
        let [all, in_time, late, undone, before] = numbers.map(|number| number.to_string());
        if course == Course::AsItWas {
            let unknown = || "–".to_owned();
            return [kind, all, unknown(), unknown(), unknown(), before];
        }
        [kind, all, in_time, late, undone, before]
    }

    /// What nobody reported in an exercise is not done; of what really happened nobody knows it.
    fn tasks_note(&self, report: &Report) -> Option<String> {
        let note = || {
            self.say(
                "这些是现行预案要求的任务;当年哪些做了、何时完成,没有记载。",
                "These are the tasks that today's plans ask for; what was done when at the time is not on record.",
            )
        };
        (report.course == Course::AsItWas && !report.tasks.is_empty()).then(note)
    }

    fn assumed(&self, a: &Assumed) -> Vec<String> {
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        let (answer, deputy, door) = (percent(a.answer), percent(a.deputy_answers), percent(a.found_at_door));
        let ([first, last], [soon, late]) = (a.received_min, a.on_post_min);
        let (decide, held, done, [early, slow]) = (a.decide_min, a.command_post_min, percent(a.task_done), a.task_min);
        vec![
            self.say(&format!("第一次呼叫有 {answer} 应答"), &format!("{answer} answer the first call")),
            self.say(&format!("副岗有 {deputy} 应答"), &format!("{deputy} of the deputies answer")),
            self.say(&format!("敲门能找到 {door}"), &format!("{door} are found at the door")),
            self.say(
                &format!("{first} 到 {last} 分钟内已收到"),
                &format!("“received” within {first} to {last} minutes"),
            ),
            self.say(&format!("再过 {soon} 到 {late} 分钟到岗"), &format!("on post {soon} to {late} minutes later")),
            self.say(&format!("{decide} 分钟内作出决定"), &format!("decided within {decide} minutes")),
            self.say(
                &format!("决定后 {held} 分钟指挥部有人坐镇"),
                &format!("somebody holds the command post {held} minutes after the decision"),
            ),
            self.say(
                &format!("{done} 的任务在 {early} 到 {slow} 分钟内报完成"),
                &format!("{done} of the tasks reported after {early} to {slow} minutes"),
            ),
        ]
    }
}
