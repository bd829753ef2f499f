//! The fault table: whatever status and body come, nothing of the answer is lost.

use std::fmt::Write as _;
use std::sync::Arc;

use asp_client::{Error, ErrorKind, Operation, RetryPolicy};
use parking_lot::Mutex;
use reqwest::Method;
use serde_json::json;

use crate::operations::{Success, Units, call, documented_body, has_body, success};
use crate::responder::{Reply, Responder};
use crate::service::Service;

/// What the service says about errors, which no `Display` may show.
const MESSAGE: &str = "the-text-of-the-service";

/// Statuses of errors, documented and not.
const ERRORS: [u16; 14] = [400, 401, 403, 404, 405, 409, 413, 415, 418, 429, 500, 502, 503, 504];

/// Statuses of success, of which the document has one for each operation.
const SUCCESSES: [u16; 5] = [200, 201, 202, 203, 204];

const REQUEST_ID: &str = "request-of-the-table";

/// A body, and whether all of it comes.
struct Body {
    name: &'static str,
    media_type: &'static str,
    text: &'static str,
    arrives: usize,
}

const fn body(name: &'static str, media_type: &'static str, text: &'static str) -> Body {
    Body { name, media_type, text, arrives: text.len() }
}

const API_ERROR: &str = r#"{"message":"the-text-of-the-service"}"#;

const BODIES: [Body; 8] = [
    body("error of the API", "application/json", API_ERROR),
    body("other JSON", "application/json", r#"{"code":7,"reason":"the-text-of-the-service"}"#),
    body("an array", "application/json", "[]"),
    body("HTML", "text/html; charset=utf-8", "<html><body>the-text-of-the-service</body></html>"),
    body("empty", "application/json", ""),
    body("text", "text/plain", "the-text-of-the-service"),
    Body {
        name: "half of it",
        media_type: "application/json",
        text: API_ERROR,
        arrives: API_ERROR.len() / 2,
    },
    body("malformed", "application/json", r#"{"<!-- {"message":"the-text-of-the-service"}"#),
];

fn kind_of(status: u16) -> ErrorKind {
    match status {
        400 => ErrorKind::InvalidRequest,
        401 => ErrorKind::Unauthenticated,
        403 => ErrorKind::AccessDenied,
        404 => ErrorKind::NotFound,
        // The first wait of the document's schedule.
        429 => ErrorKind::Throttled { wait: asp_client::THROTTLING.first_wait },
        _ => ErrorKind::Unexpected,
    }
}

/// What every error keeps.
fn keeps(error: &Error, operation: Operation, status: u16, label: &str) {
    assert_eq!(error.operation(), Some(operation), "{label}");
    assert_eq!(error.operation_id(), Some(operation.operation_id()), "{label}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{label}");
    assert_eq!(error.attempts(), 1, "{label}");
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(below) = source {
        write!(shown, " {below} {below:?}").unwrap();
        source = below.source();
    }
    assert!(!shown.contains(MESSAGE), "{label}: {shown}");
    assert!(error.to_string().contains(operation.operation_id()), "{label}: {error}");
    assert!(error.to_string().contains(&status.to_string()), "{label}: {error}");
}

#[tokio::test]
async fn every_answer_over_tcp_is_kept_whole() {
    let next = Arc::new(Mutex::new(Reply::Silence));
    let responder = Responder::start({
        let next = Arc::clone(&next);
        move |_| next.lock().clone()
    })
    .await;
    let (http, units) = (reqwest::Client::new(), Units::nowhere());
    let mut cells = 0;
    for &operation in Operation::ALL {
        let documented = body("documented", "application/json", documented_body(operation));
        for status in ERRORS.into_iter().chain(SUCCESSES) {
            for body in BODIES.iter().chain([&documented]) {
                let (text, arrives) = match status {
                    204 => ("", 0),
                    _ => (body.text, body.arrives),
                };
                let headers = [
                    ("X-Amzn-RequestId", REQUEST_ID),
                    ("Content-Type", body.media_type),
                    ("X-Cell", body.name),
                    ("Location", "/units/amzn1.alexa.unit.did.ANEW"),
                ];
                *next.lock() = Reply::http(status, &headers, text.len(), &text.as_bytes()[..arrives]);
                let label = format!("{} {status} {}", operation.operation_id(), body.name);
                // A client for each cell: a throttled one would hold the next requests back.
                let client = responder.builder().http(http.clone()).build().unwrap();
                let cell = Cell { operation, status, body, arrived: &text[..arrives] };
                match call(&client, operation, &units).await {
                    Ok(success) => cell.is_success(&success, &label),
                    Err(error) => cell.is_error(&error, &label),
                }
                cells += 1;
                assert_eq!(responder.requests().len(), cells, "{label}: one request each");
            }
        }
    }
    println!("{cells} cells over TCP");
    assert_eq!(cells, Operation::ALL.len() * (ERRORS.len() + SUCCESSES.len()) * (BODIES.len() + 1));
}

/// A cell of the table.
struct Cell<'a> {
    operation: Operation,
    status: u16,
    body: &'a Body,
    arrived: &'a str,
}

impl Cell<'_> {
    fn is_truncated(&self) -> bool {
        self.status != 204 && self.body.arrives < self.body.text.len()
    }

    /// What it should come to, if that is an error.
    fn expected(&self) -> Option<ErrorKind> {
        if self.status >= 400 {
            Some(kind_of(self.status))
        } else if self.is_truncated() {
            Some(ErrorKind::Transport)
        } else if has_body(self.operation) && (self.status == 204 || self.body.name != "documented") {
            Some(ErrorKind::Unexpected)
        } else {
            None
        }
    }

    fn is_success(&self, success: &Success, label: &str) {
        assert_eq!(self.expected(), None, "{label}");
        assert_eq!((success.status, success.attempts), (self.status, 1), "{label}");
        assert_eq!(success.request_id.as_deref(), Some(REQUEST_ID), "{label}");
        assert_eq!(success.headers["x-cell"], self.body.name, "{label}");
        assert_eq!(success.body, self.arrived, "{label}");
    }

    fn is_error(&self, error: &Error, label: &str) {
        assert_eq!(Some(error.kind()), self.expected(), "{label}: {error:?}");
        keeps(error, self.operation, self.status, label);
        assert_eq!(error.request_id().unwrap().as_str(), REQUEST_ID, "{label}");
        assert!(error.to_string().contains(REQUEST_ID), "{label}: {error}");
        assert_eq!(error.headers().unwrap()["x-cell"], self.body.name, "{label}");
        assert_eq!(error.headers().unwrap()["content-type"], self.body.media_type, "{label}");
        assert_eq!(error.body().unwrap(), self.arrived, "{label}");
        assert_eq!(error.location().unwrap().unit_id().unwrap(), "amzn1.alexa.unit.did.ANEW", "{label}");
        let has_message = self.arrived == API_ERROR;
        assert_eq!(error.service_message().as_deref(), has_message.then_some(MESSAGE), "{label}");
        let is_unsafe = self.operation.method() != Method::GET;
        let may_be_done = is_unsafe && (self.status >= 500 || self.status < 400);
        assert_eq!(error.may_be_done(), may_be_done, "{label}");
        assert_eq!(std::error::Error::source(error).is_some(), self.status < 400, "{label}");
    }
}

#[tokio::test]
async fn every_fault_of_the_reference_server_is_kept_whole() {
    let service = Service::start().await;
    let client = service.client().await;
    let units = Units::create(&client, service.organization().as_str()).await;
    let http = reqwest::Client::new();
    let mut cells = 0;
    for gateway in ["api-error", "empty-object", "other-json", "text", "html", "empty"] {
        service.set(json!({"gatewayBody": gateway})).await;
        for status in ERRORS {
            service.control("DELETE", "/faults", json!(null)).await;
            service.fault(json!({"kind": {"type": "status", "status": status, "message": MESSAGE}})).await;
            // A new client for each status: a throttled one would hold the next requests back.
            let builder = service.builder().await.http(http.clone());
            let once = builder.retry(RetryPolicy::never()).build().unwrap();
            for &operation in Operation::ALL {
                let label = format!("{} {status} {gateway}", operation.operation_id());
                let error = call(&once, operation, &units).await.unwrap_err();
                assert_eq!(error.kind(), kind_of(status), "{label}");
                keeps(&error, operation, status, &label);
                assert!(error.request_id().is_some(), "{label}");
                assert_eq!(error.body().unwrap().is_empty(), gateway == "empty", "{label}");
                let message = (gateway == "api-error").then_some(MESSAGE);
                assert_eq!(error.service_message().as_deref(), message, "{label}");
                cells += 1;
            }
        }
    }
    println!("{cells} cells of the reference server");
    assert_eq!(cells, 6 * ERRORS.len() * Operation::ALL.len());
}

/// Bodies that are broken on the way, of operations that are carried out.
#[tokio::test]
async fn broken_successes_of_the_reference_server_are_kept_whole() {
    let service = Service::start().await;
    let client = service.client().await;
    let once = client.with_retry(RetryPolicy::never());
    for &operation in Operation::ALL {
        for fault in ["malformed-body", "truncated-body"] {
            let units = Units::create(&client, service.organization().as_str()).await;
            service.fault(json!({"kind": {"type": fault}, "count": 1})).await;
            let label = format!("{} {fault}", operation.operation_id());
            // An answer without a body gets one, and 204 cannot have one.
            let status = if has_body(operation) { success(operation) } else { 200 };
            let result = call(&once, operation, &units).await;
            if fault == "malformed-body" && !has_body(operation) {
                let success = result.unwrap();
                assert_eq!((success.status, success.attempts), (status, 1), "{label}");
                assert!(!success.body.is_empty() && success.request_id.is_some(), "{label}");
                continue;
            }
            let error = result.unwrap_err();
            let kind = if fault == "malformed-body" { ErrorKind::Unexpected } else { ErrorKind::Transport };
            assert_eq!(error.kind(), kind, "{label}");
            keeps(&error, operation, status, &label);
            assert!(error.request_id().is_some() && error.body().is_some(), "{label}");
            assert_eq!(error.may_be_done(), operation.method() != Method::GET, "{label}");
            assert_eq!(error.location().is_some(), operation.method() == Method::POST, "{label}");
        }
    }
}
