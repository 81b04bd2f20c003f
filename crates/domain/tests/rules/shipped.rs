//! The data that ships is whole.

use std::collections::BTreeSet;

use domain::access::Titles;
use domain::calendar::{CalendarKind, Holidays};
use domain::catalogue::{Catalogue, Urgency};
use domain::deadline::{Rules, Step};
use jiff::civil::date;
use jiff::tz::TimeZone;

fn rules() -> Rules {
    Rules::shipped(TimeZone::UTC).unwrap()
}

#[test]
fn the_catalogue_has_its_46_items() {
    let catalogue = Catalogue::shipped().unwrap();
    let ids: BTreeSet<&str> = catalogue.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!((catalogue.items.len(), ids.len()), (46, 46));
}

#[test]
fn only_the_items_about_persons_are_switched_off() {
    let catalogue = Catalogue::shipped().unwrap();
    let off: Vec<&str> = catalogue.items.iter().filter(|item| !item.enabled).map(|item| item.id.as_str()).collect();
    assert_eq!(off, ["S05", "S08"]);
}

#[test]
fn restricted_items_are_not_offered_while_nobody_may_see_them() {
    let catalogue = Catalogue::shipped().unwrap();
    let offered = catalogue.items.iter().find(|item| item.restricted && item.enabled);
    assert_eq!(offered.map(|item| &item.id), None);
}

#[test]
fn every_item_has_its_words_in_both_languages() {
    for item in Catalogue::shipped().unwrap().items {
        for names in [&item.names, &item.place, &item.owner] {
            assert!(names.is_valid() && names.0.contains_key("zh") && names.0.contains_key("en"), "{}", item.id);
        }
        assert!(!item.owner_bodies.is_empty(), "{} has nobody who usually rectifies it", item.id);
    }
}

#[test]
fn every_enabled_item_has_a_limit_for_every_step() {
    for item in Catalogue::shipped().unwrap().items.iter().filter(|item| item.enabled) {
        // A suspension ends on the day that was granted.
        for step in Step::ALL.into_iter().filter(|step| *step != Step::Resume) {
            assert!(rules().limit(item.urgency, step).is_some(), "{} `{}`", item.id, step.word());
        }
    }
}

#[test]
fn accept_and_control_limits_are_those_of_the_domain_reference() {
    let limit = |urgency, step| rules().limit(urgency, step).unwrap();
    let expected = [
        (Urgency::Emergency, "PT15M", "PT2H", CalendarKind::Clock),
        (Urgency::Urgent, "PT2H", "PT24H", CalendarKind::Clock),
        (Urgency::Normal, "PT24H", "PT72H", CalendarKind::WorkingDays),
        (Urgency::Planned, "PT24H", "PT168H", CalendarKind::WorkingDays),
    ];
    for (urgency, accept, control, calendar) in expected {
        assert_eq!(limit(urgency, Step::Accept), (accept.to_owned(), calendar));
        assert_eq!(limit(urgency, Step::Control), (control.to_owned(), calendar));
    }
}

#[test]
fn a_table_of_titles_with_a_mistake_says_which() {
    let shipped = include_str!("../../../../data/catalogue/titles.json");
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut table: serde_json::Value = serde_json::from_str(shipped).unwrap();
        change(&mut table);
        Titles::read(&table.to_string()).unwrap_err().to_string()
    };
    assert!(refused(&|table| table["items"][1] = table["items"][0].clone()).contains("`grid_worker` stands twice"));
    assert!(
        refused(&|table| table["items"][0]["names"] = serde_json::json!({})).contains("`grid_worker` needs a name")
    );
    let grants = "grants `approve_public`";
    assert!(refused(&|table| table["items"][0]["grants"]["approve_public"] = "subtree".into()).contains(grants));
    let nobody = |table: &mut serde_json::Value| {
        table["items"].as_array_mut().unwrap().retain(|title| title["id"] != "administrator");
    };
    assert!(refused(&nobody).contains("`administrator`"));
    assert!(refused(&|table| table["items"][0]["grants"]["fly"] = "subtree".into()).contains("no table of titles"));
}

#[test]
fn titles_have_keys_of_their_own_and_names() {
    let titles = Titles::shipped().unwrap();
    let ids: BTreeSet<&str> = titles.all().iter().map(|title| title.id.as_str()).collect();
    assert_eq!(ids.len(), titles.all().len());
    assert!(titles.all().iter().all(|title| title.names.is_valid()));
}

#[test]
fn holidays_of_this_year_are_known() {
    // New Year 2026, a Thursday, is free only where the year has a table.
    assert!(!Holidays::shipped().unwrap().is_working_day(date(2026, 1, 1)));
}
