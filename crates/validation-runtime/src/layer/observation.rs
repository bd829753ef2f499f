//! What an observer hears.

use std::fmt;

use crate::Verdict;

/// One side of an exchange was judged, or was not.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Observation<'a, O> {
    /// The operation; `None` if the request has none.
    pub operation: Option<O>,
    /// The side of the exchange.
    pub side: Side,
    /// The verdict. It has no values but short numbers, as [`crate::Violation`] says; JSON pointers name members as the
    /// sender wrote them, and [`crate::NotJudged::MediaType`] repeats the content type.
    pub verdict: &'a Verdict,
    /// Whether the layer puts an answer of its own in the place of the service's.
    pub refused: bool,
}

/// A side of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The request.
    Request,
    /// The response.
    Response,
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}
