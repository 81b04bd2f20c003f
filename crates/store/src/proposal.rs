//! What readings propose, and what was decided on it.

use domain::access::Scope;
use domain::colour::WarningColour;
use domain::id::{AccountId, UnitId};
use domain::names::Names;
use domain::reading::{Met, ProposalState, Quantity, Statistic};
use domain::unit::UnitPath;
use domain::warned::WarnedOf;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::filter::touching;
use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "proposal")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) hazard: String,
        pub(crate) colour: String,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) thresholds: String,
        pub(crate) evidence: String,
        pub(crate) opened_at: i64,
        pub(crate) raised_at: i64,
        pub(crate) seen_at: i64,
        pub(crate) state: String,
        pub(crate) decided_at: Option<i64>,
        pub(crate) decided_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What one gauge says for a proposal. Values are thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The gauge.
    pub gauge: Uuid,
    /// What it is called.
    pub name: String,
    /// What was measured.
    pub quantity: Quantity,
    /// What counted of the readings in the window; not known of what was kept before it was told.
    #[serde(default)]
    pub statistic: Option<Statistic>,
    /// In which window, minutes.
    pub window_minutes: u32,
    /// What the readings in it came to.
    pub value: i64,
    /// The threshold.
    pub threshold: i64,
    /// What else was met at the same time.
    #[serde(default)]
    pub also: Vec<Met>,
    /// Where the threshold stands; empty where it was not told.
    #[serde(default)]
    pub source: String,
    /// What whoever reads the threshold must know of it besides; empty where that is nothing, or was not told.
    #[serde(default)]
    pub note: Names,
    /// How strongly it alone speaks.
    pub colour: WarningColour,
    /// When it was crossed first.
    pub at: i64,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Identity.
    pub id: Uuid,
    /// What it warns of.
    pub hazard: WarnedOf,
    /// How strongly.
    pub colour: WarningColour,
    /// Where.
    pub unit: UnitId,
    /// The path of that.
    pub path: UnitPath,
    /// Version of the table of thresholds.
    pub thresholds: String,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// Since when it stands.
    pub opened_at: Timestamp,
    /// When it reached its present colour.
    pub raised_at: Timestamp,
    /// When its thresholds were crossed last.
    pub seen_at: Timestamp,
    /// What became of it.
    pub state: ProposalState,
    /// When somebody decided.
    pub decided_at: Option<Timestamp>,
    /// Who.
    pub decided_by: Option<AccountId>,
}

/// Puts a proposal in, or writes the one that is there anew.
///
/// # Errors
/// [`StoreError::Duplicate`] when an open one of this unit and kind came meanwhile.
pub async fn put(write: &Write, proposal: &Proposal, new: bool) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(proposal.id),
        hazard: Set(proposal.hazard.word().to_owned()),
        colour: Set(proposal.colour.word().to_owned()),
        unit: Set(proposal.unit.0),
        path: Set(proposal.path.as_str().to_owned()),
        thresholds: Set(proposal.thresholds.clone()),
        evidence: Set(serde_json::to_string(&proposal.evidence).unwrap_or_default()),
        opened_at: Set(proposal.opened_at.as_millisecond()),
        raised_at: Set(proposal.raised_at.as_millisecond()),
        seen_at: Set(proposal.seen_at.as_millisecond()),
        state: Set(proposal.state.word().to_owned()),
        decided_at: Set(proposal.decided_at.map(Timestamp::as_millisecond)),
        decided_by: Set(proposal.decided_by.map(|id| id.0)),
    };
    if new {
        row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    } else {
        row::Entity::update(row).exec(write.tx()).await?;
    }
    Ok(())
}

/// The proposal as it is now, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, id: Uuid) -> Result<Option<Proposal>, StoreError> {
    row::Entity::find_by_id(id).lock_exclusive().one(write.tx()).await?.map(read).transpose()
}

/// The open proposal of a unit and kind, held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_open(write: &Write, unit: UnitId, hazard: WarnedOf) -> Result<Option<Proposal>, StoreError> {
    let query = of(unit, hazard).filter(row::Column::State.eq(ProposalState::Open.word())).lock_exclusive();
    query.one(write.tx()).await?.map(read).transpose()
}

/// The colour and the time of the latest decision on a unit and kind.
///
/// # Errors
/// When the database fails.
pub async fn last_decided(
    write: &Write,
    unit: UnitId,
    hazard: WarnedOf,
) -> Result<Option<(WarningColour, Timestamp)>, StoreError> {
    let query = of(unit, hazard).filter(row::Column::DecidedAt.is_not_null()).order_by_desc(row::Column::DecidedAt);
    let found = query.one(write.tx()).await?.map(read).transpose()?;
    Ok(found.and_then(|one| Some((one.colour, one.decided_at?))))
}

fn of(unit: UnitId, hazard: WarnedOf) -> sea_orm::Select<row::Entity> {
    row::Entity::find().filter(row::Column::Unit.eq(unit.0)).filter(row::Column::Hazard.eq(hazard.word()))
}

impl Store {
    /// Proposals for units in the scope or above it, the strongest of the open ones first, then the latest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn proposals(&self, scope: &Scope, open: bool, limit: u64) -> Result<Vec<Proposal>, StoreError> {
        let mut query = row::Entity::find().filter(touching(row::Column::Path, scope));
        if open {
            query = query.filter(row::Column::State.eq(ProposalState::Open.word()));
        }
        let query = query.order_by_desc(row::Column::OpenedAt).order_by_desc(row::Column::Id).limit(limit);
        query.all(self.read()).await?.into_iter().map(read).collect()
    }
}

fn read(row: row::Model) -> Result<Proposal, StoreError> {
    let at = |column, value| time("proposal", column, value);
    let damaged = |column, value| StoreError::damaged("proposal", column, value);
    Ok(Proposal {
        id: row.id,
        hazard: WarnedOf::from_word(&row.hazard).ok_or_else(|| damaged("hazard", row.hazard))?,
        colour: WarningColour::from_word(&row.colour).ok_or_else(|| damaged("colour", row.colour))?,
        unit: UnitId(row.unit),
        path: UnitPath::parse(&row.path).ok_or_else(|| damaged("path", row.path))?,
        thresholds: row.thresholds,
        evidence: serde_json::from_str(&row.evidence).map_err(|_| damaged("evidence", row.evidence))?,
        opened_at: at("opened_at", row.opened_at)?,
        raised_at: at("raised_at", row.raised_at)?,
        seen_at: at("seen_at", row.seen_at)?,
        state: ProposalState::from_word(&row.state).ok_or_else(|| damaged("state", row.state))?,
        decided_at: row.decided_at.map(|millis| at("decided_at", millis)).transpose()?,
        decided_by: row.decided_by.map(AccountId),
    })
}
