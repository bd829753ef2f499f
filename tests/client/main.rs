//! The client against the reference server, over TCP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calls;
mod capture;
mod creation;
mod credentials;
mod endpoint;
mod examples;
mod fuzz;
mod lists;
mod operations;
mod pace;
mod repetition;
mod responder;
mod secrets;
mod service;
mod strictness;
mod table;
mod units;
mod waits;
mod watching;
