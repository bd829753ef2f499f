//! Hand-made pages in the layout of the vendor's: a library that keeps books on shelves.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod change;
mod errata;
mod import;
mod reference;
