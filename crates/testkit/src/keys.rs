//! Keys for tests: one that is made for the test and gone with it.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use service::secret_box::SecretBox;
use service::{Service, ServiceError};
use uuid::Uuid;

/// Seals with one key.
pub struct TestKey(ChaCha20Poly1305);

impl std::fmt::Debug for TestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestKey(…)")
    }
}

/// Fits a new key into the service.
pub fn fit(service: &Service) {
    let key = ChaCha20Poly1305::generate_key(&mut OsRng);
    service.fit_secrets(Arc::new(TestKey(ChaCha20Poly1305::new(&key))));
}

fn place(table: &str, column: &str, row: Uuid) -> Vec<u8> {
    format!("{table}/{column}/{row}").into_bytes()
}

impl SecretBox for TestKey {
    fn seal(&self, table: &str, column: &str, row: Uuid, plaintext: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let nonce = ChaCha20Poly1305::generate_nonce(&mut OsRng);
        let aad = place(table, column, row);
        let sealed = self.0.encrypt(&nonce, Payload { msg: plaintext, aad: &aad });
        let sealed = sealed.map_err(|_| ServiceError::Internal("sealing failed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open(&self, table: &str, column: &str, row: Uuid, sealed: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let failed = || ServiceError::Internal("it does not open here".to_owned());
        let (nonce, rest) = sealed.split_at_checked(12).ok_or_else(failed)?;
        let aad = place(table, column, row);
        self.0.decrypt(Nonce::from_slice(nonce), Payload { msg: rest, aad: &aad }).map_err(|_| failed())
    }
}
