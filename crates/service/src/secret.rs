//! Random secrets and hashes of them.

use sha2::{Digest, Sha256};

/// 128 random bits as 32 hexadecimal digits, from the operating system's generator.
pub fn token() -> String {
    hex(&rand::random::<[u8; 16]>())
}

/// 16 random bytes, to salt the hash of a text.
pub fn salt() -> [u8; 16] {
    rand::random()
}

/// SHA-256.
pub fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes of hexadecimal digits; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    digits.chunks_exact(2).map(|pair| Some(digit(pair[0])? * 16 + digit(pair[1])?)).collect()
}
