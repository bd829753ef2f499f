//! Bodies and paths of the control API: strict, bounded, and refused in the shape of its errors.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::aside::aside;
use crate::body::{self, Unread};
use crate::failure::Failure;

/// How many bytes a body may have: 64 MiB, which is a seed of some hundred thousand rooms.
const LONGEST: usize = 64 << 20;

/// A body of more bytes is read aside: a seed may keep a thread busy for a second.
const SHORT: usize = 64 << 10;

/// A JSON body that must be there.
pub(super) struct Body<T>(pub(super) T);

/// A JSON body that may be missing or null.
pub(super) struct Optional<T>(pub(super) Option<T>);

/// The parameters in the path.
pub(super) struct At<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send + 'static> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Optional(body) = Optional::from_request(request, state).await?;
        body.map(Self).ok_or_else(|| Failure::bad_request("a body is needed"))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send + 'static> FromRequest<S> for Optional<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = body::read(body, LONGEST).await.map_err(|unread| {
            let status = match unread {
                Unread::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
                Unread::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
                Unread::Broken(_) => StatusCode::BAD_REQUEST,
            };
            Failure::new(status, unread.to_string())
        })?;
        if body.len() <= SHORT {
            return parse(&parts.headers, &body).map(Self);
        }
        aside(move || parse(&parts.headers, &body)).await.map(Self)
    }
}

fn parse<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<Option<T>, Failure> {
    if body.is_empty() {
        return Ok(None);
    }
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    // A page of another site cannot send this type without asking first.
    if !essence.eq_ignore_ascii_case("application/json") {
        let message = "the body must be application/json, and Content-Type must say so";
        return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    if body.trim_ascii() == b"null" {
        return Ok(None);
    }
    // Else a list would be taken for the members in order.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Failure::bad_request("the body: must be a JSON object at line 1 column 1"));
    }
    serde_json::from_slice(body).map(Some).map_err(|error| Failure::bad_request(format!("the body: {error}")))
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(parameters)) => Ok(Self(parameters)),
            Err(error) => Err(Failure::bad_request(error.body_text())),
        }
    }
}

/// An answer in JSON.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Result<Response, Failure> {
    let body = serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer of the control API is not JSON");
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written")
    })?;
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// 204.
pub(super) fn no_content() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
