//! The warnings of a scenario as messages of CAP, as a station would send them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use warning::alert::{Alert, Area, Info, Reference};
use warning::kinds::{Category, Certainty, MsgType, Status, Urgency};
use warning::moment::Moment;

use domain::exercise::{Scenario, Warned};

/// The document of one warning. It says that it is an exercise, in its status and in its note.
pub(crate) fn document(scenario: &Scenario, warned: &Warned, zone: &TimeZone) -> String {
    let moment = |at: Timestamp| Moment::on_clocks(at, zone);
    let before = warned.replaces.as_ref().and_then(|id| scenario.warnings.iter().find(|one| one.id == *id));
    let reference = before.map(|one| Reference {
        sender: scenario.sender.id.clone(),
        identifier: one.id.clone(),
        sent: Some(moment(one.at)),
    });
    let info = |language: &str| {
        let (tag, event) = if language == "zh" { ("zh-CN", "暴雨") } else { ("en", "Rainstorm") };
        Info {
            categories: vec![Category::Met],
            urgency: Urgency::Immediate,
            stated_colour: Some(warned.colour),
            certainty: Certainty::Likely,
            effective: Some(moment(warned.at)),
            expires: Some(moment(warned.until)),
            sender_name: Some(scenario.sender.names.best(language).to_owned()),
            headline: Some(warned.headline.best(language).to_owned()),
            areas: vec![Area::coded(scenario.area.clone(), "行政区划代码", [scenario.area.as_str()])],
            ..Info::new(tag, event)
        }
    };
    warning::write(&Alert {
        status: Status::Exercise,
        msg_type: if reference.is_some() { MsgType::Update } else { MsgType::Alert },
        note: Some("演练,不是真实预警 / exercise, not real".to_owned()),
        references: reference.into_iter().collect(),
        infos: vec![info("zh"), info("en")],
        ..Alert::new(warned.id.clone(), scenario.sender.id.clone(), moment(warned.at))
    })
}
