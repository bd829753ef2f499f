//! Responses.

use asp_spec::{Node, Operation};

use super::Lowering;
use crate::ir::{Response, Use};

impl<'a> Lowering<'a> {
    pub(super) fn responses(&mut self, operation: &Operation<'a>) -> Vec<(u16, Use<Response>)> {
        let written = operation.node.get("responses");
        let mut responses = Vec::new();
        for (key, node) in operation.responses() {
            if let Ok(status) = key.parse() {
                responses.push((status, self.response_use(&node)));
                continue;
            }
            // The key is what is refused, not the component that it may refer to.
            let place = written.as_ref().and_then(|written| written.get(key)).unwrap_or(node);
            if key == "default" {
                let found = "a `default` response, which validators do not support yet";
                self.refuse("default-response", &place, found, "list the statuses one by one");
            } else {
                let found = format!("the range of statuses `{key}`, which validators do not support yet");
                self.refuse("status-range", &place, found, "list the statuses one by one");
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
