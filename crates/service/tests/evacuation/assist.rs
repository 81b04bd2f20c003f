//! The assistance register: opt-in, sealed, seen with a reason by few, by its person always, and gone after a year.

use domain::access::Actor;
use domain::assist::{Consent, Help, PrintEnd};
use domain::id::{AccountId, AssistId, PlaceId};
use domain::names::Names;
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::access::Authority;
use service::account::{NewAccount, NewPosting};
use service::assist::{NewAssist, Registered};
use service::evacuation::NewGroup;
use service::hazard::Origin;
use store::journal::Search;
use testkit::city::{City, PASSWORD, fill};
use testkit::warning::{Cap, fit_station};
use testkit::{both, keys, t0};
use uuid::Uuid;

use super::{at, buildings, order};

fn asked(place: PlaceId, door: &str) -> NewAssist {
    NewAssist {
        id: AssistId(Uuid::now_v7()),
        place,
        door: door.to_owned(),
        call_name: "王阿姨".to_owned(),
        help: vec![Help::Carry, Help::OxygenPower],
        phones: vec!["13812345678".to_owned()],
        consent: Consent::Own,
        on_behalf: false,
    }
}

/// A city with a building of each grid and the head of the first.
async fn city(database: &testkit::Database) -> (City, [PlaceId; 2]) {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let places = buildings(&city).await;
    city.account("head", "building_head", "410102001002001").await;
    city.account("above", "auditor", "4101").await;
    (city, places)
}

async fn register(city: &City, new: NewAssist) -> Registered {
    city.service.register_assist(None, new, &Origin::default(), t0()).await.expect("an entry")
}

async fn view(city: &City, who: &Actor, id: AssistId, now: Timestamp) -> Result<String, ServiceError> {
    city.service.view_assist(who, id, "转移前确认", now).await.map(|(_, said)| said.door)
}

both!(an_entry_is_sealed_and_its_person_sees_who_saw_it, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let made = register(&city, asked(one, "1203")).await;
    let kept = city.service.store().assist(made.id).await.expect("a query").expect("an entry");
    let text = String::from_utf8_lossy(&kept.sealed);
    assert!(!text.contains("1203") && !text.contains("carry") && !text.contains("王"), "nothing of it lies open");
    let head = city.actor("head").await;
    let silent = city.service.view_assist(&head, made.id, " ", t0()).await;
    assert!(matches!(silent, Err(ServiceError::Invalid { code: "reason_required", .. })), "{silent:?}");
    assert_eq!(view(&city, &head, made.id, at(1)).await.expect("seen"), "1203");
    let linked = city.service.linked_assist(&made.secret, at(2)).await.expect("the own entry");
    assert_eq!(linked.said.phones, ["+8613812345678"]);
    let views: Vec<_> = linked.views.iter().map(|view| (view.title.as_deref(), view.reason.as_deref())).collect();
    assert_eq!(views, [(Some("building_head"), Some("转移前确认"))]);
    let wrong = city.service.linked_assist("0000", at(2)).await;
    assert!(matches!(wrong, Err(ServiceError::NotFound("entry"))), "{wrong:?}");
    for entry in city.service.store().journal_of(made.id.0).await.expect("entries") {
        let text = entry.payload.to_string();
        assert!(!text.contains("1203") && !text.contains("carry") && !text.contains("转移前"), "{text}");
    }
});

both!(a_duty_officer_sees_entries_only_while_an_activation_is_open, |database: testkit::Database| async move {
    let (city, [one, two]) = city(&database).await;
    fit_station(&city.service);
    let (made, other) = (register(&city, asked(one, "1203")).await, register(&city, asked(two, "101")).await);
    let (lead, head, street) = (city.actor("lead").await, city.actor("head").await, city.actor("street").await);
    let shut = view(&city, &lead, made.id, t0()).await;
    assert!(matches!(shut, Err(ServiceError::NotActivated)), "{shut:?}");
    let shut = city.service.assist_lines(&lead, one, t0()).await;
    assert!(matches!(shut, Err(ServiceError::NotActivated)), "{shut:?}");
    let elsewhere = view(&city, &head, other.id, t0()).await;
    assert!(matches!(elsewhere, Err(ServiceError::Forbidden(_))), "another's building: {elsewhere:?}");
    Cap { colour: "黄色", ..Cap::red("yellow") }.give(&city.service, t0()).await.expect("a warning");
    assert!(matches!(view(&city, &lead, made.id, t0()).await, Err(ServiceError::NotActivated)), "yellow is not enough");
    let forged = Cap { sender: "nobody@example.org", colour: "橙色", hours: 1, ..Cap::red("forged") };
    forged.give(&city.service, t0()).await.expect("a warning");
    assert!(
        matches!(view(&city, &lead, made.id, t0()).await, Err(ServiceError::NotActivated)),
        "nobody official sent it"
    );
    Cap { colour: "橙色", hours: 1, ..Cap::red("orange") }.give(&city.service, t0()).await.expect("a warning");
    assert_eq!(view(&city, &lead, made.id, t0()).await.expect("orange"), "1203");
    assert!(matches!(view(&city, &lead, made.id, at(2)).await, Err(ServiceError::NotActivated)), "over");
    let evacuation = city.service.order_evacuation(&lead, order(&city, Vec::new()), at(3)).await.expect("ordered");
    assert_eq!(city.service.assist_lines(&lead, one, at(3)).await.expect("lines").len(), 1, "one building at a time");
    let groups = city.service.show_evacuation(&lead, evacuation).await.expect("an evacuation").groups;
    let asks = |place| groups.iter().find(|group| group.place == Some(place)).map(|group| group.asked_help);
    assert_eq!((asks(one), asks(two)), (Some(1), Some(1)), "who asked for help in the register is moved first");
    let part = |label: &str| NewGroup {
        place: Some(one),
        label: label.to_owned(),
        households: Some(5),
        ..NewGroup::default()
    };
    let divided = order(&city, vec![part("一单元"), part("二单元")]);
    let divided = city.service.order_evacuation(&lead, divided, at(3)).await.expect("in two groups");
    let groups = city.service.show_evacuation(&lead, divided).await.expect("an evacuation").groups;
    assert_eq!(groups.iter().map(|group| group.asked_help).sum::<u32>(), 1, "once, however it is divided");
    city.service.end_evacuation(&lead, divided, "两次疏散合为一次", at(3)).await.expect("ended");
    let never = view(&city, &street, made.id, at(3)).await;
    assert!(matches!(never, Err(ServiceError::Forbidden(_))), "not from further up: {never:?}");
    city.service.end_evacuation(&lead, evacuation, "险情解除", at(4)).await.expect("ended");
    assert!(matches!(view(&city, &lead, made.id, at(4)).await, Err(ServiceError::NotActivated)));
});

both!(two_helpers_see_their_entry_and_nobody_else_of_their_title, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let (made, second) = (register(&city, asked(one, "1203")).await, register(&city, asked(one, "1204")).await);
    let (head, grid) = (city.actor("head").await, city.actor("grid1").await);
    let denied = view(&city, &grid, made.id, t0()).await;
    assert!(matches!(denied, Err(ServiceError::Forbidden(_))), "{denied:?}");
    let post = grid.postings[0].id;
    let far = city.actor("grid2").await.postings[0].id;
    let wrong = city.service.name_helpers(&head, made.id, &[far], t0()).await;
    assert!(matches!(wrong, Err(ServiceError::Invalid { code: "helpers_invalid", .. })), "{wrong:?}");
    let three = city.service.name_helpers(&head, made.id, &[post, post, post], t0()).await;
    assert!(matches!(three, Err(ServiceError::Invalid { code: "helpers_invalid", .. })), "{three:?}");
    city.service.name_helpers(&head, made.id, &[post], t0()).await.expect("named");
    assert_eq!(view(&city, &grid, made.id, t0()).await.expect("a helper"), "1203");
    assert!(view(&city, &grid, second.id, t0()).await.is_err());
    let lines = city.service.assist_lines(&grid, one, t0()).await.expect("lines");
    assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [made.id], "the own alone");
});

both!(the_head_of_a_building_is_offered_the_posts_that_can_help, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let made = register(&city, asked(one, "1203")).await;
    let head = city.actor("head").await;
    let (grid, other) = (city.id("410102001002001"), city.id("410102001002002"));
    let offered = city.service.helper_posts(&head, grid, t0()).await.expect("posts");
    let titles: Vec<_> = offered.iter().map(|row| row.title.as_str()).collect();
    let near = ["building_head", "grid_worker", "community_lead", "property_manager"];
    assert_eq!(titles, near, "the own grid first, nothing beside it or above the community");
    for row in &offered {
        city.service.name_helpers(&head, made.id, &[row.id], t0()).await.expect("what is offered is taken");
    }
    let grid1 = city.actor("grid1").await;
    for (who, unit) in [(&head, other), (&grid1, grid), (&city.actor("lead").await, grid)] {
        let refused = city.service.helper_posts(who, unit, t0()).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    }
    city.service.disable_account(Authority::Operator, grid1.account, t0()).await.expect("disabled");
    let password_hash = city.service.hash_password(PASSWORD).await.expect("a hash");
    let account = NewAccount { login: "tomorrow".to_owned(), names: Names::zh("明天"), password_hash };
    let posting = NewPosting { title: "disaster_officer".to_owned(), unit: grid, body: None };
    city.service.create_account(account, &[posting], at(24)).await.expect("an account");
    let titles = async |hours| {
        let offered = city.service.helper_posts(&head, grid, at(hours)).await.expect("posts");
        offered.into_iter().map(|row| row.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(1).await, ["building_head", "community_lead", "property_manager"], "who is gone, who is to come");
    assert_eq!(titles(24).await[1], "disaster_officer");
});

both!(whoever_browses_is_told_of_to_those_above, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let head = city.actor("head").await;
    let mut made = Vec::new();
    for door in 0..21 {
        made.push(register(&city, asked(one, &format!("{door}"))).await.id);
    }
    for id in &made[..20] {
        view(&city, &head, *id, t0()).await.expect("seen");
    }
    assert_eq!(noticed(&city, head.account).await, 0, "twenty need no explanation");
    view(&city, &head, made[20], t0()).await.expect("seen, and noticed");
    assert_eq!(noticed(&city, head.account).await, 1);
});

async fn noticed(city: &City, who: AccountId) -> usize {
    let kind = Some("contact.browsing_noticed".to_owned());
    let search = Search { subject: Some(who.0), kind, ..Search::default() };
    city.service.store().journal_columns(&search, None, i64::MAX, 10).await.expect("entries").len()
}

both!(entries_go_with_their_reasons_after_a_year_or_at_a_wish, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let (old, wished) = (register(&city, asked(one, "1203")).await, register(&city, asked(one, "1204")).await);
    let head = city.actor("head").await;
    view(&city, &head, wished.id, t0()).await.expect("seen");
    city.service.erase_linked_assist(&wished.secret, at(1)).await.expect("erased");
    assert!(city.service.store().assist(wished.id).await.expect("a query").is_none());
    assert!(city.service.store().texts(&[wished.id.0]).await.expect("texts").is_empty(), "and why it was seen");
    let day = SignedDuration::from_hours(24);
    let year = old.expires_at;
    assert_eq!(year.duration_since(t0()), day * 365);
    let eve = year.saturating_sub(day).expect("a time");
    assert_eq!(city.service.forget_assists(eve).await.expect("a round"), 0);
    assert!(city.service.linked_assist(&old.secret, eve).await.is_ok());
    assert!(
        matches!(city.service.linked_assist(&old.secret, year).await, Err(ServiceError::NotFound(_))),
        "shut at once"
    );
    assert!(view(&city, &head, old.id, year).await.is_err());
    assert_eq!(city.service.forget_assists(year).await.expect("a round"), 1);
    assert!(city.service.store().assist(old.id).await.expect("a query").is_none());
});

both!(a_thin_register_says_knock_at_each_door, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let (head, lead) = (city.actor("head").await, city.actor("lead").await);
    for door in ["101", "102", "103"] {
        register(&city, asked(one, door)).await;
    }
    let before = city.service.assist_coverage(&lead, one, t0()).await.expect("numbers");
    assert_eq!((before.registered, before.estimated, before.full_knock), (3, None, true), "nobody knows");
    let denied = city.service.estimate_assist(&lead, one, 5, t0()).await;
    assert!(matches!(denied, Err(ServiceError::Forbidden(_))), "{denied:?}");
    for (estimated, full_knock) in [(6, true), (5, false)] {
        city.service.estimate_assist(&head, one, estimated, t0()).await.expect("estimated");
        let after = city.service.assist_coverage(&lead, one, t0()).await.expect("numbers");
        assert_eq!((after.estimated, after.full_knock), (Some(estimated), full_knock));
    }
});

both!(
    lists_are_printed_by_number_in_an_activation_and_their_end_is_written_down,
    |database: testkit::Database| async move {
        let (city, [one, _]) = city(&database).await;
        let made = register(&city, asked(one, "1203")).await;
        let (lead, head) = (city.actor("lead").await, city.actor("head").await);
        let shut = city.service.print_assist(&head, one, "逐户转移", t0()).await;
        assert!(matches!(shut, Err(ServiceError::NotActivated)), "the head neither: {shut:?}");
        city.service.order_evacuation(&lead, order(&city, Vec::new()), t0()).await.expect("ordered");
        let first = city.service.print_assist(&head, one, "逐户转移", at(1)).await.expect("a list");
        let second = city.service.print_assist(&lead, one, "逐户转移", at(1)).await.expect("a list");
        assert_eq!((first.print.number, second.print.number, first.lines.len()), (1, 2, 1));
        let views = city.service.linked_assist(&made.secret, at(2)).await.expect("the own entry").views;
        assert_eq!(views.iter().map(|view| view.kind.as_str()).collect::<Vec<_>>(), ["printed", "printed"]);
        city.service.close_assist_print(&head, first.print.id, PrintEnd::Returned, at(3)).await.expect("given back");
        let twice = city.service.close_assist_print(&head, first.print.id, PrintEnd::Destroyed, at(3)).await;
        assert!(matches!(twice, Err(ServiceError::Exists(_))), "{twice:?}");
        let prints = city.service.assist_prints(&lead, city.id("410102001002")).await.expect("prints");
        let ends: Vec<_> = prints.iter().map(|print| (print.number, print.closed.map(|(how, _)| how))).collect();
        assert_eq!(ends, [(2, None), (1, Some(PrintEnd::Returned))]);
    }
);

both!(staff_take_entries_down_for_others_and_nobody_else_does, |database: testkit::Database| async move {
    let (city, [one, _]) = city(&database).await;
    let new = || NewAssist { on_behalf: true, ..asked(one, "101") };
    let nobody = city.service.register_assist(None, new(), &Origin::default(), t0()).await;
    assert!(matches!(nobody, Err(ServiceError::Forbidden(_))), "{nobody:?}");
    let elsewhere = city.actor("grid2").await;
    let denied = city.service.register_assist(Some(&elsewhere), new(), &Origin::default(), t0()).await;
    assert!(matches!(denied, Err(ServiceError::Forbidden(_))), "{denied:?}");
    let grid = city.actor("grid1").await;
    city.service.register_assist(Some(&grid), new(), &Origin::default(), t0()).await.expect("an entry");
    for wrong in [
        NewAssist { help: Vec::new(), ..asked(one, "1") },
        NewAssist { door: " ".to_owned(), ..asked(one, "1") },
        NewAssist { phones: vec!["110".to_owned()], ..asked(one, "1") },
        NewAssist {
            call_name: "住在十二层的需要人背的王阿姨和她的儿子".to_owned(), ..asked(one, "1")
        },
    ] {
        let refused = city.service.register_assist(None, wrong, &Origin::default(), t0()).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { .. })), "{refused:?}");
    }
});

/// A rule of the schema: nothing refers to the register, and so nothing that holds a risk can.
#[test]
fn no_table_refers_to_the_register() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/src");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).expect("the schema") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "sql") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        let said: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        for said in said.join("\n").split(';') {
            assert!(!said.contains("references assist"), "{said}");
            let own = ["create table assist", "create index assist", "create index journal_assist_viewed"];
            let mine = own.iter().any(|start| said.trim_start().starts_with(start));
            assert!(mine || !said.contains("assist"), "{said}");
            seen += usize::from(mine);
        }
    }
    assert_eq!(seen, 7, "three tables and four indexes of the register");
}
