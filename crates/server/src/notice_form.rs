//! From a notice to the words on its paper.

use document::{Language, NoticeForm, NoticeTitle};
use domain::id::BodyId;
use domain::names::Names;
use domain::notice::NoticeKind;
use domain::world::World;
use jiff::Timestamp;
use serde::Deserialize;
use service::notice::NoticeSheet;
use utoipa::ToSchema;

use crate::hazard_wire::number_text;
use crate::state::App;

/// Language of a printed form.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LanguageWire {
    #[default]
    Zh,
    En,
}

impl From<LanguageWire> for Language {
    fn from(wire: LanguageWire) -> Self {
        match wire {
            LanguageWire::Zh => Self::Zh,
            LanguageWire::En => Self::En,
        }
    }
}

pub(crate) fn form(app: &App, sheet: &NoticeSheet, language: Language) -> NoticeForm {
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let (notice, hazard) = (&sheet.notice, &sheet.stored.hazard);
    let best = |names: &Names| names.best(language.key()).to_owned();
    let body = |id: BodyId| bodies.iter().find(|body| body.id == id).map(|body| best(&body.names));
    let unit = tree.by_id(notice.unit).map(|unit| best(&unit.names)).unwrap_or_default();
    let zone = app.service.zone();
    let at = |at: Timestamp| format!("{} UTC{}", zone.to_datetime(at).strftime("%Y-%m-%d %H:%M"), zone.to_offset(at));
    let above = tree.by_id(hazard.unit).map(|unit| tree.lineage(&unit.path)).unwrap_or_default();
    let place: Vec<String> = above.iter().map(|unit| &unit.names).chain(&sheet.place).map(best).collect();
    let title = sheet.posting.as_ref().and_then(|posting| app.service.titles().get(&posting.title));
    let category = app.service.catalogue().get(&hazard.category).map(|item| best(&item.names));
    NoticeForm {
        language,
        title: match notice.kind {
            NoticeKind::Notification => NoticeTitle::Notification,
            NoticeKind::RectificationOrder => NoticeTitle::RectificationOrder,
        },
        year: notice.year,
        sequence: notice.sequence,
        issuer: notice.body.and_then(body).unwrap_or(unit),
        recipient: body(notice.recipient).unwrap_or_default(),
        hazard: number_text(app, &sheet.stored),
        category: format!("{} {}", hazard.category, category.unwrap_or_default()).trim().to_owned(),
        place: place.join(" › "),
        found: sheet.found.clone(),
        required: sheet.required.clone(),
        basis: sheet.basis.clone(),
        until: notice.until.to_string(),
        issued_at: at(notice.issued_at),
        handler: title.map(|title| best(&title.names)).unwrap_or_default(),
        code: notice.code.clone(),
        withdrawn_at: notice.withdrawn_at.map(at),
        not_real: not_real(app, above.iter().any(|unit| unit.fictional), language),
    }
}

/// Nobody may take the paper of an exercise or of invented places for a real one.
pub(crate) fn not_real(app: &App, fictional: bool, language: Language) -> Option<String> {
    let exercise = app.service.store().world() != World::Live;
    let text = match (exercise, fictional, language) {
        (true, _, Language::Zh) => "演练,非真实通知",
        (true, _, Language::En) => "Exercise. Not a real notice.",
        (false, true, Language::Zh) => "演示,地点为虚构",
        (false, true, Language::En) => "Demonstration. The place is invented.",
        (false, false, _) => return None,
    };
    Some(text.to_owned())
}
