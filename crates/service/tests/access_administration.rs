//! Administration of accounts: who may, where, and what it ends, on both engines.

use domain::contact::ContactKind;
use domain::id::{AccountId, CommandId};
use domain::names::Names;
use jiff::{SignedDuration, Timestamp};
use service::access::{AccessRefusal, Attempt, Authority, NewPerson, Session};
use service::account::{NewAccount, NewPosting};
use service::exchange::{AccountRow, read_accounts};
use service::{Once, Service, ServiceError};
use testkit::city::{City, PASSWORD, fill};
use testkit::{both, keys, t0};
use uuid::Uuid;

fn later(hours: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_hours(hours)).expect("a time")
}

async fn token(service: &Service, login: &str, now: Timestamp) -> Result<String, ServiceError> {
    Ok(service.sign_in(&Attempt::new(login, PASSWORD), now).await?.token)
}

async fn session(service: &Service, login: &str) -> Session {
    let token = token(service, login, t0()).await.expect("a sign-in");
    service.session_of(&token, t0()).await.expect("an answer").expect("a session")
}

async fn id(city: &City, login: &str) -> AccountId {
    city.service.actor_by_login(login, t0()).await.expect("an actor").account
}

fn posting(city: &City, title: &str, unit: &str) -> NewPosting {
    NewPosting { title: title.to_owned(), unit: city.id(unit), body: None }
}

async fn titles(city: &City, login: &str, now: Timestamp) -> Vec<String> {
    let actor = city.service.actor_by_login(login, now).await.expect("an actor");
    actor.postings.into_iter().map(|posting| posting.title).collect()
}

/// An administrator of one community alone.
async fn local_admin(city: &City) -> Session {
    city.account("local", "administrator", "410102001002").await;
    session(&city.service, "local").await
}

both!(a_posting_counts_from_its_first_to_its_last_day, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = session(&city.service, "admin").await;
    let by = Authority::Person(&admin);
    let grid2 = id(&city, "grid2").await;
    let signed = token(&city.service, "grid2", t0()).await.expect("a sign-in");
    let new = posting(&city, "community_lead", "410102001002");
    let dates = (later(24), Some(later(48)));
    let given = city.service.give_posting(by, grid2, &new, dates, &Once::fresh(), t0()).await.expect("a posting");
    assert!(city.service.session_of(&signed, t0()).await.expect("an answer").is_none(), "it signs in anew");
    assert_eq!(titles(&city, "grid2", later(23)).await, ["grid_worker"]);
    assert_eq!(titles(&city, "grid2", later(24)).await, ["grid_worker", "community_lead"]);
    assert_eq!(titles(&city, "grid2", later(48)).await, ["grid_worker"]);
    city.service.end_posting(by, given, later(30), t0()).await.expect("an earlier end");
    assert_eq!(titles(&city, "grid2", later(30)).await, ["grid_worker"]);
    let longer = city.service.end_posting(by, given, later(40), t0()).await;
    assert!(matches!(longer, Err(ServiceError::NotFound("posting"))), "an end is not put off: {longer:?}");
    assert_eq!(database.store.journal_count("posting.ended").await.expect("a count"), 1);
    for (dates, at) in [((t0(), Some(t0())), None), ((later(2), Some(later(1))), None), ((t0(), None), Some(later(-1)))]
    {
        let refused = match at {
            None => city.service.give_posting(by, grid2, &new, dates, &Once::fresh(), t0()).await.map(drop),
            Some(at) => city.service.end_posting(by, given, at, t0()).await,
        };
        assert!(matches!(refused, Err(ServiceError::Invalid { code: "posting_dates_invalid", .. })), "{refused:?}");
    }
});

both!(a_posting_is_given_once_however_often_it_is_asked_for, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (admin, local) = (session(&city.service, "admin").await, local_admin(&city).await);
    let grid2 = id(&city, "grid2").await;
    let new = posting(&city, "community_lead", "410102001002");
    let give = async |by: &Session, once: &Once| {
        city.service.give_posting(Authority::Person(by), grid2, &new, (t0(), None), once, t0()).await
    };
    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let given = give(&admin, &once).await.expect("a posting");
    assert_eq!(give(&admin, &once).await.expect("the same"), given);
    assert_eq!(titles(&city, "grid2", t0()).await.len(), 2);
    let other = give(&admin, &once.clone().about(grid2.0)).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
    let theirs = give(&local, &once).await.expect("a name is its sender's own");
    assert_ne!(theirs, given);

    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let (one, two) = tokio::join!(give(&admin, &once), give(&admin, &once));
    assert_eq!(one.expect("a posting"), two.expect("the same, sent at the same time"));
    assert_eq!(titles(&city, "grid2", t0()).await.len(), 4);
});

both!(an_account_is_opened_where_one_administers_and_nowhere_else, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let local = local_admin(&city).await;
    let by = Authority::Person(&local);
    let new = |login: &str, unit: &str| NewPerson {
        login: login.to_owned(),
        names: Names::zh("赵"),
        contacts: vec![(ContactKind::Email, "zhao@example.org".to_owned())],
        posting: posting(&city, "grid_worker", unit),
        held: (t0(), None),
    };
    let open = async |new: NewPerson| city.service.open_account(by, new, &Once::fresh(), t0()).await;
    open(new("zhao", "410102001002001")).await.expect("an account in the own community");
    let elsewhere = open(new("qian", "410102001")).await;
    assert!(matches!(elsewhere, Err(ServiceError::Forbidden(_))), "{elsewhere:?}");
    let taken = open(new("zhao", "410102001002001")).await;
    assert!(matches!(taken, Err(ServiceError::Exists(_))), "{taken:?}");
    let nowhere = open(NewPerson { contacts: Vec::new(), ..new("sun", "410102001002001") }).await;
    assert!(matches!(nowhere, Err(ServiceError::Invalid { code: "contact_required", .. })), "{nowhere:?}");
    let wrong = vec![(ContactKind::Phone, "not a number".to_owned())];
    let wrong = open(NewPerson { contacts: wrong, ..new("sun", "410102001002001") }).await;
    let Err(ServiceError::Invalid { code: "contact_invalid", detail, .. }) = &wrong else { panic!("{wrong:?}") };
    assert!(!detail.contains("not a number"), "what is personal does not come back");
    let title = NewPosting { title: "emperor".to_owned(), ..posting(&city, "grid_worker", "410102001002001") };
    let title = open(NewPerson { posting: title, ..new("sun", "410102001002001") }).await;
    assert!(matches!(title, Err(ServiceError::Invalid { code: "title_unknown", .. })), "{title:?}");
    assert_eq!(database.texts("select login from account where login in ('zhao', 'qian', 'sun')").await, ["zhao"]);
    let told = database.texts("select kind from journal where actor is not null order by seq").await;
    assert_eq!(told[told.len() - 3..], ["account.created", "contact.set", "posting.given"]);
    let barred = city.service.approval_barred(id(&city, "zhao").await, t0()).await.expect("an answer");
    assert!(barred, "whoever is new approves nothing for a day");
});

both!(a_file_opens_every_account_or_none, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let folder = tempfile::tempdir().expect("a folder");
    let read = |text: &str| {
        let file = folder.path().join("staff.csv");
        std::fs::write(&file, text).expect("a file");
        read_accounts(&file).expect("rows")
    };
    let head = "login,name_zh,title,unit,body,phone,email\n";
    let wrong = read(&format!(
        "{head}zhao,赵,grid_worker,410102001002001,,,\nqian,钱,grid_worker,1,,13812345678,\nqian,钱,grid_worker,1,,13812345678,\n"
    ));
    let codes: Vec<_> = wrong.findings.iter().map(|finding| (finding.row, finding.code)).collect();
    assert_eq!(codes, [(2, "contact_required"), (4, "login_repeated")]);
    let text = format!(
        "{head}zhao,赵,grid_worker,410102001002001,,13812345678,\nqian,钱,property_manager,410102001002,P1,,qian@example.org\nlead,谁,grid_worker,410102001002001,,13812345678,\n"
    );
    let good = read(&text);
    assert_eq!(good.findings, []);
    let mut bad = good.rows.clone();
    bad[1].body = Some("P9".to_owned());
    bad[0].title = "emperor".to_owned();
    let import = |rows: Vec<AccountRow>, dry| {
        let service = city.service.clone();
        async move { service.import_accounts(&rows, dry, t0(), || {}).await.expect("an answer") }
    };
    let refused = import(bad, false).await.expect_err("two rows are wrong");
    assert_eq!(refused.iter().map(|one| one.row).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(import(good.rows.clone(), true).await, Ok(2));
    let opened = async || database.texts("select login from account where login in ('zhao', 'qian') order by 1").await;
    assert_eq!(opened().await, Vec::<String>::new(), "nothing was written");
    assert_eq!(import(good.rows.clone(), false).await, Ok(2));
    assert_eq!(opened().await, ["qian", "zhao"]);
    assert_eq!(import(good.rows, false).await, Ok(0), "a second run changes nothing");
    let welcomes = database.texts("select kind from job where kind = 'welcome'").await;
    assert_eq!(welcomes.len(), 2);
});

both!(a_disabled_account_opens_nothing_any_more, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = session(&city.service, "admin").await;
    let lead = id(&city, "lead").await;
    let signed = token(&city.service, "lead", t0()).await.expect("a sign-in");
    let (link, _) = city.service.make_reset_link("lead", t0()).await.expect("a link");
    city.service.disable_account(Authority::Person(&admin), lead, t0()).await.expect("disabled");
    assert!(city.service.session_of(&signed, t0()).await.expect("an answer").is_none());
    assert!(matches!(token(&city.service, "lead", t0()).await, Err(ServiceError::SignInFailed)));
    let reset = city.service.reset_password(&link, "another password", t0()).await;
    assert!(matches!(reset, Err(ServiceError::Access(AccessRefusal::ResetLinkInvalid))), "{reset:?}");
    let again = city.service.disable_account(Authority::Person(&admin), lead, t0()).await;
    assert!(matches!(again, Err(ServiceError::NotFound("account"))), "{again:?}");
    let listed = city.service.accounts(Authority::Operator, t0()).await.expect("a list");
    assert_eq!(listed.iter().filter(|row| row.disabled).map(|row| row.login.as_str()).collect::<Vec<_>>(), ["lead"]);
});

both!(nobody_administers_beyond_their_own_subtree, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let local = local_admin(&city).await;
    let by = Authority::Person(&local);
    let listed = city.service.accounts(by, t0()).await.expect("a list");
    let mut logins: Vec<_> = listed.iter().map(|row| row.login.as_str()).collect();
    logins.sort_unstable();
    assert_eq!(logins, ["grid1", "grid2", "lead", "local", "property"]);
    let street = id(&city, "street").await;
    for refused in [
        city.service.disable_account(by, street, t0()).await,
        city.service
            .give_posting(by, street, &posting(&city, "auditor", "410102001"), (t0(), None), &Once::fresh(), t0())
            .await
            .map(drop),
    ] {
        assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    }
    // Somebody with one foot outside cannot be shut out from inside.
    let grid1 = id(&city, "grid1").await;
    let outside = posting(&city, "district_duty", "410102");
    city.service
        .give_posting(Authority::Operator, grid1, &outside, (t0(), None), &Once::fresh(), t0())
        .await
        .expect("a posting");
    let refused = city.service.disable_account(by, grid1, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    // And an account without any posting belongs to the root.
    let password_hash = city.service.hash_password(PASSWORD).await.expect("a hash");
    let new = NewAccount { login: "idle".to_owned(), names: Names::zh("idle"), password_hash };
    let (idle, _) = city.service.create_account(new, &[], t0()).await.expect("an account");
    let refused = city.service.disable_account(by, idle, t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
    let lead = session(&city.service, "lead").await;
    let refused = city.service.accounts(Authority::Person(&lead), t0()).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{refused:?}");
});

both!(nobody_raises_the_own_account_or_acts_on_an_old_sign_in, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = session(&city.service, "admin").await;
    let own = admin.actor.account;
    let new = posting(&city, "community_lead", "410102001002");
    let by = Authority::Person(&admin);
    let mine = city.service.actor_by_login("admin", t0()).await.expect("an actor").postings[0].id;
    for refused in [
        city.service.give_posting(by, own, &new, (t0(), None), &Once::fresh(), t0()).await.map(drop),
        city.service.end_posting(by, mine, t0(), t0()).await,
        city.service.disable_account(by, own, t0()).await,
    ] {
        assert!(matches!(refused, Err(ServiceError::Access(AccessRefusal::OwnAccount))), "{refused:?}");
    }
    let lead = id(&city, "lead").await;
    let stale = city.service.disable_account(by, lead, later(1)).await;
    assert!(matches!(stale, Err(ServiceError::Access(AccessRefusal::ConfirmationRequired))), "{stale:?}");
});

both!(changed_access_bars_from_approving_for_a_day, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (admin, lead, street) = (id(&city, "admin").await, id(&city, "lead").await, id(&city, "street").await);
    let barred = |account, now| {
        let service = city.service.clone();
        async move { service.approval_barred(account, now).await.expect("an answer") }
    };
    assert!(barred(lead, later(23)).await, "a new account settles first");
    assert!(!barred(lead, later(24)).await);
    let now = later(100);
    let token = token(&city.service, "admin", now).await.expect("a sign-in");
    let session = city.service.session_of(&token, now).await.expect("an answer").expect("a session");
    let new = posting(&city, "auditor", "410102001002");
    city.service
        .give_posting(Authority::Person(&session), lead, &new, (now, None), &Once::fresh(), now)
        .await
        .expect("a posting");
    let soon = later(101);
    assert!(barred(lead, soon).await, "whose access changed");
    assert!(barred(admin, soon).await, "and whoever changed it");
    assert!(!barred(street, soon).await, "nobody else");
    let (link, _) = city.service.make_reset_link("street", now).await.expect("a link");
    assert!(!barred(street, now).await, "a link alone changes nothing");
    city.service.reset_password(&link, "another password", now).await.expect("a password");
    assert!(barred(street, soon).await);
    assert!(!barred(lead, later(124)).await && !barred(street, later(124)).await);
});
