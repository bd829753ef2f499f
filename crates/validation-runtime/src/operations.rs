//! What the operations of a document have in common: judging exchanges of a whole document.

use std::fmt;

use crate::contract::Contract;
use crate::request::{self, Request};
use crate::response::{self, Response};
use crate::route::{Route, RouteNode};
use crate::verdict::{Limits, Verdict};

/// The operations of a document: implemented by the `Operation` enum that is generated for it.
pub trait Operations: Copy + 'static {
    /// Every operation, in the order of the document.
    const ALL: &'static [Self];

    /// The tree of the document's path templates.
    const ROUTES: &'static RouteNode<Self>;

    /// What the document says about the operation.
    fn contract(self) -> &'static Contract;

    /// The operation of `method` and `path`; see [`RouteNode::route`].
    fn route(method: &str, path: &str) -> Route<Self> {
        Self::ROUTES.route(method, path)
    }

    /// The operation with the operationId `id`.
    ///
    /// # Errors
    ///
    /// [`UnknownOperation`] if the document has no such operation.
    fn from_id(id: &str) -> Result<Self, UnknownOperation> {
        let operations = Self::ALL.iter();
        operations.copied().find(|operation| operation.contract().operation_id == id).ok_or(UnknownOperation)
    }

    /// Finds the operation of a request and judges the request against it.
    fn check(request: &Request<'_>, limits: &Limits) -> Verdict {
        match Self::route(request.method, request.path).operation() {
            Ok(operation) => operation.check_request(request, limits),
            Err(reason) => Verdict::NotJudged(reason),
        }
    }

    /// Judges a request that was routed to this operation.
    fn check_request(self, request: &Request<'_>, limits: &Limits) -> Verdict {
        request::check_request(self.contract(), request, limits)
    }

    /// Judges a response of this operation.
    fn check_response(self, response: &Response<'_>, limits: &Limits) -> Verdict {
        response::check_response(self.contract(), response, limits)
    }
}

/// The document has no operation with the given operationId.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownOperation;

impl fmt::Display for UnknownOperation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the document has no operation with this operationId")
    }
}

impl std::error::Error for UnknownOperation {}
