//! A tower layer that judges the exchanges of an HTTP server (feature `tower`).
//!
//! [`enforce`] turns away requests that break the contract before a handler sees them:
//!
//! ```
//! use asp_validation::layer::{Responses, enforce};
//! use axum::{Router, routing::post};
//!
//! async fn create_room() -> &'static str {
//!     "not reached by a request that breaks the contract"
//! }
//!
//! let layer = enforce()
//!     .with_observer(|observation| eprintln!("{}: {}", observation.side, observation.verdict.clone().masked()))
//!     .with_responses(Responses::Enforced);
//! let app: Router = Router::new().route("/enterprise/hospitality/v1/rooms", post(create_room)).layer(layer);
//! ```
//!
//! [`report`] changes nothing and tells the verdicts, for example before enforcing them:
//!
//! ```
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicUsize, Ordering};
//!
//! use asp_validation::layer::report;
//! use axum::Router;
//!
//! let broken = Arc::new(AtomicUsize::new(0));
//! let counter = Arc::clone(&broken);
//! let layer = report(move |observation| {
//!     counter.fetch_add(observation.verdict.violations().len(), Ordering::Relaxed);
//! });
//! let app: Router = Router::new().layer(layer);
//! ```
//!
//! [`asp_validation_runtime::layer`] says what happens to requests and responses in detail, and where in a stack of
//! layers this one belongs.

use asp_validation_runtime::layer as runtime;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};

use crate::Operation;

pub use asp_validation_runtime::layer::{Cause, PassedBody, Responses, Side, WatchedBody};

/// A tower layer that judges the exchanges of a service by our document.
pub type ValidationLayer = runtime::ValidationLayer<Operation>;

/// A service whose exchanges are judged by our document.
pub type Validation<S> = runtime::Validation<S, Operation>;

/// What an observer hears.
pub type Observation<'a> = runtime::Observation<'a, Operation>;

/// Why the layer answers in place of the service.
pub type Refusal<'a> = runtime::Refusal<'a, Operation>;

/// A layer that answers requests that break the contract with [`api_error`].
pub fn enforce() -> ValidationLayer {
    ValidationLayer::enforce(api_error)
}

/// A layer that changes nothing, and tells `observer` the verdicts.
///
/// `observer` runs while exchanges wait for it, and must not panic.
pub fn report(observer: impl Fn(&Observation<'_>) + Send + Sync + 'static) -> ValidationLayer {
    ValidationLayer::report(observer)
}

/// The answer to a refused request in the API's own shape (document: `/components/schemas/ApiError`).
///
/// The status is [`Refusal::status`](runtime::Refusal::status), the message is
/// [`Refusal::message`](runtime::Refusal::message), which repeats nothing that the sender wrote.
pub fn api_error(refusal: &Refusal<'_>) -> http::Response<Bytes> {
    let body = serde_json::json!({ "message": refusal.message() }).to_string();
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = refusal.status();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
