//! Call-and-confirm (叫应): rounds of calls, from the warning to the last post that says it is there.
//!
//! A round is *opened* in the transaction of its warning ([`open`]). A worker *places* its calls, one for each post on
//! duty ([`place`]), and *rings* those that are due ([`ring`]): it writes each attempt down before the carrier is
//! asked, so that after a crash only what has no known outcome is asked for again, under the same key. Posts *report*
//! ([`report`]); many reports share a transaction. The *board* ([`list`]) reads how it stands. A call can be given to
//! another post ([`handover`]), and a silent post becomes somebody's task ([`knock`]), in a dark unit by itself ([`dark`]);
//! its owner is told ([`knock_notice`]).

mod blackout;
mod call_back;
mod dark;
mod end;
mod handover;
mod helpers;
mod knock;
mod knock_notice;
mod link;
mod list;
mod open;
mod order;
mod place;
mod posts;
mod reply;
mod report;
mod reveal;
mod ring;
mod silent;
pub mod snapshot;

pub use blackout::BlackoutNotice;
pub use call_back::CallBacks;
pub use handover::Handing;
pub use knock::{KnockAnswer, KnockOrder, MyKnock};
pub use knock_notice::KnockNotice;
pub use list::{CallFilter, MyCall};
pub use open::Opening;
pub(crate) use order::{Nearness, priority};
pub use posts::CalledPost;
pub use reply::DeliveryReport;
pub(crate) use report::Desk;
pub use report::{GROUP_MAX, Reported, Reporting};
pub use reveal::Revealed;
pub use ring::{Rang, Ring, Sending};
pub use silent::SilentNotice;
