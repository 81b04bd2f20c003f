//! Messages for the public as the wire shows them to those who write and decide.

use std::collections::BTreeMap;

use domain::colour::WarningColour;
use domain::id::{PublicMessageId, UnitId, WarningId};
use domain::names::Names;
use domain::public_message::advice::Conflict;
use domain::public_message::{Audience, Content, OralWay, PublicKind, PublicState, ReviewVerdict, Said};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::public_message::{MessageSheet, OralReport, Preview};
use store::account::PostingRow;
use store::public_message::{StoredMessage, Text};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::post::PostItem;
use crate::problem::Problem;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{
    AudienceWord, ColourWord, OralWayWord, PublicKindWord, PublicStateWord, SeverityWord, VerdictOfReview,
};

/// What to do, for one audience.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct SaidWire {
    #[schema(value_type = AudienceWord)]
    audience: Audience,
    /// What to do, in `zh` and in `en`; place, time and source are added.
    action: NamesWire,
}

/// What a message says.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ContentWire {
    /// An id of the templates, such as `rain`.
    hazard: String,
    #[schema(value_type = Option<ColourWord>)]
    colour: Option<WarningColour>,
    /// The highest units that it is for.
    units: Vec<Uuid>,
    said: Vec<SaidWire>,
    /// What else to know, in both languages or none.
    #[serde(default = "nothing")]
    detail: NamesWire,
    /// What people are told to use, by ids of the templates' advice.
    #[serde(default)]
    advice: Vec<String>,
    /// The warning that it forwards.
    warning: Option<Uuid>,
    /// The message in force that it replaces.
    about: Option<Uuid>,
    /// Until when it counts, within 72 hours.
    expires_at: i64,
}

fn nothing() -> NamesWire {
    NamesWire(BTreeMap::new())
}

impl ContentWire {
    pub(crate) fn content(self) -> Result<Content, Problem> {
        let expires_at = Timestamp::from_millisecond(self.expires_at)
            .map_err(|_| Problem::field("expires_at", "message_expires", "`expires_at` is no time"))?;
        let said = self.said.into_iter().map(|said| Said { audience: said.audience, action: Names(said.action.0) });
        Ok(Content {
            hazard: self.hazard,
            colour: self.colour,
            units: self.units.into_iter().map(UnitId).collect(),
            said: said.collect(),
            detail: Names(self.detail.0),
            advice: self.advice,
            warning: self.warning.map(WarningId),
            about: self.about.map(PublicMessageId),
            expires_at,
        })
    }
}

impl From<&Content> for ContentWire {
    fn from(content: &Content) -> Self {
        let said = |said: &Said| SaidWire { audience: said.audience, action: (&said.action).into() };
        Self {
            hazard: content.hazard.clone(),
            colour: content.colour,
            units: content.units.iter().map(|id| id.0).collect(),
            said: content.said.iter().map(said).collect(),
            detail: (&content.detail).into(),
            advice: content.advice.clone(),
            warning: content.warning.map(|id| id.0),
            about: content.about.map(|id| id.0),
            expires_at: content.expires_at.as_millisecond(),
        }
    }
}

/// A decision by word of mouth.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OralWire {
    /// The post that decided.
    posting: Uuid,
    #[schema(value_type = OralWayWord)]
    way: OralWay,
    /// When it was said.
    at: i64,
}

impl OralWire {
    pub(crate) fn report(&self) -> Result<OralReport, Problem> {
        let at = Timestamp::from_millisecond(self.at)
            .map_err(|_| Problem::field("oral.at", "decided_at_invalid", "`oral.at` is no time"))?;
        Ok(OralReport { posting: self.posting.into(), way: self.way, at })
    }
}

/// A text as it goes out.
#[derive(Serialize, ToSchema)]
pub(crate) struct TextView {
    #[schema(value_type = AudienceWord)]
    pub(crate) audience: Audience,
    pub(crate) text: NamesWire,
    /// Characters in each language.
    length: BTreeMap<String, usize>,
}

impl From<&Text> for TextView {
    fn from(text: &Text) -> Self {
        let length = |(language, words): (&String, &String)| (language.clone(), words.chars().count());
        let lengths = text.text.0.iter().map(length).collect();
        Self { audience: text.audience, text: (&text.text).into(), length: lengths }
    }
}

/// What a text contradicts.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConflictView {
    /// Where it is said: `said/residents/zh`, `detail/en` or `advice`.
    field: String,
    /// The words that say it.
    phrase: String,
    /// The advice, an id of the templates; none where a place is named.
    advice: Option<String>,
    /// The hazard that is open there.
    hazard: Option<Uuid>,
    category: Option<NamesWire>,
    #[schema(value_type = SeverityWord)]
    severity: domain::hazard::Severity,
    /// The place.
    place: NamesWire,
    /// Kind of the place.
    kind: Option<String>,
    /// Whether the place is closed.
    closed: bool,
    unit: Option<UnitRef>,
}

impl ConflictView {
    fn of(app: &App, conflict: &Conflict) -> Self {
        let risk = &conflict.risk;
        let category = risk.category.as_deref().and_then(|id| app.service.catalogue().get(id));
        let unit = risk.path.numbers().last();
        Self {
            field: conflict.field.clone(),
            phrase: conflict.phrase.clone(),
            advice: conflict.advice.clone(),
            hazard: risk.hazard.map(|id| id.0),
            category: category.map(|item| (&item.names).into()),
            severity: risk.severity,
            place: (&risk.names).into(),
            kind: risk.kind.clone(),
            closed: risk.closed,
            unit: unit.and_then(|number| app.service.tree().by_number(number).map(Into::into)),
        }
    }
}

/// Something that must be changed first.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageProblem {
    field: &'static str,
    code: &'static str,
    detail: String,
}

/// A message as it would go out.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreviewView {
    texts: Vec<TextView>,
    /// Who says so.
    issuer: NamesWire,
    /// What it contradicts; it cannot be handed in before the text, or what is open there, has changed.
    conflicts: Vec<ConflictView>,
    problems: Vec<MessageProblem>,
    /// Whether one person may send it now, without a second.
    break_glass: bool,
    /// People who live there, as far as they were counted.
    population: u64,
    households: u64,
    /// Units without a count.
    uncounted: usize,
}

impl PreviewView {
    pub(crate) fn of(app: &App, preview: &Preview) -> Self {
        let problem = |(field, code, detail): &(&'static str, &'static str, String)| MessageProblem {
            field,
            code,
            detail: detail.clone(),
        };
        Self {
            texts: preview.texts.iter().map(Into::into).collect(),
            issuer: (&preview.issuer).into(),
            conflicts: preview.conflicts.iter().map(|one| ConflictView::of(app, one)).collect(),
            problems: preview.problems.iter().map(problem).collect(),
            break_glass: preview.glass,
            population: preview.reach.population,
            households: preview.reach.households,
            uncounted: preview.reach.uncounted,
        }
    }
}

/// A step that somebody took, by post.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepView {
    post: Option<PostItem>,
    at: i64,
}

/// A decision by word of mouth.
#[derive(Serialize, ToSchema)]
pub(crate) struct OralView {
    post: Option<PostItem>,
    #[schema(value_type = OralWayWord)]
    way: OralWay,
    at: i64,
    signed_at: Option<i64>,
    /// Whether the reader is who decided and has not signed.
    to_sign: bool,
}

/// A message for the public.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicMessageView {
    id: Uuid,
    version: i32,
    #[schema(value_type = PublicKindWord)]
    kind: PublicKind,
    #[schema(value_type = PublicStateWord)]
    state: PublicState,
    content: ContentWire,
    units: Vec<UnitRef>,
    /// Whether the reader wrote it.
    own: bool,
    written: StepView,
    submitted_at: Option<i64>,
    /// Who published or refused it.
    decided: Option<StepView>,
    /// Why it was refused.
    reason: String,
    /// Whether one person sent it alone.
    glass: bool,
    reviewed: Option<StepView>,
    #[schema(value_type = Option<VerdictOfReview>)]
    verdict: Option<ReviewVerdict>,
    review_note: String,
    oral: Option<OralView>,
    published_at: Option<i64>,
    /// The words as they went out; empty before.
    texts: Vec<TextView>,
    issuer: Option<NamesWire>,
    identifier: Option<String>,
    ended_at: Option<i64>,
    ended_by: Option<Uuid>,
}

impl PublicMessageView {
    pub(crate) fn of(app: &App, reader: domain::id::AccountId, sheet: &MessageSheet) -> Self {
        let StoredMessage { message, content, published, .. } = &sheet.stored;
        let post = |id| sheet.posts.iter().find(|row| row.id == id).and_then(|row| post(app, row));
        let step = |(posting, at): &(domain::id::PostingId, Timestamp)| StepView {
            post: post(*posting),
            at: at.as_millisecond(),
        };
        let tree = app.service.tree();
        Self {
            id: message.id.0,
            version: message.version,
            kind: message.kind,
            state: message.state,
            content: content.into(),
            units: content.units.iter().filter_map(|id| tree.by_id(*id)).map(Into::into).collect(),
            own: message.author == reader,
            written: step(&(sheet.stored.author_posting, sheet.stored.created_at)),
            submitted_at: sheet.stored.submitted_at.map(Timestamp::as_millisecond),
            decided: sheet.stored.decided.as_ref().map(step),
            reason: sheet.reason.clone(),
            glass: message.glass,
            reviewed: sheet.stored.reviewed.as_ref().map(step),
            verdict: message.review.map(|review| review.verdict),
            review_note: sheet.review_note.clone(),
            oral: message.oral.map(|oral| OralView {
                post: post(oral.posting),
                way: oral.way,
                at: oral.at.as_millisecond(),
                signed_at: oral.signed_at.map(Timestamp::as_millisecond),
                to_sign: oral.account == reader && oral.signed_at.is_none(),
            }),
            published_at: published.as_ref().map(|published| published.at.as_millisecond()),
            texts: published.iter().flat_map(|published| &published.texts).map(Into::into).collect(),
            issuer: published.as_ref().map(|published| (&published.issuer).into()),
            identifier: published.as_ref().map(|published| published.identifier.clone()),
            ended_at: sheet.stored.ended.map(|(at, _)| at.as_millisecond()),
            ended_by: sheet.stored.ended.and_then(|(_, by)| by).map(|id| id.0),
        }
    }
}

/// A post without its holder.
pub(crate) fn post(app: &App, row: &PostingRow) -> Option<PostItem> {
    PostItem::of(app, row)
}
