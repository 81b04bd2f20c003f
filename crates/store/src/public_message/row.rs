//! Between rows and messages.

use std::collections::HashMap;

use domain::colour::WarningColour;
use domain::id::{AccountId, PostingId, PublicMessageId, UnitId, WarningId};
use domain::public_message::{Content, Oral, OralWay, PublicKind, PublicMessage, PublicState, Review, ReviewVerdict};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Published, StoredMessage};
use crate::StoreError;
use crate::entity_public::public_message::{ActiveModel, Model};
use crate::entity_public::public_message_unit as area;
use crate::value::{names, names_text, time};

const TABLE: &str = "public_message";

fn json<T: Serialize>(column: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::damaged(TABLE, column, error.to_string()))
}

fn read<T: DeserializeOwned>(column: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::damaged(TABLE, column, text))
}

fn word<T>(column: &'static str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    parse(text).ok_or_else(|| StoreError::damaged(TABLE, column, text))
}

/// The row of a message; its document is written once.
pub(super) fn active(of: &StoredMessage, document: Option<&[u8]>) -> Result<ActiveModel, StoreError> {
    let (message, content) = (&of.message, &of.content);
    let at = |at: Option<Timestamp>| Set(at.map(Timestamp::as_millisecond));
    let published = of.published.as_ref();
    let (oral, review) = (message.oral, message.review);
    Ok(ActiveModel {
        id: Set(message.id.0),
        kind: Set(message.kind.word().to_owned()),
        state: Set(message.state.word().to_owned()),
        version: Set(message.version),
        hazard: Set(content.hazard.clone()),
        colour: Set(content.colour.map(|colour| colour.word().to_owned())),
        said: Set(json("said", &content.said)?),
        detail: Set(names_text(&content.detail)),
        advice: Set(json("advice", &content.advice)?),
        salt: Set(of.salt.clone()),
        warning: Set(content.warning.map(|id| id.0)),
        about: Set(content.about.map(|id| id.0)),
        expires_at: Set(content.expires_at.as_millisecond()),
        author: Set(message.author.0),
        author_posting: Set(of.author_posting.0),
        created_at: Set(of.created_at.as_millisecond()),
        submitted_at: at(of.submitted_at),
        decider: Set(message.decider.map(|id| id.0)),
        decider_posting: Set(of.decided.map(|(posting, _)| posting.0)),
        decided_at: at(of.decided.map(|(_, at)| at)),
        glass: Set(message.glass),
        reviewer: Set(review.map(|review| review.by.0)),
        reviewer_posting: Set(of.reviewed.map(|(posting, _)| posting.0)),
        reviewed_at: at(of.reviewed.map(|(_, at)| at)),
        verdict: Set(review.map(|review| review.verdict.word().to_owned())),
        oral_posting: Set(oral.map(|oral| oral.posting.0)),
        oral_account: Set(oral.map(|oral| oral.account.0)),
        oral_way: Set(oral.map(|oral| oral.way.word().to_owned())),
        oral_at: at(oral.map(|oral| oral.at)),
        signed_at: at(oral.and_then(|oral| oral.signed_at)),
        published_at: at(published.map(|published| published.at)),
        texts: Set(published.map(|published| json("texts", &published.texts)).transpose()?),
        issuer: Set(published.map(|published| names_text(&published.issuer))),
        sender: Set(published.map(|published| published.sender.clone())),
        identifier: Set(published.map(|published| published.identifier.clone())),
        document: document.map_or(NotSet, |document| Set(Some(document.to_vec()))),
        ended_at: at(of.ended.map(|(at, _)| at)),
        ended_by: Set(of.ended.and_then(|(_, by)| by).map(|id| id.0)),
    })
}

/// The messages of rows, with their units.
pub(super) async fn fill(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<StoredMessage>, StoreError> {
    let mut units: HashMap<Uuid, Vec<(UnitId, UnitPath)>> = HashMap::new();
    if !rows.is_empty() {
        let of = area::Column::Message.is_in(rows.iter().map(|row| row.id));
        for row in area::Entity::find().filter(of).order_by_asc(area::Column::Path).all(db).await? {
            let path = UnitPath::parse(&row.path);
            let path = path.ok_or_else(|| StoreError::damaged("public_message_unit", "path", row.path.clone()))?;
            units.entry(row.message).or_default().push((UnitId(row.unit), path));
        }
    }
    rows.into_iter().map(|row| from_row(units.remove(&row.id).unwrap_or_default(), row)).collect()
}

fn from_row(units: Vec<(UnitId, UnitPath)>, row: Model) -> Result<StoredMessage, StoreError> {
    let at = |column, millis| time(TABLE, column, millis);
    let some = |column, millis: Option<i64>| millis.map(|millis| at(column, millis)).transpose();
    let (units, paths) = units.into_iter().unzip();
    let oral = match (row.oral_posting, row.oral_account, &row.oral_way, row.oral_at) {
        (Some(posting), Some(account), Some(way), Some(said)) => Some(Oral {
            posting: PostingId(posting),
            account: AccountId(account),
            way: word("oral_way", way, OralWay::from_word)?,
            at: at("oral_at", said)?,
            signed_at: some("signed_at", row.signed_at)?,
        }),
        _ => None,
    };
    let review = match (row.reviewer, &row.verdict) {
        (Some(by), Some(verdict)) => {
            Some(Review { by: AccountId(by), verdict: word("verdict", verdict, ReviewVerdict::from_word)? })
        }
        _ => None,
    };
    let published = match (row.published_at, &row.texts, &row.issuer, row.sender, row.identifier) {
        (Some(millis), Some(texts), Some(issuer), Some(sender), Some(identifier)) => Some(Published {
            at: at("published_at", millis)?,
            texts: read("texts", texts)?,
            issuer: names(TABLE, issuer)?,
            sender,
            identifier,
        }),
        _ => None,
    };
    let pair = |posting: Option<Uuid>, column, millis: Option<i64>| match (posting, millis) {
        (Some(posting), Some(millis)) => at(column, millis).map(|at| Some((PostingId(posting), at))),
        _ => Ok(None),
    };
    Ok(StoredMessage {
        message: PublicMessage {
            id: PublicMessageId(row.id),
            kind: word("kind", &row.kind, PublicKind::from_word)?,
            state: word("state", &row.state, PublicState::from_word)?,
            author: AccountId(row.author),
            decider: row.decider.map(AccountId),
            glass: row.glass,
            oral,
            review,
            version: row.version,
        },
        content: Content {
            hazard: row.hazard,
            colour: row.colour.as_deref().map(|text| word("colour", text, WarningColour::from_word)).transpose()?,
            units,
            said: read("said", &row.said)?,
            detail: names(TABLE, &row.detail)?,
            advice: read("advice", &row.advice)?,
            warning: row.warning.map(WarningId),
            about: row.about.map(PublicMessageId),
            expires_at: at("expires_at", row.expires_at)?,
        },
        paths,
        salt: row.salt,
        author_posting: PostingId(row.author_posting),
        created_at: at("created_at", row.created_at)?,
        submitted_at: some("submitted_at", row.submitted_at)?,
        decided: pair(row.decider_posting, "decided_at", row.decided_at)?,
        reviewed: pair(row.reviewer_posting, "reviewed_at", row.reviewed_at)?,
        published,
        ended: some("ended_at", row.ended_at)?.map(|at| (at, row.ended_by.map(PublicMessageId))),
    })
}
