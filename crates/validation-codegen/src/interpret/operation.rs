//! Operations.

use asp_spec::Method;
use asp_validation_runtime::tables::{self, Contract, PathParameter};
use asp_validation_runtime::{Limits, Request, Response, Verdict, check_request, check_response};

use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir;

/// An operation of a document that was loaded: what the generated `Operation` enum is for one that was compiled.
#[derive(Clone, Copy, Debug)]
pub struct LoadedOperation {
    contract: &'static Contract,
}

impl LoadedOperation {
    /// What the document says about the operation.
    pub fn contract(self) -> &'static Contract {
        self.contract
    }

    /// Judges a request that was routed to this operation.
    pub fn check_request(self, request: &Request<'_>, limits: &Limits) -> Verdict {
        check_request(self.contract, request, limits)
    }

    /// Judges a response of this operation.
    pub fn check_response(self, response: &Response<'_>, limits: &Limits) -> Verdict {
        check_response(self.contract, response, limits)
    }
}

impl<'a> Interpretation<'a> {
    /// Builds the operations, in the order of the document.
    pub(super) fn operations(&mut self) -> &'static [LoadedOperation] {
        let api = self.api;
        leak_list(api.operations.iter().map(|operation| {
            let contract = leak(self.contract(operation));
            LoadedOperation { contract }
        }))
    }

    fn contract(&mut self, operation: &'a ir::Operation) -> Contract {
        let path = operation.path_parameters.iter().filter_map(|ir::PathParameter { segment, parameter }| {
            Some(PathParameter { segment: *segment, parameter: self.parameter_use(parameter)? })
        });
        let path = leak_list(path);
        let responses = operation
            .responses
            .iter()
            .filter_map(|(status, response)| Some((*status, self.response_use(response)?)));
        let responses = leak_list(responses);
        Contract {
            path,
            pointer: leak_text(&operation.pointer),
            operation_id: leak_text(&operation.id),
            method: method(operation.method),
            path_template: leak_text(&operation.path),
            tag: operation.tag.as_deref().map(leak_text),
            query: leak_list(operation.query.iter().filter_map(|parameter| self.parameter_use(parameter))),
            headers: leak_list(
                operation.headers.iter().filter_map(|parameter| self.parameter_use(parameter)),
            ),
            body: operation.body.as_ref().and_then(|body| self.body_use(body)),
            responses,
        }
    }
}

pub(super) fn method(method: Method) -> tables::Method {
    match method {
        Method::Get => tables::Method::Get,
        Method::Put => tables::Method::Put,
        Method::Post => tables::Method::Post,
        Method::Delete => tables::Method::Delete,
        Method::Options => tables::Method::Options,
        Method::Head => tables::Method::Head,
        Method::Patch => tables::Method::Patch,
        Method::Trace => tables::Method::Trace,
    }
}
