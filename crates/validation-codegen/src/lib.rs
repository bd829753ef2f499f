//! Turns an OpenAPI 3.0 document into the source of validators.
//!
//! [`generate`] is pure: a document goes in, files come out as text, or the list of what it refuses. The work is done in
//! three stages, one folder each, and in each folder one file a family of keywords:
//!
//! - `lower`: from the document to the intermediate representation; refuses what validators cannot enforce
//! - `ir`: what validators need to know
//! - `emit`: from there to Rust source
//! - `interpret`, behind the feature of that name: from there to the same tables in memory
//!
//! The source consists of static tables of `asp-validation-runtime`, which does all the judging. Patterns are compiled
//! to automata here, so that validators have nothing to prepare at run time.
//!
//! Not here: reading and writing files, judging, and anything that is true of one document only.

mod emit;
mod error;
#[cfg(feature = "interpret")]
mod interpret;
mod ir;
mod lower;
mod name;
mod pattern;

use asp_spec::Document;

pub use error::Unsupported;
#[cfg(feature = "interpret")]
pub use interpret::{Loaded, interpret};

/// A file of generated source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The path, relative to the folder of generated source, such as `schemas.rs`.
    pub path: String,
    /// The source, formatted, without a banner.
    pub contents: String,
}

/// Generates the validators of `document`.
///
/// The files are children of one module: `operation.rs` with the `Operation` enum, `routes.rs`, a file a tag, and
/// files of shared tables. The same document always gives the same files, in the same order.
///
/// # Errors
///
/// Everything in the document that validators cannot enforce.
pub fn generate(document: &Document) -> Result<Vec<Artifact>, Vec<Unsupported>> {
    let api = lower::lower(document)?;
    emit::emit(&api)
}
