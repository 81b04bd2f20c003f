//! The registers of one world copied into another: an exercise plays with today's units, posts, rosters and places,
//! never with today's people. Names, sign-in names, passwords and contacts stay behind.

use std::collections::HashSet;

use domain::access::Scope;
use domain::contact::ContactKind;
use domain::id::AccountId;
use domain::unit::UnitPath;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::entity::{
    account, body, body_jurisdiction, place, posting, roster, unit, unit_boundary, unit_code, unit_statistics,
};
use crate::filter::touching;
use crate::{Meta, Store, StoreError, Write, contact};

/// Rows in one statement: PostgreSQL takes 65,535 values, and the widest table has 17.
const CHUNK: usize = 1_000;

/// What an exercise begins with.
#[derive(Debug, Default)]
pub struct Copied {
    /// Units.
    pub units: usize,
    /// Posts in force.
    pub postings: usize,
    /// Lines of rosters.
    pub duties: usize,
    /// Places.
    pub places: usize,
    /// Who can be reached by which way; the numbers themselves were not read.
    pub reachable: Vec<(AccountId, ContactKind)>,
}

/// Which day is copied, and from when on it holds in the exercise.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// The moment at which posts are in force.
    pub at: Timestamp,
    /// The date of that moment where the installation stands: rosters count in dates.
    pub date: Date,
    /// From when on everything holds in the exercise, whenever it began here.
    pub since: Timestamp,
}

/// Copies units within `within` and above it, with their places, the posts in force on `day` and their rosters, from one
/// world into the empty database of another.
///
/// # Errors
/// When one of the databases fails.
pub async fn copy(from: &Store, to: &Write, within: &UnitPath, day: Day) -> Result<Copied, StoreError> {
    let db = from.read();
    let since = day.since.as_millisecond();
    let part = Part::of(within);
    let units = part.units().all(db).await?;
    let mut copied = Copied { units: units.len(), ..Copied::default() };
    let earlier = units.into_iter().map(|row| unit::Model { valid_from: row.valid_from.min(since), ..row });
    put::<unit::Entity, _>(to, earlier.collect()).await?;
    let codes = unit_code::Entity::find().filter(part.has(unit_code::Column::Unit)).all(db).await?.into_iter();
    let codes = codes.map(|row| unit_code::Model { valid_from: row.valid_from.min(since), ..row });
    put::<unit_code::Entity, _>(to, codes.collect()).await?;
    let boundaries = unit_boundary::Entity::find().filter(part.has(unit_boundary::Column::Unit));
    put::<unit_boundary::Entity, _>(to, boundaries.all(db).await?).await?;
    let statistics = unit_statistics::Entity::find().filter(part.has(unit_statistics::Column::Unit));
    put::<unit_statistics::Entity, _>(to, statistics.all(db).await?).await?;
    put::<body::Entity, _>(to, body::Entity::find().all(db).await?).await?;
    let jurisdictions = body_jurisdiction::Entity::find().filter(part.has(body_jurisdiction::Column::Unit));
    put::<body_jurisdiction::Entity, _>(to, jurisdictions.all(db).await?).await?;
    let places = place::Entity::find().filter(part.has(place::Column::Unit));
    let places = places.filter(place::Column::RetiredAt.is_null()).all(db).await?;
    copied.places = places.len();
    put::<place::Entity, _>(to, places).await?;
    posts(from, to, &part, day, &mut copied).await?;
    let version = Meta::tree_version(db).await?;
    Meta::set(to.tx(), "tree_version", &version.to_string()).await?;
    Ok(copied)
}

/// The part of the tree that plays.
struct Part(Scope);

impl Part {
    fn of(within: &UnitPath) -> Self {
        Self(Scope::within(within.clone()))
    }

    fn units(&self) -> Select<unit::Entity> {
        unit::Entity::find().filter(unit::Column::ValidTo.is_null()).filter(touching(unit::Column::Path, &self.0))
    }

    /// Rows whose unit plays.
    fn has<C: ColumnTrait>(&self, column: C) -> sea_orm::sea_query::SimpleExpr {
        let ids: SelectStatement = self.units().select_only().column(unit::Column::Id).into_query();
        column.in_subquery(ids)
    }
}

/// Posts in force, each under an account without a name, and their rosters.
async fn posts(from: &Store, to: &Write, part: &Part, day: Day, copied: &mut Copied) -> Result<(), StoreError> {
    let db = from.read();
    let since = day.since.as_millisecond();
    let postings = posting::Entity::find().filter(part.has(posting::Column::Unit)).all(db).await?;
    let disabled = account::Entity::find().filter(account::Column::DisabledAt.is_not_null());
    let disabled: HashSet<Uuid> =
        disabled.select_only().column(account::Column::Id).into_tuple().all(db).await?.into_iter().collect();
    let in_force = |row: &posting::Model| !disabled.contains(&row.account) && crate::account::in_force(row, day.at);
    let postings: Vec<_> = postings.into_iter().filter(in_force).collect();
    let holders: HashSet<Uuid> = postings.iter().map(|row| row.account).collect();
    let accounts = holders.iter().map(|id| account::Model {
        id: *id,
        login: format!("post-{}", id.simple()),
        names: "{\"zh\":\"演练岗位\",\"en\":\"post of the exercise\"}".to_owned(),
        password_hash: "-".to_owned(),
        created_at: since,
        disabled_at: None,
    });
    put::<account::Entity, _>(to, accounts.collect()).await?;
    let contacts = contact::row::Entity::find().select_only();
    let contacts = contacts.column(contact::row::Column::Account).column(contact::row::Column::Kind);
    let contacts: Vec<(Uuid, String)> = contacts.into_tuple().all(db).await?;
    let own = contacts.into_iter().filter(|(account, _)| holders.contains(account));
    copied.reachable =
        own.filter_map(|(account, kind)| Some((AccountId(account), ContactKind::from_word(&kind)?))).collect();
    copied.postings = postings.len();
    let ids: HashSet<Uuid> = postings.iter().map(|row| row.id).collect();
    let held = postings.into_iter().map(|row| posting::Model { valid_from: since, valid_to: None, ..row });
    put::<posting::Entity, _>(to, held.collect()).await?;
    let date = day.date.to_string();
    let current = |row: &roster::Model| {
        ids.contains(&row.posting)
            && row.valid_from.as_ref().is_none_or(|from| *from <= date)
            && row.valid_to.as_ref().is_none_or(|to| *to >= date)
    };
    let lines = roster::Entity::find().filter(part.has(roster::Column::Unit)).all(db).await?;
    let lines: Vec<_> = lines.into_iter().filter(current).collect();
    copied.duties = lines.len();
    let lines = lines.into_iter().map(|row| roster::Model { valid_from: None, valid_to: None, ..row });
    put::<roster::Entity, _>(to, lines.collect()).await
}

/// Puts rows in, a thousand at a time.
pub(crate) async fn put<E, M>(to: &Write, rows: Vec<M>) -> Result<(), StoreError>
where
    E: EntityTrait<Model = M>,
    M: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let chunk: Vec<E::ActiveModel> = rows.by_ref().take(CHUNK).collect();
        E::insert_many(chunk).exec_without_returning(to.tx()).await?;
    }
    Ok(())
}
