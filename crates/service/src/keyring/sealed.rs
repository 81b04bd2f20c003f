//! The keyring as what other use cases seal small secrets with.

use uuid::Uuid;

use super::{Cell, CipherError, Keyring};
use crate::secret_box::SecretBox;
use crate::{ServiceError, secret};

impl SecretBox for Keyring {
    fn seal(
        &self,
        table: &'static str,
        column: &'static str,
        row: Uuid,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        // The keyring encrypts text.
        self.keys().encrypt(Cell { table, column, row }, &secret::hex(plaintext)).map_err(failed)
    }

    fn open(
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
