//! Tests on a small document about a library, changed in memory: one good document, and one change for each question.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod canonical;
mod diff;
mod downgrade;
mod lenient;
mod mutation;
mod profile;
mod readme;
mod sample;
mod size;
mod views;
