//! Named schemas: those that an operation needs, each once.

use std::collections::HashSet;

use super::super::page::Page;
use super::super::words::{code, details, phrase};
use crate::{Node, Operation, Pointer};

pub(super) fn write(page: &mut Page, operation: &Operation<'_>) {
    let mut needed = Needed::default();
    for parameter in operation.parameters() {
        needed.add(parameter.get("schema"));
    }
    if let Some(body) = operation.request_body() {
        needed.add_content(&body);
    }
    for (_, response) in operation.responses() {
        needed.add_content(&response);
        for (_, header) in response.get("headers").into_iter().flat_map(|headers| headers.entries()) {
            needed.add(header.resolve().get("schema"));
        }
    }
    if !needed.schemas.is_empty() {
        page.heading(2, "Schemas");
    }
    for schema in &needed.schemas {
        write_named(page, 3, schema);
    }
}

/// A named schema on a page of its own headings.
pub(in super::super) fn write_schema(page: &mut Page, schema: &Node<'_>) {
    write_named(page, 2, schema);
}

fn write_named(page: &mut Page, depth: usize, schema: &Node<'_>) {
    let name = schema.component_name().unwrap_or_else(|| schema.pointer().to_string());
    page.heading(depth, &name);
    page.line(&phrase(schema));
    page.blank();
    details(page, "", schema, &["properties", "required"]);
    page.blank();
    let required: Vec<_> = schema.get("required").into_iter().flat_map(|names| names.items()).collect();
    for (field, property) in schema.get("properties").into_iter().flat_map(|properties| properties.entries())
    {
        let is_required = required.iter().any(|name| name.as_str() == Some(field));
        let required = if is_required { "required" } else { "optional" };
        page.item(&format!("{}, {required}: {}", code(field), phrase(&property)), None);
        details(page, "  ", &property, &[]);
    }
}

/// Schemas in the order in which they are met, each followed by those inside it.
#[derive(Default)]
struct Needed<'a> {
    schemas: Vec<Node<'a>>,
    seen: HashSet<Pointer>,
}

impl<'a> Needed<'a> {
    fn add_content(&mut self, holder: &Node<'a>) {
        for (_, body) in holder.get("content").into_iter().flat_map(|content| content.entries()) {
            self.add(body.get("schema"));
        }
    }

    /// Adds the schema that `node` leads to, and what it leads to in turn.
    fn add(&mut self, node: Option<Node<'a>>) {
        let mut open: Vec<Node<'a>> = node.into_iter().collect();
        while let Some(schema) = open.pop() {
            let target = schema.reference().and_then(|reference| schema.document().follow(reference));
            if let Some(target) = target {
                if self.seen.insert(target.pointer().clone()) {
                    self.schemas.push(target.clone());
                    open.push(target);
                }
                continue;
            }
            let properties = schema.get("properties").into_iter().flat_map(|properties| properties.entries());
            let mut inner: Vec<_> =
                properties.map(|(_, property)| property).chain(schema.get("items")).collect();
            inner.extend(
                ["allOf", "anyOf", "oneOf"]
                    .iter()
                    .filter_map(|key| schema.get(key))
                    .flat_map(|list| list.items()),
            );
            inner.extend(["not", "additionalProperties"].iter().filter_map(|key| schema.get(key)));
            open.extend(inner.into_iter().rev());
        }
    }
}
