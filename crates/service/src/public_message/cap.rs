//! A message as a document of CAP 1.2.
//!
//! One info for each audience and language; the areas by the codes of their units and, where they are known and small
//! enough, their boundaries. An exercise says so in its status, and so does anything about invented places: nobody may
//! take it for real.

use ::warning::alert::{Alert, Area, Info, Pair, Reference};
use ::warning::kinds::{Category, Certainty, MsgType, ResponseType, Severity, Status, Urgency};
use ::warning::moment::Moment;
use ::warning::{check, colour, write};
use domain::colour::WarningColour;
use domain::id::PublicMessageId;
use domain::names::Names;
use domain::public_message::PublicKind;
use domain::public_message::text::{LANGUAGES, places};
use domain::unit::boundary::Ring;
use domain::world::World;
use jiff::Timestamp;
use store::public_message::{StoredMessage, Text};
use store::warning::Warning;

use crate::{Service, ServiceError};

/// Most corners that are drawn: beyond them the codes alone say where it is.
const CORNERS_MAX: usize = 2_000;

/// Name of the list of codes: the one of this installation's units.
const UNIT_CODES: &str = "unit";

/// A message on its way out.
pub(super) struct Out<'a> {
    pub(super) stored: &'a StoredMessage,
    pub(super) now: Timestamp,
}

/// The document, valid by the rules of `warning`.
pub(super) async fn document(service: &Service, out: Out<'_>) -> Result<String, ServiceError> {
    let forwarded = service.forwarded(out.stored.content.warning).await?;
    let about = match out.stored.content.about {
        Some(id) => store::public_message::find(service.store().read(), id).await?,
        None => None,
    };
    for drawn in [true, false] {
        let alert = alert(service, &out, forwarded.as_ref(), about.as_ref(), drawn)?;
        let text = write(&alert);
        let report = check(text.as_bytes());
        if report.is_valid() {
            return Ok(text);
        }
        // A boundary that crosses itself is no reason to say nothing: the codes stay.
        if !drawn {
            let why = report.errors.first().map(|finding| finding.message.clone()).unwrap_or_default();
            return Err(ServiceError::Internal(format!("a message of our own is not valid: {why}")));
        }
    }
    Err(ServiceError::Internal("no message was made".to_owned()))
}

fn alert(
    service: &Service,
    out: &Out<'_>,
    forwarded: Option<&Warning>,
    about: Option<&StoredMessage>,
    drawn: bool,
) -> Result<Alert, ServiceError> {
    let (stored, message) = (out.stored, &out.stored.message);
    let published = stored.published.as_ref().ok_or(ServiceError::NotFound("message"))?;
    let reference = about.and_then(|other| other.published.as_ref()).map(|other| Reference {
        sender: other.sender.clone(),
        identifier: other.identifier.clone(),
        sent: Some(moment(service, other.at)),
    });
    let tree = service.tree();
    let invented = stored.content.units.iter().filter_map(|id| tree.by_id(*id)).any(|unit| unit.fictional);
    let status = match (service.store().world(), invented) {
        (World::Exercise { .. }, _) => Status::Exercise,
        (World::Live, true) => Status::Test,
        (World::Live, false) => Status::Actual,
    };
    let infos = published.texts.iter().flat_map(|text| {
        let info = |language| info(service, out, forwarded, text, language, drawn);
        LANGUAGES.into_iter().map(info).collect::<Vec<_>>()
    });
    Ok(Alert {
        status,
        msg_type: match (message.kind, &reference) {
            (PublicKind::Cancel, _) => MsgType::Cancel,
            (_, Some(_)) => MsgType::Update,
            (_, None) => MsgType::Alert,
        },
        source: forwarded.and_then(|warning| warning.issuer.clone()),
        note: (status != Status::Actual)
            .then(|| "演练或演示，不是真实预警 / exercise or demonstration, not real".to_owned()),
        references: reference.into_iter().collect(),
        infos: infos.collect(),
        ..Alert::new(published.identifier.clone(), published.sender.clone(), moment(service, out.now))
    })
}

fn info(
    service: &Service,
    out: &Out<'_>,
    forwarded: Option<&Warning>,
    text: &Text,
    language: &str,
    drawn: bool,
) -> Info {
    let (kind, content) = (out.stored.message.kind, &out.stored.content);
    let over = kind.ends_another();
    let tree = service.tree();
    let units: Vec<_> = content.units.iter().filter_map(|id| tree.by_id(*id)).collect();
    let names: Vec<&Names> = units.iter().map(|unit| &unit.names).collect();
    let settings = service.warnings().ok().map(|warnings| &warnings.public);
    let hazard = settings.and_then(|settings| settings.templates.hazard(&content.hazard));
    let whole = text.text.best(language).to_owned();
    let action = content.said.iter().find(|said| said.audience == text.audience);
    let pair = |name: &str, value: &str| Pair { name: name.to_owned(), value: value.to_owned() };
    let mut parameters: Vec<Pair> =
        content.colour.filter(|_| !over).map(|colour| pair("colour", colour.word())).into_iter().collect();
    parameters.push(pair("kind", kind.word()));
    if let Some(warning) = forwarded {
        parameters.push(pair("forwardedSender", &warning.sender));
        parameters.push(pair("forwardedIdentifier", &warning.identifier));
        parameters.push(pair("forwardedSent", &moment(service, warning.sent_at).to_string()));
    }
    let detail = content.detail.0.get(language);
    let codes = units.iter().filter_map(|unit| unit.code.as_deref());
    let polygons = if drawn { rings(&units) } else { Vec::new() };
    let event = hazard.map_or("", |hazard| hazard.names.best(language));
    Info {
        categories: vec![hazard.and_then(|hazard| Category::from_word(&hazard.category)).unwrap_or(Category::Safety)],
        response_types: (kind == PublicKind::AllClear).then_some(ResponseType::AllClear).into_iter().collect(),
        urgency: match content.colour {
            _ if over => Urgency::Past,
            Some(WarningColour::Red | WarningColour::Orange) => Urgency::Immediate,
            Some(WarningColour::Yellow) => Urgency::Expected,
            Some(WarningColour::Blue) => Urgency::Future,
            None => Urgency::Unknown,
        },
        severity: content.colour.filter(|_| !over).map_or(Severity::Unknown, colour::severity),
        certainty: if over { Certainty::Unknown } else { Certainty::Likely },
        audience: Some(text.audience.word().to_owned()),
        event_codes: hazard
            .and_then(|hazard| hazard.event_code.as_deref())
            .map(|code| pair("QX/T", code))
            .into_iter()
            .collect(),
        effective: Some(moment(service, out.now)),
        expires: Some(moment(service, content.expires_at)),
        sender_name: out.stored.published.as_ref().map(|published| published.issuer.best(language).to_owned()),
        headline: Some(whole.chars().take(160).collect()),
        description: Some(detail.map_or_else(|| whole.clone(), |detail| format!("{whole}\n{detail}"))),
        instruction: action.map(|said| said.action.best(language).to_owned()),
        web: settings
            .and_then(|settings| settings.address.as_ref())
            .map(|address| format!("{}/public/warnings", address.trim_end_matches('/'))),
        parameters,
        areas: vec![Area { polygons, ..Area::coded(places(&names, language), UNIT_CODES, codes) }],
        ..Info::new(if language == "zh" { "zh-CN" } else { "en" }, event)
    }
}

/// Outer rings of all units, where all are known and together small enough; CAP knows no holes.
fn rings(units: &[&domain::unit::Unit]) -> Vec<Ring> {
    let boundaries: Option<Vec<_>> = units.iter().map(|unit| unit.boundary.as_ref()).collect();
    let Some(boundaries) = boundaries else { return Vec::new() };
    let rings: Vec<Ring> = boundaries
        .into_iter()
        .flat_map(|boundary| boundary.polygons.iter().filter_map(|polygon| polygon.first().cloned()))
        .collect();
    let corners: usize = rings.iter().map(Vec::len).sum();
    if corners <= CORNERS_MAX { rings } else { Vec::new() }
}

fn moment(service: &Service, at: Timestamp) -> Moment {
    Moment::on_clocks(at, service.zone())
}

impl Service {
    /// What the next message is called. The Chinese form (domain reference 5.6) has the fixed digits, the second in
    /// Beijing time and a sequence of 0 to 9.
    pub(super) async fn next_identifier(
        &self,
        sender: &str,
        id: PublicMessageId,
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let Some(prefix) = &self.warnings()?.public.identifier_prefix else { return Ok(id.to_string()) };
        let beijing = jiff::tz::offset(8).to_datetime(now);
        let begin = format!("{prefix}_{}_", beijing.strftime("%Y%m%d%H%M%S"));
        let taken = store::public_message::identifiers(self.store().read(), sender, &begin).await?;
        let free = (0..10).map(|number| format!("{begin}{number}")).find(|one| !taken.contains(one));
        free.ok_or_else(|| ServiceError::Internal("more than ten messages in one second".to_owned()))
    }
}
