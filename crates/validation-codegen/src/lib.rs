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
//! [`compare`](mod@compare), behind the same feature, says what changed between two documents for senders and for readers, and shows
//! each breaking change by an exchange.
//!
//! [`package::generate_package`] puts a whole crate around them, which is what the command of this crate writes:
//! `cargo run -p asp-validation-codegen -- DOCUMENT --out DIR`.
//!
//! The source consists of static tables of `asp-validation-runtime`, which does all the judging. Patterns are compiled
//! to automata here, so that validators have nothing to prepare at run time.
//!
//! Not here: reading and writing files, judging, and anything that is true of one document only.

#[cfg(feature = "command")]
pub mod command;
#[cfg(feature = "interpret")]
pub mod compare;

mod emit;
mod error;
#[cfg(feature = "interpret")]
mod interpret;
mod ir;
mod lower;
mod name;
mod options;
pub mod package;
mod pattern;

use asp_spec::Document;

pub use error::Unsupported;
#[cfg(feature = "interpret")]
pub use interpret::{Loaded, LoadedOperation, interpret, interpret_with};
pub use options::Options;

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
    generate_with(document, &Options::new()).map(|generated| generated.artifacts)
}

/// What was generated, and what was left out of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The files.
    pub artifacts: Vec<Artifact>,
    /// What was refused under rules that the options allow.
    pub warnings: Vec<Unsupported>,
    /// The operations that were left out because of it: operationId, or method and path.
    pub left_out: Vec<String>,
}

/// Generates the validators of `document` as far as `options` ask for them; see [`generate`].
///
/// # Errors
///
/// Everything in the document that validators cannot enforce, under rules that the options do not allow.
pub fn generate_with(document: &Document, options: &Options) -> Result<Generated, Vec<Unsupported>> {
    let lower::Lowered { api, warnings, left_out } = lower::lower(document, options)?;
    Ok(Generated { artifacts: emit::emit(&api)?, warnings, left_out })
}
