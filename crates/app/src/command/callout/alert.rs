//! A warning that was told by phone or radio, as a message of CAP.

use domain::colour::WarningColour;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use warning::Version;
use warning::alert::{Alert, Area, Info, Pair};
use warning::kinds::{Category, Certainty, MsgType, Scope, Severity, Status, Urgency};
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
    let moment = |at: Timestamp| Moment::new(at, i16::try_from(zone.to_offset(at).seconds() / 60).unwrap_or_default());
    let until = now.saturating_add(SignedDuration::from_hours(hours.into())).unwrap_or(now);
    let code = |code: &String| Pair { name: "行政区划代码".to_owned(), value: code.clone() };
    let info = Info {
        language: "zh-CN".to_owned(),
        categories: vec![Category::Other],
        event: headline.to_owned(),
        response_types: Vec::new(),
        urgency: Urgency::Immediate,
        severity: Severity::Unknown,
        stated_colour: Some(colour),
        certainty: Certainty::Likely,
        audience: None,
        event_codes: Vec::new(),
        effective: Some(moment(now)),
        onset: None,
        expires: Some(moment(until)),
        sender_name: None,
        headline: Some(headline.to_owned()),
        description: None,
        instruction: None,
        web: None,
        contact: None,
        parameters: Vec::new(),
        resources: Vec::new(),
        areas: vec![Area {
            desc: units.join(" "),
            polygons: Vec::new(),
            circles: Vec::new(),
            geocodes: units.iter().map(code).collect(),
            altitude_ft: None,
            ceiling_ft: None,
        }],
    };
    warning::write(&Alert {
        version: Version::V12,
        identifier: Uuid::now_v7().to_string(),
        sender: SENDER.to_owned(),
        sent: moment(now),
        status: Status::Actual,
        msg_type: MsgType::Alert,
        source: None,
        scope: Scope::Restricted,
        restriction: Some("own posts".to_owned()),
        addresses: Vec::new(),
        codes: Vec::new(),
        note: None,
        references: Vec::new(),
        incidents: Vec::new(),
        infos: vec![info],
        signed: false,
    })
}
