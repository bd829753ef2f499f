//! The guard of the document: what a reviewer reads, held as snapshots, and proof that the guard sees changes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod architecture;
mod documented;
mod examples;
mod facts;
mod mutations;
mod readme;
mod server;
mod snapshots;
