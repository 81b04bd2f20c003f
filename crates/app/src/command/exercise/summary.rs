//! The report of one course in a few lines.

use domain::access::Titles;
use domain::exercise::{CallSum, Course, Lag, Report, Scenario, Silence, TaskSum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Silent posts that are named; the others are counted.
const NAMED: usize = 5;

pub(super) fn of(titles: &Titles, scenario: &Scenario, report: &Report) -> String {
    let (known, assumed) = report.posts;
    let head = format!("EXERCISE · {} · {}", report.names.best("en"), report.course.word());
    let posts = format!("  posts: {known} of the registers, {assumed} assumed");
    let parts = [
        vec![head, posts],
        lags(scenario, report),
        calls(scenario, report),
        silent(titles, scenario, report),
        tasks(report),
    ];
    parts.concat().join("\n")
}

/// From warning to response, beside what the plans allow.
fn lags(scenario: &Scenario, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let (decided, open): (Vec<_>, Vec<_>) = report.lags.iter().partition(|lag| lag.decided_at.is_some());
    if let (Some(longest), Some(shortest)) = (decided.first(), decided.last()) {
        lines.push(format!(
            "  responses decided: {}; from the warning {} at the latest ({}), {} at the earliest",
            decided.len(),
            span(longest.minutes),
            longest.unit.best("en"),
            span(shortest.minutes)
        ));
    }
    let warned = report.lags.iter().filter(|lag| lag.code.as_ref() == Some(&scenario.area));
    lines.extend(warned.map(|lag| format!("  {}: {}", lag.unit.best("en"), kept(report.course, lag))));
    // What the sources of the scenario do not tell may have happened nevertheless.
    let undecided = match report.course {
        Course::AsItWas => "responses of which no decision is on record",
        Course::AsPlanned | Course::WithoutNetwork => "responses that nobody decided",
    };
    let met = report.lags.iter().filter_map(|lag| lag.target.as_ref()?.met);
    let (met, missed): (Vec<_>, Vec<_>) = met.partition(|met| *met);
    lines.push(format!("  {undecided}: {}", open.len()));
    lines.push(format!("  targets of the plans: {} met, {} missed", met.len(), missed.len()));
    lines
}

/// One lag, its target, and whether it was kept.
fn kept(course: Course, lag: &Lag) -> String {
    let took = match (lag.decided_at, course) {
        (Some(_), _) => format!("{} from the warning to the response", span(lag.minutes)),
        (None, Course::AsItWas) => "no decision is on record".to_owned(),
        (None, _) => "never decided".to_owned(),
    };
    let Some(target) = &lag.target else { return took };
    format!("{took}; target {}{}", span(target.minutes), verdict(target.met))
}

/// Behind a target: whether it was met, where that is known.
pub(super) fn verdict(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => ", met",
        Some(false) => ", missed",
        None => "",
    }
}

fn calls(scenario: &Scenario, report: &Report) -> Vec<String> {
    let half = |minutes: Option<i64>| minutes.map_or_else(|| "–".to_owned(), span);
    let line = |round: &CallSum| {
        format!(
            "  calls {}: {} posts, {} received, {} on post, {} without an answer, {} out of reach; half received after {}, \
             on post after {}",
            clock(scenario, round.began_at),
            round.posts,
            round.received,
            round.on_post,
            round.posts.saturating_sub(round.received + round.out_of_reach),
            round.out_of_reach,
            half(round.half_received_min),
            half(round.half_on_post_min)
        )
    };
    report.rounds.iter().map(line).collect()
}

/// Posts that had not answered, why, and the first of them by unit and title.
fn silent(titles: &Titles, scenario: &Scenario, report: &Report) -> Vec<String> {
    let Some(sum) = report.posts_called else { return Vec::new() };
    let rows = &report.silent_posts;
    let count = format!("{} of {} posts", sum.unreached(), sum.posts);
    let mut lines = vec![match &scenario.harm {
        Some(harm) => format!("  not reached before {}: {count}", clock(scenario, harm.by)),
        None => format!("  silent at the end: {count}"),
    }];
    for why in Silence::ALL {
        let posts: usize = rows.iter().filter(|row| row.why == why).map(|row| row.posts).sum();
        if posts > 0 {
            lines.push(format!("    {}: {posts}", why.word()));
        }
    }
    for row in rows.iter().take(NAMED) {
        let title = titles.get(&row.title).map_or(row.title.as_str(), |title| title.names.best("en"));
        let many = if row.posts > 1 { format!("{} × ", row.posts) } else { String::new() };
        lines.push(format!("    {many}{title}, {} ({})", row.unit.best("en"), row.why.word()));
    }
    let more: usize = rows.iter().skip(NAMED).map(|row| row.posts).sum();
    if more > 0 {
        lines.push(format!("    and {more} more"));
    }
    lines
}

fn tasks(report: &Report) -> Vec<String> {
    let as_it_was = report.course == Course::AsItWas;
    let line = |sum: &TaskSum| {
        // What was done when at the time is not on record.
        let done = if as_it_was { String::new() } else { format!(", done in time {}, late {}", sum.in_time, sum.late) };
        format!("  tasks {}: {}{done}, there before the harm began {}", sum.kind.word(), sum.tasks, sum.before_harm)
    };
    let mut lines: Vec<_> = report.tasks.iter().map(line).collect();
    if let Some(latest) = report.late_tasks.first() {
        let never = report.late_tasks.iter().filter(|task| task.reported_at.is_none()).count();
        lines.push(format!(
            "  late tasks: {}, never reported {never}; the latest by {} ({}, {})",
            report.late_tasks.len(),
            span(latest.late_min),
            latest.task.best("en"),
            latest.unit.best("en")
        ));
    }
    lines
}

pub(super) fn span(minutes: i64) -> String {
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}

/// A moment on the clocks of the scenario.
pub(super) fn clock(scenario: &Scenario, at: Timestamp) -> String {
    let zone = TimeZone::get(&scenario.zone).unwrap_or(TimeZone::UTC);
    zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use domain::exercise::{SilentPosts, shipped};
    use domain::names::Names;

    use super::*;

    fn silent_in(grid: usize) -> SilentPosts {
        SilentPosts {
            unit: Names::zh_en(&format!("第{grid}网格"), &format!("Grid {grid}")),
            code: None,
            title: "grid_worker".to_owned(),
            why: Silence::NoAnswer,
            posts: 1,
            assumed: 0,
            answered_later: 0,
        }
    }

    fn summary(harm: bool, silent: usize) -> String {
        let (mut scenario, _) = shipped().expect("the scenarios").remove(0);
        scenario.harm = scenario.harm.filter(|_| harm);
        let mut report = testkit::exercise::report();
        report.silent_posts = (1..=silent).map(silent_in).collect();
        of(&Titles::shipped().expect("the titles"), &scenario, &report)
    }

    #[test]
    fn the_lag_of_the_city_stands_beside_its_target() {
        let text = summary(true, 1);
        let line = "18 h 31 min from the warning to the response; target 0 h 20 min, missed";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("targets of the plans: 0 met, 3 missed"), "{text}");
    }

    #[test]
    fn silent_posts_are_named_where_the_scenario_knows_of_no_harm_too() {
        let text = summary(false, 7);
        assert!(text.contains("  silent at the end: 1 of 3 posts\n    no_answer: 7\n"), "{text}");
        let named: Vec<_> = text.lines().filter(|line| line.contains(", Grid ")).collect();
        let title =
            Titles::shipped().expect("the titles").get("grid_worker").expect("a title").names.best("en").to_owned();
        assert_eq!(named.len(), NAMED);
        assert_eq!(named[0], format!("    {title}, Grid 1 (no_answer)"));
        assert!(text.contains("\n    and 2 more"), "{text}");
    }

    #[test]
    fn with_harm_it_is_said_in_the_time_of_the_place_who_was_not_reached() {
        let text = summary(true, 1);
        assert!(text.contains("  not reached before 2021-07-20 13:00: 1 of 3 posts"), "{text}");
        assert!(!text.contains("    and "), "{text}");
    }
}
