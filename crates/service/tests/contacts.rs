//! Contacts: encrypted, masked, unmasked with a reason, found by their number; and the keys under them.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use domain::contact::ContactKind::{Email, Phone};
use domain::id::AccountId;
use service::ServiceError;
use service::keyring::{CipherError, Keyring, is_private};
use testkit::city::fill;
use testkit::keys::Keys;
use testkit::{Database, both, t0};
use uuid::Uuid;

const NUMBER: &str = "13812341234";

both!(a_number_is_nowhere_in_the_database_and_its_owner_sees_it, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let lead = city.actor("lead").await;
    service.set_contact(Some(&lead), lead.account, Phone, Some("+86 138-1234-1234"), t0()).await.expect("a contact");
    service.set_contact(Some(&lead), lead.account, Email, Some("Li@Example.org"), t0()).await.expect("a contact");
    let own = service.contacts(&lead, lead.account, t0()).await.expect("contacts");
    let values: Vec<_> = own.iter().map(|shown| (shown.value.as_str(), shown.masked)).collect();
    assert_eq!(values, [("li@example.org", false), (NUMBER, false)]);
    for row in database.store.contacts(lead.account).await.expect("rows") {
        let text = String::from_utf8_lossy(&row.sealed).into_owned();
        assert!(!text.contains("1234") && !text.contains("example"));
        assert_eq!(row.lookup.len(), 32);
    }
    let payloads = database.texts("select payload from journal where kind = 'contact.set'").await;
    assert_eq!(payloads, ["{\"kind\":\"phone\",\"present\":true}", "{\"kind\":\"email\",\"present\":true}"]);
    assert_eq!(service.accounts_by_contact(Phone, "0086 138 1234 1234").await.expect("accounts"), [lead.account]);
    assert_eq!(service.accounts_by_contact(Email, NUMBER).await.expect("accounts"), []);
    service.set_contact(Some(&lead), lead.account, Phone, None, t0()).await.expect("taken away");
    assert_eq!(service.accounts_by_contact(Phone, NUMBER).await.expect("accounts"), []);
});

both!(others_see_a_mask_or_nothing, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    service.set_contact(Some(&lead), lead.account, Phone, Some(NUMBER), t0()).await.expect("a contact");
    for login in ["admin", "street"] {
        let shown = service.contacts(&city.actor(login).await, lead.account, t0()).await.expect("contacts");
        assert_eq!((shown[0].value.as_str(), shown[0].masked), ("138****1234", true), "{login}");
    }
    for login in ["grid1", "property"] {
        let refused = service.contacts(&city.actor(login).await, lead.account, t0()).await;
        assert!(matches!(refused, Err(ServiceError::NotFound("account"))), "{login}");
    }
    let admin = city.actor("admin").await;
    let street = city.actor("street").await;
    let upwards = service.contacts(&street, admin.account, t0()).await;
    assert!(matches!(upwards, Err(ServiceError::NotFound("account"))), "not above the own unit");
});

both!(unmasking_needs_permission_and_reason_and_its_subject_sees_it, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    let street = city.session("street", t0()).await;
    service.set_contact(Some(&lead), lead.account, Phone, Some(NUMBER), t0()).await.expect("a contact");
    for login in ["grid1", "property"] {
        let refused = service.unmask(&city.session(login, t0()).await, lead.account, Phone, "I am curious", t0()).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "{login}");
    }
    for reason in ["", "   ", "a", "    b    "] {
        let refused = service.unmask(&street, lead.account, Phone, reason, t0()).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { code: "reason_required", .. })), "`{reason}`");
    }
    let none = service.unmask(&street, lead.account, Email, "no such contact", t0()).await;
    assert!(matches!(none, Err(ServiceError::NotFound("contact"))));
    assert_eq!(database.store.journal_count("contact.unmasked").await.expect("a count"), 0);
    let reason = "林山寨街道内涝,叫不醒值班电话";
    assert_eq!(service.unmask(&street, lead.account, Phone, reason, t0()).await.expect("a number"), NUMBER);
    let seen = service.unmaskings(lead.account).await.expect("unmaskings");
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].kind.as_str(), seen[0].title.as_deref()), ("phone", Some("street_operator")));
    assert_eq!(seen[0].reason.as_deref(), Some(reason));
    let payload = database.texts("select payload from journal where kind = 'contact.unmasked'").await;
    assert!(!payload[0].contains("街道") && !payload[0].contains(NUMBER), "no free text and no number in the journal");
    let holdings = service.holdings("lead").await.expect("holdings");
    assert_eq!(holdings.unmaskings, seen);
});

both!(a_wrong_contact_is_refused_without_repeating_it, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    let refused =
        service.set_contact(Some(&lead), lead.account, Phone, Some("138x"), t0()).await.expect_err("a refusal");
    assert!(!refused.to_string().contains("138x"), "{refused}");
    let grid = city.actor("grid1").await;
    let other = service.set_contact(Some(&grid), lead.account, Phone, Some(NUMBER), t0()).await;
    assert!(matches!(other, Err(ServiceError::Forbidden(_))), "nobody sets another's contact in passing");
    let nobody = service.set_contact(None, AccountId(Uuid::nil()), Phone, Some(NUMBER), t0()).await;
    assert!(matches!(nobody, Err(ServiceError::NotFound("account"))));
});

both!(a_ciphertext_moved_to_another_row_does_not_open, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let (lead, grid) = (city.actor("lead").await, city.actor("grid1").await);
    for (actor, number) in [(&lead, NUMBER), (&grid, "13900000000")] {
        service.set_contact(Some(actor), actor.account, Phone, Some(number), t0()).await.expect("a contact");
    }
    database.execute("update contact set sealed = (select sealed from contact order by sealed desc limit 1)").await;
    let first = service.contacts(&lead, lead.account, t0()).await;
    let second = service.contacts(&grid, grid.account, t0()).await;
    let damaged = |result: &Result<_, ServiceError>| matches!(result, Err(ServiceError::Cipher(CipherError::Damaged)));
    assert!(damaged(&first) != damaged(&second), "{first:?} {second:?}");
});

both!(rotation_encrypts_everything_anew_beside_running_processes, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let lead = city.actor("lead").await;
    service.set_contact(Some(&lead), lead.account, Phone, Some(NUMBER), t0()).await.expect("a contact");
    service.set_contact(Some(&lead), lead.account, Email, Some("li@example.org"), t0()).await.expect("a contact");
    // Another process rotates: it has the file, not this process's memory.
    let other = Keyring::load(keys.keyring.path()).expect("the keyring");
    other.add_current(t0()).expect("new keys");
    let elsewhere = service::Service::open(database.reopen().await, jiff::tz::TimeZone::UTC).await.expect("a service");
    let elsewhere = elsewhere.with_keyring(other.clone());
    let mut heard = Vec::new();
    assert_eq!(elsewhere.reencrypt(t0(), |done| heard.push(done)).await.expect("a rotation").contacts, 2);
    assert_eq!(heard, [2]);
    assert_eq!(elsewhere.reencrypt(t0(), |_| {}).await.expect("a rotation").total(), 0, "nothing is left");
    let current = other.keys().current().to_owned();
    assert_eq!(database.texts("select distinct key_id from contact").await, [current]);
    let seen = service.contacts(&lead, lead.account, t0()).await.expect("read with the key that came later");
    assert_eq!(seen[1].value, NUMBER);
    assert_eq!(service.accounts_by_contact(Phone, NUMBER).await.expect("accounts"), [lead.account]);
    assert_eq!(database.store.journal_count("system.keys_rotated").await.expect("a count"), 2);
});

#[test]
fn a_keyring_is_for_its_owner_alone_and_is_never_overwritten() {
    let keys = Keys::new();
    let path = keys.keyring.path();
    assert!(is_private(path).expect("a look"));
    assert_eq!(std::fs::metadata(path).expect("the file").permissions().mode() & 0o777, 0o600);
    assert!(Keyring::create(path, t0()).is_err());
    keys.keyring.add_current(t0()).expect("new keys");
    assert!(is_private(path).expect("a look"), "rotated, it is still private");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).expect("open permissions");
    assert!(!is_private(path).expect("a look"));
}

#[test]
fn the_file_is_read_again_only_when_it_changed() {
    let keys = Keys::new();
    let here = Keyring::load(keys.keyring.path()).expect("a keyring");
    let first = here.fresh();
    assert!(Arc::ptr_eq(&first, &here.fresh()), "an unchanged file is not read again");
    // Another process rotates, more than once and as fast as it can.
    let elsewhere = Keyring::load(keys.keyring.path()).expect("a keyring");
    for _ in 0..20 {
        elsewhere.add_current(t0()).expect("new keys");
        assert_eq!(here.fresh().current(), elsewhere.keys().current(), "nothing new comes to lie under an old key");
    }
    let last = here.fresh();
    assert!(Arc::ptr_eq(&last, &here.fresh()));
    // A file that cannot be read costs nobody the keys that were read before.
    std::fs::rename(keys.keyring.path(), keys.file("elsewhere")).expect("gone");
    assert_eq!(here.fresh().current(), last.current());
}

#[test]
fn of_many_rotations_at_once_none_loses_a_key() {
    let keys = Keys::new();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let path = keys.keyring.path().to_owned();
            std::thread::spawn(move || {
                let keyring = Keyring::load(&path).expect("a keyring");
                keyring.add_current(t0()).expect("new keys");
                keyring.keys().current().to_owned()
            })
        })
        .collect();
    let made: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("an end")).collect();
    keys.keyring.reload().expect("the file");
    let there: Vec<_> = keys.keyring.keys().lines().into_iter().map(|line| line.id).collect();
    assert!(made.iter().all(|id| there.contains(id)), "{made:?} {there:?}");
}

#[test]
fn a_keyring_says_what_is_wrong_and_shows_no_secret() {
    let keys = Keys::new();
    let path = keys.keyring.path();
    let text = std::fs::read_to_string(path).expect("the file");
    let lines = serde_json::to_string(&keys.keyring.keys().lines()).expect("lines");
    for line in text.lines().filter(|line| line.contains("\"secret\"") || line.contains("\"lookup\"")) {
        let secret = line.split('"').nth(3).expect("a secret");
        assert!(secret.len() == 64 && !lines.contains(secret) && !format!("{:?}", keys.keyring).contains(secret));
    }
    std::fs::write(path, text.replace("\"secret\": \"", "\"secret\": \"zz")).expect("a damaged file");
    let error = Keyring::load(path).expect_err("a refusal").to_string();
    assert!(error.contains("keys.json") && error.contains("64 hexadecimal digits"), "{error}");
    assert!(Keyring::load(&keys.file("missing")).expect_err("a refusal").to_string().contains("missing"));
    std::fs::write(path, text.replace("keyring 1", "keyring 9")).expect("a later form");
    assert!(Keyring::load(path).expect_err("a refusal").to_string().contains("keyring 9"));
}
