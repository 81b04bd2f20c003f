//! Encrypting one cell of a table (ChaCha20-Poly1305).
//!
//! A ciphertext is bound to its table, column and row: copied into another row it does not open. Its form is one
//! byte 1, four bytes of the key's id, twelve of the nonce, then the encrypted value with its tag.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

use super::{Keyring, Keys};
use crate::secret;

const VERSION: u8 = 1;
const ID_LEN: usize = 4;

/// Which cell it is.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row.
    pub row: Uuid,
}

/// Why a value cannot be encrypted or read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CipherError {
    /// It names a key that is not in the keyring.
    #[error("the key `{0}` is not in the keyring")]
    KeyMissing(String),
    /// It is damaged, or was made for another cell.
    #[error("the encrypted value is damaged or belongs elsewhere")]
    Damaged,
}

impl Cell {
    fn aad(&self) -> Aad<Vec<u8>> {
        Aad::from(format!("{}/{}/{}", self.table, self.column, self.row).into_bytes())
    }
}

impl Keys {
    /// The id of the key that encrypts what is new.
    pub fn current(&self) -> &str {
        &self.file.current_encrypt
    }

    /// Encrypts a value for its cell with the current key.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn encrypt(&self, cell: Cell, plain: &str) -> Result<Vec<u8>, CipherError> {
        self.encrypt_bytes(cell, plain.as_bytes().to_vec())
    }

    /// The same for bytes of any kind.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn encrypt_bytes(&self, cell: Cell, mut value: Vec<u8>) -> Result<Vec<u8>, CipherError> {
        let id = self.current();
        let key = self.key(id)?;
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| CipherError::Damaged)?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), cell.aad(), &mut value)
            .map_err(|_| CipherError::Damaged)?;
        let id = secret::unhex(id).ok_or(CipherError::Damaged)?;
        Ok([&[VERSION][..], &id, &nonce, &value].concat())
    }

    /// Reads a value back.
    ///
    /// # Errors
    /// When its key is missing, or it is damaged or belongs to another cell.
    pub fn decrypt(&self, cell: Cell, sealed: &[u8]) -> Result<String, CipherError> {
        String::from_utf8(self.decrypt_bytes(cell, sealed)?).map_err(|_| CipherError::Damaged)
    }

    /// The same for bytes of any kind.
    ///
    /// # Errors
    /// When its key is missing, or it is damaged or belongs to another cell.
    pub fn decrypt_bytes(&self, cell: Cell, sealed: &[u8]) -> Result<Vec<u8>, CipherError> {
        let (head, rest) = sealed.split_at_checked(1 + ID_LEN).ok_or(CipherError::Damaged)?;
        let (version, id) = head.split_at(1);
        let (nonce, value) = rest.split_at_checked(NONCE_LEN).ok_or(CipherError::Damaged)?;
        if version != [VERSION] {
            return Err(CipherError::Damaged);
        }
        let key = self.key(&secret::hex(id))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| CipherError::Damaged)?;
        let mut value = value.to_vec();
        let plain = key.open_in_place(nonce, cell.aad(), &mut value).map_err(|_| CipherError::Damaged)?;
        Ok(plain.to_vec())
    }

    fn key(&self, id: &str) -> Result<LessSafeKey, CipherError> {
        let key = self.file.encrypt.iter().find(|key| key.id == id);
        let key = key.ok_or_else(|| CipherError::KeyMissing(id.to_owned()))?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &key.secret.0).map_err(|_| CipherError::Damaged)?;
        Ok(LessSafeKey::new(key))
    }
}

impl Keyring {
    /// Reads a value back; a key that is not known here may have come into the file since it was read.
    ///
    /// # Errors
    /// When its key is missing, or it is damaged or belongs to another cell.
    pub fn decrypt(&self, cell: Cell, sealed: &[u8]) -> Result<String, CipherError> {
        match self.keys().decrypt(cell, sealed) {
            Err(CipherError::KeyMissing(id)) if self.reload().is_ok() => {
                tracing::info!(key = id, "the keyring was read again");
                self.keys().decrypt(cell, sealed)
            }
            other => other,
        }
    }
}
