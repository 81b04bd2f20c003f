//! Requests that make nothing twice. The client names each; the name is kept in the transaction that did the work, with
//! a hash of what was asked for. Sent again, a request is answered from what it made; another one under its name is
//! refused.

use domain::id::CommandId;
use store::{Rows, StoreError, Write, command};
use uuid::Uuid;

use crate::{Service, ServiceError, secret};

/// What makes a request repeatable: its name, and what it asks for.
#[derive(Debug, Clone)]
pub struct Once {
    key: CommandId,
    body_hash: Vec<u8>,
}

impl Once {
    /// A request by its name and the SHA-256 of its body.
    pub fn new(key: CommandId, body_hash: Vec<u8>) -> Self {
        Self { key, body_hash }
    }

    /// A request that nobody repeats: the operator's at the machine, who sees what came of it.
    pub fn fresh() -> Self {
        Self::new(CommandId(Uuid::now_v7()), Vec::new())
    }

    /// The same with what it is about, where the address says that and the body does not: an equal body about another
    /// thing is another request.
    #[must_use]
    pub fn about(self, id: Uuid) -> Self {
        let body_hash = secret::sha256(&[id.as_bytes().as_slice(), self.body_hash.as_slice()]);
        Self { body_hash, ..self }
    }

    /// Its name, as the journal keeps it.
    pub fn key(&self) -> CommandId {
        self.key
    }

    /// Keeps it in its own transaction, with what it made; `false` when a parallel request of this name was faster.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn keep(&self, write: &Write, who: &str, made: Uuid) -> Result<bool, StoreError> {
        match command::record(write, who, self.key, &self.body_hash, made).await {
            Ok(()) => Ok(true),
            Err(StoreError::Duplicate(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Keeps it together with the rows that it brings in. Where a parallel request of this name was faster, all of them
    /// are refused as duplicates.
    pub(crate) fn keep_with(&self, rows: &mut Rows, who: &str, made: Uuid) {
        command::record_with(rows, who, self.key, &self.body_hash, made);
    }
}

impl Service {
    /// What a request of this name made when it came before.
    ///
    /// # Errors
    /// [`ServiceError::KeyReused`] when it asked for something else, or when the database fails.
    pub(crate) async fn made_before(&self, who: &str, once: &Once) -> Result<Option<Uuid>, ServiceError> {
        let Some(seen) = command::find(self.store().read(), who, once.key).await? else { return Ok(None) };
        if seen.body_hash == once.body_hash { Ok(Some(seen.subject)) } else { Err(ServiceError::KeyReused) }
    }

    /// What the parallel request made that was faster. The own transaction must have ended: it holds a connection, and
    /// has failed.
    ///
    /// # Errors
    /// As [`made_before`](Self::made_before).
    pub(crate) async fn made_meanwhile(&self, who: &str, once: &Once) -> Result<Uuid, ServiceError> {
        self.made_before(who, once).await?.ok_or(ServiceError::Store(StoreError::Stale))
    }

    /// What a parallel request made that was faster, where a rule refuses the own one: what it wanted is done, and that
    /// may be why. Else it stays refused. The own transaction must have ended.
    ///
    /// # Errors
    /// The refusal, or as [`made_before`](Self::made_before).
    pub(crate) async fn made_or_refused(
        &self,
        who: &str,
        once: &Once,
        refused: ServiceError,
    ) -> Result<Uuid, ServiceError> {
        match refused {
            // That the database fails has nothing to do with what it holds.
            ServiceError::Store(_) => Err(refused),
            _ => self.made_before(who, once).await?.ok_or(refused),
        }
    }
}
