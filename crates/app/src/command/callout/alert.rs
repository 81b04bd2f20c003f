//! A warning that was told by phone or radio, as a message of CAP.

use domain::colour::WarningColour;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use warning::alert::{Alert, Area, Info};
use warning::kinds::{Category, Certainty, Scope, Urgency};
use warning::moment::Moment;

/// Who says so, as CAP names it.
pub(super) const SENDER: &str = "bridgehead-callout";

pub(super) fn document(
    colour: WarningColour,
    units: &[String],
    headline: &str,
    hours: u8,
    (now, zone): (Timestamp, &TimeZone),
) -> String {
    let sent = Moment::on_clocks(now, zone);
    let until = now.saturating_add(SignedDuration::from_hours(hours.into())).unwrap_or(now);
    let info = Info {
        categories: vec![Category::Other],
        urgency: Urgency::Immediate,
        stated_colour: Some(colour),
        certainty: Certainty::Likely,
        effective: Some(sent),
        expires: Some(Moment::on_clocks(until, zone)),
        headline: Some(headline.to_owned()),
        areas: vec![Area::coded(units.join(" "), "行政区划代码", units.iter().map(String::as_str))],
        ..Info::new("zh-CN", headline)
    };
    warning::write(&Alert {
        scope: Scope::Restricted,
        restriction: Some("own posts".to_owned()),
        infos: vec![info],
        ..Alert::new(Uuid::now_v7().to_string(), SENDER.to_owned(), sent)
    })
}
