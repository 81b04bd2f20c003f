//! What follows from warnings: gauges, feeds, rounds, responses, messages, exercises.

use domain::id::{ChainTestId, CommandId, PublicMessageId};
use domain::message::Channel;
use domain::names::Names;
use domain::public_message::{Audience, Content, PublicKind, Said};
use domain::response::{ResponseLevel, Stops, Verdict};
use service::callout::CallFilter;
use service::chain_test::{NewChainTest, TestedFilter};
use service::public_message::NewPublicMessage;
use service::response::{Deciding, TaskFilter};
use service::{Once, Service};
use store::response::ResponseCut;
use testkit::city::City;
use testkit::t0;
use testkit::warning::{Cap, fit_station, phone};
use uuid::Uuid;

/// A gauge of the community and what it proposes.
pub(super) async fn gauge(city: &City, login: &str) -> (Uuid, Uuid) {
    use domain::colour::WarningColour;
    use domain::reading::{Levels, ProposalState, Quantity};
    let unit = city.unit("410102001002");
    let gauge = store::gauge::Gauge {
        id: Uuid::now_v7(),
        name: login.to_owned(),
        unit: unit.id,
        path: unit.path.clone(),
        quantities: vec![Quantity::Rain],
        levels: Levels::default(),
        every_s: 300,
        version: 1,
        made_at: t0(),
        last_at: None,
        revoked_at: None,
    };
    let proposal = store::proposal::Proposal {
        id: Uuid::now_v7(),
        hazard: domain::warned::WarnedOf::Rainstorm,
        colour: WarningColour::Red,
        unit: unit.id,
        path: unit.path,
        thresholds: "1".to_owned(),
        evidence: Vec::new(),
        opened_at: t0(),
        raised_at: t0(),
        seen_at: t0(),
        state: ProposalState::Open,
        decided_at: None,
        decided_by: None,
    };
    let write = city.service.store().write().await.expect("a write");
    store::gauge::insert(&write, &gauge, login.as_bytes().to_vec()).await.expect("a gauge");
    // One open proposal of a unit and kind: the classes before have had theirs.
    let before = store::proposal::hold_open(&write, unit.id, proposal.hazard).await.expect("read");
    if let Some(before) = before {
        let ended = store::proposal::Proposal { state: ProposalState::Dismissed, decided_at: Some(t0()), ..before };
        store::proposal::put(&write, &ended, false).await.expect("ended");
    }
    store::proposal::put(&write, &proposal, true).await.expect("a proposal");
    write.commit().await.expect("a commit");
    (gauge.id, proposal.id)
}

/// A feed that nobody asks here.
pub(super) async fn feed(service: &Service, login: &str) -> Uuid {
    let feed = store::warning_feed::Feed {
        id: Uuid::now_v7(),
        name: login.to_owned(),
        address: format!("https://station.example/of/{login}"),
        senders: Vec::new(),
        authenticated: false,
        every_s: 60,
        version: 1,
        paused_at: None,
        etag: None,
        last_modified: None,
        next_at: t0(),
        failures: 0,
        last_error: None,
        tried_at: None,
        ok_at: None,
    };
    let write = service.store().write().await.expect("a write");
    store::warning_feed::put(&write, &feed, true).await.expect("a feed");
    write.commit().await.expect("a commit");
    feed.id
}

/// A risk notice that the community secretary began.
pub(super) async fn message(city: &City) -> Uuid {
    let id = PublicMessageId(Uuid::now_v7());
    let action = Names::zh_en("减少外出", "go out less");
    let content = Content {
        hazard: "rain".to_owned(),
        colour: None,
        units: vec![city.id("410102001002")],
        said: vec![Said { audience: Audience::Residents, action }],
        detail: Names::default(),
        advice: Vec::new(),
        warning: None,
        about: None,
        expires_at: t0().checked_add(jiff::SignedDuration::from_hours(2)).expect("a time"),
    };
    let new = NewPublicMessage { id, kind: PublicKind::RiskNotice, content };
    let lead = city.actor("lead").await;
    city.service.draft_public_message(&lead, new, &Once::fresh(), t0()).await.expect("a draft");
    id.0
}

/// The one test of the call chain of the community, a post that it writes to, and the link in that message.
pub(super) async fn chain_test(city: &City) -> (Uuid, Uuid, String) {
    let (service, street) = (&city.service, city.actor("street").await);
    if service.store().open_chain_tests().await.expect("a look").is_empty() {
        let (id, unit) = (ChainTestId(Uuid::now_v7()), city.id("410102001002"));
        let new = NewChainTest { id, unit, repeated: false, key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
        phone(city, &city.actor("grid1").await, "13812341234").await;
        service.begin_chain_test(&street, new, t0()).await.expect("a test");
        service.place_chain_tests(&[Channel::Sms], t0()).await.expect("its posts");
    }
    let id = service.store().open_chain_tests().await.expect("a look")[0].id;
    let filter = TestedFilter { limit: 500, ..TestedFilter::default() };
    let posts = service.list_tested_posts(&street, id, &filter).await.expect("posts");
    let (post, messages) = posts.iter().find(|(_, messages)| !messages.is_empty()).expect("a post with a phone");
    (id.0, post.id, service.chain_test_link(messages[0].id).expect("a link"))
}

/// An exercise that the sub-district began for the community.
/// The class's own paper, made.
pub(super) async fn paper(city: &City, login: &str) -> Uuid {
    let Ok(own) = city.service.actor_by_login(login, t0()).await else { return Uuid::now_v7() };
    let asked = city.service.ask_paper(&own, "paper".to_owned(), login.to_owned(), t0()).await.expect("a paper");
    city.service.keep_paper(asked.id, Ok(b"%PDF-".to_vec()), t0()).await.expect("kept");
    asked.id.0
}

/// A warning, its round of calls, and the call of the first grid.
pub(super) async fn called(city: &City, login: &str) -> (Uuid, Uuid, Uuid) {
    let service = &city.service;
    fit_station(service);
    let received = Cap::red(&format!("red-{login}")).give(service, t0()).await.expect("a warning");
    let round = received.callout.expect("a round").id;
    // An earlier class may have begun a round that waits for its calls.
    while service.place_calls(t0()).await.expect("calls") > 0 {}
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    let calls = service.list_calls(&city.actor("district").await, round, &filter).await.expect("calls").1;
    let grid = city.id("410102001002001");
    let call = calls.iter().find(|call| call.unit == grid).expect("a call");
    let lead = city.actor("lead").await;
    let write = service.store().write().await.expect("a transaction");
    store::callout::draw_back(&write, &[call], t0()).await.expect("a drawn call");
    let knock = store::callout::Knock {
        call: call.id,
        callout: round,
        unit: (call.unit, call.path.clone()),
        way: domain::callout::KnockWay::Knock,
        owner: (lead.postings[0].id, lead.account),
        ordered_at: t0(),
        ordered_by: None,
        due_at: t0(),
        found: None,
    };
    store::callout::order_knock(&write, &knock).await.expect("a task");
    write.commit().await.expect("a commit");
    (received.warning.id.0, round.0, call.id.0)
}

/// The street's response, in force, and a task of it in the community.
pub(super) async fn responded(city: &City, login: &str) -> (Uuid, Uuid) {
    let commander = format!("{login}-commander");
    city.account(&commander, "commander", "410102001").await;
    let actor = city.actor(&commander).await;
    let open = ResponseCut { open: true, limit: 1, ..ResponseCut::default() };
    let sheets = city.service.list_responses(&actor, None, None, open, t0()).await.expect("responses");
    let row = sheets.first().expect("a proposed response").row.clone();
    if row.response.level.is_none() {
        let deciding = Deciding {
            verdict: Verdict::Activate(ResponseLevel::Ii),
            stops: Some(Stops { gatherings: true, classes: true, business: false }),
            reason: "按预案".to_owned(),
            decided_at: None,
            spoken_by: None,
            version: None,
            key: CommandId(Uuid::now_v7()),
            body_hash: vec![1],
        };
        city.service.decide_response(&actor, row.id, &deciding, t0()).await.expect("a decision");
    }
    let filter = TaskFilter { unit: Some(city.id("410102001002")), limit: 1, ..TaskFilter::default() };
    let task = city.service.list_tasks(&actor, &filter).await.expect("tasks").remove(0).row.id.0;
    (row.id.0, task)
}

/// A work group of the community.
pub(super) async fn outlet(city: &City) -> Uuid {
    let new = service::outlet::NewOutlet {
        kind: domain::outlet::OutletKind::WeCom,
        name: "值班群".to_owned(),
        address: "https://robot.example/send?key=topsecret".to_owned(),
        secret: None,
    };
    let (admin, community) = (city.session("admin", t0()).await, city.id("410102001002"));
    city.service.add_outlet(&admin, community, new, &Once::fresh(), t0()).await.expect("an outlet").0
}
