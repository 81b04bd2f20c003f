//! Whether what was warned of came, and what each issuer's warnings asked of posts.

use std::collections::HashMap;

use domain::access::Scope;
use domain::id::{AccountId, PostingId, WarningId};
use domain::warned::Verification;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::callout::row as callout_row;
use crate::filter::within;
use crate::value::time;
use crate::warning::{area, row as warning_row};
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "warning_verification")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) warning: Uuid,
        pub(crate) verification: String,
        pub(crate) note: Option<String>,
        pub(crate) account: Uuid,
        pub(crate) posting: Uuid,
        pub(crate) recorded_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity, Model};

/// What a person said of a warning after its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The warning.
    pub warning: WarningId,
    /// Whether it came.
    pub verification: Verification,
    /// What it rests on.
    pub note: Option<String>,
    /// Who said so, under which posting.
    pub by: (AccountId, PostingId),
    /// When.
    pub at: Timestamp,
}

/// A warning with what counts for its issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The issuing body in words, or the sender where it names none.
    pub issuer: String,
    /// Whether a later message took its place: then that one counts.
    pub replaced: bool,
    /// Whether it does not count any more.
    pub ended: bool,
    /// What was said of it.
    pub verification: Option<Verification>,
    /// Its rounds of calls that are over: posts called, and how often they were rung at night.
    pub rounds: Vec<(u32, u32)>,
}

/// Keeps what a person says, in place of what was said before.
///
/// # Errors
/// When the database fails.
pub async fn put(write: &Write, new: &Verified) -> Result<(), StoreError> {
    let row = ActiveModel {
        warning: Set(new.warning.0),
        verification: Set(new.verification.word().to_owned()),
        note: Set(new.note.clone()),
        account: Set(new.by.0.0),
        posting: Set(new.by.1.0),
        recorded_at: Set(new.at.as_millisecond()),
    };
    let again = OnConflict::column(Column::Warning)
        .update_columns([Column::Verification, Column::Note, Column::Account, Column::Posting, Column::RecordedAt])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(write.tx()).await?;
    Ok(())
}

impl Store {
    /// What was said of a warning.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verified(&self, id: WarningId) -> Result<Option<Verified>, StoreError> {
        Entity::find_by_id(id.0).one(self.read()).await?.map(from_row).transpose()
    }

    /// Actual warnings received since a moment, every unit of which lies in the scope: their rounds are the reader's as
    /// a whole.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn issued(&self, scope: &Scope, since: Timestamp) -> Result<Vec<Issued>, StoreError> {
        type Facts = (Uuid, String, Option<String>, Option<String>);
        if scope.subtrees.is_empty() {
            return Ok(Vec::new());
        }
        let inside =
            scope.subtrees.iter().fold(Condition::any(), |any, path| any.add(within(area::Column::Path, path)));
        let of = |units: Condition| {
            area::Entity::find().select_only().column(area::Column::Warning).filter(units).into_query()
        };
        let found: Vec<Facts> = warning_row::Entity::find()
            .select_only()
            .columns([
                warning_row::Column::Id,
                warning_row::Column::Sender,
                warning_row::Column::Issuer,
                warning_row::Column::Ending,
            ])
            .filter(warning_row::Column::Id.in_subquery(of(inside.clone())))
            .filter(warning_row::Column::Id.not_in_subquery(of(inside.not())))
            .filter(warning_row::Column::Status.eq("actual"))
            .filter(warning_row::Column::Message.is_in(["alert", "update"]))
            .filter(warning_row::Column::ReceivedAt.gte(since.as_millisecond()))
            .order_by_asc(warning_row::Column::ReceivedAt)
            .into_tuple()
            .all(self.read())
            .await?;
        let ids: Vec<Uuid> = found.iter().map(|(id, ..)| *id).collect();
        let (mut said, mut rounds) = (self.verifications(&ids).await?, self.counted_rounds(&ids).await?);
        let issued = found.into_iter().map(|(id, sender, issuer, ending)| Issued {
            issuer: issuer.filter(|name| !name.trim().is_empty()).unwrap_or(sender),
            replaced: ending.as_deref() == Some(domain::callout::Ending::Superseded.word()),
            ended: ending.is_some(),
            verification: said.remove(&id),
            rounds: rounds.remove(&id).unwrap_or_default(),
        });
        Ok(issued.collect())
    }

    async fn verifications(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Verification>, StoreError> {
        let mut said = HashMap::new();
        for chunk in ids.chunks(1_000) {
            let rows = Entity::find().filter(Column::Warning.is_in(chunk.to_vec())).all(self.read()).await?;
            for row in rows {
                said.insert(row.warning, word(row.verification)?);
            }
        }
        Ok(said)
    }

    async fn counted_rounds(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<(u32, u32)>>, StoreError> {
        use callout_row::Column as Of;
        let mut rounds: HashMap<Uuid, Vec<(u32, u32)>> = HashMap::new();
        for chunk in ids.chunks(1_000) {
            let rows: Vec<(Uuid, i32, i32)> = callout_row::Entity::find()
                .select_only()
                .columns([Of::Warning, Of::Calls, Of::NightRings])
                .filter(Of::Warning.is_in(chunk.to_vec()))
                .filter(Of::NightRings.is_not_null())
                .into_tuple()
                .all(self.read())
                .await?;
            for (warning, calls, rings) in rows {
                let whole = |number| u32::try_from(number).unwrap_or(0);
                rounds.entry(warning).or_default().push((whole(calls), whole(rings)));
            }
        }
        Ok(rounds)
    }
}

fn word(text: String) -> Result<Verification, StoreError> {
    Verification::from_word(&text).ok_or_else(|| StoreError::damaged("warning_verification", "verification", text))
}

fn from_row(row: Model) -> Result<Verified, StoreError> {
    Ok(Verified {
        warning: WarningId(row.warning),
        verification: word(row.verification)?,
        note: row.note,
        by: (AccountId(row.account), PostingId(row.posting)),
        at: time("warning_verification", "recorded_at", row.recorded_at)?,
    })
}
