//! A message in words: what, where, until when, what to do, who says so. The frame is data; only what to do is written
//! by hand, so that place, time and source never go missing.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::template::Templates;
use super::{Content, PublicKind};
use crate::colour::WarningColour;
use crate::names::Names;

/// Longest text message in Chinese, in characters (copy rule: 60).
pub const ZH_MAX_CHARS: usize = 60;
/// Longest text message in English, in characters: two parts of a long message of 153 each.
pub const EN_MAX_CHARS: usize = 306;
/// Units that are named before the rest is counted.
const NAMED: usize = 3;

/// The languages of every message.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// What stands around the action.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// What the message is.
    pub kind: PublicKind,
    /// Names of the units that it is for.
    pub places: Vec<&'a Names>,
    /// Who says so: the station for a forwarded warning, else the issuing unit or body.
    pub issuer: &'a Names,
    /// When that was said.
    pub issued_at: Timestamp,
    /// Now: what was said today needs no day.
    pub now: Timestamp,
    /// The clock on the wall there.
    pub zone: &'a TimeZone,
}

/// The whole text for one audience in one language.
pub fn compose(templates: &Templates, content: &Content, frame: &Frame<'_>, language: &str, action: &str) -> String {
    let pattern = |patterns: &Names| patterns.best(language).to_owned();
    let forms = templates.forms(frame.kind);
    let colour = content.colour.map(|colour| templates.colour(colour, language)).unwrap_or_default();
    let hazard = templates.hazard(&content.hazard).map(|hazard| hazard.names.best(language)).unwrap_or_default();
    let what = pattern(&forms.what).replace("{hazard}", hazard).replace("{colour}", &colour);
    let day = |at: Timestamp| frame.zone.to_datetime(at).date();
    let today = day(frame.issued_at) == day(frame.now);
    let issued = clock(frame.issued_at, if today { Form::Time } else { Form::DayTime }, frame.zone, language);
    let source = pattern(&forms.source).replace("{issuer}", frame.issuer.best(language)).replace("{issued}", &issued);
    let until = clock(content.expires_at, Form::Until, frame.zone, language);
    let action = action.trim().trim_end_matches(['。', '.', '；', ';', '！', '!']);
    // The action comes last: nothing that it holds is taken for a mark.
    let marks = [
        ("{what}", what.as_str()),
        ("{place}", &places(&frame.places, language)),
        ("{until}", &until),
        ("{source}", &source),
    ];
    let framed = marks.iter().fold(pattern(&forms.text), |text, (mark, value)| text.replace(mark, value));
    capital(&framed.replace("{action}", action))
}

/// Longest text message in this language.
pub fn limit(language: &str) -> usize {
    if language == "zh" { ZH_MAX_CHARS } else { EN_MAX_CHARS }
}

/// The places in words: a few by name, the rest counted.
pub fn places(names: &[&Names], language: &str) -> String {
    let zh = language == "zh";
    let named: Vec<&str> = names.iter().take(NAMED).map(|names| names.best(language)).collect();
    let listed = named.join(if zh { "、" } else { ", " });
    match (names.len() > NAMED, zh) {
        (false, _) => listed,
        (true, true) => format!("{listed}等{}处", names.len()),
        (true, false) => format!("{listed} and {} more", names.len() - NAMED),
    }
}

/// How a moment is said.
#[derive(Clone, Copy)]
enum Form {
    Time,
    DayTime,
    Until,
}

/// A moment as people say it; a time to come always with its day.
fn clock(at: Timestamp, form: Form, zone: &TimeZone, language: &str) -> String {
    let local = zone.to_datetime(at);
    let form = match (form, language == "zh", local.minute() == 0) {
        (Form::Time, ..) => "%H:%M",
        (Form::Until, true, true) => "%-d日%-H时",
        (Form::DayTime | Form::Until, true, _) => "%-d日%H:%M",
        (Form::DayTime | Form::Until, false, _) => "%H:%M on %-d %b",
    };
    local.strftime(form).to_string()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Templates {
    fn colour(&self, colour: WarningColour, language: &str) -> String {
        self.colours.get(&colour).map(|names| names.best(language).to_owned()).unwrap_or_default()
    }
}
