//! Blind call-backs: drawn when a post is there, called back by somebody else, once; the true rate by unit.

use domain::callout::{Found, How, Report};
use domain::id::CalloutId;
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::callout::{CallFilter, Reporting};
use service::warning::Warnings;
use store::callout::CallRow;
use testkit::city::{City, fill};
use testkit::warning::{Cap, STATION};
use testkit::{Database, both, t0};

fn at(minutes: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

/// A red round in a city where so many confirmations are drawn.
async fn red(database: &Database, share: f64) -> (City, CalloutId, Vec<CallRow>) {
    let city = fill(database.store.clone()).await;
    let shipped = Warnings::shipped().expect("the shipped tables");
    let official_senders = vec![STATION.to_owned()];
    city.service.fit_warnings(Warnings { official_senders, call_back_share: share, ..shipped });
    let round = Cap::red("red-1").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    city.service.place_calls(t0()).await.expect("calls");
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    let calls = city.service.list_calls(&city.actor("district").await, round, &filter).await.expect("calls").1;
    (city, round, calls)
}

fn call_in<'c>(city: &City, calls: &'c [CallRow], code: &str) -> &'c CallRow {
    let unit = city.id(code);
    calls.iter().find(|call| call.unit == unit).expect("a call")
}

async fn says(city: &City, who: &str, call: &CallRow, report: Report, how: How) {
    let reporting = Reporting { call: call.id, report, how };
    city.service.report_call(&city.actor(who).await, reporting, at(5)).await.expect("a report");
}

both!(who_is_there_is_drawn_and_found_by_somebody_else_once, |database: Database| async move {
    let (city, round, calls) = red(&database, 1.0).await;
    let district = city.actor("district").await;
    let (first, second) = (call_in(&city, &calls, "410102001002001"), call_in(&city, &calls, "410102001002002"));
    says(&city, "grid1", first, Report::Received, How::Page).await;
    let board = city.service.list_call_backs(&district, round, None).await.expect("call-backs");
    assert_eq!(board.total.drawn, 0, "received is not on post");
    says(&city, "grid1", first, Report::OnPost, How::Page).await;
    says(&city, "grid1", first, Report::Moved(3), How::Page).await;
    says(&city, "district", second, Report::OnPost, How::Radio).await;
    let board = city.service.list_call_backs(&district, round, None).await.expect("call-backs");
    assert_eq!(board.total.drawn, 2, "each once");
    let open: Vec<_> = board.open.iter().map(|(_, call)| call.id).collect();
    assert_eq!(open, [first.id], "what she wrote down herself somebody else calls back");
    let own = city.service.report_call_back(&district, second.id, Found::There, at(9)).await;
    assert!(matches!(own, Err(ServiceError::OwnCallBack)), "{own:?}");
    city.service.report_call_back(&district, first.id, Found::NotThere, at(9)).await.expect("written down");
    let again = city.service.report_call_back(&district, first.id, Found::There, at(10)).await;
    assert!(matches!(again, Err(ServiceError::CalledBack)), "{again:?}");
    let board = city.service.list_call_backs(&district, round, None).await.expect("call-backs");
    assert_eq!((board.total.called, board.total.there, board.total.true_rate()), (1, 0, Some(0.0)));
    let below: u32 = board.below.iter().map(|(_, sum)| sum.drawn).sum();
    assert_eq!(below, 2, "by unit");
    let after = city.service.store().call(first.id).await.expect("a look").expect("the call");
    assert_eq!(after.call.on_post_at, Some(at(5)), "what was said stays");
});

both!(nobody_is_drawn_where_nobody_is_called_back, |database: Database| async move {
    let (city, round, calls) = red(&database, 0.0).await;
    let call = call_in(&city, &calls, "410102001002001");
    says(&city, "grid1", call, Report::OnPost, How::Page).await;
    let district = city.actor("district").await;
    let board = city.service.list_call_backs(&district, round, None).await.expect("call-backs");
    assert_eq!(board.total.drawn, 0);
    let refused = city.service.report_call_back(&district, call.id, Found::There, at(9)).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("call_back"))), "{refused:?}");
});
