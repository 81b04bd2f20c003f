//! The courses of a scenario in one table for a terminal.

use domain::exercise::{Course, Measures, PostSum, Scenario};

use super::summary::{clock, span, verdict};

/// A line: what is measured, and what it was in each course.
type Line = (String, Vec<String>);

pub(super) fn of(scenario: &Scenario, played: &[Measures]) -> String {
    let lines = lines(scenario, played);
    let first = lines.iter().map(|(measure, _)| measure.chars().count()).max().unwrap_or(0);
    let width = |place: usize| lines.iter().filter_map(|(_, values)| Some(values.get(place)?.chars().count())).max();
    let widths: Vec<_> = (0..played.len()).map(|place| width(place).unwrap_or(0)).collect();
    let line = |(measure, values): &Line| {
        let values = values.iter().zip(&widths).map(|(value, width)| format!("{value:<width$}", width = *width));
        let line = format!("  {measure:<first$}  {}", values.collect::<Vec<_>>().join("  "));
        line.trim_end().to_owned()
    };
    let head = format!("EXERCISE · {} · the courses side by side", scenario.names.best("en"));
    std::iter::once(head).chain(lines.iter().map(line)).collect::<Vec<_>>().join("\n")
}

fn lines(scenario: &Scenario, played: &[Measures]) -> Vec<Line> {
    let row = |measure: &str, value: &dyn Fn(&Measures) -> String| -> Line {
        (measure.to_owned(), played.iter().map(value).collect())
    };
    let posts = |of: fn(&PostSum) -> usize| {
        move |measures: &Measures| {
            let said = measures.posts.as_ref().map(|sum| format!("{} of {}", of(sum), sum.posts));
            said.unwrap_or_else(|| unknown(measures.course))
        }
    };
    let by = scenario.harm.as_ref().map(|harm| format!("before {}", clock(scenario, harm.by)));
    let by = by.unwrap_or_else(|| "by the end".to_owned());
    vec![
        row("", &|measures| measures.course.word().to_owned()),
        row("first warning to the response", &lag),
        row("target of the plans", &target),
        row("responses within their target", &|measures| {
            let said = measures.in_time.map(|(met, all)| format!("{met} of {all}"));
            said.unwrap_or_else(|| unknown(measures.course))
        }),
        row("calls", &|measures| {
            let said = measures.calls.map(|total| format!("{} (rounds: {})", total.calls, total.rounds));
            said.unwrap_or_else(|| unknown(measures.course))
        }),
        row(&format!("received {by}"), &posts(|sum| sum.received)),
        row(&format!("on post {by}"), &posts(|sum| sum.on_post)),
        row(&format!("not reached {by}"), &posts(PostSum::unreached)),
        row("  of them silent", &posts(|sum| sum.silent)),
        row("  of them out of reach", &posts(|sum| sum.out_of_reach)),
        row("late tasks", &|measures| {
            let said =
                measures.late_tasks.map(|total| format!("{}, never reported {}", total.tasks, total.never_reported));
            said.unwrap_or_else(|| unknown(measures.course))
        }),
    ]
}

/// What is not known: as it was it is on no record.
fn unknown(course: Course) -> String {
    if course == Course::AsItWas { "not on record".to_owned() } else { "–".to_owned() }
}

fn lag(measures: &Measures) -> String {
    match &measures.lag {
        Some(lag) if lag.decided_at.is_some() => span(lag.minutes),
        Some(_) if measures.course != Course::AsItWas => "never decided".to_owned(),
        _ => unknown(measures.course),
    }
}

fn target(measures: &Measures) -> String {
    let target = measures.lag.as_ref().and_then(|lag| lag.target.as_ref());
    target.map_or_else(|| "–".to_owned(), |target| span(target.minutes) + verdict(target.met))
}

#[cfg(test)]
mod tests {
    use domain::exercise::shipped;

    use super::*;

    #[test]
    fn each_course_has_a_column_and_what_nobody_knows_is_not_on_record() {
        let (scenario, _) = shipped().expect("the scenarios").remove(0);
        let reports = [testkit::exercise::report_as_it_was(), testkit::exercise::report()];
        let played = reports.map(|report| Measures::of(&report, &scenario.area));
        let text = of(&scenario, &played);
        let table: Vec<Vec<&str>> = text
            .lines()
            .skip(1)
            .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
            .collect();
        assert_eq!(table[0], ["as_it_was", "as_planned"]);
        assert_eq!(table[1], ["first warning to the response", "18 h 31 min", "18 h 31 min"]);
        assert_eq!(table[2], ["target of the plans", "0 h 20 min, missed", "0 h 20 min, missed"]);
        assert_eq!(table[4], ["calls", "not on record", "3 (rounds: 1)"]);
        assert_eq!(table[5], ["received before 2021-07-20 13:00", "not on record", "2 of 3"]);
        assert_eq!(table[10], ["late tasks", "not on record", "2, never reported 1"]);
    }
}
