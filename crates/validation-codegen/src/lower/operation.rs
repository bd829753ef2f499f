//! Operations.

use std::collections::HashSet;

use asp_spec::{Document, Operation};

use super::Lowering;
use super::route::Template;
use super::style::Place;
use crate::ir::{self, PathParameter};

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self, document: &'a Document) {
        let mut ids = HashSet::new();
        for operation in document.operations_of_all_paths() {
            // Paths may share a path item by reference: its operations have their ids where it stands.
            let is_own = operation.node.pointer().tokens().nth(1).is_some_and(|path| path == operation.path);
            let label = if is_own { operation.label() } else { method_and_path(&operation) };
            self.operation = Some(label.clone());
            if !ids.insert(label.clone()) {
                let found = format!("the operationId `{label}`, which another operation has");
                let node = operation.node.get("operationId").unwrap_or_else(|| operation.node.clone());
                self.refuse("operation-id", &node, found, "give each operation an id of its own");
            }
            self.operation(&operation, label);
        }
    }

    /// Callbacks describe what the server asks of others, by other paths: such exchanges are none of this document's.
    /// `servers`, `security`, `links` and the like say nothing about the parts that are judged.
    fn operation(&mut self, operation: &Operation<'a>, id: String) {
        let template = self.template(operation);
        let mut lowered = ir::Operation {
            pointer: operation.node.pointer().as_str().to_owned(),
            id,
            method: operation.method,
            path: operation.path.to_owned(),
            tag: operation.tag().map(str::to_owned),
            path_parameters: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
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
            let Some(place) = Self::place(&node) else { continue };
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
                Place::Cookie => lowered.cookies.push(parameter),
                Place::Path => match template.map(|template| template.place_of(name)) {
                    Some(Some((segment, part))) => {
                        lowered.path_parameters.push(PathParameter { segment, part, parameter });
                    }
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
        lowered
            .path_parameters
            .sort_by_key(|parameter| (parameter.segment, parameter.part.as_ref().map(|part| part.index)));
        for name in template.iter().flat_map(|template| template.parameters()) {
            if !seen.contains(&(Some("path"), name.to_owned())) {
                let found = format!("`{{{name}}}` in the path, which no parameter describes");
                self.refuse("path-parameter-undescribed", &operation.node, found, "add a parameter for it");
            }
        }
    }
}

fn method_and_path(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method.name(), operation.path)
}
