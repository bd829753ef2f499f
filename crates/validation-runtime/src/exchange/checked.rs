//! The verdicts of an exchange.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::adapter::target::Target;
use crate::{Limits, NotJudged, Operations, Verdict};

/// A request that was judged, and what the response to it is judged against.
#[derive(Clone, Debug)]
#[must_use]
pub struct CheckedRequest<O> {
    pub(super) target: Result<Target<O>, NotJudged>,
    pub(super) verdict: Verdict,
    pub(super) limits: Limits,
}

impl<O: Operations> CheckedRequest<O> {
    /// The operation; `None` if the request has none.
    pub fn operation(&self) -> Option<O> {
        self.target.as_ref().ok().map(|target| target.operation)
    }

    /// The verdict of the request.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Judges the response, with all of its body.
    ///
    /// The response to a request without an operation is not judged, for the same reason.
    pub fn check_response(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Verdict {
        match &self.target {
            Ok(target) => target.judge_response(status, headers, body, &self.limits),
            Err(reason) => Verdict::NotJudged(reason.clone()),
        }
    }

    /// Puts the verdict of the response beside that of the request.
    pub fn with_response(self, response: Verdict) -> Exchange<O> {
        Exchange { operation: self.operation(), request: self.verdict, response }
    }
}

/// The verdicts of both sides of an exchange.
///
/// `Display` writes both, such as `request: valid` and, on the next line, `response: not judged: status 302 is not
/// documented`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(bound(serialize = "O: Operations")))]
#[non_exhaustive]
#[must_use]
pub struct Exchange<O> {
    /// The operation; `None` if the request has none.
    #[cfg_attr(feature = "serde", serde(serialize_with = "operation_id"))]
    pub operation: Option<O>,
    /// The verdict of the request.
    pub request: Verdict,
    /// The verdict of the response.
    pub response: Verdict,
}

impl<O> Exchange<O> {
    /// Whether everything of both sides was looked at and is in order.
    pub fn is_valid(&self) -> bool {
        self.request.is_valid() && self.response.is_valid()
    }
}

impl<O> fmt::Display for Exchange<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "request: {}\nresponse: {}", self.request, self.response)
    }
}

#[cfg(feature = "serde")]
#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
fn operation_id<O: Operations, S: serde::Serializer>(
    operation: &Option<O>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::Serialize as _;
    operation.map(|operation| operation.contract().operation_id).serialize(serializer)
}
