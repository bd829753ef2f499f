//! Judging responses.

use std::fmt;

use crate::Method;
use crate::body;
use crate::contract::Contract;
use crate::direction::Direction;
use crate::header::{self, Headers, NoHeaders};
use crate::reader::Reader;
use crate::report::Report;
use crate::verdict::{Limits, NotJudged, Verdict};

/// A response in plain parts.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Response<'a> {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: &'a dyn Headers,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

impl<'a> Response<'a> {
    /// A response without headers and body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: &NoHeaders, body: &[] }
    }

    /// The same response with headers.
    #[must_use]
    pub fn with_headers(self, headers: &'a dyn Headers) -> Self {
        Self { headers, ..self }
    }

    /// The same response with a body.
    #[must_use]
    pub fn with_body(self, body: &'a [u8]) -> Self {
        Self { body, ..self }
    }

    /// A response from its head and its body.
    pub fn from_parts(parts: &'a http::response::Parts, body: &'a [u8]) -> Self {
        Self { status: parts.status.as_u16(), headers: &parts.headers, body }
    }
}

impl<'a, B: AsRef<[u8]>> From<&'a http::Response<B>> for Response<'a> {
    fn from(response: &'a http::Response<B>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers(),
            body: response.body().as_ref(),
        }
    }
}

impl fmt::Debug for Response<'_> {
    /// Writes neither headers nor body: they may carry secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Response({}, body of {} bytes)", self.status, self.body.len())
    }
}

/// Judges a response of the operation of `contract`: headers and body, in this order.
///
/// The response that the document has for the status is looked for as it stands, then as a range such as `2XX`, then as
/// `default` (OpenAPI 3.0.3, responses object). If there is none, the response is not judged. A response that cannot
/// have a body must have none, whatever the document describes: one to HEAD (RFC 9110, section 9.3.2), and those of
/// status 1xx, 204 and 304 (section 6.4.1).
pub fn check_response(contract: &Contract, response: &Response<'_>, limits: &Limits) -> Verdict {
    let Some(documented) = contract.response(response.status) else {
        return Verdict::NotJudged(NotJudged::UndocumentedStatus { status: response.status });
    };
    let mut report = Report::new(limits);
    let direction = Direction::Response;
    header::check(documented.headers, response.headers, &mut Reader::new(&mut report, limits, direction, 0));
    let has_body = contract.method != Method::Head && !matches!(response.status, 100..=199 | 204 | 304);
    let described = documented.body.filter(|_| has_body);
    let (headers, body) = (response.headers, response.body);
    body::check(described, documented.pointer, headers, body, direction, limits, &mut report);
    report.into_verdict()
}
