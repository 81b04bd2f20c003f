//! Any bytes: an answer comes, it agrees with itself, and what was sound is sound when it is written again.
//! A good start: `cargo +nightly fuzz run cap crates/warning/tests/corpus/google crates/warning/tests/corpus/eden`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warning::{Profile, check, read, read_with, write};

fuzz_target!(|bytes: &[u8]| {
    let reading = read(bytes);
    assert_eq!(reading.alert.is_some(), reading.report.is_valid());
    if let Some(alert) = reading.alert {
        let written = write(&alert);
        assert!(check(written.as_bytes()).is_valid(), "{written}");
    }
    read_with(bytes, Some(Profile::Strict));
    warning::feed::read(bytes);
});
