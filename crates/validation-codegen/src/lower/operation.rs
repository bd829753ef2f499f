//! Operations.

use std::collections::HashSet;

use asp_spec::{Document, Node, Operation};

use super::Lowering;
use super::parameter::Place;
use super::route::Template;
use crate::ir::{self, PathParameter};

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self, document: &'a Document) {
        self.path_items(document);
        let mut ids = HashSet::new();
        for operation in document.operations() {
            let label = operation.label();
            self.operation = Some(label.clone());
            if !ids.insert(label) {
                let found = format!("the operationId `{}`, which another operation has", operation.label());
                let node = operation.node.get("operationId").unwrap_or_else(|| operation.node.clone());
                self.refuse("operation-id", &node, found, "give each operation an id of its own");
            }
            self.operation(&operation);
        }
    }

    fn path_items(&mut self, document: &'a Document) {
        let paths = document.root().get("paths");
        for (_, item) in paths.iter().flat_map(Node::entries) {
            if let Some(reference) = item.get("$ref") {
                let found = "a path that refers to another path item, which validators do not follow";
                self.refuse("path-reference", &reference, found, "write the path item here");
            }
        }
    }

    fn operation(&mut self, operation: &Operation<'a>) {
        if let Some(callbacks) = operation.node.get("callbacks") {
            let found = "callbacks, whose exchanges validators do not judge";
            self.refuse("callbacks", &callbacks, found, "describe them in a document of their own");
        }
        let template = self.template(operation);
        let mut lowered = ir::Operation {
            pointer: operation.node.pointer().as_str().to_owned(),
            id: operation.label(),
            method: operation.method,
            path: operation.path.to_owned(),
            tag: operation.tag().map(str::to_owned),
            path_parameters: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: operation.request_body().and_then(|body| self.request_body_use(&body)),
            responses: self.responses(operation),
        };
        self.parameters(operation, template.as_ref(), &mut lowered);
        if let Some(template) = template {
            self.route(operation, &template);
        }
        self.api.operations.push(lowered);
    }

    fn parameters(
        &mut self,
        operation: &Operation<'a>,
        template: Option<&Template>,
        lowered: &mut ir::Operation,
    ) {
        let mut seen = HashSet::new();
        for node in operation.parameters() {
            let Some(place) = self.place(&node) else { continue };
            let name = node.text("name").unwrap_or_default();
            // Header names are alike whatever their case (RFC 9110, section 5.1).
            let identity = if place == Place::Header { name.to_ascii_lowercase() } else { name.to_owned() };
            if !seen.insert((node.text("in"), identity)) {
                let found = format!("a second parameter `{name}` in the same place");
                self.refuse("duplicate-parameter", &node, found, "keep one of the two");
            }
            let parameter = self.parameter_use(&node, place);
            match place {
                Place::Query => lowered.query.push(parameter),
                Place::Header => lowered.headers.push(parameter),
                Place::Path => match template.map(|template| template.segment_of(name)) {
                    Some(Some(segment)) => lowered.path_parameters.push(PathParameter { segment, parameter }),
                    Some(None) => {
                        let found =
                            format!("a path parameter `{name}` that `{}` does not have", operation.path);
                        self.refuse("path-parameter-unused", &node, found, "take it out, or mend the name");
                    }
                    // The template itself was refused.
                    None => {}
                },
            }
        }
        lowered.path_parameters.sort_by_key(|parameter| parameter.segment);
        let described: HashSet<usize> =
            lowered.path_parameters.iter().map(|parameter| parameter.segment).collect();
        for (segment, name) in template.iter().flat_map(|template| template.parameters()) {
            if !described.contains(&segment) {
                let found = format!("`{{{name}}}` in the path, which no parameter describes");
                self.refuse("path-parameter-undescribed", &operation.node, found, "add a parameter for it");
            }
        }
    }
}
