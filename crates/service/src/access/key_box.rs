//! A secret box over one key: ChaCha20-Poly1305, a random nonce before each value, its place as associated data.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use uuid::Uuid;

use crate::ServiceError;
use crate::secret_box::SecretBox;

/// A box over one key.
pub struct KeyBox {
    cipher: ChaCha20Poly1305,
}

const NONCE: usize = 12;

impl KeyBox {
    /// A box over this key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { cipher: ChaCha20Poly1305::new(&Key::from(key)) }
    }
}

impl fmt::Debug for KeyBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyBox")
    }
}

impl SecretBox for KeyBox {
    fn seal(
        &self,
        table: &'static str,
        column: &'static str,
        row: Uuid,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        let nonce: [u8; NONCE] = rand::random();
        let place = place(table, column, row);
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), Payload { msg: plaintext, aad: place.as_bytes() })
            .map_err(|_| refused())?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open(
        &self,
        table: &'static str,
        column: &'static str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or_else(refused)?;
        let place = place(table, column, row);
        self.cipher.decrypt(&Nonce::from(*nonce), Payload { msg: rest, aad: place.as_bytes() }).map_err(|_| refused())
    }
}

fn refused() -> ServiceError {
    ServiceError::Internal("a secret value cannot be sealed or opened with the keys that are here".to_owned())
}

fn place(table: &str, column: &str, row: Uuid) -> String {
    format!("{table}/{column}/{row}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_for_one_row_opens_there_alone() {
        let (keys, row) = (KeyBox::new([7; 32]), Uuid::from_u128(1));
        let sealed = keys.seal("t", "c", row, b"secret").unwrap();
        assert_eq!(keys.open("t", "c", row, &sealed).unwrap(), b"secret");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_ne!(sealed, keys.seal("t", "c", row, b"secret").unwrap(), "never the same twice");
        let mut damaged = sealed.clone();
        damaged[20] ^= 1;
        for refused in [
            keys.open("t", "d", row, &sealed),
            keys.open("u", "c", row, &sealed),
            keys.open("t", "c", Uuid::from_u128(2), &sealed),
            keys.open("t", "c", row, &damaged),
            keys.open("t", "c", row, &sealed[..5]),
            KeyBox::new([8; 32]).open("t", "c", row, &sealed),
        ] {
            assert!(matches!(refused, Err(ServiceError::Internal(_))), "{refused:?}");
        }
    }
}
