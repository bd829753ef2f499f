//! Operations.

use asp_spec::Method;
use asp_validation_runtime::tables::{self, Contract, Part, PathParameter};
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
        let path = operation.path_parameters.iter().filter_map(|place| {
            let part = place.part.as_ref().map(|ir::Part { literals, index }| Part {
                literals: leak_list(literals.iter().map(|text| leak_text(text))),
                index: *index,
            });
            Some(PathParameter {
                segment: place.segment,
                part,
                parameter: self.parameter_use(&place.parameter)?,
            })
        });
        let path = leak_list(path);
        let ir::Responses { exact, ranges, default } = &operation.responses;
        let mut by_number = |responses: &'a [(u16, ir::Use<ir::Response>)]| {
            let found = responses.iter();
            leak_list(found.filter_map(|(number, response)| Some((*number, self.response_use(response)?))))
        };
        let (responses, ranges) = (by_number(exact), by_number(ranges));
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
            cookies: leak_list(
                operation.cookies.iter().filter_map(|parameter| self.parameter_use(parameter)),
            ),
            body: operation.body.as_ref().and_then(|body| self.body_use(body)),
            responses,
            ranges,
            default: default.as_ref().and_then(|response| self.response_use(response)),
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
