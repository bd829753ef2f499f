//! What a document says about an operation.

use crate::Method;
use crate::body::Body;
use crate::parameter::{Parameter, PathParameter};

/// What the document says about one operation (OpenAPI 3.0.3, operation object).
#[derive(Debug)]
pub struct Contract {
    /// Where the operation stands in the document: a JSON pointer.
    pub pointer: &'static str,
    /// The `operationId`; `METHOD path` if the document has none.
    pub operation_id: &'static str,
    /// The method.
    pub method: Method,
    /// The path template, such as `/rooms/{roomId}`.
    pub path_template: &'static str,
    /// The first tag.
    pub tag: Option<&'static str>,
    /// The parameters in the path, by segment.
    pub path: &'static [PathParameter],
    /// The parameters in the query.
    pub query: &'static [&'static Parameter],
    /// The headers of the request.
    pub headers: &'static [&'static Parameter],
    /// The cookies of the request.
    pub cookies: &'static [&'static Parameter],
    /// The body of the request.
    pub body: Option<&'static Body>,
    /// The responses by status.
    pub responses: &'static [(u16, &'static Response)],
    /// The responses by the first digit of the status: `2XX` and its like.
    pub ranges: &'static [(u16, &'static Response)],
    /// The response of every other status.
    pub default: Option<&'static Response>,
}

impl Contract {
    /// No parameters, bodies and responses: the base of struct updates in tables.
    pub const NONE: Self = Self {
        pointer: "",
        operation_id: "",
        method: Method::Get,
        path_template: "",
        tag: None,
        path: &[],
        query: &[],
        headers: &[],
        cookies: &[],
        body: None,
        responses: &[],
        ranges: &[],
        default: None,
    };

    /// What the document says about a response of `status`: the status itself comes before its range, and both before
    /// `default` (OpenAPI 3.0.3, responses object).
    pub fn response(&self, status: u16) -> Option<&'static Response> {
        let exact = self.responses.iter().find(|(documented, _)| *documented == status);
        let range = || self.ranges.iter().find(|(digit, _)| *digit == status / 100);
        exact.or_else(range).map(|(_, response)| *response).or(self.default)
    }
}

/// What the document says about a response (OpenAPI 3.0.3, response object).
#[derive(Debug)]
pub struct Response {
    /// Where the response stands in the document: a JSON pointer.
    pub pointer: &'static str,
    /// The headers.
    pub headers: &'static [&'static Parameter],
    /// The body.
    pub body: Option<&'static Body>,
}
