//! Validators against public test data, another validator, the client types, and texts that a generator makes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod boundaries;
mod choices;
mod client_types;
mod documents;
mod fuzz;
mod json;
mod judged;
mod outcome;
mod peer;
mod public_texts;
mod random_documents;
mod random_texts;
mod schema_suite;
mod small_texts;
mod suite_verdicts;
