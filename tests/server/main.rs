//! How the reference server behaves over HTTP, over SQLite and over PostgreSQL.
//!
//! Each test starts real servers and talks to them with plain reqwest. Both sides of every exchange are judged: a
//! response that breaks the contract fails the test by itself, and so does a request that breaks it without saying so.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod stores;

mod access;
mod ask;
mod caller;
mod control;
mod errors;
mod exchanges;
mod faults;
mod homes;
mod login;
mod operations;
mod pages;
mod processes;
mod rooms;
mod server;
mod switches;
mod throttling;
