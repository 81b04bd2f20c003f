//! Exercises beside real work.

use domain::exercise::{Course, ExerciseState};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::exercise::NewExercise;
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

both!(of_two_equal_requests_at_once_one_begins_an_exercise, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (street, new) = (city.actor("street").await, testkit::exercise::ready(&city, Course::AsPlanned));
    let begin = async |new: NewExercise| city.service.begin_exercise(&street, new, at(0)).await;
    let (one, two) = tokio::join!(begin(new.clone()), begin(new.clone()));
    let ids = (one.expect("an exercise"), two.expect("the same, sent at the same time"));
    assert_eq!(ids, (new.id, new.id));
    assert_eq!(database.texts("select scenario from exercise").await.len(), 1);
    let other = begin(NewExercise { body_hash: vec![2], ..new }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});
