//! The only reader of the OpenAPI document.
//!
//! [`Document::from_text`] reads YAML or JSON once and refuses what OpenAPI 3.0 does not know: duplicate and unknown
//! keys, values of the wrong type, references that lead nowhere. What a loaded document guarantees is written at
//! [`Document`]; everything else in the workspace builds on it and reads the document through [`Node`], a cursor
//! that always knows its JSON pointer. [`Document::from_text_leniently`] is for documents that others wrote: it puts right
//! what does not matter to exchanges, and lists the rest.
//!
//! - [`profile`]: the authoring profile, stricter than OpenAPI, checked before any generator runs
//! - [`canonical`]: one form for documents that mean the same
//! - [`diff`]: what changed between two documents, in meaning
//! - [`downgrade`](downgrade()): a document of OpenAPI 3.1 in the words of 3.0
//! - [`views`]: what a reviewer reads, as text
//! - [`snippets`]: each operation as a request that a reader can copy
//!
//! Not here: code generation, HTTP, files. This crate turns text into a model and a model into text.

pub mod canonical;
pub mod diff;
pub mod profile;
pub mod snippets;
pub mod views;

mod document;
mod downgrade;
mod grammar;
mod node;
mod pointer;
mod problem;

pub use document::{Document, Lenient, LoadError};
pub use downgrade::downgrade;
pub use grammar::{Kind, walk};
pub use node::{Method, Node, Operation};
pub use pointer::Pointer;
pub use problem::Problem;
