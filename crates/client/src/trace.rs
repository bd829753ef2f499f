//! Spans of calls and attempts, named as OpenTelemetry's conventions for HTTP clients name them.

use std::time::Duration;

use reqwest::Request;
use tracing::{Span, field};

use crate::response::{Answer, RequestId};
use crate::{Error, Operation};

/// The span of a call, with all its attempts and waits.
pub(crate) fn call(operation: Option<Operation>, request: &Request) -> Span {
    tracing::info_span!(
        "asp.call",
        otel.kind = "internal",
        asp.operation_id = operation.map(Operation::operation_id),
        http.request.method = request.method().as_str(),
        url.template = operation.map(Operation::path),
        asp.attempts = field::Empty,
        http.response.status_code = field::Empty,
        asp.request_id = field::Empty,
        error.type = field::Empty,
    )
}

pub(crate) fn end_of_call(span: &Span, attempts: u32, error: Option<&Error>) {
    span.record("asp.attempts", attempts);
    let Some(error) = error else { return };
    if span.is_disabled() {
        return;
    }
    let kind = format!("{:?}", error.kind());
    span.record("error.type", kind.split(' ').next().unwrap_or_default());
    if let Some(status) = error.status() {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = error.request_id() {
        span.record("asp.request_id", id.as_str());
    }
}

/// The span of one request.
pub(crate) fn attempt(operation: Option<Operation>, request: &Request, number: u32) -> Span {
    let url = request.url();
    let span = tracing::debug_span!(
        "asp.attempt",
        otel.name = field::Empty,
        otel.kind = "client",
        http.request.method = request.method().as_str(),
        url.template = operation.map(Operation::path),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.request.resend_count = field::Empty,
        http.response.status_code = field::Empty,
        asp.request_id = field::Empty,
        error.type = field::Empty,
    );
    if !span.is_disabled() {
        let method = request.method().as_str();
        let name =
            operation.map_or_else(|| method.to_owned(), |operation| format!("{method} {}", operation.path()));
        span.record("otel.name", name.as_str());
        if number > 1 {
            span.record("http.request.resend_count", number - 1);
        }
    }
    span
}

pub(crate) fn end_of_attempt(span: &Span, answer: Option<&Answer>, is_broken: bool) {
    if span.is_disabled() {
        return;
    }
    if let Some(answer) = answer {
        span.record("http.response.status_code", answer.status.as_u16());
        if answer.status.as_u16() >= 400 {
            span.record("error.type", answer.status.as_str());
        }
        if let Some(id) = RequestId::of(&answer.headers) {
            span.record("asp.request_id", id.as_str());
        }
    }
    if is_broken {
        span.record("error.type", "transport");
    }
}

/// Says that a request will be repeated.
pub(crate) fn repeat(attempt: u32, status: Option<u16>, wait: Duration) {
    let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(attempt, status, wait_ms = wait, "the request will be repeated");
}
