//! The rules of Bridgehead: units, bodies, access, hazards, deadlines, journal entries.
//!
//! This crate is pure: time, ids and randomness are arguments; it reads no clock, no file, no
//! environment and does nothing asynchronous. `service` calls it, `store` keeps its values.

pub mod access;
pub mod assist;
pub mod body;
pub mod calendar;
pub mod callout;
pub mod catalogue;
pub mod chain_test;
pub mod colour;
pub mod contact;
pub mod deadline;
pub mod duty;
pub mod evacuation;
pub mod exercise;
pub mod feed;
pub mod geometry;
pub mod harm;
pub mod hazard;
pub mod id;
pub mod job;
pub mod journal;
pub mod message;
pub mod names;
pub mod notice;
pub mod outlet;
pub mod phone;
pub mod place;
pub mod public_message;
pub mod reading;
pub mod resident;
pub mod response;
pub mod seal;
pub mod shelter;
pub mod unit;
pub mod warned;
mod words;
pub mod world;
