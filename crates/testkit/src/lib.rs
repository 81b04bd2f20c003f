//! What tests need: databases of both engines, a small city, a client for the router.
//!
//! A development dependency only. A failure to set up is a failed test, so things here panic.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

pub mod bridge;
pub mod broker;
pub mod city;
pub mod client;
mod database;
pub mod exercise;
pub mod gateway;
pub mod hands;
pub mod keys;
mod listen;
pub mod lost_commit;
pub mod outside;
pub mod rain;
pub mod robot;
pub mod smsc;
pub mod source;
pub mod splitter;
pub mod walk;
pub mod warning;

use jiff::Timestamp;

pub use database::{Database, Kept, clone_database, create_database, execute, postgres, sqlite};
pub use listen::listen;

/// 20 July 2021, 08:00 in Zhengzhou: where the tests' clocks start.
pub fn t0() -> Timestamp {
    "2021-07-20T08:00:00+08:00".parse().expect("a valid time")
}

/// Runs one test body against SQLite and against PostgreSQL:
/// `both!(name, |database| async move { … })`.
#[macro_export]
macro_rules! both {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "a body may need nothing from outside")]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let body = $body;
                let database = $crate::sqlite().await;
                let kept = database.keep();
                body(database).await;
                kept.remove().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let body = $body;
                let database = $crate::postgres().await;
                let kept = database.keep();
                body(database).await;
                kept.remove().await;
            }
        }
    };
}
