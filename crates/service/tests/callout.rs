//! Call-and-confirm: who is called, what is rung when, what posts say.

use domain::access::Actor;
use domain::callout::{CallRefusal, CallState, Counts, How, Report, Step};
use domain::id::CalloutId;
use domain::job::Job;
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use service::callout::{CallFilter, Rang, Reporting, Ring};
use service::message::Outcome;
use service::{Service, ServiceError};
use store::callout::{CallRow, Reach, reach_of};
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_station, phone};
use testkit::{both, keys, t0};

const WAYS: [Channel; 2] = [Channel::Sms, Channel::Voice];

fn at(seconds: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_secs(seconds)).expect("a time")
}

/// A city whose lead and first grid worker have phones, and the second grid worker has none.
async fn city(database: &testkit::Database) -> City {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    for (login, number) in [("lead", "13800000001"), ("grid1", "13800000002")] {
        phone(&city, &city.actor(login).await, number).await;
    }
    city
}

/// A round for the community, with its calls.
async fn red(city: &City) -> CalloutId {
    let round = Cap::red("red-1").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 3);
    round
}

async fn calls(city: &City, round: CalloutId) -> Vec<CallRow> {
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    city.service.list_calls(&city.actor("district").await, round, &filter).await.expect("calls").1
}

async fn call_at(city: &City, round: CalloutId, code: &str) -> CallRow {
    let unit = city.id(code);
    calls(city, round).await.into_iter().find(|call| call.unit == unit).expect("a call")
}

/// Rings what is due, each message taken by its carrier.
async fn ring(service: &Service, now: Timestamp) -> Vec<Ring> {
    let rings = service.claim_rings(&WAYS, 500, now).await.expect("rings");
    end(service, &rings, MessageState::Sent, now).await;
    rings
}

pub(crate) async fn end(service: &Service, rings: &[Ring], state: MessageState, now: Timestamp) {
    let rang: Vec<_> = rings
        .iter()
        .map(|ring| Rang {
            call: ring.call.id,
            colour: ring.callout.colour,
            step: ring.step,
            sent: ring
                .sendings
                .iter()
                .map(|one| (one.attempt.clone(), Outcome { state, carrier_id: None, error: None }))
                .collect(),
        })
        .collect();
    service.end_rings(&rang, now).await.expect("written back");
}

fn says(call: &CallRow, report: Report) -> Reporting {
    Reporting { call: call.id, report, how: How::Page }
}

async fn report(city: &City, who: &Actor, reporting: Reporting, now: Timestamp) -> Result<CallRow, ServiceError> {
    Ok(city.service.report_call(who, reporting, now).await?.call)
}

both!(
    a_red_warning_calls_each_post_of_its_units_by_every_loud_channel_at_once,
    |database: testkit::Database| async move {
        let city = city(&database).await;
        let round = red(&city).await;
        assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 0, "written down once");
        let rings = ring(&city.service, t0()).await;
        assert_eq!(rings.len(), 3);
        let sent = |code: &str| {
            let unit = city.id(code);
            let ring = rings.iter().find(|ring| ring.call.unit == unit).expect("a ring");
            ring.sendings.iter().map(|one| (one.attempt.channel, one.to.clone())).collect::<Vec<_>>()
        };
        let phone = "+8613800000002".to_owned();
        assert_eq!(sent("410102001002001"), [(Channel::Sms, phone.clone()), (Channel::Voice, phone)]);
        assert_eq!(sent("410102001002002"), [], "nobody's number is known there");
        assert_eq!(call_at(&city, round, "410102001002001").await.call.state, CallState::Sent);
        assert_eq!(
            call_at(&city, round, "410102001002002").await.call.state,
            CallState::Unreached,
            "apart from silence"
        );
        assert!(ring(&city.service, at(1)).await.is_empty(), "nobody is rung twice");
    }
);

both!(after_the_end_too_it_is_known_whether_a_carrier_had_taken_a_call, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    let refused = city.service.claim_rings(&WAYS, 500, t0()).await.expect("rings");
    end(&city.service, &refused, MessageState::FailedPermanent, t0()).await;
    let grids = ["410102001002001", "410102001002002"];
    let mut ids = Vec::new();
    for code in grids {
        ids.push(call_at(&city, round, code).await.id);
    }
    let reach = async || reach_of(city.service.store().read(), &ids).await.expect("how far they came");
    assert_eq!(reach().await.get(&ids[0]), Some(&Reach { tried_at: t0(), taken_at: None }));
    assert!(!ring(&city.service, at(120)).await.is_empty(), "once more");
    city.service.end_callout(&city.actor("district").await, round, "预警解除", at(130)).await.expect("it ends");
    city.service.sweep_ended_calls(at(131)).await.expect("swept");
    for code in grids {
        assert_eq!(call_at(&city, round, code).await.call.state, CallState::Ended);
    }
    let reach = reach().await;
    assert_eq!(reach.get(&ids[0]), Some(&Reach { tried_at: t0(), taken_at: Some(at(120)) }));
    assert_eq!(reach.get(&ids[1]), None, "nobody's number is known there");
});

both!(received_is_not_on_post_and_only_the_post_or_its_desk_can_say_it, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    ring(&city.service, t0()).await;
    let call = call_at(&city, round, "410102001002001").await;
    let (own, other, lead) = (city.actor("grid1").await, city.actor("grid2").await, city.actor("lead").await);
    let received = report(&city, &own, says(&call, Report::Received), at(60)).await.expect("a report");
    assert_eq!((received.call.state, received.call.on_post_at), (CallState::Received, None));
    let refused = report(&city, &other, says(&call, Report::OnPost), at(61)).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("call"))), "{refused:?}");
    let untold = report(&city, &lead, says(&call, Report::OnPost), at(61)).await;
    assert!(matches!(untold, Err(ServiceError::Invalid { code: "how_required", .. })), "{untold:?}");
    let told = Reporting { how: How::Radio, ..says(&call, Report::OnPost) };
    let on_post = report(&city, &lead, told, at(90)).await.expect("a report");
    assert_eq!((on_post.call.state, on_post.reported_by), (CallState::OnPost, Some(lead.account)));
    let moved = report(&city, &own, says(&call, Report::Moved(12)), at(120)).await.expect("a report");
    assert_eq!(moved.call.moved, Some(12));
    let kinds: Vec<_> = city
        .service
        .store()
        .journal_of(call.id.0)
        .await
        .expect("entries")
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds, ["call.received", "call.on_post", "call.moved"]);
    assert_eq!(report(&city, &own, says(&call, Report::Received), at(200)).await.expect("again").call, moved.call);
    let again = city.service.store().journal_of(call.id.0).await.expect("entries");
    assert_eq!(again.len(), 3, "said again it changes nothing");
});

both!(
    a_silent_post_climbs_the_ladder_until_the_unit_above_hears_of_it_once,
    |database: testkit::Database| async move {
        let city = city(&database).await;
        let round = red(&city).await;
        ring(&city.service, t0()).await;
        let lead = city.actor("lead").await;
        let leads = call_at(&city, round, "410102001002").await;
        report(&city, &lead, says(&leads, Report::OnPost), at(30)).await.expect("a report");
        let steps = |rings: &[Ring]| rings.iter().map(|ring| ring.step).collect::<Vec<_>>();
        assert!(ring(&city.service, at(119)).await.is_empty());
        assert_eq!(steps(&ring(&city.service, at(120)).await), [Step::Retry; 2]);
        assert_eq!(steps(&ring(&city.service, at(240)).await), [Step::Deputy; 2]);
        assert_eq!(steps(&ring(&city.service, at(300)).await), [Step::Parent; 2]);
        assert_eq!(call_at(&city, round, "410102001002001").await.call.state, CallState::Sent);
        let waiting = city.service.store().job_counts().await.expect("counts").waiting;
        assert_eq!(waiting, 1, "one message to the post above, not one for each silent post");
        let jobs = city.service.claim_jobs(at(310), SignedDuration::from_secs(60), 10).await.expect("jobs");
        let job = jobs[0].job.clone().expect("a job");
        let notice = city.service.begin_silent_notice(&job, t0(), at(310)).await.expect("an answer").expect("a notice");
        assert_eq!((notice.silent, notice.to.as_str()), (2, "+8613800000001"));
        assert_eq!(steps(&ring(&city.service, at(600)).await), [Step::DoorKnock; 2]);
        assert_eq!(steps(&ring(&city.service, at(900)).await), [Step::ParentAgain; 2]);
        assert!(ring(&city.service, at(90_000)).await.is_empty());
    }
);

both!(silence_at_the_top_of_a_warning_is_heard_above_it, |database: testkit::Database| async move {
    let city = city(&database).await;
    let one_grid = Cap { code: "410102001002001", ..Cap::red("red-grid") };
    one_grid.give(&city.service, t0()).await.expect("a warning");
    assert_eq!(city.service.place_calls(t0()).await.expect("calls"), 1, "the community is not called");
    for second in [0, 120, 240, 300] {
        ring(&city.service, at(second)).await;
    }
    let jobs = city.service.claim_jobs(at(310), SignedDuration::from_secs(60), 10).await.expect("jobs");
    let job = jobs[0].job.clone().expect("a job");
    let notice = city.service.begin_silent_notice(&job, t0(), at(310)).await.expect("an answer").expect("a notice");
    assert_eq!((notice.silent, notice.to.as_str()), (1, "+8613800000001"), "the secretary hears");
});

both!(a_unit_that_goes_dark_is_heard_of_at_once_and_once, |database: testkit::Database| async move {
    let city = city(&database).await;
    phone(&city, &city.actor("grid2").await, "13800000003").await;
    let round = red(&city).await;
    let rings = city.service.claim_rings(&WAYS, 500, t0()).await.expect("rings");
    let (one, others) = rings.split_at(1);
    end(&city.service, one, MessageState::FailedPermanent, t0()).await;
    let dark =
        async || database.texts("select cast(payload as text) from journal where kind = 'callout.blackout'").await;
    assert_eq!(dark().await, Vec::<String>::new(), "one phone that is off is no blackout");
    end(&city.service, others, MessageState::FailedPermanent, at(1)).await;
    let all = r#"{"posts":3,"unreached":3}"#;
    assert_eq!(dark().await, [all], "the community");
    for (seconds, said) in [(120, "and the street, when the call of its own community fails again"), (240, "each once")]
    {
        let rings = city.service.claim_rings(&WAYS, 500, at(seconds)).await.expect("the next rung");
        end(&city.service, &rings, MessageState::FailedPermanent, at(seconds)).await;
        assert_eq!(dark().await, [all, all], "{said}");
    }

    let claimed = city.service.claim_jobs(at(242), SignedDuration::from_secs(60), 100).await.expect("jobs");
    let community = city.id("410102001002");
    let jobs = claimed.into_iter().filter_map(|job| job.job);
    let dark: Vec<_> = jobs.filter(|job| matches!(job, Job::Blackout { unit, .. } if *unit == community)).collect();
    let told = async |now| {
        let mut told = Vec::new();
        for job in &dark {
            told.extend(city.service.begin_blackout_notice(job, at(242), now).await.expect("an answer"));
        }
        told
    };
    let first = told(at(242)).await;
    let [notice] = &first[..] else { panic!("one of them has a phone: {first:?}") };
    assert_eq!((notice.to.as_str(), notice.posts), ("+8613800000001", (3, 3)), "the community's own post is told");
    // Somebody came by and said so: the network is still down, but those posts are not lost.
    for code in ["410102001002", "410102001002001", "410102001002002"] {
        let call = call_at(&city, round, code).await;
        let by_radio = Reporting { call: call.id, report: Report::OnPost, how: How::Radio };
        report(&city, &city.actor("district").await, by_radio, at(300)).await.expect("a report by radio");
    }
    assert!(told(at(301)).await.is_empty(), "what is over is not told");
});

both!(silence_and_a_unit_that_goes_dark_need_one_connection_alone, |database: testkit::Database| async move {
    let city = city(&database).await;
    red(&city).await;
    let narrow = city.over_one_connection(&database).await;
    let rings = city.service.claim_rings(&WAYS, 500, t0()).await.expect("rings");
    end(&narrow, &rings, MessageState::FailedPermanent, t0()).await;
    let dark = database.texts("select cast(payload as text) from journal where kind = 'callout.blackout'").await;
    assert!(!dark.is_empty(), "noted");
    let mut steps = Vec::new();
    for second in [120, 240, 300] {
        let rings = city.service.claim_rings(&WAYS, 500, at(second)).await.expect("rings");
        end(&narrow, &rings, MessageState::Sent, at(second)).await;
        steps.extend(rings.iter().map(|ring| ring.step));
    }
    assert!(steps.contains(&Step::Parent), "the unit above was told: {steps:?}");
});

both!(who_received_but_is_not_on_post_comes_up_at_fifteen_minutes, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    ring(&city.service, t0()).await;
    for (login, code) in [("grid1", "410102001002001"), ("lead", "410102001002")] {
        let call = call_at(&city, round, code).await;
        report(&city, &city.actor(login).await, says(&call, Report::Received), at(60)).await.expect("a report");
    }
    for second in [120, 240, 300, 600] {
        let rung = ring(&city.service, at(second)).await;
        assert!(rung.iter().all(|ring| ring.call.unit == city.id("410102001002002")), "only the silent one");
    }
    assert_eq!(ring(&city.service, at(900)).await.len(), 3);
});

both!(what_is_said_while_a_call_rings_is_not_lost, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    let rings = city.service.claim_rings(&WAYS, 500, t0()).await.expect("rings");
    let call = call_at(&city, round, "410102001002001").await;
    report(&city, &city.actor("grid1").await, says(&call, Report::OnPost), at(1)).await.expect("a report");
    end(&city.service, &rings, MessageState::Sent, at(2)).await;
    let after = call_at(&city, round, "410102001002001").await;
    assert_eq!((after.call.state, after.next_at), (CallState::OnPost, None));
});

both!(
    after_a_crash_only_what_has_no_known_outcome_goes_again_under_the_same_key,
    |database: testkit::Database| async move {
        let city = city(&database).await;
        red(&city).await;
        let first = city.service.claim_rings(&WAYS, 500, t0()).await.expect("rings");
        assert!(city.service.claim_rings(&WAYS, 500, at(30)).await.expect("rings").is_empty(), "the claim holds");
        let again = city.service.claim_rings(&WAYS, 500, at(61)).await.expect("rings");
        let keys = |rings: &[Ring]| {
            let mut keys: Vec<_> = rings.iter().flat_map(|ring| &ring.sendings).map(|one| one.attempt.id).collect();
            keys.sort_unstable();
            keys
        };
        assert_eq!(keys(&again), keys(&first));
        assert!(again.iter().flat_map(|ring| &ring.sendings).all(|one| one.attempt.tries == 2), "and it is seen");
        end(&city.service, &again, MessageState::Sent, at(62)).await;
        assert!(ring(&city.service, at(63)).await.is_empty());
    }
);

both!(a_gateway_that_is_away_is_asked_again_soon_and_is_no_silence, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    let rings = city.service.claim_rings(&WAYS, 500, t0()).await.expect("rings");
    end(&city.service, &rings, MessageState::FailedTemporary, t0()).await;
    assert_eq!(call_at(&city, round, "410102001002001").await.call.state, CallState::Pending);
    assert!(ring(&city.service, at(9)).await.is_empty());
    let again = ring(&city.service, at(10)).await;
    assert_eq!(again.len(), 2, "those with a number");
    assert!(again.iter().all(|ring| ring.step == Step::First));
    assert_eq!(call_at(&city, round, "410102001002001").await.call.first_at, Some(t0()), "its minutes go on");
});

both!(only_an_official_orange_or_red_that_is_meant_begins_calls_by_itself, |database: testkit::Database| async move {
    let city = city(&database).await;
    let cases = [
        Cap { colour: "黄色", ..Cap::red("yellow") },
        Cap { status: "Exercise", ..Cap::red("exercise") },
        Cap { status: "Test", ..Cap::red("test") },
        Cap { sender: "stranger@example.org", ..Cap::red("stranger") },
        Cap { code: "110000", ..Cap::red("elsewhere") },
        Cap { sent: at(-36_000), ..Cap::red("over") },
        Cap { message: "Cancel", references: vec!["nothing".to_owned()], ..Cap::red("cancel") },
    ];
    for case in cases {
        let received = case.give(&city.service, t0()).await.expect("a warning");
        assert!(received.callout.is_none(), "{}", case.identifier);
    }
    let orange = Cap { colour: "橙色", ..Cap::red("orange") };
    let received = orange.give(&city.service, t0()).await.expect("a warning");
    assert!(received.callout.is_some() && !received.known);
    let again = orange.give(&city.service, at(5)).await.expect("the same");
    assert!(again.known && again.callout.map(|round| round.id) == received.callout.map(|round| round.id));
    let other = Cap { hours: 9, ..orange }.give(&city.service, at(6)).await;
    assert!(matches!(other, Err(ServiceError::Exists("warning"))), "another message under the same name");
});

both!(
    an_unchanged_or_weaker_update_rings_nobody_and_a_stronger_one_rings_anew,
    |database: testkit::Database| async move {
        let city = city(&database).await;
        let first = Cap { colour: "橙色", ..Cap::red("a") }.give(&city.service, t0()).await.expect("a warning");
        let round = first.callout.expect("a round").id;
        let update = |identifier: &str, colour, of: &str| Cap {
            colour,
            message: "Update",
            references: vec![of.to_owned()],
            ..Cap::red(identifier)
        };
        let same = update("b", "橙色", "a").give(&city.service, at(60)).await.expect("a warning");
        assert_eq!(same.callout.expect("the same round").id, round);
        let stronger = update("c", "红色", "b").give(&city.service, at(120)).await.expect("a warning");
        let new = stronger.callout.expect("a new round").id;
        assert_ne!(new, round);
        let old = city.service.store().callout(round).await.expect("an answer").expect("a round");
        assert_eq!(old.ended.map(|(ending, _)| ending.word()), Some("superseded"));
    }
);

both!(nothing_goes_out_after_a_cancellation, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    let call = call_at(&city, round, "410102001002001").await;
    let cancel = Cap { message: "Cancel", references: vec!["red-1".to_owned()], ..Cap::red("end") };
    cancel.give(&city.service, at(1)).await.expect("a cancellation");
    assert!(ring(&city.service, at(2)).await.is_empty());
    city.service.sweep_ended_calls(at(3)).await.expect("swept");
    assert!(calls(&city, round).await.iter().all(|call| call.call.state == CallState::Ended && call.next_at.is_none()));
    let late = report(&city, &city.actor("grid1").await, says(&call, Report::OnPost), at(4)).await;
    assert!(matches!(late, Err(ServiceError::Call(CallRefusal::Ended))), "{late:?}");
});

both!(a_warning_ends_with_its_time_and_its_calls_with_it, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    assert_eq!(city.service.end_expired_warnings(at(3 * 3_600 - 1)).await.expect("none"), 0);
    assert_eq!(city.service.end_expired_warnings(at(3 * 3_600)).await.expect("one"), 1);
    let round = city.service.store().callout(round).await.expect("an answer").expect("a round");
    assert_eq!(round.ended.map(|(ending, _)| ending.word()), Some("expired"));
});

both!(the_link_of_a_call_confirms_only_by_its_button_and_only_that_call, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    ring(&city.service, t0()).await;
    let call = call_at(&city, round, "410102001002001").await;
    let link = city.service.call_link(call.id).expect("a link");
    let looked = city.service.linked_call(&link).await.expect("a call");
    assert_eq!(looked.call.call.state, CallState::Sent, "looking changes nothing");
    let other = city.service.call_link(call_at(&city, round, "410102001002").await.id).expect("a link");
    let mixed = format!("{}{}", &link[..32], &other[32..]);
    for wrong in ["", "x", &link[..40], &mixed] {
        assert!(matches!(city.service.linked_call(wrong).await, Err(ServiceError::NotFound("call"))), "{wrong}");
    }
    let after = city.service.report_by_link(&link, Report::Received, at(20)).await.expect("a report");
    assert_eq!((after.call.call.state, after.call.how), (CallState::Received, Some(How::Link)));
});

both!(an_answer_by_text_message_reaches_the_open_calls_of_that_phone, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    ring(&city.service, t0()).await;
    city.account("gateway", "warning_source", "4101").await;
    let gateway = city.actor("gateway").await;
    let reply = |text: &'static str| city.service.reply_from(&gateway, Channel::Sms, "+86 138 0000 0002", text, at(30));
    assert!(matches!(reply("在路上").await, Err(ServiceError::Invalid { code: "reply_unclear", .. })));
    assert_eq!(reply("２").await.expect("a report").len(), 1);
    assert_eq!(call_at(&city, round, "410102001002001").await.call.state, CallState::OnPost);
    let unknown = city.service.reply_from(&gateway, Channel::Sms, "13999999999", "1", at(30)).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("call"))));
    let stranger = city.service.reply_from(&city.actor("grid2").await, Channel::Sms, "13800000002", "1", at(30)).await;
    assert!(matches!(stranger, Err(ServiceError::Forbidden(_))));
});

both!(many_reports_at_once_are_each_answered_and_each_written_once, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    let call = call_at(&city, round, "410102001002001").await;
    let own = city.actor("grid1").await;
    let reports = (0..300_u32).map(|n| {
        let what = if n % 3 == 0 { Report::Received } else { Report::Moved(n) };
        report(&city, &own, says(&call, what), at(10))
    });
    let answers = futures::future::join_all(reports).await;
    assert!(answers.iter().all(Result::is_ok));
    let entries = city.service.store().journal_of(call.id.0).await.expect("entries");
    let moved: Vec<_> = entries.iter().filter(|entry| entry.kind == "call.moved").collect();
    assert_eq!(moved.len(), 200, "each number is another word");
    let last = call_at(&city, round, "410102001002001").await.call.moved;
    assert_eq!(entries.last().and_then(|entry| entry.payload["moved"].as_u64()), last.map(u64::from));
});

both!(the_board_counts_what_the_calls_say, |database: testkit::Database| async move {
    let city = city(&database).await;
    let round = red(&city).await;
    ring(&city.service, t0()).await;
    let call = call_at(&city, round, "410102001002001").await;
    report(&city, &city.actor("grid1").await, says(&call, Report::Moved(7)), at(60)).await.expect("a report");
    let row = city.service.store().callout(round).await.expect("an answer").expect("a round");
    let mut board = domain::callout::Board::default();
    city.service.fill_board(&mut board, &row, None).await.expect("a board");
    let sum = board.sum(city.unit("4101").number);
    let expected = Counts { posts: 3, silent: 1, unreached: 1, on_post: 1, moved: 7, ..Counts::default() };
    assert_eq!((sum.counts, sum.units, sum.confirmed), (expected, 3, 1));
    assert_eq!(board.sum(city.unit("410102001002001").number).counts.on_post, 1);
});
