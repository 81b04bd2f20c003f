//! What calling needs of a database, copied into another one: when the first is gone, the second still knows who is on
//! duty where, how they are reached, and who may sign in. What was recorded there comes back by id.

use std::collections::{HashMap, HashSet};

use domain::callout::Ending;
use domain::id::CalloutId;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::{
    account, body, body_jurisdiction, place, posting, roster, roster_substitute, unit, unit_boundary, unit_code,
    unit_statistics,
};
use crate::entity_access::{recovery_code, second_factor};
use crate::registers::put;
use crate::{Meta, Store, StoreError, Write, callout, contact, outlet, warning};

/// Copies the registers of posts, whole: units, bodies, places, accounts with what they sign in by, postings, rosters,
/// contacts and outlets as encrypted as they are. Sessions, tokens, hazards, texts and the journal stay behind.
///
/// # Errors
/// When one of the databases fails.
pub async fn copy(from: &Store, to: &Write) -> Result<(), StoreError> {
    let version = Meta::tree_version(from.read()).await?;
    whole::<unit::Entity, _>(from, to).await?;
    whole::<unit_code::Entity, _>(from, to).await?;
    whole::<unit_boundary::Entity, _>(from, to).await?;
    whole::<unit_statistics::Entity, _>(from, to).await?;
    whole::<body::Entity, _>(from, to).await?;
    whole::<body_jurisdiction::Entity, _>(from, to).await?;
    whole::<place::Entity, _>(from, to).await?;
    whole::<account::Entity, _>(from, to).await?;
    whole::<second_factor::Entity, _>(from, to).await?;
    whole::<recovery_code::Entity, _>(from, to).await?;
    whole::<posting::Entity, _>(from, to).await?;
    whole::<roster::Entity, _>(from, to).await?;
    whole::<roster_substitute::Entity, _>(from, to).await?;
    whole::<contact::row::Entity, _>(from, to).await?;
    whole::<outlet::row::Entity, _>(from, to).await?;
    Meta::set(to.tx(), "tree_version", &version.to_string()).await
}

async fn whole<E, M>(from: &Store, to: &Write) -> Result<(), StoreError>
where
    E: EntityTrait<Model = M>,
    M: IntoActiveModel<E::ActiveModel> + sea_orm::FromQueryResult + Send + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    put::<E, M>(to, E::find().all(from.read()).await?).await
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// Warnings that were not here.
    pub warnings: u64,
    /// Rounds of calls that were not here.
    pub rounds: Vec<CalloutId>,
    /// Calls that were not here.
    pub calls: u64,
    /// Messages to phones and outlets that were not here.
    pub messages: u64,
    /// Calls of posts that nobody knows here, because this database is older than the snapshot: left out.
    pub unknown: u64,
}

/// Rows in one transaction: well below the second for which a tail may wait.
const CHUNK: u64 = 2_000;

/// Brings warnings, rounds of calls, calls and messages back by id. What is here already stays as it is, so that it may be
/// repeated. A warning that came in here too is the one here. Rounds come back as ended: nothing more goes out for them.
///
/// # Errors
/// When one of the databases fails; what came back before stays.
pub async fn bring_back(from: &Store, to: &Store, now: Timestamp) -> Result<Returned, StoreError> {
    let mut returned = Returned::default();
    let write = to.write().await?;
    let here = warnings(from, &write, &mut returned).await?;
    for row in callout::row::Entity::find().all(from.read()).await? {
        let open = row.ending.is_none();
        let row = callout::row::Model {
            warning: row.warning.map(|id| here.get(&id).copied().unwrap_or(id)),
            ending: row.ending.or_else(|| Some(Ending::Closed.word().to_owned())),
            ended_at: if open { Some(now.as_millisecond()) } else { row.ended_at },
            swept_at: None,
            ..row
        };
        let id = CalloutId(row.id);
        if add(&write, vec![row]).await? > 0 {
            returned.rounds.push(id);
        }
    }
    add(&write, callout::area::Entity::find().all(from.read()).await?).await?;
    write.commit().await?;
    calls(from, to, &mut returned).await?;
    let mut attempts = callout::attempt_row::Entity::find().cursor_by(callout::attempt_row::Column::Id);
    loop {
        let rows = attempts.first(CHUNK).all(from.read()).await?;
        let Some(last) = rows.last().map(|row| row.id) else { break };
        let write = to.write().await?;
        returned.messages += add(&write, rows).await?;
        write.commit().await?;
        attempts.after(last);
    }
    let write = to.write().await?;
    let said = outlet::message::Entity::find().all(from.read()).await?;
    let said = said.into_iter().map(|row| outlet::message::Model { next_at: None, claimed_until: None, ..row });
    returned.messages += add(&write, said.collect()).await?;
    write.commit().await?;
    Ok(returned)
}

/// Warnings that are not here yet; which id each known one has here.
async fn warnings(from: &Store, to: &Write, returned: &mut Returned) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    use warning::{area, row};
    let mut here = HashMap::new();
    for row in row::Entity::find().order_by_asc(row::Column::ReceivedAt).all(from.read()).await? {
        let same = row::Entity::find().filter(row::Column::Sender.eq(row.sender.as_str()));
        let same = same.filter(row::Column::Identifier.eq(row.identifier.as_str())).one(to.tx()).await?;
        let id = row.id;
        if let Some(known) = same {
            here.insert(id, known.id);
            continue;
        }
        returned.warnings += add(to, vec![row]).await?;
        let areas = area::Entity::find().filter(area::Column::Warning.eq(id)).all(from.read()).await?;
        add(to, areas).await?;
    }
    Ok(here)
}

async fn calls(from: &Store, to: &Store, returned: &mut Returned) -> Result<(), StoreError> {
    use callout::call_row::{Column, Entity, Model};
    let mut cursor = Entity::find().cursor_by(Column::Id);
    loop {
        let rows = cursor.first(CHUNK).all(from.read()).await?;
        let Some(last) = rows.last().map(|row| row.id) else { return Ok(()) };
        let write = to.write().await?;
        let posts = posting::Entity::find().filter(posting::Column::Id.is_in(rows.iter().map(|row| row.posting)));
        let known: HashSet<Uuid> = posts.all(write.tx()).await?.into_iter().map(|post| post.id).collect();
        let (rows, strangers): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| known.contains(&row.posting));
        returned.unknown += strangers.len() as u64;
        let rows = rows.into_iter().map(|row| Model { claimed_by: None, claimed_until: None, ..row });
        returned.calls += add(&write, rows.collect()).await?;
        write.commit().await?;
        cursor.after(last);
    }
}

/// Adds rows that are not here yet; says how many.
async fn add<M, A>(to: &Write, rows: Vec<M>) -> Result<u64, StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
{
    let mut added = 0;
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(1_000).collect();
        let insert = A::Entity::insert_many(chunk).on_conflict(OnConflict::new().do_nothing().to_owned());
        added += insert.exec_without_returning(to.tx()).await?;
    }
    Ok(added)
}
