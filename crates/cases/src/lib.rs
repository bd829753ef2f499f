//! Contract cases as data.
//!
//! A case says what to send to a server and what must come back, and which place of the OpenAPI document, which documented
//! fact and which erratum that checks. Cases are JSON, so that runners in any language can read them; this crate has their
//! types, and with the feature `derive` makes them from the document. What a runner does with them is in `asp-contract`.
//!
//! - [`Suite`], [`Case`] and what they are made of: the files in `openapi/cases/generated`
//! - [`Values`]: how placeholders such as `{{room}}` become values
//! - `derive` and `schema`: from the document to cases, and the JSON Schema of their files (feature `derive`)

mod case;
#[cfg(feature = "derive")]
mod derive;
mod expect;
mod values;

pub use case::{
    Authorization, Body, Case, Checks, Clock, Control, Kind, List, Need, Pages, Send, Setup, Step, Suite,
    Unit,
};
#[cfg(feature = "derive")]
pub use derive::{DeriveError, derive, schema};
pub use expect::{Check, Expect, HeaderCheck, Mismatch};
pub use values::{UnknownName, Values};
