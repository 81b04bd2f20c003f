//! Exercises beside real work.

use domain::exercise::ExerciseState;
use jiff::{SignedDuration, Timestamp};
use testkit::city::fill;
use testkit::warning::{Cap, fit_station};
use testkit::{both, keys, t0};

fn at(minutes: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

both!(an_exercise_stands_still_while_real_calls_go_on, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    let id = testkit::exercise::begun(&city).await;
    city.service.claim_exercise(at(1)).await.expect("an answer").expect("the exercise");
    let state = async |minutes| city.service.exercise_goes_on(id, None, at(minutes)).await.expect("an answer");
    assert_eq!(state(2).await, ExerciseState::Running);
    let round = Cap::red("red-1").give(&city.service, at(3)).await.expect("a warning").callout.expect("a round").id;
    assert_eq!(state(4).await, ExerciseState::Suspended);
    city.service.end_callout(&city.actor("district").await, round, "预警解除", at(5)).await.expect("it ends");
    assert_eq!(state(6).await, ExerciseState::Running);
});
