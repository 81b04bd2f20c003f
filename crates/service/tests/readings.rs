//! Readings of a gauge propose over days, together and under warnings, and by a table of the installation's own.

use domain::access::Actor;
use domain::colour::WarningColour;
use domain::reading::{Levels, Quantity, Statistic, Table};
use domain::warned::WarnedOf;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use service::reading::{GaugeOrder, NewReading};
use service::warning::Way;
use service::{Options, Service};
use store::gauge::Gauge;
use store::proposal::Proposal;
use testkit::city::{City, fill, options};
use testkit::warning::{Cap, fit_station};
use testkit::{both, keys, t0};
use uuid::Uuid;

/// A grid of the community.
const GRID: &str = "410102001002001";

/// Minutes after [`t0`], which is eight in the morning.
fn at(minute: i32) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(i64::from(minute))).expect("a time")
}

async fn city(database: &testkit::Database) -> City {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    city
}

async fn gauge(city: &City, quantities: &[Quantity]) -> Gauge {
    let order = GaugeOrder {
        name: "平安站".to_owned(),
        unit: city.id(GRID),
        quantities: quantities.to_vec(),
        levels: Levels::default(),
        every_s: 3_600,
        version: None,
    };
    let admin = city.actor("admin").await;
    city.service.set_gauge(&admin, Uuid::now_v7(), &order, t0()).await.expect("a gauge").0
}

/// Sends readings when the last of them is made: a quantity, the minute and the value.
async fn send(service: &Service, gauge: &Gauge, readings: &[(Quantity, i32, f64)]) {
    let reading = |(quantity, minute, value): &(Quantity, i32, f64)| NewReading {
        quantity: quantity.word().to_owned(),
        at: at(*minute).as_millisecond(),
        value: *value,
        unit: quantity.unit().to_owned(),
        retained: false,
    };
    let new: Vec<_> = readings.iter().map(reading).collect();
    let now = readings.iter().map(|(_, minute, _)| at(*minute)).max().expect("a reading");
    let taken = service.take_readings(gauge, &new, now).await.expect("an answer");
    assert_eq!(taken.taken, new.len(), "{taken:?}");
}

async fn open(city: &City, actor: &Actor, hazard: WarnedOf) -> Option<Proposal> {
    let found = city.service.list_proposals(actor, true).await.expect("proposals");
    found.into_iter().map(|sheet| sheet.proposal).find(|one| one.hazard == hazard)
}

both!(a_cold_wave_grows_with_the_fall_of_the_least_temperature, |database: testkit::Database| async move {
    let city = city(&database).await;
    let lead = city.actor("lead").await;
    let gauge = gauge(&city, &[Quantity::Temperature, Quantity::WindMean]).await;
    let mut colours = Vec::new();
    for batch in 0..18 {
        let hours = 4 * batch + 1..=4 * batch + 4;
        // Two days of 12 °C, then half a degree less each hour.
        let air = |hour: i32| (Quantity::Temperature, 60 * hour, 12.0 - f64::from((hour - 48).max(0)) / 2.0);
        let mut readings: Vec<_> = hours.map(air).collect();
        if batch == 12 {
            readings.push((Quantity::WindMean, 60 * 52, 11.0));
        }
        send(&city.service, &gauge, &readings).await;
        colours.push(open(&city, &lead, WarnedOf::ColdWave).await.map(|one| one.colour));
    }
    assert!(colours[..15].iter().all(Option::is_none), "{colours:?}");
    let grown = [WarningColour::Blue, WarningColour::Yellow, WarningColour::Orange].map(Some);
    assert_eq!(colours[15..], grown);
    let found = open(&city, &lead, WarnedOf::ColdWave).await.expect("a proposal");
    assert_eq!(found.thresholds, city.service.thresholds().version);
    let [one] = &found.evidence[..] else { panic!("one line of the gauge: {found:?}") };
    assert_eq!((one.statistic, one.window_minutes), (Some(Statistic::Fall), 1_440));
    assert_eq!((one.value, one.threshold), (12_000, 12_000));
    let also: Vec<_> = one.also.iter().map(|met| (met.quantity, met.value)).collect();
    assert_eq!(also, [(Quantity::Temperature, 0), (Quantity::WindMean, 11_000)]);
    assert_eq!(one.source, "https://608080.com/cs/5045.html");
});

both!(heat_counts_the_days_of_the_city, |database: testkit::Database| async move {
    let city = city(&database).await;
    let lead = city.actor("lead").await;
    let gauge = gauge(&city, &[Quantity::Temperature]).await;
    // Two in the afternoon, the last minute of the next day, and the first of the one after: in UTC those two are one day.
    send(&city.service, &gauge, &[(Quantity::Temperature, 6 * 60, 35.0)]).await;
    send(&city.service, &gauge, &[(Quantity::Temperature, 40 * 60 - 1, 35.2)]).await;
    assert_eq!(open(&city, &lead, WarnedOf::Heat).await, None);
    send(&city.service, &gauge, &[(Quantity::Temperature, 40 * 60, 35.1)]).await;
    let found = open(&city, &lead, WarnedOf::Heat).await.expect("a proposal");
    assert_eq!(found.colour, WarningColour::Yellow);
    let one = &found.evidence[0];
    assert_eq!((one.statistic, one.window_minutes, one.value), (Some(Statistic::DaysMax), 4_320, 35_000));
});

both!(ice_is_proposed_by_what_fell_before_the_surface_froze, |database: testkit::Database| async move {
    let city = city(&database).await;
    let lead = city.actor("lead").await;
    let gauge = gauge(&city, &[Quantity::Rain, Quantity::SurfaceTemperature]).await;
    send(&city.service, &gauge, &[(Quantity::Rain, 0, 2.0), (Quantity::SurfaceTemperature, 0, 1.0)]).await;
    send(&city.service, &gauge, &[(Quantity::SurfaceTemperature, 300, 0.0)]).await;
    assert_eq!(open(&city, &lead, WarnedOf::Icing).await, None);
    send(&city.service, &gauge, &[(Quantity::SurfaceTemperature, 600, -0.5)]).await;
    let found = open(&city, &lead, WarnedOf::Icing).await.expect("a proposal");
    assert_eq!((found.colour, found.evidence[0].also[0].quantity), (WarningColour::Yellow, Quantity::Rain));
});

both!(degrees_of_a_typhoon_count_while_an_official_warning_says_so, |database: testkit::Database| async move {
    let city = city(&database).await;
    fit_station(&city.service);
    let lead = city.actor("lead").await;
    let gauge = gauge(&city, &[Quantity::WindGust]).await;
    let warn = async |identifier: &str, authenticated: bool| {
        // For the community, of which the gauge's grid is a part.
        let text = Cap::red(identifier).xml().replace("暴雨", "台风");
        let received = city.service.receive_warning(None, Way::Push, authenticated, text.as_bytes(), t0()).await;
        assert_eq!(received.expect("a warning").warning.hazard, WarnedOf::Typhoon);
    };
    warn("rumour", false).await;
    send(&city.service, &gauge, &[(Quantity::WindGust, 10, 33.0)]).await;
    let gale = open(&city, &lead, WarnedOf::Gale).await.expect("a proposal");
    assert_eq!((gale.colour, gale.seen_at), (WarningColour::Orange, at(10)));
    assert_eq!(open(&city, &lead, WarnedOf::Typhoon).await, None, "nobody vouches for it");
    warn("official", true).await;
    send(&city.service, &gauge, &[(Quantity::WindGust, 20, 33.0)]).await;
    let typhoon = open(&city, &lead, WarnedOf::Typhoon).await.expect("a proposal");
    assert_eq!((typhoon.colour, typhoon.evidence[0].threshold), (WarningColour::Orange, 32_700));
    assert_eq!(open(&city, &lead, WarnedOf::Gale).await.map(|one| one.seen_at), Some(at(10)));
    // The warning has ended after three hours.
    send(&city.service, &gauge, &[(Quantity::WindGust, 240, 33.0)]).await;
    assert_eq!(open(&city, &lead, WarnedOf::Gale).await.map(|one| one.seen_at), Some(at(240)));
    assert_eq!(open(&city, &lead, WarnedOf::Typhoon).await.map(|one| one.seen_at), Some(at(20)));
});

both!(a_table_of_ones_own_stands_with_what_it_proposes, |database: testkit::Database| async move {
    let city = city(&database).await;
    let shipped = include_str!("../../../data/catalogue/reading_thresholds.json");
    let mut own: Value = serde_json::from_str(shipped).expect("a table");
    own["version"] = "own-7".into();
    own["rows"] = json!([{ "quantity": "humidity", "statistic": "min", "window_minutes": 60, "value": 15,
        "hazard": "drought", "colour": "blue", "source": "林业站规定", "note": { "zh": "只在防火期" } }]);
    let table = Table::read(&own.to_string()).expect("a table of one's own");
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let options = Options { thresholds: Some(table), ..options() };
    let service = Service::open_with(database.store.clone(), zone, options).await.expect("a service");
    let gauge = gauge(&city, &[Quantity::Humidity]).await;
    send(&service, &gauge, &[(Quantity::Humidity, 0, 15.0)]).await;
    let lead = city.actor("lead").await;
    assert_eq!(open(&city, &lead, WarnedOf::Drought).await, None);
    send(&service, &gauge, &[(Quantity::Humidity, 10, 14.9)]).await;
    let found = open(&city, &lead, WarnedOf::Drought).await.expect("a proposal");
    assert_eq!((found.thresholds.as_str(), found.evidence[0].source.as_str()), ("own-7", "林业站规定"));
    assert_eq!(found.evidence[0].note.best("zh"), "只在防火期");
});
