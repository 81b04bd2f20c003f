//! The warnings of a scenario as messages of CAP, as a station would send them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use warning::Version;
use warning::alert::{Alert, Area, Info, Pair, Reference};
use warning::kinds::{Category, Certainty, MsgType, Scope, Severity, Status, Urgency};
use warning::moment::Moment;

use domain::exercise::{Scenario, Warned};

/// The document of one warning. It says that it is an exercise, in its status and in its note.
pub(crate) fn document(scenario: &Scenario, warned: &Warned, zone: &TimeZone) -> String {
    let moment = |at: Timestamp| {
        let minutes = zone.to_offset(at).seconds() / 60;
        Moment::new(at, i16::try_from(minutes).unwrap_or_default())
    };
    let before = warned.replaces.as_ref().and_then(|id| scenario.warnings.iter().find(|one| one.id == *id));
    let reference = before.map(|one| Reference {
        sender: scenario.sender.id.clone(),
        identifier: one.id.clone(),
        sent: Some(moment(one.at)),
    });
    let info = |language: &str| Info {
        language: if language == "zh" { "zh-CN" } else { "en" }.to_owned(),
        categories: vec![Category::Met],
        event: if language == "zh" { "暴雨" } else { "Rainstorm" }.to_owned(),
        response_types: Vec::new(),
        urgency: Urgency::Immediate,
        severity: Severity::Unknown,
        stated_colour: Some(warned.colour),
        certainty: Certainty::Likely,
        audience: None,
        event_codes: Vec::new(),
        effective: Some(moment(warned.at)),
        onset: None,
        expires: Some(moment(warned.until)),
        sender_name: Some(scenario.sender.names.best(language).to_owned()),
        headline: Some(warned.headline.best(language).to_owned()),
        description: None,
        instruction: None,
        web: None,
        contact: None,
        parameters: Vec::new(),
        resources: Vec::new(),
        areas: vec![Area {
            desc: scenario.area.clone(),
            polygons: Vec::new(),
            circles: Vec::new(),
            geocodes: vec![Pair { name: "行政区划代码".to_owned(), value: scenario.area.clone() }],
            altitude_ft: None,
            ceiling_ft: None,
        }],
    };
    warning::write(&Alert {
        version: Version::V12,
        identifier: warned.id.clone(),
        sender: scenario.sender.id.clone(),
        sent: moment(warned.at),
        status: Status::Exercise,
        msg_type: if reference.is_some() { MsgType::Update } else { MsgType::Alert },
        source: None,
        scope: Scope::Public,
        restriction: None,
        addresses: Vec::new(),
        codes: Vec::new(),
        note: Some("演练,不是真实预警 / exercise, not real".to_owned()),
        references: reference.into_iter().collect(),
        incidents: Vec::new(),
        infos: vec![info("zh"), info("en")],
        signed: false,
    })
}
