//! What generated validators call: it judges exchanges against tables, and knows no document.
//!
//! `asp-validation-codegen` turns an OpenAPI 3.0 document into tables of the types in [`tables`]. The functions here
//! judge an exchange against such tables:
//!
//! - [`check_request`] and [`check_response`]: parameters, headers and body, with a [`Verdict`] of three outcomes
//! - [`RouteNode::route`](tables::RouteNode::route): which operation a request is for
//! - [`judge_json`]: one JSON text against one schema
//!
//! JSON bodies are judged while they are parsed, in one pass over the bytes. A valid one costs no allocation as long as
//! it has at most 32 members at a time that no schema names; nor does a parameter that is one value and has nothing to
//! decode. Arrays and objects in parameters, and forms, are turned into JSON and judged as that.
//!
//! A [`Violation`] carries its [`Location`], a JSON pointer into the value, a JSON pointer into the document, and a typed
//! kind with the limit and what was found. It carries no text that the sender wrote, but for short numbers and the names
//! of members; [`Verdict::masked`] takes these out as well, for logs.
//!
//! Adapters to HTTP stacks, each behind a feature: `tower` has `layer`, for servers; `reqwest` has `exchange`, for
//! clients.
//!
//! Not here: reading documents, speaking HTTP, and anything that is true of one document only.

#[cfg(feature = "reqwest")]
pub mod exchange;
#[cfg(feature = "tower")]
pub mod layer;
pub mod tables;

#[cfg(any(feature = "reqwest", feature = "tower"))]
mod adapter;
mod array;
mod body;
mod brackets;
mod combination;
mod contract;
mod decimal;
mod direction;
mod enumeration;
mod form;
mod format;
mod header;
mod json;
mod judge;
mod keys;
mod location;
mod media_type;
mod method;
mod multipart;
mod number;
mod object;
mod operations;
mod pairs;
mod parameter;
mod path;
mod pattern;
mod percent;
mod prefix;
mod reach;
mod reader;
mod reading;
mod report;
mod request;
mod response;
mod route;
mod scan;
mod schema;
mod segment;
mod string;
mod style;
mod text;
mod together;
mod unique;
mod unread;
mod verdict;
mod violation;
mod visible;

pub use contract::Contract;
pub use enumeration::Allowed;
pub use header::{Headers, NoHeaders};
pub use judge::judge_json;
pub use location::Location;
pub use method::Method;
pub use operations::{Operations, UnknownOperation};
pub use request::{Request, check_request};
pub use response::{Response, check_response};
pub use route::Route;
pub use schema::{Schema, Types};
pub use unread::Unread;
pub use verdict::{Limits, NotJudged, Verdict, Violations};
pub use violation::{JsonProblem, Violation, ViolationKind};
