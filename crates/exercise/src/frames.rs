//! How an exercise stood from moment to moment, and what happened: what the page with the time slider shows.

use std::collections::HashMap;

use domain::exercise::{CallSum, Frame, Lag, Lane, Line, LineKind, Scenario, Silence};
use domain::id::ResponseId;
use domain::names::Names;
use domain::response::TaskState;
use jiff::{SignedDuration, Timestamp};
use store::callout::Reach;
use store::response::{ResponseRow, TaskRow};

use crate::answer::later;

/// From one frame to the next.
const STEP: SignedDuration = SignedDuration::from_mins(10);

/// How the posts of a round answered.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) began_at: Timestamp,
    pub(crate) calls: Vec<Said>,
}

/// How one post answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// Place of its lane; none for the topmost unit itself.
    pub(crate) lane: Option<usize>,
    /// When its first rung was climbed.
    pub(crate) first_at: Option<Timestamp>,
    /// What was sent for it, to the post or its deputy; none where there was no number.
    pub(crate) reach: Option<Reach>,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) on_post_at: Option<Timestamp>,
}

impl Said {
    fn is_silent(&self, at: Timestamp) -> bool {
        self.received_at.is_none_or(|moment| moment > at)
    }

    /// Why it had not answered by then, where it had not.
    pub(crate) fn why(&self, at: Timestamp) -> Silence {
        let by_then = |moment: Option<Timestamp>| moment.is_some_and(|moment| moment <= at);
        if !by_then(self.first_at) {
            Silence::NotCalled
        } else if by_then(self.reach.and_then(|reach| reach.taken_at)) {
            Silence::NoAnswer
        } else if by_then(self.reach.map(|reach| reach.tried_at)) {
            Silence::NoNetwork
        } else {
            Silence::NoNumber
        }
    }

    pub(crate) fn is_out_of_reach(&self, at: Timestamp) -> bool {
        self.is_silent(at) && self.why(at).is_out_of_reach()
    }

    fn is_on_post(&self, at: Timestamp) -> bool {
        self.on_post_at.is_some_and(|moment| moment <= at)
    }
}

/// A response, and since when somebody who decides is at its command post.
pub(crate) struct Held<'a> {
    pub(crate) row: &'a ResponseRow,
    pub(crate) attended_at: Option<Timestamp>,
}

impl Held<'_> {
    fn is_there(&self, at: Timestamp) -> bool {
        self.row.opened_at <= at && self.row.ended_at.is_none_or(|end| end > at)
    }

    fn is_in_force(&self, at: Timestamp) -> bool {
        self.is_there(at) && self.row.activated_at.is_some_and(|from| from <= at)
    }
}

pub(crate) fn of(scenario: &Scenario, rounds: &[Round], responses: &[Held<'_>], tasks: &[TaskRow]) -> Vec<Frame> {
    let begun: HashMap<_, _> = responses.iter().filter_map(|one| Some((one.row.id, one.row.activated_at?))).collect();
    moments(scenario).map(|at| frame(at, rounds, responses, (&begun, tasks))).collect()
}

fn moments(scenario: &Scenario) -> impl Iterator<Item = Timestamp> {
    let until = scenario.until;
    std::iter::successors(Some(scenario.from), |at| Some(later(*at, STEP))).take_while(move |at| *at <= until)
}

/// Calls of the round that then goes on.
fn calls(rounds: &[Round], at: Timestamp) -> &[Said] {
    rounds.iter().rev().find(|round| round.began_at <= at).map_or(&[], |round| &round.calls)
}

fn frame(
    at: Timestamp,
    rounds: &[Round],
    responses: &[Held<'_>],
    (begun, tasks): (&HashMap<ResponseId, Timestamp>, &[TaskRow]),
) -> Frame {
    let calls = calls(rounds, at);
    let silent = calls.iter().filter(|said| said.is_silent(at)).count();
    let on_post = calls.iter().filter(|said| said.is_on_post(at)).count();
    let active = responses.iter().filter(|one| one.is_in_force(at)).count();
    let attended = |one: &&Held<'_>| one.is_in_force(at) && one.attended_at.is_some_and(|moment| moment <= at);
    let (mut open, mut late, mut done) = (0, 0, 0);
    for row in tasks.iter().filter(|row| begun.get(&row.response).is_some_and(|from| *from <= at)) {
        if row.task.state == TaskState::Done && row.task.done_at.is_some_and(|moment| moment <= at) {
            done += 1;
        } else {
            open += 1;
            late += usize::from(row.task.due_at < at);
        }
    }
    Frame {
        at,
        posts: calls.len(),
        silent,
        out_of_reach: calls.iter().filter(|said| said.is_out_of_reach(at)).count(),
        received: (calls.len() - silent).saturating_sub(on_post),
        on_post,
        undecided: responses.iter().filter(|one| one.is_there(at)).count() - active,
        active,
        attended: responses.iter().filter(attended).count(),
        tasks_open: open,
        tasks_late: late,
        tasks_done: done,
    }
}

/// Each of these units from frame to frame.
pub(crate) fn lanes(scenario: &Scenario, rounds: &[Round], units: Vec<(Names, Option<String>)>) -> Vec<Lane> {
    let empty = |(unit, code)| Lane { unit, code, cells: Vec::new(), out_of_reach: Vec::new() };
    let mut lanes: Vec<Lane> = units.into_iter().map(empty).collect();
    for at in moments(scenario) {
        let mut now = vec![([0_usize; 3], 0_usize); lanes.len()];
        for said in calls(rounds, at) {
            let Some((cell, out_of_reach)) = said.lane.and_then(|lane| now.get_mut(lane)) else { continue };
            cell[0] += 1;
            cell[1] += usize::from(said.is_silent(at));
            cell[2] += usize::from(said.is_on_post(at));
            *out_of_reach += usize::from(said.is_out_of_reach(at));
        }
        for (lane, (cell, out_of_reach)) in lanes.iter_mut().zip(now) {
            lane.cells.push(cell);
            lane.out_of_reach.push(out_of_reach);
        }
    }
    lanes
}

/// What happened at the time and in the exercise, in the order of time.
pub(crate) fn log(scenario: &Scenario, rounds: &[CallSum], lags: &[Lag]) -> Vec<Line> {
    let line = |at: Timestamp, kind, names: &Names, source: &str| Line {
        at,
        kind,
        names: names.clone(),
        source: source.to_owned(),
    };
    let warnings = scenario.warnings.iter().map(|row| line(row.at, LineKind::Warning, &row.headline, &row.source));
    let decisions = scenario.decisions.iter().map(|row| line(row.at, LineKind::Decision, &row.names, &row.source));
    let events = scenario.events.iter().map(|row| line(row.at, LineKind::Event, &row.names, &row.source));
    let harm = scenario.harm.iter().map(|row| line(row.by, LineKind::Harm, &row.names, &row.source));
    let played = played(rounds, lags).into_iter().map(|(at, names)| line(at, LineKind::Played, &names, ""));
    let mut lines: Vec<_> = warnings.chain(decisions).chain(events).chain(harm).chain(played).collect();
    lines.sort_by_key(|line| line.at);
    lines
}

/// What a duty officer would want to have known: when the calls went out and came back, and when was decided.
fn played(rounds: &[CallSum], lags: &[Lag]) -> Vec<(Timestamp, Names)> {
    let mut lines = Vec::new();
    for round in rounds {
        let posts = round.posts;
        let after = |minutes: i64| later(round.began_at, SignedDuration::from_mins(minutes));
        lines.push((
            round.began_at,
            Names::zh_en(&format!("叫应开始,{posts} 个岗位"), &format!("calls begin, {posts} posts")),
        ));
        if let Some(minutes) = round.half_received_min {
            lines.push((after(minutes), Names::zh_en("半数岗位已收到", "half of the posts have received")));
        }
        if let Some(minutes) = round.half_on_post_min {
            lines.push((after(minutes), Names::zh_en("半数岗位已到岗", "half of the posts are on post")));
        }
    }
    let mut decided: Vec<_> = lags.iter().filter_map(|lag| lag.decided_at).collect();
    decided.sort_unstable();
    let (of, all) = (decided.len(), lags.len());
    if let Some(at) = decided.first() {
        lines.push((*at, Names::zh_en("第一个响应启动", "the first response comes into force")));
    }
    if let Some(at) = decided.last().filter(|_| of > 1) {
        let zh = format!("最后一个响应启动,共 {of} 个(建议 {all} 个)");
        lines.push((*at, Names::zh_en(&zh, &format!("the last response comes into force: {of} of {all} proposed"))));
    }
    lines
}
