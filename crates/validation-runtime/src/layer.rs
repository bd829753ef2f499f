//! A tower layer that judges the exchanges of an HTTP server (feature `tower`).
//!
//! [`ValidationLayer`] stands in front of a service, such as a router of axum, in one of two modes:
//!
//! - *enforce*: a request that breaks the contract is answered in place of the service, by a function that the crate
//!   with the document supplies; the service never sees it.
//! - *report*: nothing is changed. The verdicts go to an observer.
//!
//! In both modes the observer hears the verdict of every request, and of every response to a request that has an
//! operation.
//!
//! # Requests
//!
//! The operation is found by method and path. HEAD counts as GET where the document has no HEAD: servers answer it by the
//! same handler. A request without an operation is handed on untouched, whatever its body, unless
//! [`ValidationLayer::refuse_not_judged`] was called.
//!
//! The body of other requests is collected, at most [`ValidationLayer::with_body_limit`] bytes, and is judged together
//! with path, query and headers. It's handed on with the same bytes and trailers. A larger body is not read on:
//! *enforce* answers 413, *report* hands on what was read and the rest. If reading the body fails, *enforce* answers
//! 400 and *report* hands on what was read and the error. A body of another media type than the document's is not
//! judged; where its length is unknown or above the limit, it isn't collected either.
//!
//! # Responses
//!
//! Responses are judged on their way out by default, without delay: bytes are copied as they pass, up to the limit.
//! [`Responses::Enforced`] collects the body first, and answers 500 if it breaks the contract. A response that is not
//! judged, such as one with a status that the document does not have, passes.
//!
//! # Where to put it
//!
//! - *Inside* of what authenticates, or strangers learn from violations instead of being turned away.
//! - *Inside* of what decompresses requests and compresses responses: bodies are judged as they are.
//! - *Inside* of what rewrites paths or methods: what passed without an operation must not get one behind the layer.
//! - *Inside* of a time limit: collecting a body takes as long as its sender does.
//!
//! The service behind the layer gets requests with a [`PassedBody`]. Where the next layer insists on another type, as
//! axum's `middleware::from_fn` does, a `Router::layer` call for each of the two puts axum's own type between them.
//!
//! A request that is cancelled before its body was collected is not observed, and the service never sees it.

mod observation;
mod refusal;
mod service;
mod settings;
mod watched;

pub use crate::adapter::passed::PassedBody;
pub use observation::{Observation, Side};
pub use refusal::{Cause, Refusal};
pub use service::{ExchangeFuture, Validation};
pub use settings::{Responses, ValidationLayer};
pub use watched::WatchedBody;
