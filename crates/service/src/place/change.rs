//! Adding, changing and retiring one place.

use std::collections::BTreeMap;

use domain::access::{Actor, Permission};
use domain::id::{PlaceId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::place::{HEIGHT_CM, HOUSEHOLDS_MAX, Place, PlaceFacts, PlaceFields};
use geojson::{Geometry, GeometryValue};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::place::{self, PlaceRow};
use store::{StoreError, journal, unit_write};

use super::{middle, standing_in, target};
use crate::{Service, ServiceError};

/// Longest code.
const CODE_MAX_CHARS: usize = 64;

/// What the register is to know of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceOrder {
    /// Code in the register.
    pub code: String,
    /// A key of the table of kinds.
    pub kind: String,
    /// Names by language.
    pub names: Names,
    /// The place it is part of.
    pub parent: Option<PlaceId>,
    /// The unit; by position where none.
    pub unit: Option<UnitId>,
    /// Longitude and latitude, degrees; what the register holds stays where none.
    pub point: Option<(f64, f64)>,
    /// What else is known.
    pub facts: PlaceFacts,
    /// What is known because of the kind, by ids of fields; what the register holds stays where none.
    pub fields: Option<BTreeMap<String, Value>>,
}

/// A change of one place.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceChange {
    /// It is as described.
    Set(Box<PlaceOrder>),
    /// It does not stand any more.
    Retire,
}

impl Service {
    /// Adds a place. The client chose the id: the same place again is answered as it stands.
    ///
    /// # Errors
    /// When the actor may not there, a field cannot be taken, or id or code are in use.
    pub async fn create_place(
        &self,
        actor: &Actor,
        id: PlaceId,
        order: PlaceOrder,
        now: Timestamp,
    ) -> Result<Place, ServiceError> {
        self.refresh_tree().await?;
        let Some((lon, lat)) = order.point else {
            return Err(ServiceError::invalid("point", "point_required", "a new place needs its point"));
        };
        let row = self.described(id, &order, &PlaceFields::default(), point(lon, lat)?, 1).await?;
        let posting = self.require(actor, Permission::ManagePlaces, &target(&row.path, &row.place))?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        if let Some(known) = self.store().place(id).await? {
            return if known == row.place { Ok(known) } else { Err(ServiceError::Exists("place")) };
        }
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, self.tree().version()).await?;
        place::insert(&write, &row).await.map_err(|error| taken(error, &row.place.code))?;
        journal::append(&write, &[self.place_entry(Kind::PlaceCreated, &row, by, now)?]).await?;
        write.commit().await?;
        Ok(row.place)
    }

    /// Changes or retires a place that the actor saw at a version.
    ///
    /// # Errors
    /// When there is none for the actor, it changed in between, or a field cannot be taken.
    pub async fn change_place(
        &self,
        actor: &Actor,
        id: PlaceId,
        version: i32,
        change: PlaceChange,
        now: Timestamp,
    ) -> Result<Place, ServiceError> {
        self.refresh_tree().await?;
        let before = self.store().place(id).await?.ok_or(ServiceError::NotFound("place"))?;
        let path = self.path_of_place(&before)?;
        let posting = self.require(actor, Permission::ManagePlaces, &target(&path, &before))?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        if before.version != version {
            return Err(ServiceError::VersionConflict { given: version, current: before.version });
        }
        let (kind, row) = match change {
            PlaceChange::Set(order) => {
                let geometry = match order.point {
                    // A drawn outline is not lost because somebody corrected a name.
                    Some((lon, lat)) if !is_middle(&before.geometry, lon, lat) => point(lon, lat)?,
                    _ => before.geometry.clone(),
                };
                let unit = Some(order.unit.unwrap_or(before.unit));
                let order = PlaceOrder { unit, ..*order };
                let mut row = self.described(id, &order, &before.fields, geometry, version + 1).await?;
                row.place.retired_at = before.retired_at;
                (Kind::PlaceChanged, row)
            }
            PlaceChange::Retire => {
                let retired_at = before.retired_at.or(Some(now));
                let place = Place { retired_at, version: version + 1, ..before.clone() };
                let middle = middle(&place.geometry);
                (Kind::PlaceRetired, PlaceRow { place, path: path.clone(), middle })
            }
        };
        self.require(actor, Permission::ManagePlaces, &target(&row.path, &row.place))?;
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, self.tree().version()).await?;
        place::update(&write, &row).await.map_err(|error| taken(error, &row.place.code))?;
        journal::append(&write, &[self.place_entry(kind, &row, by, now)?]).await?;
        write.commit().await?;
        Ok(row.place)
    }

    async fn described(
        &self,
        id: PlaceId,
        order: &PlaceOrder,
        known: &PlaceFields,
        geometry: Geometry,
        version: i32,
    ) -> Result<PlaceRow, ServiceError> {
        let invalid = |field, code, detail: &str| Err(ServiceError::invalid(field, code, detail));
        let code = order.code.trim();
        if code.is_empty() || code.chars().count() > CODE_MAX_CHARS || code.chars().any(char::is_control) {
            return invalid("code", "code_invalid", "a place needs a code of 1 to 64 characters");
        }
        if !order.names.is_valid() {
            return invalid("names", "name_invalid", "a place needs a name; each has 1 to 120 characters");
        }
        let kinds = self.place_kinds()?;
        if kinds.get(&order.kind).is_none() {
            return invalid("kind", "kind_unknown", "`kind` must be one of the list of kinds");
        }
        let fields = match &order.fields {
            Some(given) => {
                let given = given.iter().map(|(id, value)| (id.as_str(), value));
                PlaceFields::checked(kinds, &order.kind, given)
                    .map_err(|refusal| ServiceError::invalid("fields", refusal.code, refusal.message))?
            }
            None => known.kept_for(kinds, &order.kind),
        };
        let facts = &order.facts;
        let heights = [("elevation_m", facts.elevation_cm), ("sill_m", facts.sill_cm)];
        for (field, height) in heights {
            if height.is_some_and(|height| !HEIGHT_CM.contains(&height)) {
                return invalid(field, "height_invalid", "a height is from -500 to 9000 metres");
            }
        }
        if facts.households.is_some_and(|households| households > HOUSEHOLDS_MAX) {
            return invalid("households", "households_invalid", "a place has at most 100000 households");
        }
        if facts.body.is_some_and(|body| self.body(body).is_none()) {
            return invalid("body", "body_unknown", "there is no such body");
        }
        if let Some(parent) = order.parent
            && (parent == id || self.store().place(parent).await?.is_none())
        {
            return invalid("parent", "parent_unknown", "there is no such place to be part of");
        }
        let tree = self.tree();
        let unit = match order.unit {
            Some(unit) => tree.by_id(unit),
            None => standing_in(&tree, &geometry),
        };
        let Some(unit) = unit else { return invalid("unit", "unit_unknown", "there is no such unit") };
        let middle = middle(&geometry);
        let place = Place {
            id,
            code: code.to_owned(),
            kind: order.kind.clone(),
            names: order.names.clone(),
            parent: order.parent,
            unit: unit.id,
            geometry,
            facts: facts.clone(),
            fields,
            retired_at: None,
            version,
        };
        Ok(PlaceRow { place, path: unit.path.clone(), middle })
    }

    fn place_entry(&self, kind: Kind, row: &PlaceRow, by: By, now: Timestamp) -> Result<NewEntry, ServiceError> {
        let place = &row.place;
        let payload = json!({
            "kind": place.kind,
            "version": place.version,
            "elevation_cm": place.facts.elevation_cm,
            "sill_cm": place.facts.sill_cm,
            "households": place.facts.households,
            "body": place.facts.body,
            "fields": place.fields.without_texts(self.place_kinds()?),
        });
        let unit = Some((place.unit, row.path.clone()));
        Ok(NewEntry { unit, body: place.facts.body, by, payload, ..NewEntry::about(kind, place.id.0, now) })
    }
}

fn point(lon: f64, lat: f64) -> Result<Geometry, ServiceError> {
    let at = domain::unit::boundary::Position::from_degrees(lon, lat);
    let at = at.ok_or_else(|| ServiceError::invalid("point", "position_invalid", "give degrees on Earth"))?;
    Ok(Geometry::new(GeometryValue::new_point([at.lon(), at.lat()])))
}

/// Whether the point is the middle of the outline that is known.
fn is_middle(geometry: &Geometry, lon: f64, lat: f64) -> bool {
    let at = domain::unit::boundary::Position::from_degrees(lon, lat);
    at.is_some() && at == middle(geometry)
}

fn taken(error: StoreError, code: &str) -> ServiceError {
    match error {
        StoreError::Duplicate(_) => {
            ServiceError::invalid("code", "code_taken", format!("the code `{code}` is in use by another place"))
        }
        other => other.into(),
    }
}
