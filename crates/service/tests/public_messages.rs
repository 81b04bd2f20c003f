//! Messages for the public: two people, one hand at red, contradictions, what goes out and how it ends.

use std::io::Write as _;
use std::process::{Command as Program, Stdio};

use domain::access::Permission;
use domain::colour::WarningColour;
use domain::hazard::{Command, Draft};
use domain::id::{CommandId, HazardId, PlaceId, PublicMessageId, WarningId};
use domain::names::Names;
use domain::public_message::{Audience, Content, OralWay, PublicKind, PublicRefusal, PublicState, ReviewVerdict, Said};
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use service::access::{AccessRefusal, Attempt, Session};
use service::exchange::PlaceRow;
use service::hazard::Submission;
use service::public_message::{MessagePage, NewPublicMessage, OralReport, Settings};
use service::warning::Warnings;
use service::{Once, Options, Service, ServiceError};
use store::public_message::StoredMessage;
use testkit::city::{City, IN_GRID_1, PASSWORD, fill};
use testkit::walk::{act, minute};
use testkit::warning::{Cap, STATION, fit_station};
use testkit::{Database, both, t0};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

const COMMUNITY: &str = "410102001002";

fn request() -> Once {
    Once::new(CommandId(Uuid::now_v7()), vec![1])
}

fn content(city: &City, zh: &str, en: &str) -> Content {
    Content {
        hazard: "rain".to_owned(),
        colour: None,
        units: vec![city.id(COMMUNITY)],
        said: vec![Said { audience: Audience::Residents, action: Names::zh_en(zh, en) }],
        detail: Names::default(),
        advice: Vec::new(),
        warning: None,
        about: None,
        expires_at: minute(170),
    }
}

fn notice(city: &City) -> NewPublicMessage {
    let content = content(city, "减少外出，避开低洼处", "go out less; keep away from low ground");
    NewPublicMessage { id: PublicMessageId(Uuid::now_v7()), kind: PublicKind::RiskNotice, content }
}

/// What the shipped template says to residents at red.
fn template(city: &City, warning: WarningId) -> NewPublicMessage {
    let templates = Settings::shipped().expect("templates").templates;
    let found = templates.find("rain", WarningColour::Red, Audience::Residents).expect("a template");
    let said = vec![Said { audience: Audience::Residents, action: found.action.clone() }];
    let content = Content { colour: Some(WarningColour::Red), warning: Some(warning), said, ..content(city, "x", "x") };
    NewPublicMessage { id: PublicMessageId(Uuid::now_v7()), kind: PublicKind::Forward, content }
}

async fn red(city: &City, identifier: &str) -> WarningId {
    Cap::red(identifier).give(&city.service, t0()).await.expect("a warning").warning.id
}

async fn drafted(city: &City, new: NewPublicMessage, now: Timestamp) -> StoredMessage {
    let lead = city.actor("lead").await;
    city.service.draft_public_message(&lead, new, &request(), now).await.expect("a draft")
}

async fn submitted(city: &City, new: NewPublicMessage, now: Timestamp) -> StoredMessage {
    let draft = drafted(city, new, now).await;
    let session = city.session("lead", now).await;
    let handed = city.service.submit_public_message(&session, draft.message.id, 1, &request(), now).await;
    handed.expect("handed in")
}

async fn published(city: &City, new: NewPublicMessage, now: Timestamp) -> StoredMessage {
    let handed = submitted(city, new, now).await;
    approve(city, "street", &handed, now).await.expect("published")
}

async fn approve(city: &City, login: &str, of: &StoredMessage, now: Timestamp) -> Result<StoredMessage, ServiceError> {
    let session = city.session(login, now).await;
    city.service.approve_public_message(&session, of.message.id, of.message.version, None, &request(), now).await
}

fn code<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> &'static str {
    match result {
        Err(ServiceError::PublicMessage(refusal)) => refusal.code(),
        Err(ServiceError::Invalid { code, .. }) => code,
        Err(ServiceError::Forbidden(_)) => "forbidden",
        Err(ServiceError::NotFound(_)) => "not_found",
        Err(ServiceError::Contradicts(_)) => "contradicts",
        Err(ServiceError::KeyReused) => "key_reused",
        Err(ServiceError::VersionConflict { .. }) => "version",
        Err(ServiceError::Access(AccessRefusal::ConfirmationRequired)) => "confirmation_required",
        other => panic!("neither done nor refused as expected: {other:?}"),
    }
}

/// The schema of OASIS says that it is one.
fn valid(document: &[u8]) {
    let report = ::warning::check(document);
    assert!(report.is_valid(), "{:?}\n{}", report.errors, String::from_utf8_lossy(document));
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../warning/tests/corpus/schema/cap12.xsd");
    let started = Program::new("xmllint")
        .args(["--noout", "--schema", schema, "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        println!("skipped: no xmllint");
        return;
    };
    child.stdin.take().expect("an input").write_all(document).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

async fn document(service: &Service, id: PublicMessageId) -> ::warning::Alert {
    let bytes = service.public_message_document(id).await.expect("a document");
    valid(&bytes);
    ::warning::read(&bytes).alert.expect("an alert")
}

both!(a_second_person_publishes_and_the_words_go_out_once, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let handed = submitted(&city, notice(&city), t0()).await;
    assert_eq!(handed.message.state, PublicState::Submitted);
    assert!(city.service.public_warnings(t0()).await.expect("a list").is_empty(), "nothing is out yet");
    assert_eq!(code(approve(&city, "lead", &handed, t0()).await), "forbidden");
    let out = approve(&city, "street", &handed, minute(5)).await.expect("published");
    let words = out.published.as_ref().expect("out").texts[0].text.clone();
    assert_eq!(words.best("zh"), "暴雨风险提示，平安社区，20日10:50前：减少外出，避开低洼处。林山寨街道08:05");
    let listed = city.service.public_warnings(minute(6)).await.expect("a list");
    assert_eq!(listed, std::slice::from_ref(&out));
    let alert = document(&city.service, out.message.id).await;
    assert_eq!((alert.status.word(), alert.msg_type.word(), alert.infos.len()), ("Actual", "Alert", 2));
    assert_eq!(alert.infos[0].areas[0].geocodes[0].value, COMMUNITY);
    assert_eq!(alert.infos[0].description.as_deref(), Some(words.best("zh")));
    assert!(city.service.public_warnings(minute(171)).await.expect("a list").is_empty(), "its time is over");
    assert_eq!(city.service.end_expired_public_messages(minute(171)).await.expect("a count"), 1);
    let lead = city.actor("lead").await;
    let sheet = city.service.show_public_message(&lead, out.message.id).await.expect("a sheet");
    assert_eq!(sheet.stored.message.state, PublicState::Expired);
});

both!(the_author_never_publishes_her_own, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let street = city.session("street", t0()).await;
    let new = notice(&city);
    let draft = city.service.draft_public_message(&street.actor, new, &request(), t0()).await.expect("a draft");
    let handed = city.service.submit_public_message(&street, draft.message.id, 1, &request(), t0()).await;
    let handed = handed.expect("handed in");
    assert_eq!(code(approve(&city, "street", &handed, t0()).await), "approver_is_author");
    let id = handed.message.id;
    let refused = city.service.reject_public_message(&street, id, 2, "自己退回", &request(), t0()).await;
    assert_eq!(code(refused), "approver_is_author");
    // Nor does whoever writes into the database beside the program.
    for column in ["decider = author, decider_posting = author_posting, decided_at = 1", "reviewer = author"] {
        let sql = format!("update public_message set {column}");
        let tried = tokio::spawn({
            let database = database.again().await;
            async move { database.execute(&sql).await }
        });
        assert!(tried.await.is_err(), "{column}");
    }
    let sql = "update public_message set state = 'published'".to_owned();
    let again = database.again().await;
    assert!(tokio::spawn(async move { again.execute(&sql).await }).await.is_err(), "nobody published it");
    assert!(approve(&city, "district", &handed, t0()).await.is_ok());
});

both!(a_refused_message_goes_back_to_its_author, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let handed = submitted(&city, notice(&city), t0()).await;
    let (street, id) = (city.session("street", t0()).await, handed.message.id);
    let refused = city.service.reject_public_message(&street, id, 2, " ", &request(), t0()).await;
    assert_eq!(code(refused), "text_required");
    let refused = city.service.reject_public_message(&street, id, 2, "时间不对", &request(), t0()).await;
    assert_eq!(refused.expect("refused").message.state, PublicState::Rejected);
    let lead = city.actor("lead").await;
    assert_eq!(city.service.show_public_message(&lead, id).await.expect("a sheet").reason, "时间不对");
    let anew = NewPublicMessage { id, ..notice(&city) };
    let old = city.service.edit_public_message(&lead, 2, anew.clone(), &request(), t0()).await;
    assert_eq!(code(old), "version");
    let foreign = city.service.edit_public_message(&street.actor, 3, anew.clone(), &request(), t0()).await;
    assert_eq!(code(foreign), "message_not_author");
    let anew = city.service.edit_public_message(&lead, 3, anew, &request(), t0()).await.expect("written anew");
    assert_eq!((anew.message.state, anew.message.version), (PublicState::Draft, 4));
    let session = city.session("lead", t0()).await;
    city.service.submit_public_message(&session, id, 4, &request(), t0()).await.expect("handed in");
});

both!(a_repeated_request_does_nothing_twice, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (lead, once, new) = (city.actor("lead").await, request(), notice(&city));
    let first = city.service.draft_public_message(&lead, new.clone(), &once, t0()).await.expect("a draft");
    let again = city.service.draft_public_message(&lead, new.clone(), &once, minute(1)).await.expect("the same");
    assert_eq!(first, again);
    let other = once.about(city.id(COMMUNITY).0);
    assert_eq!(code(city.service.draft_public_message(&lead, new, &other, t0()).await), "key_reused");
    let session = city.session("lead", t0()).await;
    let handed = city.service.submit_public_message(&session, first.message.id, 1, &request(), t0()).await;
    let handed = handed.expect("handed in");
    let (street, once) = (city.session("street", t0()).await, request());
    let approve = || city.service.approve_public_message(&street, handed.message.id, 2, None, &once, t0());
    let first = approve().await.expect("published");
    assert_eq!(approve().await.expect("the same").message, first.message);
    assert_eq!(database.texts("select kind from journal where kind = 'public_message.published'").await.len(), 1);
});

both!(of_two_equal_requests_at_once_both_are_told_what_the_one_did, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (lead, once, new) = (city.session("lead", t0()).await, request(), notice(&city));
    let draft = || city.service.draft_public_message(&lead.actor, new.clone(), &once, t0());
    let (one, two) = tokio::join!(draft(), draft());
    let drafted = one.expect("a draft");
    assert_eq!(drafted, two.expect("the same, sent at the same time"));
    // The slower one may find another version than it saw: it is not refused for what its equal did.
    let (id, once) = (drafted.message.id, request());
    let submit = || city.service.submit_public_message(&lead, id, 1, &once, t0());
    let (one, two) = tokio::join!(submit(), submit());
    assert_eq!(one.expect("handed in").message, two.expect("the same").message);
    let (street, once) = (city.session("street", t0()).await, request());
    let approve = || city.service.approve_public_message(&street, id, 2, None, &once, t0());
    let (one, two) = tokio::join!(approve(), approve());
    assert_eq!(one.expect("published").message, two.expect("the same").message);
    let other = city.service.approve_public_message(&street, id, 2, None, &once.clone().about(id.0), t0()).await;
    assert_eq!(code(other), "key_reused");
    let told = database.texts("select kind from journal where kind like 'public_message.%' order by seq").await;
    assert_eq!(told, ["public_message.drafted", "public_message.submitted", "public_message.published"]);
});

both!(who_may_not_write_there_does_not, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let grid = city.actor("grid1").await;
    let refused = city.service.draft_public_message(&grid, notice(&city), &request(), t0()).await;
    assert_eq!(code(refused), "forbidden");
    let lead = city.actor("lead").await;
    let above = NewPublicMessage {
        content: Content { units: vec![city.id("410102")], ..notice(&city).content },
        ..notice(&city)
    };
    assert_eq!(code(city.service.draft_public_message(&lead, above, &request(), t0()).await), "forbidden");
    let own = NewPublicMessage { kind: PublicKind::OwnWarning, ..notice(&city) };
    assert_eq!(code(city.service.draft_public_message(&lead, own, &request(), t0()).await), "not_competent_body");
    let message = drafted(&city, notice(&city), t0()).await.message.id;
    assert_eq!(code(city.service.show_public_message(&grid, message).await), "forbidden");
    city.account("far", "street_operator", "4101").await;
});

both!(only_the_competent_body_warns, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let shipped = Warnings::shipped().expect("the shipped tables");
    let public = Settings { competent_bodies: vec!["F1".to_owned()], ..shipped.public.clone() };
    city.service.fit_warnings(Warnings { public, ..shipped });
    for login in ["station1", "station2"] {
        let password_hash = city.service.hash_password(PASSWORD).await.expect("a hash");
        let account = service::account::NewAccount { login: login.to_owned(), names: Names::zh(login), password_hash };
        let posting = service::account::NewPosting {
            title: "warning_desk".to_owned(),
            unit: city.id("410102"),
            body: Some(city.fire),
        };
        city.service.create_account(account, &[posting], t0()).await.expect("an account");
    }
    let station = city.session("station1", t0()).await;
    let content = Content { colour: Some(WarningColour::Orange), ..notice(&city).content };
    let new = NewPublicMessage { kind: PublicKind::OwnWarning, content, ..notice(&city) };
    let draft = city.service.draft_public_message(&station.actor, new, &request(), t0()).await.expect("a draft");
    let handed = city.service.submit_public_message(&station, draft.message.id, 1, &request(), t0()).await;
    let handed = handed.expect("handed in");
    assert_eq!(code(approve(&city, "district", &handed, t0()).await), "not_competent_body");
    let out = approve(&city, "station2", &handed, t0()).await.expect("published");
    let words = out.published.as_ref().expect("out").texts[0].text.best("zh").to_owned();
    assert!(words.starts_with("暴雨橙色预警，平安社区") && words.ends_with("F108:00"), "{words}");
    let alert = document(&city.service, out.message.id).await;
    assert_eq!(alert.infos[0].severity.word(), "Severe");
});

both!(a_forwarded_warning_keeps_station_time_colour_and_place, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    fit_station(&city.service);
    let warning = red(&city, "first").await;
    let lead = city.actor("lead").await;
    let try_with = async |change: &dyn Fn(&mut Content)| {
        let mut new = template(&city, warning);
        change(&mut new.content);
        code(city.service.draft_public_message(&lead, new, &request(), t0()).await)
    };
    assert_eq!(try_with(&|one| one.colour = Some(WarningColour::Blue)).await, "message_colour");
    assert_eq!(try_with(&|one| one.hazard = "wind".to_owned()).await, "message_hazard");
    assert_eq!(try_with(&|one| one.expires_at = minute(200)).await, "message_expires");
    assert_eq!(try_with(&|one| one.warning = None).await, "message_warning");
    let out = published(&city, template(&city, warning), minute(10)).await;
    let words = out.published.as_ref().expect("out").texts[0].text.best("zh").to_owned();
    assert!(words.ends_with("转发郑州市气象台(演示)08:00"), "{words}");
    let alert = document(&city.service, out.message.id).await;
    assert_eq!(alert.source.as_deref(), Some("郑州市气象台(演示)"));
    let of =
        |name: &str| alert.infos[0].parameters.iter().find(|pair| pair.name == name).map(|pair| pair.value.clone());
    assert_eq!(
        (of("forwardedSender"), of("forwardedIdentifier")),
        (Some(STATION.to_owned()), Some("first".to_owned()))
    );
    assert_eq!(of("colour").as_deref(), Some("red"));
    let cancelled =
        Cap { message: "Cancel", references: vec!["first".to_owned()], sent: minute(20), ..Cap::red("cancel") };
    cancelled.give(&city.service, minute(20)).await.expect("a cancellation");
    assert_eq!(try_with(&|_| {}).await, "message_warning", "it is in force no more");
});

both!(one_person_sends_a_template_at_red_and_is_judged_afterwards, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    fit_station(&city.service);
    let lead = city.session("lead", t0()).await;
    let orange = Cap { colour: "橙色", ..Cap::red("orange") }.give(&city.service, t0()).await.expect("a warning");
    let mut early = template(&city, orange.warning.id);
    early.content.colour = Some(WarningColour::Orange);
    let templates = Settings::shipped().expect("templates").templates;
    let found = templates.find("rain", WarningColour::Orange, Audience::Residents).expect("a template");
    early.content.said[0].action = found.action.clone();
    let refused = city.service.break_glass(&lead, early, None, &request(), t0()).await;
    assert_eq!(code(refused), "no_red_in_force");
    let warning = red(&city, "red").await;
    let mut changed = template(&city, warning);
    changed.content.said[0].action = Names::zh_en("快跑", "run");
    let refused = city.service.break_glass(&lead, changed, None, &request(), t0()).await;
    assert_eq!(code(refused), "template_not_fixed");
    let above = template(&city, warning);
    let above = NewPublicMessage { content: Content { units: vec![city.id("410102001")], ..above.content }, ..above };
    assert_eq!(code(city.service.break_glass(&lead, above, None, &request(), t0()).await), "forbidden");
    let offered = template(&city, warning).content;
    let preview = city.service.preview_public_message(&lead.actor, PublicKind::Forward, &offered, t0()).await;
    let preview = preview.expect("a preview");
    assert!(preview.glass && preview.problems.is_empty() && preview.reach.population == 1_000, "{preview:?}");
    let once = request();
    let new = template(&city, warning);
    let out = city.service.break_glass(&lead, new.clone(), None, &once, minute(1)).await.expect("sent");
    let again = city.service.break_glass(&lead, new, None, &once, minute(1)).await.expect("the same");
    assert_eq!(out.message, again.message);
    assert!(out.message.glass && out.message.decider.is_none());
    assert_eq!(
        city.alerted(domain::job::Alert::GlassBroken, minute(1)).await,
        ["district", "street"],
        "superiors are told"
    );
    document(&city.service, out.message.id).await;
    let district = city.session("district", t0()).await;
    let waiting = MessagePage { unreviewed: true, limit: 10, ..MessagePage::default() };
    let listed = city.service.list_public_messages(&district.actor, &waiting).await.expect("a list");
    assert_eq!(listed.len(), 1, "everybody above sees it");
    let (id, version, judged) = (out.message.id, out.message.version, (ReviewVerdict::Unjustified, ""));
    let refused = city.service.review_public_message(&district, id, version, judged, &request(), t0()).await;
    assert_eq!(code(refused), "text_required", "no blame without a reason");
    let judged = (ReviewVerdict::Justified, "来不及等第二人");
    let reviewed = city.service.review_public_message(&district, id, version, judged, &request(), minute(9)).await;
    assert!(reviewed.expect("judged").message.review.is_some());
    assert!(city.service.list_public_messages(&district.actor, &waiting).await.expect("a list").is_empty());
    let journal = database.texts("select kind from journal where kind like 'public_message.%' order by seq").await;
    assert_eq!(journal, ["public_message.glass_broken", "public_message.reviewed"]);
});

both!(a_word_on_the_phone_is_written_down_and_signed_later, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let handed = submitted(&city, notice(&city), t0()).await;
    let (street, district) = (city.session("street", t0()).await, city.session("district", t0()).await);
    let deciders = city.service.publishers(&handed, t0()).await.expect("a list");
    let posting = |session: &Session| session.actor.postings[0].id;
    assert!(deciders.iter().any(|row| row.id == posting(&district)));
    let said = |posting, at| Some(OralReport { posting, way: OralWay::Phone, at });
    let id = handed.message.id;
    let approve = async |oral, now| city.service.approve_public_message(&street, id, 2, oral, &request(), now).await;
    assert_eq!(code(approve(said(posting(&street), t0()), minute(5)).await), "decider_invalid", "her own");
    assert_eq!(code(approve(said(posting(&district), minute(9)), minute(5)).await), "decided_at_invalid");
    let out = approve(said(posting(&district), minute(4)), minute(5)).await.expect("published");
    assert_eq!(out.message.oral.map(|oral| (oral.way, oral.at)), Some((OralWay::Phone, minute(4))));
    assert_eq!(
        code(city.service.sign_public_message(&street, id, 3, &request(), minute(6)).await),
        "message_not_decider"
    );
    let signed = city.service.sign_public_message(&district, id, 3, &request(), minute(8)).await.expect("signed");
    assert_eq!(signed.message.oral.and_then(|oral| oral.signed_at), Some(minute(8)));
});

both!(an_end_takes_two_people_too, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = city.session("lead", t0()).await;
    for (kind, state, word) in
        [(PublicKind::Cancel, PublicState::Cancelled, "Cancel"), (PublicKind::AllClear, PublicState::Lifted, "Update")]
    {
        let out = published(&city, notice(&city), t0()).await;
        let new = PublicMessageId(Uuid::now_v7());
        let handed = city.service.end_public_message(&lead, out.message.id, new, kind, &request(), minute(2)).await;
        let handed = handed.expect("handed in");
        let present = city.service.show_public_message(&lead.actor, out.message.id).await.expect("a sheet").stored;
        assert_eq!(present.message.state, PublicState::Published, "one person ends nothing");
        let refused = city.service.approve_public_message(&lead, new, 1, None, &request(), t0()).await;
        assert_eq!(code(refused), "forbidden");
        approve(&city, "street", &handed, minute(3)).await.expect("published");
        let present = city.service.show_public_message(&lead.actor, out.message.id).await.expect("a sheet").stored;
        assert_eq!((present.message.state, present.ended), (state, Some((minute(3), Some(new)))));
        let alert = document(&city.service, new).await;
        assert_eq!(alert.msg_type.word(), word);
        assert_eq!(alert.references[0].identifier, out.published.expect("out").identifier);
        let (new, once) = (PublicMessageId(Uuid::now_v7()), request());
        let twice = city.service.end_public_message(&lead, out.message.id, new, kind, &once, minute(4)).await;
        assert_eq!(code(twice), "message_state");
    }
});

both!(a_newer_message_takes_the_place_of_an_older_one, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let old = published(&city, notice(&city), t0()).await;
    let new = notice(&city);
    let content = Content { about: Some(old.message.id), ..new.content };
    let out = published(&city, NewPublicMessage { content, ..new }, minute(3)).await;
    let lead = city.actor("lead").await;
    let present = city.service.show_public_message(&lead, old.message.id).await.expect("a sheet").stored;
    assert_eq!(present.message.state, PublicState::Superseded);
    let alert = document(&city.service, out.message.id).await;
    assert_eq!((alert.msg_type.word(), alert.references.len()), ("Update", 1));
    assert_eq!(city.service.public_warnings(minute(4)).await.expect("a list").len(), 1);
});

/// A place of a kind in grid 1, and an open hazard on it that is said to be major.
async fn open_hazard_at(city: &City, kind: &str, name: &str) -> HazardId {
    let (lon, lat) = IN_GRID_1;
    let point = geojson::Geometry::new_point([lon, lat]);
    let place = PlaceRow::new(1, kind, kind, Names::zh(name), point);
    let row = PlaceRow { unit_code: Some("410102001002001".to_owned()), ..place };
    city.service.import_places("places", vec![row], t0()).await.expect("a place");
    let place = city.service.store().place_ids().await.expect("places");
    let place: PlaceId = place.into_iter().find(|(code, _)| code == kind).expect("the place").1;
    let id = HazardId(Uuid::now_v7());
    let draft = Draft::new(id, "N01".to_owned(), None, (Some(lon), Some(lat)), None, None, Some(place), None, t0());
    let draft = draft.expect("a draft");
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None };
    let stored = city.service.report(None, new, t0()).await.expect("a report").stored;
    let stored = act(city, "grid1", &stored, Command::Accept, minute(1)).await.expect("accepted");
    let suspect = Command::SuspectMajor { reason: "积水上涨".to_owned(), body: city.fire };
    act(city, "grid1", &stored, suspect, minute(2)).await.expect("suspected major").hazard.id
}

// T6: at 12:52 on 20 July 2021 people were told to use public transport while the metro stood open to the water.
both!(t6_the_sms_of_12_52_is_stopped_before_sending, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let metro = open_hazard_at(&city, "metro_station", "沙口路地铁站").await;
    let mut new = notice(&city);
    let sms = Names::zh_en("尽量减少外出或乘坐公共交通工具", "go out less, or use public transport");
    new.content.said[0].action = sms;
    let lead = city.session("lead", minute(3)).await;
    let preview =
        city.service.preview_public_message(&lead.actor, PublicKind::RiskNotice, &new.content, minute(3)).await;
    let preview = preview.expect("a preview");
    assert_eq!(preview.conflicts.len(), 2, "in both languages");
    assert!(preview.conflicts.iter().all(|one| one.risk.hazard == Some(metro)));
    assert_eq!(preview.conflicts[0].risk.names.best("zh"), "沙口路地铁站");
    let draft = drafted(&city, new.clone(), minute(3)).await;
    let refused = city.service.submit_public_message(&lead, draft.message.id, 1, &request(), minute(3)).await;
    assert_eq!(code(refused), "contradicts");
    new.content.said[0].action = Names::zh_en("减少外出，不要乘地铁", "go out less; do not take the metro");
    let anew = city.service.edit_public_message(&lead.actor, 1, new, &request(), minute(4)).await.expect("changed");
    city.service.submit_public_message(&lead, anew.message.id, 2, &request(), minute(4)).await.expect("handed in");
});

both!(nobody_is_sent_to_a_place_that_is_ordered_to_close, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (lon, lat) = IN_GRID_1;
    let place = PlaceRow::new(
        1,
        "mall",
        "underground_mall",
        Names::zh("平安地下商场"),
        geojson::Geometry::new_point([lon, lat]),
    );
    city.service.import_places("places", vec![place], t0()).await.expect("a place");
    let mut new = notice(&city);
    new.content.said[0].action = Names::zh_en("雨大先到地下商场避一避", "shelter in the underground mall");
    let lead = city.session("lead", minute(1)).await;
    let conflicts = async |now| {
        let preview = city.service.preview_public_message(&lead.actor, PublicKind::RiskNotice, &new.content, now).await;
        preview.expect("a preview").conflicts
    };
    assert_eq!(conflicts(minute(1)).await, []);
    let what = ("rainstorm", domain::colour::WarningColour::Orange);
    city.service
        .order_closures(&lead.actor, city.id("410102001002"), what, minute(60), minute(1))
        .await
        .expect("orders");
    let found = conflicts(minute(2)).await;
    assert!(!found.is_empty() && found.iter().all(|one| one.risk.closed && one.risk.hazard.is_none()), "{found:?}");
    let draft = drafted(&city, new.clone(), minute(2)).await;
    let refused = city.service.submit_public_message(&lead, draft.message.id, 1, &request(), minute(2)).await;
    assert_eq!(code(refused), "contradicts");
});

both!(a_hazard_that_opens_meanwhile_stops_the_second_person, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let mut new = notice(&city);
    new.content.said[0].action = Names::zh_en("车停入地下车库", "park in the underground garage");
    let handed = submitted(&city, new, t0()).await;
    open_hazard_at(&city, "underground_garage", "平安家园地下车库").await;
    assert_eq!(code(approve(&city, "street", &handed, minute(3)).await), "contradicts");
    assert!(city.service.public_warnings(minute(4)).await.expect("a list").is_empty());
});

both!(what_is_too_long_for_a_phone_is_not_handed_in, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let mut new = notice(&city);
    new.content.said[0].action = Names::zh_en(&"减少外出".repeat(10), "go out less");
    let draft = drafted(&city, new, t0()).await;
    let lead = city.session("lead", t0()).await;
    let refused = city.service.submit_public_message(&lead, draft.message.id, 1, &request(), t0()).await;
    assert_eq!(code(refused), "message_too_long");
});

both!(the_chinese_identifier_counts_within_a_second, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let shipped = Warnings::shipped().expect("the shipped tables");
    let prefix = Some("41010200000000".to_owned());
    let public = Settings { identifier_prefix: prefix, sender: "zy@example.org".to_owned(), ..shipped.public.clone() };
    assert_eq!(public.check(), Ok(()));
    assert!(Settings { identifier_prefix: Some("4101".to_owned()), ..public.clone() }.check().is_err());
    assert!(Settings { sender: "a b".to_owned(), ..public.clone() }.check().is_err());
    city.service.fit_warnings(Warnings { public, ..shipped });
    for number in 0..2 {
        let out = published(&city, notice(&city), t0()).await;
        let identifier = out.published.as_ref().expect("out").identifier.clone();
        assert_eq!(identifier, format!("41010200000000_20210720080000_{number}"));
        assert_eq!(identifier.len(), 31);
        assert_eq!(document(&city.service, out.message.id).await.sender, "zy@example.org");
    }
});

#[tokio::test]
async fn a_message_of_an_exercise_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = store::Location::Sqlite(folder.path().join("exercise.db"));
    let world = World::Exercise { id: Uuid::now_v7() };
    let options = store::OpenOptions { world, ..store::OpenOptions::new(location) };
    let city = fill(store::Store::open(&options).await.expect("a store")).await;
    let out = published(&city, notice(&city), t0()).await;
    let alert = document(&city.service, out.message.id).await;
    assert_eq!(alert.status.word(), "Exercise");
    assert!(alert.note.is_some_and(|note| note.contains("演练")));
}

fn totp(secret: &str, now: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let totp = Builder::new().with_secret(secret).build().expect("a generator");
    totp.generate(u64::try_from(now.as_second()).expect("a time")).to_string()
}

/// Gives an account a second factor at a time, and a session later that showed it.
async fn with_factor(service: &Service, login: &str, at: Timestamp, later: Timestamp) -> Session {
    let first = service.sign_in(&Attempt::new(login, PASSWORD), at).await.expect("a sign-in");
    let here = service.session_of(&first.token, at).await.expect("an answer").expect("a session");
    let secret = service.enrol_factor(&here, at).await.expect("a secret").secret;
    service.confirm_factor(&here, &totp(&secret, at), at).await.expect("a factor");
    let attempt = Attempt { code: Some(totp(&secret, later)), ..Attempt::new(login, PASSWORD) };
    let signed = service.sign_in(&attempt, later).await.expect("a sign-in");
    service.session_of(&signed.token, later).await.expect("an answer").expect("a session")
}

fn next_day() -> Timestamp {
    t0().checked_add(SignedDuration::from_hours(25)).expect("a time")
}

// As in a real city: nobody is exempt.
both!(fresh_factor_and_settled_access_are_asked_for, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let options = Options::default();
    let service = Service::open_with(database.reopen().await, city.service.zone().clone(), options).await;
    let service = service.expect("a service");
    testkit::keys::fit(&service);
    let now = next_day();
    let street = with_factor(&service, "street", t0(), now).await;
    let district = with_factor(&service, "district", t0(), now).await;
    let mut new = notice(&city);
    new.content.expires_at = now.checked_add(SignedDuration::from_hours(3)).expect("a time");
    // Without a factor nothing is handed in; with one shown too long ago neither.
    let plain = service.sign_in(&Attempt::new("lead", PASSWORD), now).await.expect("a sign-in");
    let plain = service.session_of(&plain.token, now).await.expect("an answer").expect("a session");
    let draft = service.draft_public_message(&plain.actor, new, &request(), now).await.expect("a draft");
    let id = draft.message.id;
    let refused = service.submit_public_message(&plain, id, 1, &request(), now).await;
    assert_eq!(code(refused), PublicRefusal::NotFresh.code());
    // Whoever hands in need not be settled: that is for whoever decides.
    let soon = now.checked_add(SignedDuration::from_mins(2)).expect("a time");
    let lead = with_factor(&service, "lead", now, soon).await;
    let late = soon.checked_add(SignedDuration::from_mins(11)).expect("a time");
    assert_eq!(code(service.submit_public_message(&lead, id, 1, &request(), late).await), "confirmation_required");
    service.submit_public_message(&lead, id, 1, &request(), soon).await.expect("handed in");
    // Whose access changed lately does not publish, nor whoever changed it.
    let account = street.actor.account;
    let write = service.store().write().await.expect("a transaction");
    let what = store::access_change::What::Posting;
    let by = Some(district.actor.account);
    store::access_change::record(&write, account, what, by, now).await.expect("a change");
    write.commit().await.expect("an end");
    for session in [&street, &district] {
        let refused = service.approve_public_message(session, id, 2, None, &request(), now).await;
        assert_eq!(code(refused), "access_unsettled");
    }
    assert!(street.actor.permissions(service.titles()).contains(&Permission::ApprovePublic));
});
