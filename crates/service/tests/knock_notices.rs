//! Who is given a task to reach a silent post is told at once; it counts among what is held about her; a round that ends
//! meanwhile gives no task any more.

use std::pin::pin;

use domain::callout::{Ending, KnockWay};
use domain::job::Job;
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use service::callout::KnockOrder;
use service::{Once, ServiceError};
use store::{Engine, callout};
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_station, phone};
use testkit::{Database, both, keys};

use crate::callout::end;
use crate::knocks::{COMMUNITY, GRIDS, at, call_at, lead_reaches_each, post, red, rings};

const LEAD: &str = "+8613800000001";
const HEAD: &str = "+8613800000004";

/// What the jobs about tasks say: by which way, to whom, of how many posts.
async fn told(city: &City, now: Timestamp) -> Vec<(Channel, String, usize)> {
    let claimed = city.service.claim_jobs(now, SignedDuration::from_secs(600), 100).await.expect("jobs");
    let mut told = Vec::new();
    for one in claimed {
        let Some(job @ Job::KnockOrdered { .. }) = one.job else { continue };
        let notice = city.service.begin_knock_notice(&job, one.created_at, now).await.expect("an answer");
        told.extend(notice.map(|notice| (notice.message.channel, notice.to, notice.posts)));
    }
    told.sort();
    told
}

fn by_phone(to: &str, posts: usize) -> [(Channel, String, usize); 2] {
    [Channel::Sms, Channel::Voice].map(|channel| (channel, to.to_owned(), posts))
}

both!(whoever_is_given_a_task_is_told_at_once_and_so_is_whoever_it_passes_to, |database: Database| async move {
    let (city, round) = red(&database).await;
    city.account("head", "grid_leader", COMMUNITY).await;
    phone(&city, &city.actor("head").await, "13800000004").await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let (street, lead) = (city.actor("street").await, city.actor("lead").await);
    let (to_lead, to_head) = (post(&city, "lead").await, post(&city, "head").await);
    let give = async |by, owner, now| {
        let order = KnockOrder { owner, way: KnockWay::Knock, minutes: 20 };
        city.service.order_knock(by, call.id, &order, &Once::fresh(), now).await.expect("an order");
    };
    give(&street, to_lead, at(60)).await;
    assert_eq!(told(&city, at(60)).await, by_phone(LEAD, 1), "by each way that is known");
    give(&street, to_lead, at(61)).await;
    give(&street, to_head, at(62)).await;
    assert_eq!(told(&city, at(62)).await, by_phone(HEAD, 1), "whose it is not any more is not sent");
    give(&lead, to_lead, at(63)).await;
    assert_eq!(told(&city, at(63)).await, [], "who gives it to herself knows");
    give(&street, to_head, at(64)).await;
    city.service.end_callout(&city.actor("district").await, round, "预警解除", at(65)).await.expect("it ends");
    assert_eq!(told(&city, at(66)).await, [], "nobody goes any more");
});

both!(whoever_has_many_tasks_in_a_dark_unit_gets_one_message_by_each_way, |database: Database| async move {
    let (city, _) = red(&database).await;
    let community = city.id(COMMUNITY);
    let (lead, grids): (Vec<_>, Vec<_>) =
        rings(&city, at(0)).await.into_iter().partition(|ring| ring.call.unit == community);
    end(&city.service, &lead, MessageState::Sent, at(0)).await;
    end(&city.service, &grids, MessageState::FailedPermanent, at(1)).await;
    assert_eq!(told(&city, at(2)).await, by_phone(LEAD, 2));
});

both!(where_calls_do_not_ring_at_once_tasks_do_not_either, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    phone(&city, &city.actor("lead").await, "13800000001").await;
    let yellow = Cap { colour: "黄色", ..Cap::red("yellow") }.give(&city.service, at(0)).await.expect("a warning");
    let district = city.actor("district").await;
    let round = city.service.start_callout(&district, yellow.warning.id, at(0)).await.expect("a round").id;
    city.service.place_calls(at(0)).await.expect("calls");
    let call = call_at(&city, round, GRIDS[0]).await;
    let order = KnockOrder { owner: post(&city, "lead").await, way: KnockWay::Radio, minutes: 20 };
    city.service.order_knock(&district, call.id, &order, &Once::fresh(), at(60)).await.expect("an order");
    assert_eq!(told(&city, at(60)).await, [(Channel::Sms, LEAD.to_owned(), 1)]);
});

both!(tasks_count_among_what_is_held_about_their_owner, |database: Database| async move {
    let (city, round) = red(&database).await;
    lead_reaches_each(&city, round).await;
    let held =
        async |login| city.service.holdings(login).await.expect("holdings").knocks.into_iter().collect::<Vec<_>>();
    assert_eq!(held("lead").await, [("open".to_owned(), 2)]);
    assert_eq!(held("grid1").await, [], "a call alone is no task");
    city.service.end_callout(&city.actor("district").await, round, "预警解除", at(70)).await.expect("it ends");
    assert_eq!(held("lead").await, [("ended".to_owned(), 2)], "also of rounds that are over");
});

both!(a_round_that_ends_meanwhile_gives_no_task_any_more, |database: Database| async move {
    let (city, round) = red(&database).await;
    let call = call_at(&city, round, GRIDS[0]).await;
    let street = city.actor("street").await;
    let order = KnockOrder { owner: post(&city, "lead").await, way: KnockWay::Knock, minutes: 20 };
    let once = Once::fresh();
    let write = database.store.write().await.expect("a transaction");
    assert!(callout::end(&write, round, Ending::Closed, at(60)).await.expect("an answer"), "it ends");
    // SQLite has one writer, and who orders waits for it; on PostgreSQL for the round, as can be seen there.
    let waits = async {
        let held = "select cast(pid as text) from pg_stat_activity \
                    where datname = current_database() and wait_event_type = 'Lock'";
        while database.store.engine() == Engine::Postgres && database.texts(held).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let mut ordered = pin!(city.service.order_knock(&street, call.id, &order, &once, at(61)));
    tokio::select! {
        early = &mut ordered => panic!("it did not wait for the round: {early:?}"),
        () = waits => {}
    }
    write.commit().await.expect("committed");
    let refused = ordered.await;
    assert!(matches!(refused, Err(ServiceError::Call(_))), "{refused:?}");
});
