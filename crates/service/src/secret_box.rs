//! What this crate needs of a keyring: sealing and opening contact fields.

use uuid::Uuid;

use crate::ServiceError;

/// Seals fields. What was sealed for one place (table, column, row) opens at no other.
pub trait SecretBox: std::fmt::Debug + Send + Sync {
    /// Seals a value for its place.
    ///
    /// # Errors
    /// When there is no key to seal with.
    fn seal(&self, table: &str, column: &str, row: Uuid, plaintext: &[u8]) -> Result<Vec<u8>, ServiceError>;

    /// Opens a value at its place.
    ///
    /// # Errors
    /// When it was sealed for another place, with a key that is gone, or was changed.
    fn open(&self, table: &str, column: &str, row: Uuid, sealed: &[u8]) -> Result<Vec<u8>, ServiceError>;
}
