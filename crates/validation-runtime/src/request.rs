//! Judging requests.

use std::fmt;

use crate::contract::Contract;
use crate::direction::Direction;
use crate::header::{self, Headers, NoHeaders};
use crate::pairs;
use crate::reader::Reader;
use crate::report::Report;
use crate::route::path_of;
use crate::scan;
use crate::verdict::{Limits, Verdict};
use crate::{body, parameter};

/// A request in plain parts.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Request<'a> {
    /// The method, as HTTP spells it.
    pub method: &'a str,
    /// The path, percent-encoded, relative to the server's URL; a query may follow it.
    pub path: &'a str,
    /// The query, percent-encoded, without the question mark; `None` if `path` carries it or there is none.
    pub query: Option<&'a str>,
    /// The headers.
    pub headers: &'a dyn Headers,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// A request without headers and body.
    pub fn new(method: &'a str, path: &'a str) -> Self {
        Self { method, path, query: None, headers: &NoHeaders, body: &[] }
    }

    /// The same request with a query, percent-encoded and without the question mark.
    #[must_use]
    pub fn with_query(self, query: &'a str) -> Self {
        Self { query: Some(query), ..self }
    }

    /// The same request with headers.
    #[must_use]
    pub fn with_headers(self, headers: &'a dyn Headers) -> Self {
        Self { headers, ..self }
    }

    /// The same request with a body.
    #[must_use]
    pub fn with_body(self, body: &'a [u8]) -> Self {
        Self { body, ..self }
    }

    /// A request from its head and its body.
    pub fn from_parts(parts: &'a http::request::Parts, body: &'a [u8]) -> Self {
        Self {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            query: parts.uri.query(),
            headers: &parts.headers,
            body,
        }
    }

    fn query(&self) -> &'a str {
        self.query.unwrap_or_else(|| {
            let target = scan::split_once(self.path, b'#').map_or(self.path, |(target, _)| target);
            scan::split_once(target, b'?').map_or("", |(_, query)| query)
        })
    }
}

impl<'a, B: AsRef<[u8]>> From<&'a http::Request<B>> for Request<'a> {
    fn from(request: &'a http::Request<B>) -> Self {
        Self {
            method: request.method().as_str(),
            path: request.uri().path(),
            query: request.uri().query(),
            headers: request.headers(),
            body: request.body().as_ref(),
        }
    }
}

impl fmt::Debug for Request<'_> {
    /// Writes neither path nor query nor headers nor body: they may carry secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Request({}, body of {} bytes)", self.method, self.body.len())
    }
}

/// Judges a request for the operation of `contract`: path, query, headers, cookies and body, in this order.
///
/// The request must be routed to that operation: parameters are read from the segments of its path template.
pub fn check_request(contract: &Contract, request: &Request<'_>, limits: &Limits) -> Verdict {
    let mut report = Report::new(limits);
    let (path, query) = (path_of(request.path), request.query());
    let direction = Direction::Request;
    let mut reader = Reader::new(&mut report, limits, direction, path.len().max(query.len()));
    parameter::check_path(contract.path, path, &mut reader);
    parameter::check_query(contract.query, query, &mut reader);
    header::check(contract.headers, request.headers, &mut reader);
    if !contract.cookies.is_empty() {
        parameter::check_cookies(contract.cookies, &pairs::cookies(request.headers), &mut reader);
    }
    body::check(
        contract.body,
        contract.pointer,
        request.headers,
        request.body,
        direction,
        limits,
        &mut report,
    );
    report.into_verdict()
}
