//! Places of another register, such as OpenStreetMap: looked at first, then taken over.
//!
//! A place is known again by its key, so reading the register again changes places and never doubles them. What people
//! here corrected stays; what nobody touched follows (`domain::place::ForeignPlace`). A place that does not stand any
//! more here stays so. Nothing is retired because a file lacks it: it may be cut elsewhere.
//!
//! Rows go in by transactions of a thousand. When one breaks off, those before stay, and the next run does the rest.

use domain::id::{ImportId, PlaceId};
use domain::journal::{By, Kind, NewEntry};
use domain::place::{ForeignPlace, Place, Told};
use domain::unit::{Unit, UnitTree};
use geojson::Geometry;
use jiff::Timestamp;
use serde_json::json;
use store::place::{PlaceRow, SourcedRow, insert_sourced, update_sourced, update_told};
use store::{import, journal, unit_write};
use uuid::Uuid;

use super::middle;
use crate::{Service, ServiceError};

/// Rows of one transaction: well below the second for which a tail may wait.
const CHUNK: usize = 1_000;

/// What would become of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignStep {
    after: SourcedRow,
    /// As it is here now; none where it is new.
    pub before: Option<Place>,
}

impl ForeignStep {
    /// As it would be.
    pub fn place(&self) -> &Place {
        &self.after.row.place
    }

    /// The key of the other register.
    pub fn key(&self) -> &str {
        &self.after.key
    }
}

/// What reading another register would do.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignPlan {
    tree_version: i64,
    /// Places that would be added or changed, in the order in which they came.
    pub steps: Vec<ForeignStep>,
    /// Unchanged places of which the other register says something else than before: only that is remembered, or what
    /// was corrected here and then there too would never follow again.
    heard: Vec<(Place, Told)>,
    /// Places that stay as they are.
    pub unchanged: usize,
    /// Places that do not stand any more here, and stay so.
    pub retired: usize,
    /// Places that stand in no unit.
    pub outside: usize,
}

impl ForeignPlan {
    /// How many places would be added.
    pub fn added(&self) -> usize {
        self.steps.iter().filter(|step| step.before.is_none()).count()
    }

    /// How many would be changed.
    pub fn changed(&self) -> usize {
        self.steps.len() - self.added()
    }
}

impl Service {
    /// What reading these places of another register would do; nothing is written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan_foreign_places(&self, given: Vec<ForeignPlace>) -> Result<ForeignPlan, ServiceError> {
        self.refresh_tree().await?;
        let (tree, kinds) = (self.tree(), self.place_kinds()?);
        let keys: Vec<String> = given.iter().map(|place| place.key.clone()).collect();
        let mut known = self.store().sourced_places(&keys).await?;
        let mut plan = ForeignPlan {
            tree_version: tree.version(),
            steps: Vec::new(),
            heard: Vec::new(),
            unchanged: 0,
            retired: 0,
            outside: 0,
        };
        for new in given {
            let told = new.told();
            let (before, place, path) = match known.remove(&new.key) {
                Some(here) if here.place.retired_at.is_some() => {
                    plan.retired += 1;
                    continue;
                }
                Some(here) => {
                    let mut after = new.applied_to(&here.place, &here.told, kinds);
                    if after == here.place {
                        plan.unchanged += 1;
                        if told != here.told {
                            plan.heard.push((here.place, told));
                        }
                        continue;
                    }
                    after.version += 1;
                    (Some(here.place), after, here.path)
                }
                None => {
                    let Some(unit) = held_by(&tree, &new.geometry) else {
                        plan.outside += 1;
                        continue;
                    };
                    let id = PlaceId(Uuid::now_v7());
                    let place = Place::new(id, &new.key, &new.kind, new.names, unit.id, new.geometry);
                    (None, Place { fields: new.fields, ..place }, unit.path.clone())
                }
            };
            let middle = middle(&place.geometry);
            let row = PlaceRow { place, path, middle };
            plan.steps.push(ForeignStep { after: SourcedRow { row, key: new.key, told }, before });
        }
        Ok(plan)
    }

    /// Takes such a plan, on behalf of the operator; says how many places were added or changed. `source` is a word for
    /// the other register (`osm`); `progress` hears how many are in.
    ///
    /// # Errors
    /// When a place or the tree changed since the plan was made, a code is in use by another place, or the database
    /// fails; what went in before stays.
    pub async fn take_foreign_places(
        &self,
        source: &str,
        file: &str,
        plan: ForeignPlan,
        now: Timestamp,
        progress: impl Fn(usize),
    ) -> Result<usize, ServiceError> {
        let (id, total) = (ImportId(Uuid::now_v7()), plan.steps.len());
        let mut taken = 0;
        for chunk in plan.steps.chunks(CHUNK) {
            let write = self.store().write().await?;
            unit_write::hold_tree(&write, plan.tree_version).await?;
            if taken == 0 {
                import::begin(&write, id, "places", file, now).await?;
            }
            let (new, changed): (Vec<_>, Vec<_>) = chunk.iter().partition(|step| step.before.is_none());
            let new: Vec<&SourcedRow> = new.into_iter().map(|step| &step.after).collect();
            insert_sourced(&write, &new).await?;
            for step in &changed {
                update_sourced(&write, &step.after).await?;
            }
            let payload =
                json!({ "rows": chunk.len(), "added": new.len(), "changed": changed.len(), "source": source });
            let entry = NewEntry { by: By::default(), payload, ..NewEntry::about(Kind::PlacesImported, id.0, now) };
            journal::append(&write, &[entry]).await?;
            taken += chunk.len();
            if taken == total {
                import::finish(&write, id, total as u64, now).await?;
            }
            write.commit().await?;
            progress(taken);
        }
        for chunk in plan.heard.chunks(CHUNK) {
            let write = self.store().write().await?;
            for (place, told) in chunk {
                update_told(&write, place, told).await?;
            }
            write.commit().await?;
        }
        Ok(taken)
    }
}

/// The unit whose boundary holds the ground under a place. The root answers for everything outside, but a map of half a
/// province does not fill its register.
fn held_by<'t>(tree: &'t UnitTree, geometry: &Geometry) -> Option<&'t Unit> {
    let located = tree.locate(middle(geometry)?)?;
    (!located.fallback).then_some(located.unit)
}
