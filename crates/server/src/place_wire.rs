//! Places of the register as the wire shows them.

use std::collections::HashMap;

use domain::body::Body;
use domain::colour::WarningColour;
use domain::id::PlaceId;
use domain::place::{ClosureState, FieldType, Place, PlaceField, PlaceFields, PlaceKind, PlaceKinds, metres};
use domain::unit::UnitTree;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::App;
use crate::wire::{BodyRef, NamesWire, UnitRef};
use crate::words::{ClosureStateWord, ColourWord, FieldTypeWord};

/// A kind of place.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceKindView {
    /// The stable word.
    id: String,
    names: NamesWire,
    /// Whether it lies below the ground.
    underground: bool,
    /// By hazard, the weakest colour of a warning at which it closes.
    #[schema(value_type = BTreeMap<String, ColourWord>)]
    closes_at: BTreeMap<String, WarningColour>,
    /// What is asked of its places beside what every place has, in this order.
    fields: Vec<PlaceFieldView>,
}

impl PlaceKindView {
    pub(crate) fn of(kinds: &PlaceKinds, kind: &PlaceKind) -> Self {
        Self {
            id: kind.id.clone(),
            names: (&kind.names).into(),
            underground: kind.underground,
            closes_at: kind.closes_at.clone(),
            fields: kinds.fields_of(&kind.id).map(Into::into).collect(),
        }
    }
}

/// A field that places of a kind have.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceFieldView {
    /// The stable word.
    id: String,
    names: NamesWire,
    /// What it holds.
    #[serde(rename = "type")]
    #[schema(value_type = FieldTypeWord)]
    holds: FieldType,
    /// Unit of its number.
    unit: Option<String>,
    /// Least number.
    least: Option<f64>,
    /// Greatest number.
    most: Option<f64>,
    /// The words of a choice.
    choices: Vec<FieldChoiceView>,
    /// Whether it says what water does here.
    flood: bool,
}

/// A word of a choice.
#[derive(Serialize, ToSchema)]
struct FieldChoiceView {
    /// The stable word.
    id: String,
    names: NamesWire,
}

impl From<&PlaceField> for PlaceFieldView {
    fn from(field: &PlaceField) -> Self {
        let choices = field.choices.iter();
        let choices = choices.map(|one| FieldChoiceView { id: one.id.clone(), names: (&one.names).into() });
        Self {
            id: field.id.clone(),
            names: (&field.names).into(),
            holds: field.holds,
            unit: field.unit.clone(),
            least: field.least,
            most: field.most,
            choices: choices.collect(),
            flood: field.flood,
        }
    }
}

/// A value of a field: which of these, its type says. Words of a choice and days are texts.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "a schema only; values are the domain's")]
pub(crate) enum FieldValueWire {
    /// Of a boolean field.
    Flag(bool),
    /// Of an integer or decimal field.
    Number(f64),
    /// Of all others.
    Text(String),
}

/// Every kind of place.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceKindsView {
    /// Version of the table.
    pub(crate) version: String,
    /// Where it comes from.
    pub(crate) source: String,
    pub(crate) items: Vec<PlaceKindView>,
}

/// A place of the register.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceView {
    id: Uuid,
    code: String,
    /// A key of the list of kinds; old registers may hold other words.
    kind: String,
    names: NamesWire,
    /// The place it is part of.
    parent: Option<Uuid>,
    unit: Option<UnitRef>,
    /// Longitude of its middle, WGS-84 degrees.
    lon: Option<f64>,
    /// Latitude of its middle.
    lat: Option<f64>,
    /// Its point or outline as GeoJSON.
    #[schema(value_type = Object)]
    geometry: Value,
    /// Height of the ground, metres above the installation's datum.
    elevation_m: Option<f64>,
    /// Height over which water runs in, metres above the same datum.
    sill_m: Option<f64>,
    households: Option<u32>,
    /// Who answers for it.
    body: Option<BodyRef>,
    /// What is known because of its kind, by ids of fields; what is not known is missing.
    #[schema(value_type = BTreeMap<String, FieldValueWire>)]
    fields: PlaceFields,
    /// Its key in the register that it was read from, such as `osm:way/123`: whoever shows it names that source. Where
    /// places are listed as such; a closure does not say it.
    source: Option<String>,
    /// Whether it is invented for demonstration.
    fictional: bool,
    retired_at: Option<i64>,
    version: i32,
    /// Whether it is closed, or must be, for a warning now.
    #[schema(value_type = Option<ClosureStateWord>)]
    closure: Option<ClosureState>,
}

impl PlaceView {
    pub(crate) fn of(tree: &UnitTree, bodies: &[Body], place: &Place, closure: Option<ClosureState>) -> Self {
        let unit = tree.by_id(place.unit);
        let middle = service::place::middle_of(&place.geometry);
        Self {
            id: place.id.0,
            code: place.code.clone(),
            kind: place.kind.clone(),
            names: (&place.names).into(),
            parent: place.parent.map(|id| id.0),
            unit: unit.map(Into::into),
            lon: middle.map(|at| at.lon()),
            lat: middle.map(|at| at.lat()),
            geometry: serde_json::to_value(&place.geometry).unwrap_or_default(),
            elevation_m: place.facts.elevation_cm.map(metres),
            sill_m: place.facts.sill_cm.map(metres),
            households: place.facts.households,
            body: place.facts.body.and_then(|id| bodies.iter().find(|body| body.id == id)).map(Into::into),
            fields: place.fields.clone(),
            source: None,
            fictional: unit.is_some_and(|unit| unit.fictional),
            retired_at: place.retired_at.map(|at| at.as_millisecond()),
            version: place.version,
            closure,
        }
    }
}

/// Places for a reader, with what closes of them now.
pub(crate) async fn place_views(app: &App, places: &[Place]) -> Result<Vec<PlaceView>, Problem> {
    let ids: Vec<PlaceId> = places.iter().map(|place| place.id).collect();
    let open = app.service.store().open_closures_of(&ids).await?;
    let open: HashMap<_, _> = open.into_iter().map(|row| (row.place, row.closure.state)).collect();
    let mut keys = app.service.store().source_keys(&ids).await?;
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let view = |place: &Place| {
        let source = keys.remove(&place.id);
        PlaceView { source, ..PlaceView::of(&tree, &bodies, place, open.get(&place.id).copied()) }
    };
    Ok(places.iter().map(view).collect())
}

/// What the register is to know of a place.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PlaceOrderWire {
    /// For a new one: chosen by the client, UUIDv7.
    pub(crate) id: Option<Uuid>,
    /// For a change: the version that the client saw.
    pub(crate) version: Option<i32>,
    pub(crate) code: String,
    /// A key of the list of kinds.
    pub(crate) kind: String,
    pub(crate) names: NamesWire,
    /// The place it is part of.
    pub(crate) parent: Option<Uuid>,
    /// The unit; by position where none.
    pub(crate) unit: Option<Uuid>,
    /// Longitude, degrees; what is known stays where missing.
    pub(crate) lon: Option<f64>,
    /// Latitude, degrees.
    pub(crate) lat: Option<f64>,
    /// Metres above the installation's datum.
    pub(crate) elevation_m: Option<f64>,
    /// Metres above the same datum.
    pub(crate) sill_m: Option<f64>,
    pub(crate) households: Option<u32>,
    /// Who answers for it.
    pub(crate) body: Option<Uuid>,
    /// Values by ids of the fields of the kind, all of them; what is known stays where missing.
    #[schema(value_type = Option<BTreeMap<String, FieldValueWire>>)]
    pub(crate) fields: Option<BTreeMap<String, Value>>,
}
