//! Warnings as the wire shows them.

use domain::access::Actor;
use domain::callout::Ending;
use domain::colour::WarningColour;
use domain::warned::{Signature, Verification, WarnedOf};
use serde::Serialize;
use serde_json::Value;
use service::warning::{Agreeing, WarningSheet};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::callout_wire::CalloutView;
use crate::problem::Problem;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{ColourWord, EndingWord, SignatureWord, VerificationWord, WarnedOfWord};

/// A warning.
#[derive(Serialize, ToSchema)]
pub(crate) struct WarningView {
    id: Uuid,
    /// CAP sender and identifier.
    sender: String,
    identifier: String,
    /// The issuing body, in words.
    issuer: Option<String>,
    sent_at: i64,
    received_at: i64,
    effective_at: i64,
    expires_at: Option<i64>,
    /// `actual`, `exercise`, `system`, `test` or `draft`.
    status: String,
    /// `alert`, `update`, `cancel`, `ack` or `error`.
    message: String,
    /// `push`, `feed` or `file`.
    way: String,
    /// Whether its word begins calls.
    official: bool,
    #[schema(value_type = Option<ColourWord>)]
    colour: Option<WarningColour>,
    /// What the operator's checker says of its signature; missing where it has none.
    #[schema(value_type = Option<SignatureWord>)]
    signature: Option<Signature>,
    /// What it warns of.
    #[schema(value_type = WarnedOfWord)]
    hazard: WarnedOf,
    event: NamesWire,
    headline: NamesWire,
    /// What to do.
    instruction: NamesWire,
    /// The highest units concerned, each with everything below it.
    units: Vec<UnitRef>,
    /// What a reader must know about them, such as a code that fell to the unit above.
    #[schema(value_type = Vec<NoteView>)]
    notes: Value,
    ended: Option<EndedView>,
    /// Whether what it warned of came, where a person has said so.
    verification: Option<VerificationView>,
    /// Whether the reader may say so now.
    may_verify: bool,
    /// The latest round of calls, counted as far as the reader sees it.
    callout: Option<CalloutView>,
    /// What other sources say of the same danger there; only where one warning is asked for.
    agreeing: Option<Vec<AgreeingView>>,
}

/// Another source that says the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct AgreeingView {
    /// `warning` or `gauges`.
    source: &'static str,
    /// The warning or the proposal.
    id: Uuid,
    /// Who says it; missing where gauges do.
    issuer: Option<String>,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    /// Since when.
    at: i64,
}

impl WarningView {
    /// The same with what other sources say.
    pub(crate) fn with_agreeing(self, agreeing: Vec<Agreeing>) -> Self {
        let view = |one: Agreeing| match one {
            Agreeing::Warning(other) => Some(AgreeingView {
                source: "warning",
                id: other.id.0,
                issuer: Some(other.issuer.unwrap_or(other.sender)),
                colour: other.colour?,
                at: other.sent_at.as_millisecond(),
            }),
            Agreeing::Gauges(proposal) => Some(AgreeingView {
                source: "gauges",
                id: proposal.id,
                issuer: None,
                colour: proposal.colour,
                at: proposal.opened_at.as_millisecond(),
            }),
        };
        Self { agreeing: Some(agreeing.into_iter().filter_map(view).collect()), ..self }
    }
}

/// What a reader must know about the units of a warning.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema only; values stand in the store")]
pub(crate) struct NoteView {
    /// `fell_to_parent`: the code is unknown and the unit above stands for it. `elsewhere`: it is no place of this
    /// tree. `drawn_elsewhere`: what is drawn lies outside. `no_boundary`: the unit was taken because
    /// nobody knows where it ends.
    note: String,
    code: Option<String>,
    unit: Option<String>,
}

/// What a person said of a warning after its end.
#[derive(Serialize, ToSchema)]
pub(crate) struct VerificationView {
    #[schema(value_type = VerificationWord)]
    verification: Verification,
    /// What it rests on.
    note: Option<String>,
    at: i64,
}

/// Why something does not count any more.
#[derive(Serialize, ToSchema)]
pub(crate) struct EndedView {
    #[schema(value_type = EndingWord)]
    pub(crate) ending: Ending,
    pub(crate) at: i64,
    /// The warning that ended it.
    pub(crate) by: Option<Uuid>,
}

/// A warning for a reader; without one, for whoever handed it in.
pub(crate) async fn warning_view(
    app: &App,
    reader: Option<&Actor>,
    sheet: WarningSheet,
) -> Result<WarningView, Problem> {
    let tree = app.service.tree();
    let (said, may_verify) = app.service.verification(reader, &sheet).await?;
    let callout = match sheet.callout {
        Some(round) => Some(CalloutView::of(app, reader, round).await?),
        None => None,
    };
    let warning = sheet.warning;
    Ok(WarningView {
        id: warning.id.0,
        sender: warning.sender,
        identifier: warning.identifier,
        issuer: warning.issuer,
        sent_at: warning.sent_at.as_millisecond(),
        received_at: warning.received_at.as_millisecond(),
        effective_at: warning.effective_at.as_millisecond(),
        expires_at: warning.expires_at.map(jiff::Timestamp::as_millisecond),
        status: warning.status,
        message: warning.message,
        way: warning.way,
        official: warning.official,
        colour: warning.colour,
        signature: warning.signature,
        hazard: warning.hazard,
        event: (&warning.event).into(),
        headline: (&warning.headline).into(),
        instruction: (&warning.instruction).into(),
        units: sheet.units.iter().filter_map(|(id, _)| tree.by_id(*id)).map(Into::into).collect(),
        notes: warning.notes,
        ended: warning.ended.map(|ended| EndedView {
            ending: ended.ending,
            at: ended.at.as_millisecond(),
            by: ended.by.map(|id| id.0),
        }),
        verification: said.map(|said| VerificationView {
            verification: said.verification,
            note: said.note,
            at: said.at.as_millisecond(),
        }),
        may_verify,
        callout,
        agreeing: None,
    })
}
