//! Requests and responses that are made, and what the two documents say about them.

use std::fmt;

use asp_validation_runtime::{Location, NotJudged, Request, Response, Route, Verdict, Violation};

use super::version::{LIMITS, Version};

/// A request or a response, as a person or a test can send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// What a sender sends.
    Request {
        /// The method.
        method: String,
        /// The path with the query, percent-encoded, relative to the server's URL.
        path: String,
        /// Names and values of headers.
        headers: Vec<(String, String)>,
        /// The body; empty if there is none.
        body: Vec<u8>,
    },
    /// What a reader reads.
    Response {
        /// The status code.
        status: u16,
        /// Names and values of headers.
        headers: Vec<(String, String)>,
        /// The body; empty if there is none.
        body: Vec<u8>,
    },
}

impl Exchange {
    /// The headers.
    pub fn headers(&self) -> &[(String, String)] {
        match self {
            Self::Request { headers, .. } | Self::Response { headers, .. } => headers,
        }
    }

    /// The body; empty if there is none.
    pub fn body(&self) -> &[u8] {
        match self {
            Self::Request { body, .. } | Self::Response { body, .. } => body,
        }
    }
}

impl fmt::Display for Exchange {
    /// Writes the exchange as HTTP/1.1 has it: first line, headers, an empty line, the body.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { method, path, .. } => write!(formatter, "{method} {path}")?,
            Self::Response { status, .. } => write!(formatter, "{status}")?,
        }
        for (name, value) in self.headers() {
            write!(formatter, "\n{name}: {value}")?;
        }
        if self.body().is_empty() {
            return Ok(());
        }
        write!(formatter, "\n\n{}", String::from_utf8_lossy(self.body()))
    }
}

/// Where in an exchange a gap stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Path(String),
    Query(String),
    Header(String),
    Cookie(String),
    Body,
    /// The status of a response.
    Status,
}

impl Spot {
    fn is_at(&self, location: Location) -> bool {
        match (self, location) {
            (Self::Path(own), Location::Path { name })
            | (Self::Query(own), Location::Query { name })
            | (Self::Cookie(own), Location::Cookie { name }) => own == name,
            (Self::Header(own), Location::Header { name }) => own.eq_ignore_ascii_case(name),
            (Self::Body, Location::Body) => true,
            _ => false,
        }
    }

    fn explains(&self, reason: &NotJudged) -> bool {
        match reason {
            NotJudged::UnknownPath | NotJudged::MethodNotAllowed { .. } => {
                matches!(self, Self::Path(_))
            }
            NotJudged::UndocumentedStatus { .. } => *self == Self::Status,
            NotJudged::MediaType { .. } => *self == Self::Body,
            _ => false,
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(name) => write!(formatter, "path parameter `{name}`"),
            Self::Query(name) => write!(formatter, "query parameter `{name}`"),
            Self::Header(name) => write!(formatter, "header `{name}`"),
            Self::Cookie(name) => write!(formatter, "cookie `{name}`"),
            Self::Body => formatter.write_str("body"),
            Self::Status => formatter.write_str("status"),
        }
    }
}

/// What a document says about an exchange.
#[derive(Debug)]
enum Judgement {
    Accepted,
    Refused(Vec<Violation>, Option<NotJudged>),
    /// The request is for another operation.
    Elsewhere(&'static str),
}

/// Judges `exchange` as one of the operation at `index` of `version`.
fn judge(version: &Version, index: usize, exchange: &Exchange) -> Option<Judgement> {
    let operation = version.loaded.operations().get(index)?;
    let verdict = match exchange {
        Exchange::Request { method, path, headers, body } => {
            match version.loaded.route(method, path) {
                Route::Found(found) if std::ptr::eq(found.contract(), operation.contract()) => {}
                Route::Found(found) => return Some(Judgement::Elsewhere(found.contract().operation_id)),
                other => {
                    let reason = other.operation().err()?;
                    return Some(Judgement::Refused(Vec::new(), Some(reason)));
                }
            }
            let request = Request::new(method, path).with_headers(headers).with_body(body);
            operation.check_request(&request, &LIMITS)
        }
        Exchange::Response { status, headers, body } => {
            let response = Response::new(*status).with_headers(headers).with_body(body);
            operation.check_response(&response, &LIMITS)
        }
    };
    Some(match verdict {
        Verdict::Valid => Judgement::Accepted,
        Verdict::Violations(violations) => Judgement::Refused(violations.list, violations.not_judged),
        Verdict::NotJudged(reason) => Judgement::Refused(Vec::new(), Some(reason)),
    })
}

/// An operation of one of the documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) version: &'a Version,
    /// Which of the operations.
    pub(super) index: usize,
}

/// Why `strict` refuses the exchange, which `loose` accepts, because of what is at `spot` and `at` in it; `None` if that
/// is not so.
pub(super) fn refusal(
    loose: Side<'_>,
    strict: Side<'_>,
    exchange: &Exchange,
    spot: &Spot,
    at: &str,
) -> Option<Vec<String>> {
    let Judgement::Accepted = judge(loose.version, loose.index, exchange)? else { return None };
    match judge(strict.version, strict.index, exchange)? {
        Judgement::Accepted => None,
        Judgement::Elsewhere(other) => {
            matches!(spot, Spot::Path(_)).then(|| vec![format!("the request is for operation {other}")])
        }
        Judgement::Refused(violations, reason) => {
            let is_near =
                |violation: &Violation| spot.is_at(violation.location) && is_related(&violation.instance, at);
            let explains =
                violations.iter().any(is_near) || reason.as_ref().is_some_and(|it| spot.explains(it));
            explains.then(|| {
                let reasons = reason.iter().map(ToString::to_string);
                violations.iter().map(ToString::to_string).chain(reasons).collect()
            })
        }
    }
}

/// Whether `version` has an operation for the request, and what it says if not.
pub(super) fn unrouted(version: &Version, exchange: &Exchange) -> Option<String> {
    let Exchange::Request { method, path, .. } = exchange else { return None };
    match version.loaded.route(method, path) {
        Route::Found(found) => {
            Some(format!("the request is for operation {}", found.contract().operation_id))
        }
        other => other.operation().err().map(|reason| reason.to_string()),
    }
}

/// Whether `loose` accepts the exchange.
pub(super) fn is_accepted(loose: Side<'_>, exchange: &Exchange) -> bool {
    matches!(judge(loose.version, loose.index, exchange), Some(Judgement::Accepted))
}

/// Whether one of two JSON pointers leads to the other's place, or into it.
fn is_related(left: &str, right: &str) -> bool {
    let leads = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    leads(left, right) || leads(right, left)
}
