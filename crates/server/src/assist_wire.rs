//! The assistance register as the wire shows it.

use domain::assist::{Consent, Help, PrintEnd};
use serde::{Deserialize, Serialize};
use service::assist::{AssistLine, Coverage, LinkedAssist, Said};
use store::assist::{Entry, Print};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{ConsentWord, HelpWord, PrintEndWord};

/// Somebody who asks for help when the building is left: what help, not why.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssistOrder {
    /// Chosen by the client, UUIDv7.
    pub(crate) id: Uuid,
    /// The building.
    pub(crate) place: Uuid,
    /// 1 to 16 characters.
    pub(crate) door: String,
    /// What people call her or him, up to 16 characters; may be empty.
    #[serde(default)]
    pub(crate) call_name: String,
    #[schema(value_type = Vec<HelpWord>)]
    pub(crate) help: Vec<Help>,
    /// Phones of at most two helpers.
    #[serde(default)]
    pub(crate) phones: Vec<String>,
    #[schema(value_type = ConsentWord)]
    pub(crate) consent: Consent,
    /// Taken down by somebody on duty (代报).
    #[serde(default)]
    pub(crate) on_behalf: bool,
}

/// An entry that was taken in. The secret is given once; it stands behind the `#` of the link and in no address.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistRegisteredView {
    pub(crate) id: Uuid,
    pub(crate) secret: String,
    pub(crate) expires_at: i64,
}

/// What an entry says.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistView {
    id: Uuid,
    door: String,
    call_name: String,
    #[schema(value_type = Vec<HelpWord>)]
    help: Vec<Help>,
    phones: Vec<String>,
    #[schema(value_type = ConsentWord)]
    consent: Consent,
    registered_at: i64,
    expires_at: i64,
}

/// An entry as its person sees it: what is held, and who saw it.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkedAssistView {
    #[serde(flatten)]
    entry: AssistView,
    place_names: NamesWire,
    unit: Option<UnitRef>,
    /// Every time that somebody saw it, the oldest first: posts and reasons, no names.
    views: Vec<AssistSeenView>,
}

/// One time that an entry was seen.
#[derive(Serialize, ToSchema)]
struct AssistSeenView {
    at: i64,
    /// `seen` or `printed`.
    kind: String,
    title_names: Option<NamesWire>,
    unit: Option<UnitRef>,
    reason: Option<String>,
}

/// How much of a building the register covers.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistCoverageView {
    registered: u32,
    /// Households that are thought to need help; none where nobody estimated.
    estimated: Option<u32>,
    /// Fewer than 60 % are registered, or nobody knows: each door has to be knocked at.
    full_knock: bool,
    /// Whether the reader may see entries now.
    may_see: bool,
    /// Whether the reader heads the building.
    may_manage: bool,
    /// Whether an activation is open: lists can be printed then.
    activated: bool,
}

/// That there is an entry; nothing of what it says.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistLineView {
    id: Uuid,
    registered_at: i64,
    expires_at: i64,
    /// Postings of its helpers.
    helpers: Vec<Uuid>,
}

/// A printed list: its number and what became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistPrintView {
    id: Uuid,
    number: u32,
    place: Uuid,
    unit: Option<UnitRef>,
    entries: u32,
    printed_at: i64,
    #[schema(value_type = Option<PrintEndWord>)]
    ending: Option<PrintEnd>,
    closed_at: Option<i64>,
}

pub(crate) fn assist_view(entry: &Entry, said: Said) -> AssistView {
    AssistView {
        id: entry.id.0,
        door: said.door,
        call_name: said.call_name,
        help: said.help,
        phones: said.phones,
        consent: entry.consent,
        registered_at: entry.registered_at.as_millisecond(),
        expires_at: entry.expires_at.as_millisecond(),
    }
}

pub(crate) fn linked_view(app: &App, linked: LinkedAssist) -> LinkedAssistView {
    let tree = app.service.tree();
    let views = linked.views.into_iter().map(|view| AssistSeenView {
        at: view.at.as_millisecond(),
        kind: view.kind,
        title_names: view.title.and_then(|title| Some((&app.service.titles().get(&title)?.names).into())),
        unit: view.unit.and_then(|id| tree.by_id(id.into())).map(Into::into),
        reason: view.reason,
    });
    LinkedAssistView {
        views: views.collect(),
        place_names: (&linked.place.1).into(),
        unit: tree.by_id(linked.entry.unit).map(Into::into),
        entry: assist_view(&linked.entry, linked.said),
    }
}

impl From<Coverage> for AssistCoverageView {
    fn from(coverage: Coverage) -> Self {
        let Coverage { registered, estimated, full_knock, may_see, may_manage, activated } = coverage;
        Self { registered, estimated, full_knock, may_see, may_manage, activated }
    }
}

impl From<AssistLine> for AssistLineView {
    fn from(line: AssistLine) -> Self {
        Self {
            id: line.id.0,
            registered_at: line.registered_at.as_millisecond(),
            expires_at: line.expires_at.as_millisecond(),
            helpers: line.helpers.into_iter().map(|id| id.0).collect(),
        }
    }
}

pub(crate) fn print_view(app: &App, print: &Print) -> AssistPrintView {
    AssistPrintView {
        id: print.id,
        number: print.number,
        place: print.place.0,
        unit: app.service.tree().by_id(print.unit).map(Into::into),
        entries: print.entries,
        printed_at: print.printed_at.as_millisecond(),
        ending: print.closed.map(|(how, _)| how),
        closed_at: print.closed.map(|(_, at)| at.as_millisecond()),
    }
}
