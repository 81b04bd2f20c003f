//! Sealing small secrets that are no text: a second factor, the number of a reporter.

use uuid::Uuid;

use super::{Cell, CipherError, Keyring};
use crate::{ServiceError, secret};

impl Keyring {
    /// Seals bytes for their place (table, column, row); they open at no other.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn seal(
        &self,
        table: &'static str,
        column: &'static str,
        row: Uuid,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        // The keyring encrypts text. Another process may have rotated: what is new must not lie under an old key.
        self.fresh().encrypt(Cell { table, column, row }, &secret::hex(plaintext)).map_err(failed)
    }

    /// Opens bytes at their place.
    ///
    /// # Errors
    /// When they were sealed for another place, with a key that is gone, or were changed.
    pub fn open(
        &self,
        table: &'static str,
        column: &'static str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        let text = self.decrypt(Cell { table, column, row }, sealed).map_err(failed)?;
        secret::unhex(&text).ok_or_else(|| failed(CipherError::Damaged))
    }
}

fn failed(error: CipherError) -> ServiceError {
    ServiceError::Internal(error.to_string())
}
