//! Proof of work: what takes a report in although the budget of its network is spent.
//!
//! The puzzle is a text that the server signed for one network and for some minutes; nothing of it is stored. Solved
//! is it with a number: the SHA-256 of `PUZZLE.NUMBER` begins with so many zero bits. Looking costs one keyed hash
//! and one hash, whatever was sent. Each puzzle takes in one report, and there is a hard limit over all of them.

use domain::access::throttle::{Budget, PROVEN_NETWORK, PROVEN_PLACE, REPORT_PUZZLE};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use store::Meta;
use store::throttle::{self, Lane};

use super::report_limit::{Origin, lane_key};
use crate::{Service, ServiceError, secret};

/// Fact of the database that holds the key of puzzles: all processes take each other's.
const PUZZLE_KEY: &str = "report_puzzle_key";

/// Longest proof that is looked at, bytes.
const LONGEST: usize = 200;

/// First part of each puzzle: which kind it is.
const KIND: &str = "1";

impl Service {
    /// A puzzle for a network whose budget is spent, as `KIND.ZEROBITS.ENDS.NONCE.SIGNATURE`. `None` where the network is
    /// not known, or has reached the hard limit: then work helps no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_puzzle(&self, origin: &Origin, now: Timestamp) -> Result<Option<String>, ServiceError> {
        let Some(network) = &origin.network else { return Ok(None) };
        let lane = proven_network(network);
        let spent = throttle::spent_until(self.store().read(), &lane.key).await?;
        if lane.budget.spend(spent, now).is_err() {
            return Ok(None);
        }
        let key = self.puzzle_key().await?;
        let ends = now.saturating_add(SignedDuration::from_secs(REPORT_PUZZLE.lasts_s.into())).unwrap_or(now);
        let said = format!("{KIND}.{}.{}.{}", REPORT_PUZZLE.zero_bits, ends.as_second(), secret::token());
        let signature = secret::hex(&signed(&key, network, &said)?.finalize().into_bytes());
        Ok(Some(format!("{said}.{signature}")))
    }

    /// The lanes of a report that brings a solved puzzle about a unit; `None` where it brings none that holds. One of them
    /// is the puzzle's own, so that it is of use once.
    pub(super) async fn proven_lanes(
        &self,
        unit: &[u8],
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Option<Vec<Lane>>, ServiceError> {
        let (Some(network), Some(proof)) = (&origin.network, &origin.proof) else { return Ok(None) };
        let Some(key) = Meta::get(self.store().read(), PUZZLE_KEY).await? else { return Ok(None) };
        let Some(puzzle) = solved(&key, network, proof, now)? else { return Ok(None) };
        let once = Budget { tries: 1, refill_s: REPORT_PUZZLE.lasts_s };
        Ok(Some(vec![
            proven_network(network),
            Lane { key: lane_key("proven place", &[unit, network.as_bytes()]), budget: PROVEN_PLACE },
            Lane { key: lane_key("puzzle", &[puzzle.as_bytes()]), budget: once },
        ]))
    }

    async fn puzzle_key(&self) -> Result<String, ServiceError> {
        if let Some(key) = Meta::get(self.store().read(), PUZZLE_KEY).await? {
            return Ok(key);
        }
        // Two processes at once may each make one: a puzzle of the first then counts for nothing, and is replaced.
        let key = secret::token() + &secret::token();
        let write = self.store().write().await?;
        Meta::set(write.tx(), PUZZLE_KEY, &key).await?;
        write.commit().await?;
        Ok(key)
    }
}

fn proven_network(network: &str) -> Lane {
    Lane { key: lane_key("proven network", &[network.as_bytes()]), budget: PROVEN_NETWORK }
}

fn signed(key: &str, network: &str, said: &str) -> Result<Hmac<Sha256>, ServiceError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map_err(|error| ServiceError::Internal(format!("the key of puzzles: {error}")))?;
    mac.update(network.as_bytes());
    mac.update(b"\0");
    mac.update(said.as_bytes());
    Ok(mac)
}

/// The puzzle of a proof that holds for this network now.
fn solved<'a>(key: &str, network: &str, proof: &'a str, now: Timestamp) -> Result<Option<&'a str>, ServiceError> {
    let Some((puzzle, said, zero_bits, ends, signature)) = read(proof) else { return Ok(None) };
    let ours = signed(key, network, said)?.verify_slice(&signature).is_ok();
    let worked = zero_bits_of(&secret::sha256(&[proof.as_bytes()])) >= zero_bits;
    Ok((ours && worked && now.as_second() < ends).then_some(puzzle))
}

/// The parts of `KIND.ZEROBITS.ENDS.NONCE.SIGNATURE.NUMBER`: the puzzle, what is signed of it, bits, end, signature.
fn read(proof: &str) -> Option<(&str, &str, u32, i64, Vec<u8>)> {
    let (puzzle, _) = proof.rsplit_once('.').filter(|(_, number)| proof.len() <= LONGEST && !number.is_empty())?;
    let (said, signature) = puzzle.rsplit_once('.')?;
    let mut parts = said.split('.');
    let (kind, bits, ends) = (parts.next()?, parts.next()?, parts.next()?);
    Some((puzzle, said, bits.parse().ok()?, ends.parse().ok()?, secret::unhex(signature)?)).filter(|_| kind == KIND)
}

fn zero_bits_of(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros).unwrap_or(0) * 8 + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_bits_are_counted_from_the_front() {
        let of = |text: &str| zero_bits_of(&secret::sha256(&[text.as_bytes()]));
        // The same vector stands in the pocket's test: both sides count alike.
        assert_eq!(of("1.12.1793000000.00112233445566778899aabbccddeeff.aa.11286"), 12);
        assert_eq!(zero_bits_of(&[0, 0, 0x1f]), 19);
        assert_eq!(zero_bits_of(&[0x80]), 0);
        assert_eq!(zero_bits_of(&[0, 0]), 16);
    }

    #[test]
    fn what_is_no_proof_has_no_parts() {
        for text in ["", ".", "1.2.3", "1.16.9.n.zz.1", "2.16.9.n.aa.1", "1.-1.9.n.aa.1", "1.16.9.n.aa."] {
            assert!(read(text).is_none(), "{text}");
        }
        assert!(read(&format!("1.16.9.{}.aa.1", "n".repeat(LONGEST))).is_none());
        assert!(read("1.16.9.n.aa.1").is_some());
    }
}
