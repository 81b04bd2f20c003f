//! How much of a document is read before it is refused. Real messages stay far below.

/// Largest document, bytes as sent: one alert or one feed.
pub const BYTES_MAX: usize = 16 << 20;

/// Most elements that stand inside each other, the outermost one included. A CAP message needs 5, a signed one 9,
/// either of them in a feed 3 more.
pub const DEPTH_MAX: usize = 32;

/// Most elements in a document.
pub const ELEMENTS_MAX: usize = 500_000;

/// Most elements of one alert.
pub const ALERT_ELEMENTS_MAX: usize = 50_000;

/// Most attributes of one element.
pub const ATTRIBUTES_MAX: usize = 64;

/// Most findings in a report; what is wrong beyond that is not listed.
pub const FINDINGS_MAX: usize = 100;

/// Most entries read from a feed.
pub const ENTRIES_MAX: usize = 20_000;
