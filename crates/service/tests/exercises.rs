//! Exercises beside real work.

use domain::exercise::{Course, ExerciseState};
use domain::id::ExerciseId;
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

both!(the_courses_of_a_scenario_stand_side_by_side_each_by_its_latest_run, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let street = city.actor("street").await;
    let beside = async |id: ExerciseId| {
        let (row, report) = city.service.show_exercise(&street, id).await.expect("the exercise");
        city.service.exercises_beside(&row, &report.expect("a report")).await.expect("the courses")
    };
    let was = testkit::exercise::played_as_it_was(&city).await;
    assert_eq!(beside(was).await.len(), 1, "no other course was played");
    let earlier = testkit::exercise::played(&city).await;
    let latest = testkit::exercise::played(&city).await;
    testkit::exercise::begun(&city).await;
    let other = NewExercise { seed: 2, ..testkit::exercise::ready(&city, Course::WithoutNetwork) };
    let other = city.service.begin_exercise(&street, other, at(0)).await.expect("an exercise");
    let row = city.service.store().exercise(other).await.expect("an answer").expect("the exercise");
    city.service.end_exercise(row, Ok(testkit::exercise::report()), at(1)).await.expect("the end");
    let courses = beside(was).await;
    let played: Vec<_> = courses.iter().map(|one| (one.measures.course, one.exercise)).collect();
    assert_eq!(played, [(Course::AsItWas, was), (Course::AsPlanned, latest)]);
    assert_eq!(beside(earlier).await[1].exercise, earlier, "of its own course it is the exercise itself");
    let [then, now] = [&courses[0].measures, &courses[1].measures];
    assert!(then.in_time.is_none() && then.calls.is_none() && then.posts.is_none() && then.late_tasks.is_none());
    assert_eq!(then.lag.as_ref().map(|lag| lag.minutes), Some(18 * 60 + 31));
    assert_eq!(now.in_time, Some((0, 3)));
    assert_eq!(now.calls.map(|total| (total.rounds, total.calls)), Some((1, 3)));
    assert_eq!(now.posts.map(|sum| (sum.received, sum.unreached())), Some((2, 1)));
    assert_eq!(now.late_tasks.map(|total| (total.tasks, total.never_reported)), Some((2, 1)));
});
