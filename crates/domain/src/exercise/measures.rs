//! The courses of one scenario side by side: few measures of each, and what is not known of it left out.

use serde::Serialize;

use super::Course;
use super::report::{Lag, PostSum, Report};

/// What one course comes to. As it was, everything but the lag is none: the sources do not tell it. A report from before
/// a measure was kept has none of it either.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measures {
    /// Which course.
    pub course: Course,
    /// From the first warning to the response of the unit that was warned; none where it was not asked to respond.
    pub lag: Option<Lag>,
    /// Responses that came into force within their target, of so many that had one to keep.
    pub in_time: Option<(usize, usize)>,
    /// Calls.
    pub calls: Option<CallTotal>,
    /// The posts when the harm began; where the scenario knows of no harm, at its end.
    pub posts: Option<PostSum>,
    /// Tasks that were late.
    pub late_tasks: Option<LateTotal>,
}

/// Calls of all rounds; a post that was called in two rounds counts twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CallTotal {
    /// Rounds.
    pub rounds: usize,
    /// Calls.
    pub calls: usize,
}

/// Tasks that were late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LateTotal {
    /// All of them.
    pub tasks: usize,
    /// Of them, those that were never reported.
    pub never_reported: usize,
}

impl Measures {
    /// The measures of a report; `area` is the code of the unit that its scenario warns.
    pub fn of(report: &Report, area: &str) -> Self {
        let warned = report.lags.iter().filter(|lag| lag.code.as_deref() == Some(area));
        let lag = warned.min_by_key(|lag| lag.warned_at).cloned();
        let course = report.course;
        if course == Course::AsItWas {
            return Self { course, lag, in_time: None, calls: None, posts: None, late_tasks: None };
        }
        let kept = || report.lags.iter().filter_map(|lag| lag.target.as_ref()?.met);
        let calls = report.rounds.iter().map(|round| round.posts).sum();
        // Reports from before targets, or late tasks one by one, were kept do not know them.
        let targets = report.lags.iter().any(|lag| lag.target.is_some());
        let late_known = !report.late_tasks.is_empty() || report.tasks.iter().all(|sum| sum.late == 0);
        let never_reported = report.late_tasks.iter().filter(|task| task.reported_at.is_none()).count();
        Self {
            course,
            lag,
            in_time: targets.then(|| (kept().filter(|met| *met).count(), kept().count())),
            calls: Some(CallTotal { rounds: report.rounds.len(), calls }),
            posts: report.posts_called,
            late_tasks: late_known.then_some(LateTotal { tasks: report.late_tasks.len(), never_reported }),
        }
    }
}
