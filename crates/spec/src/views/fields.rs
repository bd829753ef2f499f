//! The table of schemas and their fields.

use super::page::Page;
use super::words::kind;
use crate::{Document, Node};

pub(super) fn write(page: &mut Page, document: &Document) {
    page.table(&["schema", "field", "type", "required", "nullable", "description"]);
    for (name, schema) in document.components("schemas") {
        row(page, name, "", &schema, "");
        let required: Vec<_> = schema.get("required").into_iter().flat_map(|names| names.items()).collect();
        for (field, property) in
            schema.get("properties").into_iter().flat_map(|properties| properties.entries())
        {
            let is_required = required.iter().any(|name| name.as_str() == Some(field));
            row(page, name, field, &property, if is_required { "required" } else { "optional" });
        }
    }
}

fn row(page: &mut Page, schema: &str, field: &str, node: &Node<'_>, required: &str) {
    let nullable = if node.flag("nullable") { "nullable" } else { "" };
    let description = node.text("description").and_then(|text| text.lines().next()).unwrap_or_default();
    let cells = [schema, field, &kind(node), required, nullable, description];
    page.row(&cells.map(str::to_owned));
}
