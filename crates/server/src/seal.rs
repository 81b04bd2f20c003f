//! Seals of the journal, for anybody to keep: what was published cannot be changed unseen.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::seal::SealLine;
use utoipa::{IntoParams, ToSchema};

use crate::extract::Params;
use crate::problem::Problem;
use crate::state::App;

const LIMIT_MAX: u64 = 1_000;

/// Which seals.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only seals with a greater number.
    #[serde(default)]
    after: i64,
    /// At most so many; 1,000 are the most.
    #[serde(default = "limit_max")]
    limit: u64,
}

fn limit_max() -> u64 {
    LIMIT_MAX
}

/// Where an entry stands in the journal.
#[derive(Serialize, ToSchema)]
struct PlaceWire {
    tx: i64,
    seq: i64,
}

/// One seal; hashes, keys and signatures as hexadecimal digits.
#[derive(Serialize, ToSchema)]
struct SealWire {
    number: i64,
    /// First entry that it covers.
    first: PlaceWire,
    /// Last entry that it covers.
    last: PlaceWire,
    /// How many entries it covers.
    entries: i64,
    /// Top of the Merkle tree over them.
    root: String,
    /// Hash of the seal before it.
    previous: String,
    /// Its own hash.
    hash: String,
    /// UTC milliseconds.
    sealed_at: i64,
    /// Id of the key that signed it.
    key: String,
    /// Ed25519 signature.
    signature: String,
}

/// A public key that verifies seals.
#[derive(Serialize, ToSchema)]
struct SealKeyWire {
    id: String,
    public_key: String,
}

/// Seals in order, with the keys that verify them. Kept as a file, it is what `bridgehead journal verify --seals` takes.
#[derive(Serialize, ToSchema)]
pub(crate) struct SealsView {
    seals: Vec<SealWire>,
    keys: Vec<SealKeyWire>,
}

impl From<SealLine> for SealWire {
    fn from(line: SealLine) -> Self {
        Self {
            number: line.number,
            first: PlaceWire { tx: line.first.tx, seq: line.first.seq },
            last: PlaceWire { tx: line.last.tx, seq: line.last.seq },
            entries: line.entries,
            root: line.root,
            previous: line.previous,
            hash: line.hash,
            sealed_at: line.sealed_at,
            key: line.key,
            signature: line.signature,
        }
    }
}

/// Seals of the journal, public. They hold no entry and nothing of a person.
#[utoipa::path(get, path = "/api/journal/seals", operation_id = "list_seals", tag = "journal", params(Which),
    responses((status = 200, body = SealsView)))]
pub(crate) async fn list(State(app): State<App>, Params(which): Params<Which>) -> Result<Json<SealsView>, Problem> {
    let published = app.service.published_seals(which.after, which.limit.min(LIMIT_MAX)).await?;
    let keys = published.keys.into_iter().map(|key| SealKeyWire { id: key.id, public_key: key.public_key });
    Ok(Json(SealsView { seals: published.seals.into_iter().map(Into::into).collect(), keys: keys.collect() }))
}
