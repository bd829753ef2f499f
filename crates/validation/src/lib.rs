//! Do both sides of an exchange keep the contract?
//!
//! This crate judges requests and responses of the residential and hospitality APIs of Alexa Smart Properties by the
//! document `openapi/smart-properties.yaml`. Its validators are generated from the document; nothing is read or
//! compiled at run time, bodies are judged in one pass over their bytes, and a valid body costs no allocation.
//!
//! # Quick start
//!
//! ```
//! use asp_validation::{Operation, Request, Response, Route, Verdict, check_request, check_response, route};
//!
//! // Which operation is it?
//! let path = "/enterprise/hospitality/v1/rooms";
//! assert_eq!(route("POST", path), Route::Found(Operation::CreateRoom));
//!
//! // Does the request keep the contract? All violations are collected, each with its place in the exchange,
//! // a JSON pointer into the value and one into the document.
//! let headers = [("Content-Type", "application/json")];
//! let body = br#"{"name": "Room 12", "roomTypeId": "amzn1.alexa.unit.did.AXSVHMIB"}"#;
//! let request = Request::new("POST", path).with_headers(&headers).with_body(body);
//! let verdict = check_request(&request);
//! assert_eq!(
//!     verdict.to_string(),
//!     "body /name: does not match the pattern `^[A-Za-z0-9_=#;:?@&-]+$` (/components/schemas/RoomName/pattern)"
//! );
//!
//! // And the response?
//! let headers = [("X-Amzn-RequestId", "1")];
//! let response = Response::new(204).with_headers(&headers);
//! assert_eq!(check_response(Operation::DeleteRoom, &response), Verdict::Valid);
//!
//! // A verdict is never valid because nothing was looked at.
//! assert!(matches!(check_response(Operation::DeleteRoom, &Response::new(302)), Verdict::NotJudged(_)));
//! ```
//!
//! Requests and responses of the crate `http` convert by [`Request::from`], [`Request::from_parts`] and their
//! counterparts of [`Response`].
//!
//! # What is judged
//!
//! Parameters in path, query and cookies, headers and bodies, requests and responses. Parameters and headers that the document
//! does not describe are fine; bodies that it does not describe are violations. Not judged: authentication, and whether
//! the server is the right one.
//!
//! # Servers and clients
//!
//! With the feature `tower`, module `layer` has a tower layer for servers that enforces the contract or reports on it.
//! With the feature `reqwest`, module `exchange` sends requests of a reqwest client and judges both sides.
//! Violations carry types, lengths, counts, short numbers and the names of members; [`Verdict::masked`] takes out those
//! that the sender chose, for logs.
//!
//! What is true of any document is in `asp-validation-runtime`; this crate adds only what is generated, and names.

#[cfg(feature = "reqwest")]
pub mod exchange;
#[cfg(feature = "tower")]
pub mod layer;

mod generated;

pub use asp_validation_runtime::tables;
pub use asp_validation_runtime::{
    Allowed, Contract, Headers, JsonProblem, Limits, Location, Method, NoHeaders, NotJudged, Request,
    Response, Schema, Types, UnknownOperation, Unread, Verdict, Violation, ViolationKind, Violations,
    judge_json,
};
pub use generated::{Operation, schemas};

use asp_validation_runtime::Operations;

/// Which operation a request is for.
pub type Route = asp_validation_runtime::Route<Operation>;

/// The operation of a method and a path.
///
/// `path` is percent-encoded; a query behind it is left out of account. Methods are case-sensitive, as
/// in HTTP.
pub fn route(method: impl AsRef<str>, path: &str) -> Route {
    Operation::route(method.as_ref(), path)
}

/// Finds the operation of a request and judges the request against it.
///
/// The verdict is [`Verdict::NotJudged`] if no operation has the path and the method.
pub fn check_request(request: &Request<'_>) -> Verdict {
    check_request_within(request, &Limits::DEFAULT)
}

/// [`check_request`] within other limits.
pub fn check_request_within(request: &Request<'_>, limits: &Limits) -> Verdict {
    Operation::check(request, limits)
}

/// Judges a request that [`route`] found to be for `operation`, without looking for the operation again.
pub fn check_routed_request(operation: Operation, request: &Request<'_>) -> Verdict {
    check_routed_request_within(operation, request, &Limits::DEFAULT)
}

/// [`check_routed_request`] within other limits.
pub fn check_routed_request_within(operation: Operation, request: &Request<'_>, limits: &Limits) -> Verdict {
    operation.check_request(request, limits)
}

/// Judges a response of `operation`.
///
/// The verdict is [`Verdict::NotJudged`] if the document has no response of that status for the operation.
pub fn check_response(operation: Operation, response: &Response<'_>) -> Verdict {
    check_response_within(operation, response, &Limits::DEFAULT)
}

/// [`check_response`] within other limits.
pub fn check_response_within(operation: Operation, response: &Response<'_>, limits: &Limits) -> Verdict {
    operation.check_response(response, limits)
}
