//! Importing a file of units: the difference first, then all of it or nothing.
//!
//! Rows meet the tree by code. The plan holds whole new rows; applying it stages them outside the live
//! tables in small writes and takes them over in one short transaction, against the very tree version
//! that the difference was shown for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::id::{ImportId, UnitId};
use domain::journal::{Kind, NewEntry};
use domain::unit::change::ChangeKind;
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, Statistics, Unit, UnitNumber, UnitPath, UnitTree};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::unit_write::NewChange;
use store::{StoreError, import, journal, unit_write};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// One field of a unit that the file would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static str,
    /// What it is now, for reading.
    pub before: String,
    /// What the file says, for reading.
    pub after: String,
}

/// What the file would do to one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDifference {
    /// Row in the file.
    pub row: u64,
    /// Code of the unit.
    pub code: String,
    /// What kind of difference.
    pub difference: Difference,
}

/// New, or changed in these fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// There is no present unit with this code.
    New,
    /// The unit is there with other content.
    Changed(Vec<FieldChange>),
}

/// What an import would do; shown before it is applied.
#[derive(Debug)]
pub struct ImportPlan {
    /// The tree version that it was worked out against.
    pub tree_version: i64,
    /// Differences, in the order of the file.
    pub differences: Vec<UnitDifference>,
    /// Rows that say what is there already.
    pub unchanged: usize,
    units: Vec<(Unit, Option<Statistics>)>,
    moved: Vec<(UnitPath, UnitPath)>,
    history: Vec<NewChange>,
}

impl Service {
    /// Works out what importing `rows` would do. The rows must have passed `domain::geometry::check`.
    ///
    /// # Errors
    /// When a parent cannot be found, or the database fails.
    pub async fn plan_import(&self, rows: Vec<UnitRow>, now: Timestamp) -> Result<ImportPlan, ServiceError> {
        self.refresh_tree().await?;
        let tree = self.tree();
        let present: Vec<UnitId> = rows.iter().filter_map(|row| tree.by_code(&row.code)).map(|unit| unit.id).collect();
        let statistics = self.store().unit_statistics(&present).await?;
        let next = unit_write::next_number(self.store().read()).await?;
        Planner::new(&tree, next, now).plan(rows, &statistics)
    }

    /// Applies a plan, on behalf of the operator. `progress` hears the number of units staged so far.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the tree changed since the plan was made. Nothing is left behind.
    pub async fn apply_import(
        &self,
        plan: ImportPlan,
        file: &str,
        now: Timestamp,
        mut progress: impl FnMut(usize),
    ) -> Result<ImportId, ServiceError> {
        let id = ImportId(Uuid::now_v7());
        let write = self.store().write().await?;
        import::begin(&write, id, "units", file, now).await?;
        write.commit().await?;
        let mut staged = 0;
        for chunk in plan.units.chunks(import::STAGE_ROWS * 4) {
            let write = self.store().write().await?;
            for part in chunk.chunks(import::STAGE_ROWS) {
                let rows: Vec<_> = part.iter().map(|(unit, counts)| (unit, counts.as_ref())).collect();
                import::stage(&write, id, &rows).await?;
            }
            write.commit().await?;
            staged += chunk.len();
            progress(staged);
        }
        match self.take_over(id, &plan, now).await {
            Ok(version) => {
                self.adopt(plan, version).await?;
                Ok(id)
            }
            Err(error) => {
                let write = self.store().write().await?;
                import::discard(&write, id).await?;
                write.commit().await?;
                Err(error)
            }
        }
    }

    async fn take_over(&self, id: ImportId, plan: &ImportPlan, now: Timestamp) -> Result<i64, ServiceError> {
        let write = self.store().write().await?;
        let version = unit_write::lock_tree(&write).await?;
        if version != plan.tree_version {
            return Err(StoreError::Stale.into());
        }
        for (from, to) in &plan.moved {
            unit_write::rebase(&write, from, to).await?;
        }
        import::take_over(&write, id).await?;
        unit_write::record_changes(&write, &plan.history, None, Some(id), now).await?;
        let entry = NewEntry {
            payload: json!({
                "created": plan.units.len() - plan.history.len(),
                "changed": plan.history.len(),
                "unchanged": plan.unchanged,
            }),
            ..NewEntry::about(Kind::UnitsImported, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        import::finish(&write, id, plan.units.len() as u64, now).await?;
        let version = unit_write::bump_tree(&write, version).await?;
        write.commit().await?;
        Ok(version)
    }

    /// Takes the imported units into the tree in memory. Reading a whole city back would take a second;
    /// only moves, which rewrite paths of units outside the file, need it.
    async fn adopt(&self, plan: ImportPlan, version: i64) -> Result<(), ServiceError> {
        if !plan.moved.is_empty() {
            return self.refresh_tree().await;
        }
        let before = self.tree();
        let mut units: Vec<Unit> = plan.units.into_iter().map(|(unit, _)| unit).collect();
        let imported: HashSet<UnitId> = units.iter().map(|unit| unit.id).collect();
        units.extend(before.units().iter().filter(|unit| !imported.contains(&unit.id)).cloned());
        self.set_tree(UnitTree::new(version, units));
        Ok(())
    }
}

struct Planner<'t> {
    tree: &'t Arc<UnitTree>,
    next: UnitNumber,
    now: Timestamp,
    /// Id and path of each unit of the file that has been placed, by code.
    placed: HashMap<String, (UnitId, UnitPath)>,
    plan: ImportPlan,
}

impl<'t> Planner<'t> {
    fn new(tree: &'t Arc<UnitTree>, next: UnitNumber, now: Timestamp) -> Self {
        let plan = ImportPlan {
            tree_version: tree.version(),
            differences: Vec::new(),
            unchanged: 0,
            units: Vec::new(),
            moved: Vec::new(),
            history: Vec::new(),
        };
        Self { tree, next, now, placed: HashMap::new(), plan }
    }

    fn plan(
        mut self,
        mut rows: Vec<UnitRow>,
        statistics: &HashMap<UnitId, Statistics>,
    ) -> Result<ImportPlan, ServiceError> {
        // Parents first: a parent's kind is always of a higher level.
        rows.sort_by_key(|row| (row.kind.level(), row.row));
        self.placed.reserve(rows.len());
        self.plan.units.reserve(rows.len());
        for row in rows {
            let parent = self.parent(&row)?;
            match self.tree.clone().by_code(&row.code) {
                Some(unit) => self.meet(row, unit, parent, statistics.get(&unit.id)),
                None => self.create(row, parent),
            }
        }
        self.plan.differences.sort_by_key(|difference| difference.row);
        Ok(self.plan)
    }

    fn parent(&self, row: &UnitRow) -> Result<Option<(UnitId, UnitPath)>, ServiceError> {
        let Some(code) = &row.parent else { return Ok(None) };
        let known = self.tree.by_code(code).map(|unit| (unit.id, unit.path.clone()));
        match self.placed.get(code).cloned().or(known) {
            Some(parent) => Ok(Some(parent)),
            None => {
                let detail =
                    format!("row {}: `parent` names `{code}`, which is neither in the file nor in the tree", row.row);
                Err(ServiceError::invalid("parent", "orphan", detail))
            }
        }
    }

    fn create(&mut self, row: UnitRow, parent: Option<(UnitId, UnitPath)>) {
        let number = self.next;
        self.next = UnitNumber(number.0 + 1);
        let id = UnitId(Uuid::now_v7());
        let path = match &parent {
            Some((_, path)) => path.child(number),
            None => UnitPath::root(number),
        };
        self.placed.insert(row.code.clone(), (id, path.clone()));
        self.plan.differences.push(UnitDifference {
            row: row.row,
            code: row.code.clone(),
            difference: Difference::New,
        });
        let unit = Unit {
            id,
            number,
            parent: parent.map(|(id, _)| id),
            path,
            kind: row.kind,
            code: Some(row.code),
            names: row.names,
            transliterated: row.transliterated,
            fictional: row.fictional,
            boundary_quality: if row.boundary.is_some() { row.boundary_quality } else { BoundaryQuality::None },
            boundary: row.boundary,
            boundary_note: row.boundary_note,
            valid_from: row.valid_from.unwrap_or(self.now),
            valid_to: None,
            successor: None,
            version: 1,
        };
        self.plan.units.push((unit, row.statistics));
    }

    fn meet(&mut self, row: UnitRow, unit: &Unit, parent: Option<(UnitId, UnitPath)>, counts: Option<&Statistics>) {
        let (parent, path) = match parent {
            Some((id, path)) => (Some(id), path.child(unit.number)),
            None => (unit.parent, unit.path.clone()),
        };
        self.placed.insert(row.code.clone(), (unit.id, path.clone()));
        let mut after = unit.clone();
        after.names = row.names;
        after.kind = row.kind;
        after.transliterated = row.transliterated;
        after.fictional = row.fictional;
        // A file without a boundary or counts leaves them as they are.
        if row.boundary.is_some() {
            after.boundary = row.boundary;
            after.boundary_quality = row.boundary_quality;
            after.boundary_note = row.boundary_note;
        }
        let moved = parent != unit.parent;
        after.parent = parent;
        let new_counts = row.statistics.filter(|new| counts != Some(new));
        let changes = differences(unit, &after, moved, new_counts.is_some());
        self.note_move(unit, &path);
        after.path = path;
        // A unit below a moved one is carried along: for the file it is as it was.
        if changes.is_empty() {
            self.plan.unchanged += 1;
            return;
        }
        after.version += 1;
        let kind = match changes.first() {
            Some(change) if change.field == "names" && changes.len() == 1 => ChangeKind::Renamed,
            _ if moved => ChangeKind::Moved,
            _ => ChangeKind::Corrected,
        };
        let shown = |pick: fn(&FieldChange) -> &String| -> Value {
            changes
                .iter()
                .map(|change| (change.field.to_owned(), json!(pick(change))))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        self.plan.history.push(NewChange {
            unit: unit.id,
            kind,
            at: self.now,
            before: shown(|change| &change.before),
            after: shown(|change| &change.after),
        });
        self.plan.differences.push(UnitDifference {
            row: row.row,
            code: row.code,
            difference: Difference::Changed(changes),
        });
        self.plan.units.push((after, new_counts));
    }

    /// Remembers the move of a subtree, unless an earlier one carries it along.
    fn note_move(&mut self, unit: &Unit, path: &UnitPath) {
        let carried =
            self.plan.moved.iter().fold(unit.path.clone(), |path, (from, to)| path.rebased(from, to).unwrap_or(path));
        if carried != *path {
            self.plan.moved.push((carried, path.clone()));
        }
    }
}

fn differences(before: &Unit, after: &Unit, moved: bool, counts: bool) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut note = |field, before: String, after: String| {
        if before != after {
            changes.push(FieldChange { field, before, after });
        }
    };
    let text = |value: &domain::names::Names| serde_json::to_string(value).unwrap_or_default();
    note("names", text(&before.names), text(&after.names));
    note("kind", before.kind.word().to_owned(), after.kind.word().to_owned());
    note("transliterated", before.transliterated.to_string(), after.transliterated.to_string());
    note("fictional", before.fictional.to_string(), after.fictional.to_string());
    note("boundary_quality", before.boundary_quality.word().to_owned(), after.boundary_quality.word().to_owned());
    note(
        "boundary_note",
        before.boundary_note.clone().unwrap_or_default(),
        after.boundary_note.clone().unwrap_or_default(),
    );
    if before.boundary != after.boundary {
        let shape = |unit: &Unit| match &unit.boundary {
            Some(boundary) => format!("{} positions, {:.0} m2", boundary.positions(), boundary.area_m2()),
            None => "none".to_owned(),
        };
        changes.push(FieldChange { field: "boundary", before: shape(before), after: shape(after) });
    }
    if moved {
        let id = |unit: &Unit| unit.parent.map(|id| id.to_string()).unwrap_or_default();
        changes.push(FieldChange { field: "parent", before: id(before), after: id(after) });
    }
    if counts {
        changes.push(FieldChange {
            field: "statistics",
            before: "other counts".to_owned(),
            after: "new counts".to_owned(),
        });
    }
    changes
}
