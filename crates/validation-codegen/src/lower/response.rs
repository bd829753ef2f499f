//! Responses.

use asp_spec::{Node, Operation};

use super::Lowering;
use crate::ir::{Response, Responses, Use};

impl<'a> Lowering<'a> {
    pub(super) fn responses(&mut self, operation: &Operation<'a>) -> Responses {
        let mut responses = Responses::default();
        for (key, node) in operation.responses() {
            let response = self.response_use(&node);
            if let Ok(status) = key.parse() {
                responses.exact.push((status, response));
            } else if let Some(Ok(digit)) = key.strip_suffix("XX").map(str::parse) {
                responses.ranges.push((digit, response));
            } else {
                // The reader of documents lets no other key through.
                responses.default = Some(response);
            }
        }
        responses
    }

    fn response_use(&mut self, node: &Node<'a>) -> Use<Response> {
        let pointer = node.pointer().as_str().to_owned();
        if node.component_name().is_none() {
            return Use::Inline(Box::new(self.response(node)));
        }
        if !self.api.responses.contains_key(&pointer) {
            let response = self.response(node);
            self.api.responses.insert(pointer.clone(), response);
        }
        Use::Named(pointer)
    }

    fn response(&mut self, node: &Node<'a>) -> Response {
        Response {
            pointer: node.pointer().as_str().to_owned(),
            headers: self.response_headers(node),
            body: self.response_body(node),
        }
    }
}
