//! Hashes and random numbers that anybody can redo.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// SHA-256 as 64 small hexadecimal digits.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Small hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The numbers of a ChaCha20 keystream.
pub(super) struct Keystream(ChaCha20Rng);

impl Keystream {
    /// The keystream whose key is the SHA-256 of this text; nonce and counter are zero.
    pub(super) fn of(text: &str) -> Self {
        Self(ChaCha20Rng::from_seed(Sha256::digest(text.as_bytes()).into()))
    }

    /// A number below `count`, each as likely as the other. `count` is at least 1.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = count.max(1) as u64;
        // How many of the 2^64 numbers lie beyond the largest multiple.
        let beyond = (u64::MAX % count + 1) % count;
        loop {
            let number = self.0.next_u64();
            if number <= u64::MAX - beyond {
                return (number % count) as usize;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_rfc_8439() {
        // Appendix A.1, test vectors 1 and 2: key, nonce zero; counter 0 begins 76 b8 e0 ad, counter 1 begins 9f 07 e7 be.
        let mut numbers = ChaCha20Rng::from_seed([0; 32]);
        assert_eq!(numbers.next_u64().to_le_bytes(), [0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90]);
        let first_of_next_block = (1..8).map(|_| numbers.next_u64()).last().map(|_| numbers.next_u64());
        let bytes = first_of_next_block.map(u64::to_le_bytes);
        assert_eq!(bytes, Some([0x9f, 0x07, 0xe7, 0xbe, 0x55, 0x51, 0x38, 0x7a]));
    }

    #[test]
    fn every_number_below_the_count_comes_about_as_often() {
        let mut numbers = Keystream::of("even");
        let mut seen = [0_i32; 6];
        for _ in 0..6_000 {
            seen[numbers.below(6)] += 1;
        }
        // 1,000 expected, standard deviation 29: five of them.
        assert!(seen.iter().all(|count| (count - 1_000).abs() < 145), "{seen:?}");
    }
}
