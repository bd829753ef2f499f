//! What a fault does to an exchange.

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::response::Parts;
use http::{Response, StatusCode};

use crate::app::App;
use crate::failure::{Failure, page};
use crate::faults::{Effect, Struck};
use crate::serve::{Severed, truncated};
use crate::switches::Switches;

/// What is put in front of a body to make it malformed: no JSON begins like this.
const GARBAGE: &[u8] = b"{\"<!-- ";

/// The body that an answer without one gets, so that there is something to break.
const STAND_IN: &[u8] = b"{}";

/// What goes out to the client.
pub(super) struct Answer {
    pub(super) parts: Parts,
    pub(super) body: Bytes,
    /// Only a part of the body goes out, and then the connection ends.
    pub(super) truncated: bool,
    /// Nothing goes out: the connection ends.
    pub(super) severed: bool,
}

impl Answer {
    pub(super) fn into_response(mut self) -> Response<Body> {
        if self.severed {
            self.parts.extensions.insert(Severed);
        }
        let body = if self.truncated { truncated(&self.body) } else { self.body.into() };
        Response::from_parts(self.parts, body)
    }
}

/// Lets the time of a fault pass; the answer, if the operation is not to be carried out.
pub(super) async fn before(app: &App, struck: &Struck) -> Result<Option<Response<Bytes>>, Failure> {
    pass(app, struck.latency).await;
    match &struck.effect {
        Some(Effect::Status { status, message }) => Err(injected(*status, message.as_deref())),
        Some(Effect::Html { status }) => {
            let status = status_of(*status);
            let mut response = Response::new(page(status).into());
            *response.status_mut() = status;
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, html);
            Ok(Some(response))
        }
        // `behind` drops the connection.
        Some(Effect::DroppedBeforeCommit {}) => Ok(Some(Response::default())),
        None
        | Some(
            Effect::Latency { .. }
            | Effect::MalformedBody {}
            | Effect::TruncatedBody {}
            | Effect::DroppedAfterCommit {}
            | Effect::StatusAfterCommit { .. }
            | Effect::LatencyAfterCommit { .. },
        ) => Ok(None),
    }
}

/// Lets the time of a fault pass that comes behind the operation; the answer in place of what came of it, if there is
/// one.
pub(super) async fn after(
    app: &App,
    struck: &Struck,
    response: Response<Bytes>,
    switches: &Switches,
) -> Response<Bytes> {
    pass(app, struck.latency_after).await;
    let Some(Effect::StatusAfterCommit { status, message }) = &struck.effect else { return response };
    let mut spoilt = injected(*status, message.as_deref()).into_response_of(switches);
    // If the store has failed, the log says so whatever the answer is.
    spoilt.extensions_mut().extend(response.into_parts().0.extensions);
    spoilt
}

/// Lets time pass on the server's clock.
async fn pass(app: &App, milliseconds: u64) {
    if milliseconds > 0 {
        let milliseconds = i64::try_from(milliseconds).unwrap_or(i64::MAX);
        app.controls.sleep_until(app.controls.now().saturating_add(milliseconds)).await;
    }
}

/// The answer with a status that a fault asks for.
fn injected(status: u16, message: Option<&str>) -> Failure {
    Failure::in_front(status_of(status), message.unwrap_or("a fault was injected by the control API"))
}

/// What becomes of the answer on its way out.
pub(super) fn behind(struck: &Struck, parts: Parts, body: Bytes) -> Answer {
    let mut answer = Answer { parts, body, truncated: false, severed: false };
    match &struck.effect {
        Some(Effect::DroppedBeforeCommit {} | Effect::DroppedAfterCommit {}) => answer.severed = true,
        Some(Effect::MalformedBody {}) => {
            need_body(&mut answer);
            answer.body = [GARBAGE, &answer.body].concat().into();
        }
        Some(Effect::TruncatedBody {}) => {
            need_body(&mut answer);
            answer.truncated = true;
        }
        // `before` and `after` have done them.
        None
        | Some(
            Effect::Status { .. }
            | Effect::Html { .. }
            | Effect::Latency { .. }
            | Effect::StatusAfterCommit { .. }
            | Effect::LatencyAfterCommit { .. },
        ) => {}
    }
    answer
}

/// Gives an answer a body if it has none: without one the fault would not be seen. 204 has no body whatever follows its
/// head (RFC 9110, section 15.3.5), so it becomes 200.
fn need_body(answer: &mut Answer) {
    if !answer.body.is_empty() {
        return;
    }
    answer.body = Bytes::from_static(STAND_IN);
    if answer.parts.status == StatusCode::NO_CONTENT {
        answer.parts.status = StatusCode::OK;
    }
    answer.parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
