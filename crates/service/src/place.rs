//! Places: buildings, stairwells, garages, schools, shops.

mod change;
mod foreign;
mod import;

use domain::access::{Actor, Permission, Target};
use domain::id::PlaceId;
use domain::place::{Place, PlaceKinds};
use domain::unit::boundary::Position;
use domain::unit::{Unit, UnitPath, UnitTree};
use geo::InteriorPoint;
use geojson::Geometry;

use crate::{Service, ServiceError};

pub use change::{PlaceChange, PlaceOrder};
pub use foreign::{ForeignPlan, ForeignStep};
pub use import::PlacePlan;

impl Service {
    /// The kinds of places.
    ///
    /// # Errors
    /// When shipped data is damaged.
    pub fn place_kinds(&self) -> Result<&PlaceKinds, ServiceError> {
        if let Some(kinds) = self.inner.place_kinds.get() {
            return Ok(kinds);
        }
        let shipped = PlaceKinds::shipped()?;
        Ok(self.inner.place_kinds.get_or_init(|| shipped))
    }

    /// Where the register is read: this unit, or the highest that the actor sees where none is named.
    ///
    /// # Errors
    /// When there is no such unit where the actor sees places.
    pub fn place_area(&self, actor: &Actor, unit: Option<domain::id::UnitId>) -> Result<Unit, ServiceError> {
        self.area(actor, Permission::ViewPlaces, unit)
    }

    /// This unit, or the highest that the actor reaches with the permission where none is named.
    pub(crate) fn area(
        &self,
        actor: &Actor,
        permission: Permission,
        unit: Option<domain::id::UnitId>,
    ) -> Result<Unit, ServiceError> {
        let (tree, scope) = (self.tree(), actor.scope(self.titles(), permission));
        if scope.is_empty() {
            return Err(ServiceError::Forbidden(permission));
        }
        let bodies = scope.bodies.iter().map(|part| &part.path);
        let tops = || scope.subtrees.iter().chain(bodies.clone());
        let found = match unit {
            Some(id) => tree.by_id(id).filter(|unit| tops().any(|top| top.contains(&unit.path))),
            None => tops().min_by_key(|path| path.depth()).and_then(|path| tree.by_number(path.numbers().last()?)),
        };
        found.cloned().ok_or(ServiceError::NotFound("unit"))
    }

    /// One place.
    ///
    /// # Errors
    /// When there is none where the actor sees places.
    pub async fn show_place(&self, actor: &Actor, id: PlaceId) -> Result<Place, ServiceError> {
        let missing = || ServiceError::NotFound("place");
        let place = self.store().place(id).await?.ok_or_else(missing)?;
        let path = self.path_of_place(&place)?;
        let covered = actor.scope(self.titles(), Permission::ViewPlaces).covers(&target(&path, &place));
        covered.then_some(place).ok_or_else(missing)
    }

    /// Whether the actor may take files of places in somewhere.
    ///
    /// # Errors
    /// When she manages places nowhere.
    pub fn may_import_places(&self, actor: &Actor) -> Result<(), ServiceError> {
        self.holder(actor, Permission::ManagePlaces).map(|_| ())
    }

    pub(crate) fn path_of_place(&self, place: &Place) -> Result<UnitPath, ServiceError> {
        let tree = self.tree();
        tree.by_id(place.unit).map(|unit| unit.path.clone()).ok_or(ServiceError::NotFound("unit"))
    }
}

/// A place as a target of permissions.
pub(crate) fn target<'p>(path: &'p UnitPath, place: &Place) -> Target<'p> {
    Target { body: place.facts.body, ..Target::at(path) }
}

/// A point inside of it.
pub(crate) fn middle(geometry: &Geometry) -> Option<Position> {
    let geometry = geo::Geometry::<f64>::try_from(geometry).ok()?;
    let middle = geometry.interior_point()?;
    Position::from_degrees(middle.x(), middle.y())
}

/// A point inside of a place, degrees × 10⁷.
pub fn middle_of(geometry: &Geometry) -> Option<Position> {
    middle(geometry)
}

/// The unit that answers for the ground under a place.
fn standing_in<'t>(tree: &'t UnitTree, geometry: &Geometry) -> Option<&'t Unit> {
    Some(tree.locate(middle(geometry)?)?.unit)
}
