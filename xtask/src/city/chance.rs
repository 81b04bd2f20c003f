//! Variation without randomness: every choice is a hash of what it is for.

/// A number in `0.0..1.0` that depends on nothing but its key.
pub(crate) fn unit(key: u64) -> f64 {
    (mix(key) >> 11) as f64 / (1u64 << 53) as f64
}

/// A number in `low..high` that depends on nothing but its key.
pub(crate) fn between(key: u64, low: f64, high: f64) -> f64 {
    low + (high - low) * unit(key)
}

/// SplitMix64 finaliser.
pub(crate) fn mix(key: u64) -> u64 {
    let z = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A key for a code and a purpose (FNV-1a).
pub(crate) fn key(code: &str, purpose: &str) -> u64 {
    let bytes = code.bytes().chain([0xff]).chain(purpose.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
