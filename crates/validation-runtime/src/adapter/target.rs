//! The operation that an exchange is for, and judging the exchange against it.

use http::HeaderMap;

use crate::{Limits, Location, Method, NotJudged, Operations, Request, Response, Route, Unread, Verdict};

/// Stands for a body that was not read; nothing that is found in it is reported.
const PLACEHOLDER: &[u8] = b" ";

/// A request without its body, as HTTP stacks have it.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) method: &'a http::Method,
    /// The path relative to the server's URL; `None` if it is not below it.
    pub(crate) path: Option<&'a str>,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
}

/// What an exchange is judged against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<O> {
    pub(crate) operation: O,
    /// Whether the method is HEAD, so that the response has no body.
    pub(crate) is_head: bool,
}

impl<O: Operations> Target<O> {
    /// Finds the operation of a request.
    ///
    /// HEAD is GET without a body in the response (RFC 9110, section 9.3.2), and servers answer it by the handler of
    /// GET: where the document has no HEAD of its own, the operation of GET is meant.
    pub(crate) fn find(head: &Head<'_>) -> Result<Self, NotJudged> {
        let path = head.path.ok_or(NotJudged::UnknownPath)?;
        let is_head = head.method == http::Method::HEAD;
        let found = match O::route(head.method.as_str(), path) {
            Route::MethodNotAllowed { allowed } if is_head && allowed.contains(&Method::Get) => {
                O::route(Method::Get.name(), path)
            }
            found => found,
        };
        found.operation().map(|operation| Self { operation, is_head })
    }

    /// Judges a request with all of its body.
    pub(crate) fn judge_request(&self, head: &Head<'_>, body: &[u8], limits: &Limits) -> Verdict {
        let path = head.path.unwrap_or_default();
        let mut request = Request::new(head.method.as_str(), path).with_headers(head.headers).with_body(body);
        request.query = head.query;
        self.operation.check_request(&request, limits)
    }

    /// Judges everything of a request but its body, which is there and was not read to its end.
    pub(crate) fn judge_request_head(&self, head: &Head<'_>, why: Unread, limits: &Limits) -> Verdict {
        let verdict = self.judge_request(head, PLACEHOLDER, limits);
        without_body(verdict, Some(NotJudged::BodyUnread { why }))
    }

    /// Judges a response with all of its body.
    pub(crate) fn judge_response(
        &self,
        status: http::StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        limits: &Limits,
    ) -> Verdict {
        let response = Response::new(status.as_u16()).with_headers(headers).with_body(body);
        let verdict = self.operation.check_response(&response, limits);
        if self.is_head && body.is_empty() { without_body(verdict, None) } else { verdict }
    }

    /// Judges everything of a response but its body, which is there and was not read to its end.
    pub(crate) fn judge_response_head(
        &self,
        status: http::StatusCode,
        headers: &HeaderMap,
        why: Unread,
        limits: &Limits,
    ) -> Verdict {
        let verdict = self.judge_response(status, headers, PLACEHOLDER, limits);
        without_body(verdict, Some(NotJudged::BodyUnread { why }))
    }
}

/// Whether a verdict says that the body is of another media type, so that reading the body is of no use.
pub(crate) fn is_of_other_media_type(verdict: &Verdict) -> bool {
    let reason = match verdict {
        Verdict::Valid => None,
        Verdict::Violations(violations) => violations.not_judged.as_ref(),
        Verdict::NotJudged(reason) => Some(reason),
    };
    matches!(reason, Some(NotJudged::MediaType { .. }))
}

/// `verdict` without what it says about the body; `reason` stands where there is no better one.
fn without_body(verdict: Verdict, reason: Option<NotJudged>) -> Verdict {
    match verdict {
        Verdict::Violations(mut violations) => {
            violations.list.retain(|violation| violation.location != Location::Body);
            violations.not_judged = violations.not_judged.take().or(reason);
            if violations.list.is_empty() {
                return violations.not_judged.map_or(Verdict::Valid, Verdict::NotJudged);
            }
            Verdict::Violations(violations)
        }
        Verdict::Valid => reason.map_or(Verdict::Valid, Verdict::NotJudged),
        Verdict::NotJudged(reason) => Verdict::NotJudged(reason),
    }
}
