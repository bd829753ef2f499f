//! What is answered when an operation fails: a status of the document and an `ApiError`.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{Method, StatusCode, Uri};

use crate::api::responses::ApiError;
use crate::store::StoreError;
use crate::switches::{GatewayBody, Switches};

/// A failure of an operation: a status and what the body's `message` says (document: `/components/schemas/ApiError`).
#[derive(Debug)]
pub(crate) struct Failure {
    /// The status.
    pub(crate) status: StatusCode,
    /// For logs and debugging; says what, where and what to do.
    pub(crate) message: String,
    /// Whether it comes from in front of the operations, where another body is plausible.
    in_front: bool,
    /// The methods that the path has, of a 405.
    allow: Option<HeaderValue>,
    /// What the store said, if it failed.
    store: Option<StoreFailed>,
}

/// In the extensions of a response for which the store failed: what it said. Whoever knows the request id logs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoreFailed(Arc<str>);

impl StoreFailed {
    /// Writes it to the log, with the id of the request that was answered without the store.
    pub(crate) fn log(&self, request_id: &str) {
        tracing::error!(error = %self.0, request_id, "the store failed");
    }
}

impl From<StoreError> for StoreFailed {
    fn from(error: StoreError) -> Self {
        Self(error.to_string().into())
    }
}

impl Failure {
    /// A failure with any status.
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), in_front: false, allow: None, store: None }
    }

    /// A failure from in front of the operations, such as a gateway.
    pub(crate) fn in_front(status: StatusCode, message: impl Into<String>) -> Self {
        Self { in_front: true, ..Self::new(status, message) }
    }

    /// The same failure with `Allow`, as 405 wants it (RFC 9110, section 15.5.6).
    pub(crate) fn with_allow(self, methods: &str) -> Self {
        Self { allow: HeaderValue::from_str(methods).ok(), ..self }
    }

    /// 400: the request can't be carried out as it is.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 403: the caller is known and may not do this.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 404: there is no such thing, as far as the caller may know.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// The response, with the body that the switches want.
    pub(crate) fn into_response_of(self, switches: &Switches) -> http::Response<Bytes> {
        let form = if self.in_front { switches.gateway_body } else { GatewayBody::ApiError };
        let status = self.status;
        let (content_type, body) = match form {
            GatewayBody::ApiError => {
                let error = ApiError { message: Some(&self.message) };
                ("application/json", serde_json::to_string(&error).unwrap_or_default())
            }
            GatewayBody::EmptyObject => ("application/json", "{}".to_owned()),
            GatewayBody::OtherJson => (
                "application/json",
                serde_json::json!({ "Message": self.message, "code": status.as_u16() }).to_string(),
            ),
            GatewayBody::Text => ("text/plain; charset=utf-8", self.message),
            GatewayBody::Html => ("text/html; charset=utf-8", page(status)),
            GatewayBody::Empty => ("", String::new()),
        };
        let mut response = http::Response::new(Bytes::from(body));
        *response.status_mut() = status;
        if !content_type.is_empty() {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Some(failed) = self.store {
            response.extensions_mut().insert(failed);
        }
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110, section 15.5.2.
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(allow) = self.allow {
            response.headers_mut().insert(ALLOW, allow);
        }
        response
    }
}

/// Answers a request whose path has other methods only. The router adds `Allow`.
pub(crate) async fn unknown_method(method: Method, uri: Uri) -> Failure {
    let message = format!("`{}` has no {method}; see the header Allow", uri.path());
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, message)
}

/// A page of HTML such as proxies answer with.
pub(crate) fn page(status: StatusCode) -> String {
    format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n")
}

impl From<StoreError> for Failure {
    /// 500. What the store said goes to the log, never to the caller.
    fn from(error: StoreError) -> Self {
        let failure = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the store is out of reach; try again");
        Self { store: Some(error.into()), ..failure }
    }
}

impl IntoResponse for Failure {
    /// For failures of operations, whose body has one form.
    fn into_response(self) -> Response {
        self.into_response_of(&Switches::default()).map(Into::into)
    }
}
