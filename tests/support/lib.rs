//! What the tests of several crates share.
//!
//! The tests of one crate live in that crate; here are those that need two or more: a crate of its own keeps the
//! dependencies of the others pointing one way.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use asp_spec::Document;

pub mod corpora;
pub mod draft4;
pub mod fuzz;
pub mod public_api;
pub mod random;
pub mod schema_suite;

/// The root of the workspace.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// The document of the workspace.
///
/// # Panics
///
/// If it cannot be read.
pub fn document() -> Document {
    let text = std::fs::read_to_string(root().join("openapi/smart-properties.yaml")).unwrap();
    Document::from_text(&text).unwrap()
}
