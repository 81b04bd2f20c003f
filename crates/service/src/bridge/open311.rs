//! What an installation opens of itself as Open311 GeoReport v2.

use serde::{Deserialize, Serialize};

/// Settings of the interface. It is closed where there are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open311 {
    /// The `jurisdiction_id` that requests must name, where they name one.
    pub jurisdiction: String,
    /// Whether anybody may list requests; otherwise a token that may see hazards is needed.
    #[serde(default)]
    pub public_list: bool,
    /// Whom developers ask, as the discovery document says it.
    #[serde(default)]
    pub contact: String,
    /// Where the interface is reached from outside, such as `https://city.example`.
    pub base_url: String,
}
