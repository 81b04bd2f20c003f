//! Tables of an installation's own in place of those that ship.

use domain::calendar::Holidays;
use domain::deadline::Rules;
use jiff::tz::TimeZone;
use serde_json::Value;
use service::{Options, Service};
use testkit::both;
use testkit::city::options;

both!(limits_of_ones_own_run_on_the_holidays_in_use, |database: testkit::Database| async move {
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let shipped = include_str!("../../../data/catalogue/deadlines.json");
    let mut tables: Value = serde_json::from_str(shipped).expect("versions");
    let mut own = tables[0].clone();
    let before = format!("{}/2025", own["version"].as_str().expect("a version"));
    own["version"] = "own-7".into();
    tables.as_array_mut().expect("versions").push(own);
    let holidays = Holidays::shipped().expect("holidays");
    let limits = Rules::read(&tables.to_string(), holidays.clone(), zone.clone()).expect("limits");
    let options = Options { limits: Some(limits), holidays: Some(holidays.until(2025)), ..options() };
    let service = Service::open_with(database.store.clone(), zone, options).await.expect("a service");
    assert_eq!(service.rules().stamp(), "own-7/2025");
    assert!(service.rules().of(&before).is_some(), "what was computed before stays explicable");
});
