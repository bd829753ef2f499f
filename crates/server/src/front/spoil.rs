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
    if struck.latency > 0 {
        let latency = i64::try_from(struck.latency).unwrap_or(i64::MAX);
        app.controls.sleep_until(app.controls.now().saturating_add(latency)).await;
    }
    match &struck.effect {
        Some(Effect::Status { status, message }) => {
            let message =
                message.clone().unwrap_or_else(|| "a fault was injected by the control API".to_owned());
            Err(Failure::in_front(status_of(*status), message))
        }
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
            | Effect::DroppedAfterCommit {},
        ) => Ok(None),
    }
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
        None | Some(Effect::Status { .. } | Effect::Html { .. } | Effect::Latency { .. }) => {}
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
