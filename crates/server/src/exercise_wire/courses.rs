//! The courses of a scenario side by side, as they go over the wire.

use domain::exercise::{Course, PostSum};
use serde::Serialize;
use service::exercise::Beside;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ExerciseLag, lag};
use crate::words::CourseWord;

/// What one course comes to. What is missing is not known: as it was, that is everything but the lag.
#[derive(Serialize, ToSchema)]
pub(crate) struct CourseMeasures {
    /// The exercise that played it.
    exercise: Uuid,
    #[schema(value_type = CourseWord)]
    course: Course,
    played_at: Option<i64>,
    /// From the first warning to the response of the unit that was warned.
    lag: Option<ExerciseLag>,
    /// Responses that came into force within their target.
    in_time: Option<usize>,
    /// Of so many that had one to keep.
    in_time_of: Option<usize>,
    rounds: Option<usize>,
    /// Calls of all rounds; a post that was called in two rounds counts twice.
    calls: Option<usize>,
    /// The posts when the harm began.
    posts: Option<PostsCalled>,
    late_tasks: Option<usize>,
    /// Of them, those that were never reported.
    late_unreported: Option<usize>,
}

/// Posts that were called, each counted once.
#[derive(Serialize, ToSchema)]
struct PostsCalled {
    posts: usize,
    /// Of them, those that had said 已收到.
    received: usize,
    /// Of those, the ones that had said 已到岗.
    on_post: usize,
    /// Of all, those that had not said 已收到.
    unreached: usize,
    /// Of these, those whom a call had reached, or for whom none had gone out yet.
    silent: usize,
    /// And those that no channel had reached: no network, or no number.
    out_of_reach: usize,
}

pub(crate) fn course_measures(beside: &Beside) -> CourseMeasures {
    let measures = &beside.measures;
    CourseMeasures {
        exercise: beside.exercise.0,
        course: measures.course,
        played_at: beside.played_at.map(|at| at.as_millisecond()),
        lag: measures.lag.as_ref().map(lag),
        in_time: measures.in_time.map(|(met, _)| met),
        in_time_of: measures.in_time.map(|(_, all)| all),
        rounds: measures.calls.map(|total| total.rounds),
        calls: measures.calls.map(|total| total.calls),
        posts: measures.posts.as_ref().map(posts),
        late_tasks: measures.late_tasks.map(|total| total.tasks),
        late_unreported: measures.late_tasks.map(|total| total.never_reported),
    }
}

fn posts(sum: &PostSum) -> PostsCalled {
    PostsCalled {
        posts: sum.posts,
        received: sum.received,
        on_post: sum.on_post,
        unreached: sum.unreached(),
        silent: sum.silent,
        out_of_reach: sum.out_of_reach,
    }
}
