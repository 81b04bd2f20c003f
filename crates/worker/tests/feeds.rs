//! Feeds of warnings over real sockets: what they bring, and how they fail without harm.

use std::sync::Arc;
use std::time::Duration;

use domain::feed::{EntryOutcome, FeedFault};
use notify::fetch::Limits;
use notify::outgoing::{Http, Reach};
use service::warning::{FeedOrder, Way};
use service::{Service, ServiceError};
use store::warning_feed::{Entry, Feed};
use testkit::city::{City, fill};
use testkit::hands::Hands;
use testkit::source::{Reply, Source};
use testkit::warning::{Cap, STATION, fit_station};
use testkit::{both, keys, t0};
use uuid::Uuid;
use worker::{FeedReader, ask_due};

struct Desk {
    city: City,
    source: Source,
    reader: Arc<FeedReader>,
    hands: Hands,
    id: Uuid,
}

impl Desk {
    /// A feed at `/feed` of a station, asked each minute.
    async fn new(database: &testkit::Database, authenticated: bool) -> Self {
        let city = fill(database.store.clone()).await;
        keys::fit(&city.service);
        fit_station(&city.service);
        city.account("boss", "administrator", "4101").await;
        let source = Source::start();
        let inside = Reach::allowing(vec!["127.0.0.1/32".parse().expect("a network")]);
        let limits = Limits { bytes: 64 * 1024, time: Duration::from_millis(400) };
        let http = Http::new(inside).expect("a client");
        let reader = Arc::new(FeedReader { http, limits, jitter: || 0.0 });
        let desk = Self { city, source, reader, hands: Hands::default(), id: Uuid::now_v7() };
        let order = FeedOrder {
            name: "市气象台".to_owned(),
            address: desk.source.address("/feed"),
            senders: vec![STATION.to_owned()],
            authenticated,
            every_s: 60,
            paused: false,
            version: None,
        };
        let boss = desk.city.actor("boss").await;
        desk.service().set_feed(&boss, desk.id, &order, t0()).await.expect("a feed");
        desk
    }

    fn service(&self) -> &Service {
        &self.city.service
    }

    /// Asks what is due; how many feeds brought something new.
    async fn ask(&self) -> usize {
        ask_due(self.service(), &self.reader, &self.hands.clock()).await.expect("asked")
    }

    async fn feed(&self) -> Feed {
        self.service().store().feed(self.id).await.expect("read").expect("the feed")
    }

    async fn entries(&self) -> Vec<Entry> {
        self.service().store().feed_entries(self.id, 100).await.expect("entries")
    }

    async fn outcomes(&self) -> Vec<EntryOutcome> {
        let mut outcomes: Vec<_> = self.entries().await.into_iter().map(|one| one.outcome).collect();
        outcomes.sort();
        outcomes
    }

    async fn names(&self) -> Vec<String> {
        let root = self.city.actor("boss").await;
        let page = service::warning::WarningPage { limit: 100, ..Default::default() };
        let sheets = self.service().list_warnings(&root, &page, t0()).await.expect("warnings");
        let mut names: Vec<_> = sheets.into_iter().map(|one| one.warning.identifier).collect();
        names.sort();
        names
    }
}

/// An Atom feed of entries: their ids, and the addresses that they lead to or the alerts in them.
fn atom(entries: &[(&str, String)]) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id>\
        <title>x</title><updated>2021-07-20T00:00:00Z</updated>"
        .to_owned();
    for (id, content) in entries {
        let content = if content.starts_with('<') {
            format!("<content type=\"text/xml\">{content}</content>")
        } else {
            format!("<link href=\"{content}\" type=\"application/cap+xml\"/>")
        };
        text.push_str(&format!(
            "<entry><id>{id}</id><title>{id}</title><updated>2021-07-20T00:00:00Z</updated>{content}</entry>"
        ));
    }
    text + "</feed>"
}

fn inside(cap: &Cap) -> String {
    cap.xml().split_once("?>").expect("a declaration").1.trim_start().to_owned()
}

both!(one_bad_alert_in_the_middle_stops_no_other_and_is_reported_once, |database: testkit::Database| async move {
    let desk = Desk::new(&database, true).await;
    let broken = inside(&Cap::red("broken")).replace("<scope>Public</scope>", "");
    let feed = atom(&[
        ("third", inside(&Cap { colour: "蓝色", ..Cap::red("c") })),
        ("second", broken),
        ("nothing", "<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>".to_owned()),
        ("first", desk.source.address("/a.xml")),
    ]);
    desk.source.say("/feed", Reply::Document(feed.clone(), "one"));
    desk.source.say("/a.xml", Reply::Document(Cap { colour: "黄色", ..Cap::red("a") }.xml(), "a"));
    assert_eq!(desk.ask().await, 1);
    assert_eq!(desk.names().await, ["a", "c"]);
    use EntryOutcome::{Refused, Taken};
    assert_eq!(desk.outcomes().await, [Taken, Taken, Refused, Refused]);
    let bad = desk.entries().await.into_iter().find(|one| one.title.as_deref() == Some("second")).expect("an entry");
    assert!(bad.reason.as_deref().is_some_and(|text| text.contains("/alert/scope")), "{bad:?}");
    let answered = desk.feed().await;
    assert_eq!((answered.failures, answered.ok_at, answered.etag.as_deref()), (0, Some(t0()), Some("\"one\"")));
    // The same feed, changed elsewhere: nothing is fetched or tried anew.
    desk.source.say("/feed", Reply::Document(feed + " ", "two"));
    desk.hands.forward(60);
    assert_eq!(desk.ask().await, 0);
    assert_eq!((desk.source.times("/a.xml"), desk.source.times("/feed")), (1, 2));
    assert!(desk.entries().await.iter().all(|one| one.tries == 1 && one.changed_at == t0()));
    // Unchanged: nothing is read, and it counts as an answer.
    desk.hands.forward(60);
    assert_eq!(desk.ask().await, 0);
    assert!(desk.source.asked()[3].contains("if-none-match: \"two\""), "{:?}", desk.source.asked());
    assert_eq!(desk.feed().await.ok_at, Some(desk.hands.clock()()));
    // Not due: not asked.
    desk.ask().await;
    assert_eq!(desk.source.times("/feed"), 3);
});

both!(a_feed_that_fails_in_any_way_is_asked_later_and_never_given_up, |database: testkit::Database| async move {
    let desk = Desk::new(&database, true).await;
    let whole = atom(&[("a", inside(&Cap { colour: "蓝色", ..Cap::red("a") }))]);
    use FeedFault::{Missing, PrivateNetwork, Redirected, SourceBroken, TooLarge, TooSlow, Unreachable, Unreadable};
    let ways = [
        (Reply::Status(500, "retry-after: 300\r\n"), "status 500", SourceBroken, 300),
        (Reply::Silent, "took too long", TooSlow, 120),
        (Reply::Endless, "larger than", TooLarge, 240),
        (Reply::Truncated(whole.clone()), "cannot be read", Unreachable, 480),
        (Reply::Redirect("http://127.0.0.2:1/feed".to_owned()), "private network", PrivateNetwork, 900),
        (Reply::Redirect("http://station.invalid/feed".to_owned()), "another place", Redirected, 900),
        (Reply::Status(404, ""), "status 404", Missing, 900),
        (Reply::Document("<html/>".to_owned(), "h"), "no feed", Unreadable, 900),
        (Reply::Document(whole[..whole.len() - "</feed>".len()].to_owned(), "cut"), "malformed_xml", Unreadable, 900),
    ];
    for (failures, (reply, why, fault, wait)) in (1..).zip(ways) {
        desk.source.say("/feed", reply);
        let before = desk.hands.clock()();
        desk.ask().await;
        let feed = desk.feed().await;
        let error = feed.last_error.expect("an error");
        assert!(error.contains(why), "`{error}` says `{why}`");
        assert_eq!(FeedFault::read(&error).0, Some(fault), "{error}");
        assert_eq!((feed.failures, feed.paused_at, feed.etag), (failures, None, None), "{why}");
        assert_eq!(feed.next_at.duration_since(before).as_secs(), wait, "{why}");
        desk.hands.forward(wait);
    }
    // The last one held a whole entry before the break.
    assert_eq!(desk.names().await, ["a"]);
    desk.source.say("/feed", Reply::Document(whole, "whole"));
    desk.ask().await;
    let feed = desk.feed().await;
    assert_eq!((feed.failures, feed.last_error, feed.etag.as_deref()), (0, None, Some("\"whole\"")));
});

both!(a_link_that_fails_is_tried_again_and_never_leads_inside, |database: testkit::Database| async move {
    let desk = Desk::new(&database, true).await;
    let feed = atom(&[
        ("slow", desk.source.address("/slow.xml")),
        ("gone", desk.source.address("/gone.xml")),
        ("inside", "http://127.0.0.2:1/secret.xml".to_owned()),
        ("file", "file:///etc/passwd".to_owned()),
        ("good", "/good.xml".to_owned()),
    ]);
    desk.source.say("/feed", Reply::Document(feed, "one"));
    desk.source.say("/slow.xml", Reply::Status(503, ""));
    desk.source.say("/good.xml", Reply::Document(Cap { colour: "蓝色", ..Cap::red("good") }.xml(), "g"));
    for look in 1..=5 {
        desk.ask().await;
        assert_eq!(desk.names().await, ["good"]);
        assert_eq!(desk.feed().await.etag, None, "look {look}: what is left must be seen again");
        desk.hands.forward(900);
    }
    use EntryOutcome::{Refused, Taken, Waiting};
    assert_eq!(desk.outcomes().await, [Taken, Refused, Refused, Refused, Waiting], "{:?}", desk.entries().await);
    assert_eq!((desk.source.times("/good.xml"), desk.source.times("/gone.xml")), (1, 5));
    desk.source.say("/slow.xml", Reply::Document(Cap { colour: "蓝色", ..Cap::red("slow") }.xml(), "s"));
    desk.ask().await;
    assert_eq!(desk.names().await, ["good", "slow"]);
    assert_eq!(desk.feed().await.failures, 0);
});

both!(
    an_unauthenticated_feed_only_proposes_until_an_official_source_says_the_same,
    |database: testkit::Database| async move {
        let desk = Desk::new(&database, false).await;
        let red = Cap::red("red");
        desk.source.say("/feed", Reply::Document(atom(&[("red", inside(&red))]), "one"));
        assert_eq!(desk.ask().await, 1);
        let store = desk.service().store();
        let warning = store::warning::by_name(store.read(), STATION, "red").await.expect("read").expect("a warning");
        assert!(!warning.official && warning.way == "feed");
        let rounds = store::callout::of_warning(store.read(), warning.id).await.expect("rounds");
        assert!(rounds.is_empty(), "nobody is rung");
        // A stranger ends nothing that is official either.
        let pushed = red.give(desk.service(), t0()).await.expect("the official one");
        assert!(pushed.known && pushed.warning.official && pushed.warning.id == warning.id);
        let round = pushed.callout.expect("calls begin");
        let cancel = Cap { message: "Cancel", references: vec!["red".to_owned()], ..Cap::red("cancel") };
        desk.source.say("/feed", Reply::Document(atom(&[("cancel", inside(&cancel))]), "two"));
        desk.hands.forward(60);
        desk.ask().await;
        assert_eq!(desk.names().await, ["cancel", "red"]);
        let rounds = store::callout::of_warning(store.read(), warning.id).await.expect("rounds");
        assert!(rounds.iter().any(|one| one.id == round.id && one.ended.is_none()), "the calls go on");
        assert!(store.warning(warning.id).await.expect("read").expect("it").ended.is_none());
        // The official cancellation with the same name and another text takes its place.
        let official = Cap { hours: 1, ..cancel };
        let taken = official.give(desk.service(), t0()).await.expect("the official cancellation");
        assert!(!taken.known);
        assert!(store.warning(warning.id).await.expect("read").expect("it").ended.is_some());
        let again = official.give(desk.service(), t0()).await.expect("again");
        assert!(again.known);
    }
);

both!(an_authenticated_feed_starts_calls_for_its_own_senders_alone, |database: testkit::Database| async move {
    let desk = Desk::new(&database, true).await;
    let other = Cap { sender: "other@example.org", ..Cap::red("other") };
    desk.source.say("/feed", Reply::Document(atom(&[("red", inside(&Cap::red("red"))), ("o", inside(&other))]), "one"));
    desk.ask().await;
    let store = desk.service().store();
    for (sender, name, calls) in [(STATION, "red", 1), ("other@example.org", "other", 0)] {
        let warning = store::warning::by_name(store.read(), sender, name).await.expect("read").expect("a warning");
        let rounds = store::callout::of_warning(store.read(), warning.id).await.expect("rounds");
        assert_eq!(rounds.len(), calls, "{name}");
    }
});

both!(a_feed_may_be_one_alert_and_two_workers_ask_it_once, |database: testkit::Database| async move {
    let desk = Desk::new(&database, true).await;
    desk.source.say("/feed", Reply::Document(Cap { colour: "蓝色", ..Cap::red("a") }.xml(), "one"));
    let (first, second) = tokio::join!(desk.ask(), desk.ask());
    assert_eq!((first + second, desk.source.times("/feed")), (1, 1));
    assert_eq!(desk.names().await, ["a"]);
    // Known from another way: no new warning.
    let other = Cap { colour: "蓝色", ..Cap::red("b") };
    desk.service().receive_warning(None, Way::Push, true, other.xml().as_bytes(), t0()).await.expect("pushed");
    desk.source.say("/feed", Reply::Document(other.xml(), "two"));
    desk.hands.forward(60);
    assert_eq!(desk.ask().await, 0);
    assert_eq!(desk.outcomes().await, [EntryOutcome::Taken, EntryOutcome::Known]);
});

both!(only_an_authentic_address_can_be_called_authenticated, |database: testkit::Database| async move {
    let desk = Desk::new(&database, true).await;
    let boss = desk.city.actor("boss").await;
    let set = async |address: &str, authenticated: bool| {
        let order = FeedOrder {
            name: "x".to_owned(),
            address: address.to_owned(),
            senders: Vec::new(),
            authenticated,
            every_s: 60,
            paused: false,
            version: None,
        };
        match desk.service().set_feed(&boss, Uuid::now_v7(), &order, t0()).await {
            Ok(_) => "made",
            Err(ServiceError::Invalid { code, .. }) => code,
            Err(_) => "another error",
        }
    };
    assert_eq!(set("http://station.example/feed", true).await, "feed_not_authentic");
    assert_eq!(set("http://10.1.2.3:8080/feed", true).await, "made");
    assert_eq!(set("http://[fd00::1]/feed", true).await, "made");
    assert_eq!(set("http://station.example/feed", false).await, "made");
    assert_eq!(set("https://station.example/feed", true).await, "made");
    assert_eq!(set("https://station.example/feed", true).await, "feed_address_taken");
    assert_eq!(set("https://me:secret@station.example/feed", true).await, "feed_address_invalid");
    assert_eq!(set("ftp://station.example/feed", false).await, "feed_address_invalid");
});
