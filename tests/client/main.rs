//! The client against the reference server, over TCP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calls;
mod service;
