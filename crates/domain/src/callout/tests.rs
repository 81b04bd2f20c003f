use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::*;
use crate::colour::WarningColour;
use crate::unit::{UnitKind, UnitNumber, UnitPath};

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH.saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

fn red() -> Ladder {
    Plan::shipped().expect("the table").ladder(WarningColour::Red).clone()
}

#[test]
fn received_is_not_on_post_and_on_post_is_not_moved() {
    let call = Call::new().attempted(Step::First, true, at(0));
    let received = call.report(Report::Received, at(1)).expect("a report");
    assert_eq!((received.state, received.on_post_at), (CallState::Received, None));
    let on_post = received.report(Report::OnPost, at(9)).expect("a report");
    assert_eq!((on_post.state, on_post.received_at, on_post.moved), (CallState::OnPost, Some(at(1)), None));
    let moved = on_post.report(Report::Moved(12), at(30)).expect("a report");
    assert_eq!((moved.state, moved.moved, moved.on_post_at), (CallState::OnPost, Some(12), Some(at(9))));
    assert_eq!(moved.report(Report::Received, at(40)), Ok(moved), "a late tap takes nothing back");
}

#[test]
fn what_cannot_be_true_or_comes_too_late_is_refused() {
    let call = Call::new();
    assert_eq!(call.report(Report::Moved(MOVED_MAX + 1), at(0)), Err(CallRefusal::TooMany { given: MOVED_MAX + 1 }));
    assert_eq!(call.end().report(Report::OnPost, at(0)), Err(CallRefusal::Ended));
    let answered = call.report(Report::Received, at(1)).expect("a report");
    assert_eq!(answered.end(), answered, "what was said stays");
}

#[test]
fn no_network_is_apart_from_silence() {
    let call = Call::new().attempted(Step::First, false, at(0));
    assert_eq!(call.state, CallState::Unreached);
    let reached = call.attempted(Step::Retry, true, at(2));
    assert_eq!(reached.state, CallState::Sent);
    assert_eq!(reached.attempted(Step::Deputy, false, at(4)).state, CallState::Sent, "what went out may still ring");
    assert_eq!(reached.first_at, Some(at(0)), "minutes count from the first attempt");
}

#[test]
fn a_silent_call_at_red_climbs_each_rung_in_its_minute() {
    let ladder = red();
    let mut call = Call::new();
    let (step, _) = ladder.next(&call).expect("the first attempt");
    assert_eq!(step, Step::First);
    call = call.attempted(step, true, at(0));
    let mut climbed = Vec::new();
    while let Some((step, due)) = ladder.next(&call) {
        climbed.push((step, due.as_second() / 60));
        call = call.attempted(step, true, due);
    }
    use Step::{Deputy, DoorKnock, Parent, ParentAgain, Retry};
    assert_eq!(climbed, [(Retry, 2), (Deputy, 4), (Parent, 5), (DoorKnock, 10), (ParentAgain, 15)]);
}

#[test]
fn who_received_but_is_not_on_post_comes_up_again_at_fifteen_minutes_and_not_before() {
    let ladder = red();
    let call = Call::new().attempted(Step::First, true, at(0)).report(Report::Received, at(1)).expect("a report");
    assert_eq!(ladder.next(&call), Some((Step::ParentAgain, at(15))));
    let on_post = call.report(Report::OnPost, at(10)).expect("a report");
    assert_eq!(ladder.next(&on_post), None);
    assert_eq!(ladder.next(&Call::new().attempted(Step::First, true, at(0)).end()), None);
}

#[test]
fn a_unit_is_confirmed_by_any_by_each_or_by_some() {
    assert!(Rule::Any.is_met(1, 5) && !Rule::Any.is_met(0, 5));
    assert!(Rule::Each.is_met(5, 5) && !Rule::Each.is_met(4, 5));
    let two = Rule::Quorum { posts: 2 };
    assert!(two.is_met(2, 5) && !two.is_met(1, 5) && two.is_met(1, 1));
    assert!([Rule::Any, Rule::Each, two].into_iter().all(|rule| !rule.is_met(0, 0)), "nobody is there");
}

#[test]
fn the_shipped_table_is_whole_and_blue_sleeps_at_night() {
    let plan = Plan::shipped().expect("the table");
    let zone = TimeZone::fixed(jiff::tz::offset(8));
    let night: Timestamp = "2021-07-20T02:00:00+08:00".parse().expect("a time");
    let day: Timestamp = "2021-07-20T08:00:00+08:00".parse().expect("a time");
    assert!(plan.is_quiet(WarningColour::Blue, night, &zone) && !plan.is_quiet(WarningColour::Blue, day, &zone));
    assert!(!plan.is_quiet(WarningColour::Red, night, &zone));
    let short =
        include_str!("../../../../data/catalogue/callout.json").replace("\"from\": \"22:00\"", "\"from\": \"00:00\"");
    let short = Plan::read(&short).expect("a night that begins at midnight");
    assert!(short.is_night(night, &zone) && !short.is_night(day, &zone));
    assert_eq!(plan.rule(UnitKind::MicroGrid), Rule::Any);
    assert_eq!(plan.rule(UnitKind::Street), Rule::Quorum { posts: 2 });
    assert!(matches!(Plan::read("{}"), Err(PlanError::Form(_))));
}

#[test]
fn rungs_out_of_order_are_refused() {
    let text = include_str!("../../../../data/catalogue/callout.json")
        .replace("\"after\": \"15m\", \"unless\": \"on_post\"", "\"after\": \"1m\", \"unless\": \"on_post\"");
    assert!(matches!(Plan::read(&text), Err(PlanError::Disordered(WarningColour::Red))));
}

#[test]
fn answers_by_text_are_read_as_people_write_them() {
    assert_eq!(Report::read(" 1 "), Some(Report::Received));
    assert_eq!(Report::read("２"), Some(Report::OnPost));
    for text in ["3 12", "3，12人", "已转移12", "转移 12 人", "３　１２"] {
        assert_eq!(Report::read(text), Some(Report::Moved(12)), "{text}");
    }
    for text in ["", "12", "3", "312", "你是谁", "1 2", "转移一些"] {
        assert_eq!(Report::read(text), None, "{text}");
    }
}

#[test]
fn each_call_is_counted_once_and_sums_can_be_taken_apart() {
    let mut counts = Counts::default();
    for state in CallState::ALL {
        for step in Step::ALL {
            counts.add_calls(state, step, 1, 3);
        }
    }
    let all = (CallState::ALL.len() * Step::ALL.len()) as u32;
    assert_eq!(counts.posts, all);
    assert_eq!(counts.unanswered() + counts.received + counts.on_post + counts.ended, all);
    assert_eq!(counts.plus(&counts).minus(&counts), counts);
    assert_eq!(counts.escalated, 3, "parent, door knock, parent again");
}

#[test]
fn the_board_adds_up_along_the_tree_and_follows_a_unit_that_moves() {
    let (root, street, grid) = (UnitNumber(1), UnitNumber(2), UnitNumber(3));
    let at_street = UnitPath::root(root).child(street);
    let mut board = Board::default();
    let mut counts = Counts::default();
    counts.add_calls(CallState::Sent, Step::First, 2, 0);
    board.set(grid, &at_street.child(grid), counts, false);
    board.set(street, &at_street, counts, false);
    assert_eq!((board.sum(root).counts.silent, board.sum(street).units, board.own(street).units), (4, 2, 1));
    let mut answered = Counts::default();
    answered.add_calls(CallState::OnPost, Step::First, 2, 7);
    board.set(grid, &at_street.child(grid), answered, true);
    let sum = board.sum(root);
    assert_eq!((sum.counts.on_post, sum.counts.silent, sum.counts.moved, sum.confirmed), (2, 2, 7, 1));
    board.set(grid, &UnitPath::root(root).child(grid), answered, true);
    assert_eq!((board.sum(street).units, board.sum(root).units), (1, 2));
    assert_eq!(board.sum(UnitNumber(9)), Sum::default());
}

#[test]
fn many_phones_without_network_are_a_blackout() {
    let sum = |unreached, posts| {
        let mut sum = Sum::default();
        sum.counts.add_calls(CallState::Unreached, Step::First, unreached, 0);
        sum.counts.add_calls(CallState::OnPost, Step::First, posts - unreached, 0);
        sum
    };
    assert!(
        sum(4, 10).is_blackout() && !sum(3, 10).is_blackout() && !sum(1, 1).is_blackout() && !sum(1, 3).is_blackout()
    );
}

#[test]
fn a_table_says_how_long_tasks_have_and_one_without_keeps_the_usual_times() {
    let shipped = include_str!("../../../../data/catalogue/callout.json");
    let minutes = |plan: Plan| KnockWay::ALL.map(|way| plan.task_time(way).as_mins());
    let with = |tasks: &str| Plan::read(&shipped.replace(r#""tasks": { "knock": "15m", "radio": "5m" },"#, tasks));
    assert_eq!(minutes(Plan::shipped().expect("the table")), [15, 5]);
    assert_eq!(minutes(with("").expect("an older table")), [15, 5]);
    assert_eq!(minutes(with(r#""tasks": { "knock": "40m" },"#).expect("a table")), [40, 5]);
    for wrong in [r#""tasks": { "knock": "30s" },"#, r#""tasks": { "radio": "241m" },"#] {
        assert!(matches!(with(wrong), Err(PlanError::TaskTimes)), "{wrong}");
    }
    assert!(matches!(with(r#""tasks": { "knok": "15m" },"#), Err(PlanError::Form(_))), "a slip is said");
}

#[test]
fn who_takes_a_call_over_does_not_bring_it_back_to_a_lower_rung() {
    let call = Call::new().attempted(Step::Parent, true, at(5));
    assert_eq!(call.attempted(Step::Deputy, true, at(6)).step, Step::Parent);
}

#[test]
fn a_task_to_go_there_stands_where_the_call_and_the_finding_put_it() {
    let of = |found, call| KnockState::of(found, call, false);
    assert_eq!(of(None, CallState::Unreached), KnockState::Open);
    assert_eq!(of(None, CallState::Received), KnockState::Open, "received is not on post");
    assert_eq!(of(None, CallState::OnPost), KnockState::Needless);
    assert_eq!(of(Some(KnockFound::There), CallState::OnPost), KnockState::Done);
    assert_eq!(of(Some(KnockFound::Nobody), CallState::Sent), KnockState::Nobody);
    assert_eq!(of(Some(KnockFound::Nobody), CallState::OnPost), KnockState::Needless, "the post came by itself");
    assert_eq!(KnockState::of(None, CallState::Sent, true), KnockState::Ended);
}
