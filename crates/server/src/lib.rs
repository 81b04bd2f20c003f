//! The HTTP face: routes, wire types, problems, sessions, live events, the embedded web.
//!
//! Every route stands in [`routes`]; one file per resource, one function per operation. A handler
//! that works for a person takes an [`session::Signed`]; one without it is public, and looks it.

mod account;
mod answers;
mod body;
mod bridge;
mod bulk;
mod catalogue;
mod contact;
mod cors;
mod duty;
mod export;
mod extract;
mod factor;
mod file;
mod follow;
mod hazard;
mod hazard_action;
mod hazard_more;
mod hazard_wire;
mod health;
mod journal;
mod listen;
mod live;
mod map;
mod me;
mod middleware;
mod near;
mod network;
mod notice;
mod notice_form;
mod open311;
mod outside;
mod own_access;
mod packed;
mod place;
mod post;
mod problem;
mod resume;
mod roster;
mod routes;
mod seal;
mod session;
mod state;
mod system;
mod tile;
mod title;
mod token;
mod unit;
mod unit_change;
mod unit_wire;
mod view;
mod web;
mod wire;
mod words;

pub use cors::origins;
pub use listen::{Patience, serve};
pub use live::Live;
pub use routes::{openapi, router};
pub use state::{App, Clock, Demo, DemoAccount, Provider, Settings};
