//! What is answered instead of tokens (RFC 6749 section 5.2).

use std::borrow::Cow;

use axum::response::Response;
use http::StatusCode;
use http::header::{ALLOW, HeaderValue, WWW_AUTHENTICATE};

use super::answer;
use crate::failure::StoreFailed;
use crate::store::{StoreError, WriteError};

/// A word for machines and a sentence for people. The sentence says what and where, never what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The word.
    pub(crate) error: ErrorCode,
    /// The sentence, without quotation marks and backslashes, which RFC 6749 excludes.
    pub(crate) description: Cow<'static, str>,
    /// What the store said, if it failed.
    store: Option<StoreFailed>,
}

/// The words for `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    /// The request is not of the form that the grant type needs.
    InvalidRequest,
    /// The method is not POST.
    MethodNotAllowed,
    /// Client id or client secret are wrong.
    InvalidClient,
    /// The code or refresh token is unknown, used up, expired, revoked, or another client's.
    InvalidGrant,
    /// The grant type is none of the two.
    UnsupportedGrantType,
    /// The scope is unknown, or more than what was consented to.
    InvalidScope,
    /// The store is out of reach. RFC 6749 has this word for the other endpoint only.
    ServerError,
}

impl ErrorCode {
    /// The word and the status.
    ///
    /// 401 for every wrong client, as the vendor's service does; RFC 6749 wants it with credentials in the header and
    /// allows it without.
    fn on_the_wire(self) -> (&'static str, StatusCode) {
        match self {
            Self::InvalidRequest => ("invalid_request", StatusCode::BAD_REQUEST),
            Self::MethodNotAllowed => ("invalid_request", StatusCode::METHOD_NOT_ALLOWED),
            Self::InvalidClient => ("invalid_client", StatusCode::UNAUTHORIZED),
            Self::InvalidGrant => ("invalid_grant", StatusCode::BAD_REQUEST),
            Self::UnsupportedGrantType => ("unsupported_grant_type", StatusCode::BAD_REQUEST),
            Self::InvalidScope => ("invalid_scope", StatusCode::BAD_REQUEST),
            Self::ServerError => ("server_error", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }
}

impl Refusal {
    /// A refusal with this word and sentence.
    pub(crate) fn new(error: ErrorCode, description: impl Into<Cow<'static, str>>) -> Self {
        Self { error, description: description.into(), store: None }
    }

    /// `invalid_request`.
    pub(crate) fn request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    /// `invalid_grant`.
    pub(crate) fn grant(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidGrant, description)
    }

    /// `invalid_client`, without saying whether the client id exists.
    pub(crate) fn client() -> Self {
        Self::new(ErrorCode::InvalidClient, "the client id is unknown, or the client secret is not its own")
    }

    /// The answer.
    pub(crate) fn into_response(self) -> Response {
        let (error, status) = self.error.on_the_wire();
        let body = serde_json::json!({ "error": error, "error_description": self.description });
        let mut response = answer(status, &body);
        if let Some(failed) = self.store {
            response.extensions_mut().insert(failed);
        }
        match self.error {
            // RFC 9110 sections 15.5.2 and 15.5.6: these statuses come with these headers.
            ErrorCode::InvalidClient => response.headers_mut().insert(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"Login with Amazon\", charset=\"UTF-8\""),
            ),
            ErrorCode::MethodNotAllowed => {
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"))
            }
            _ => None,
        };
        response
    }
}

impl From<StoreError> for Refusal {
    /// What the store said goes to the log, never to the caller.
    fn from(error: StoreError) -> Self {
        let refusal = Self::new(ErrorCode::ServerError, "the store is out of reach; try again");
        Self { store: Some(error.into()), ..refusal }
    }
}

impl From<WriteError> for Refusal {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Store(error) => error.into(),
            error => StoreError::Broken(error.to_string()).into(),
        }
    }
}
