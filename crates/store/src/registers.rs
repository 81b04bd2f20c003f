//! The registers of one world copied into another: an exercise plays with today's units, posts, rosters and places,
//! never with today's people. Names, sign-in names, passwords and contacts stay behind.

use std::collections::HashSet;

use domain::contact::ContactKind;
use domain::id::AccountId;
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::{
    account, body, body_jurisdiction, place, posting, roster, unit, unit_boundary, unit_code, unit_statistics,
};
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

/// Copies units within `within` and above it, with their places, the posts in force at `today` and their rosters, from
/// one world into the empty database of another. Posts and rosters hold from `since` on, whenever they began here.
///
/// # Errors
/// When one of the databases fails.
pub async fn copy(
    from: &Store,
    to: &Write,
    within: &UnitPath,
    today: Timestamp,
    since: Timestamp,
) -> Result<Copied, StoreError> {
    let db = from.read();
    let units = unit::Entity::find().filter(unit::Column::ValidTo.is_null()).all(db).await?;
    let stays = |path: &str| path.starts_with(within.as_str()) || within.as_str().starts_with(path);
    let units: Vec<_> = units.into_iter().filter(|row| stays(&row.path)).collect();
    let known: HashSet<Uuid> = units.iter().map(|row| row.id).collect();
    let mut copied = Copied { units: units.len(), ..Copied::default() };
    let earlier = units.into_iter().map(|row| unit::Model { valid_from: row.valid_from.min(millis(since)), ..row });
    put::<unit::Entity, _>(to, earlier).await?;
    let codes = unit_code::Entity::find().all(db).await?.into_iter();
    let codes = codes.map(|row| unit_code::Model { valid_from: row.valid_from.min(millis(since)), ..row });
    put::<unit_code::Entity, _>(to, codes.filter(|row| known.contains(&row.unit))).await?;
    let boundaries = unit_boundary::Entity::find().all(db).await?.into_iter();
    put::<unit_boundary::Entity, _>(to, boundaries.filter(|row| known.contains(&row.unit))).await?;
    let statistics = unit_statistics::Entity::find().all(db).await?.into_iter();
    put::<unit_statistics::Entity, _>(to, statistics.filter(|row| known.contains(&row.unit))).await?;
    put::<body::Entity, _>(to, body::Entity::find().all(db).await?.into_iter()).await?;
    let jurisdictions = body_jurisdiction::Entity::find().all(db).await?.into_iter();
    put::<body_jurisdiction::Entity, _>(to, jurisdictions.filter(|row| known.contains(&row.unit))).await?;
    let places = place::Entity::find().filter(place::Column::RetiredAt.is_null()).all(db).await?;
    let places: Vec<_> = places.into_iter().filter(|row| known.contains(&row.unit)).collect();
    copied.places = places.len();
    put::<place::Entity, _>(to, places.into_iter()).await?;
    posts(from, to, &known, (today, since), &mut copied).await?;
    let version = Meta::tree_version(db).await?;
    Meta::set(to.tx(), "tree_version", &version.to_string()).await?;
    Ok(copied)
}

/// Posts in force, each under an account without a name, and their rosters.
async fn posts(
    from: &Store,
    to: &Write,
    known: &HashSet<Uuid>,
    (today, since): (Timestamp, Timestamp),
    copied: &mut Copied,
) -> Result<(), StoreError> {
    let db = from.read();
    let postings = posting::Entity::find().all(db).await?;
    let disabled = account::Entity::find().filter(account::Column::DisabledAt.is_not_null());
    let disabled: HashSet<Uuid> =
        disabled.select_only().column(account::Column::Id).into_tuple().all(db).await?.into_iter().collect();
    let in_force = |row: &posting::Model| {
        known.contains(&row.unit) && !disabled.contains(&row.account) && crate::account::in_force(row, today)
    };
    let postings: Vec<_> = postings.into_iter().filter(in_force).collect();
    let holders: HashSet<Uuid> = postings.iter().map(|row| row.account).collect();
    let accounts = holders.iter().map(|id| account::Model {
        id: *id,
        login: format!("post-{}", id.simple()),
        names: "{\"zh\":\"演练岗位\",\"en\":\"post of the exercise\"}".to_owned(),
        password_hash: "-".to_owned(),
        created_at: millis(since),
        disabled_at: None,
    });
    put::<account::Entity, _>(to, accounts).await?;
    let contacts = contact::row::Entity::find().select_only();
    let contacts = contacts.column(contact::row::Column::Account).column(contact::row::Column::Kind);
    let contacts: Vec<(Uuid, String)> = contacts.into_tuple().all(db).await?;
    let own = contacts.into_iter().filter(|(account, _)| holders.contains(account));
    copied.reachable =
        own.filter_map(|(account, kind)| Some((AccountId(account), ContactKind::from_word(&kind)?))).collect();
    copied.postings = postings.len();
    let ids: HashSet<Uuid> = postings.iter().map(|row| row.id).collect();
    let held = postings.into_iter().map(|row| posting::Model { valid_from: millis(since), valid_to: None, ..row });
    put::<posting::Entity, _>(to, held).await?;
    let day = today.to_string();
    let day = &day[..10];
    let current = |row: &roster::Model| {
        ids.contains(&row.posting)
            && row.valid_from.as_deref().is_none_or(|from| from <= day)
            && row.valid_to.as_deref().is_none_or(|to| to >= day)
    };
    let lines: Vec<_> = roster::Entity::find().all(db).await?.into_iter().filter(current).collect();
    copied.duties = lines.len();
    let lines = lines.into_iter().map(|row| roster::Model { valid_from: None, valid_to: None, ..row });
    put::<roster::Entity, _>(to, lines).await
}

async fn put<E, M>(to: &Write, rows: impl Iterator<Item = M>) -> Result<(), StoreError>
where
    E: EntityTrait<Model = M>,
    M: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.map(|row| row.into_active_model()).peekable();
    while rows.peek().is_some() {
        let chunk: Vec<E::ActiveModel> = rows.by_ref().take(CHUNK).collect();
        E::insert_many(chunk).exec_without_returning(to.tx()).await?;
    }
    Ok(())
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}
