//! What holds an actor below its titles: a missing second factor, or the scope of a token.

use std::collections::BTreeSet;

use super::{Permission, Title};

/// Limits of one session or token. The default limits nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// No second factor was shown: dangerous permissions of titles that ask for one do not count.
    pub without_factor: bool,
    /// Only these permissions count.
    pub only: Option<BTreeSet<Permission>>,
}

impl Limits {
    /// Whether `permission` may count when `title` grants it.
    pub fn allow(&self, title: &Title, permission: Permission) -> bool {
        let factor = self.without_factor && title.second_factor && permission.is_dangerous();
        let outside = self.only.as_ref().is_some_and(|only| !only.contains(&permission));
        !factor && !outside
    }
}
