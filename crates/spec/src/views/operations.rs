//! The table of operations.

use super::page::Page;
use super::words::{kind, plain};
use crate::{Document, Node, Operation};

pub(super) fn write(page: &mut Page, document: &Document) {
    page.table(&["method", "path", "operationId", "tag", "parameters", "body", "success", "errors", "pages"]);
    for operation in document.operations() {
        page.row(&[
            operation.method.name().to_owned(),
            operation.path.to_owned(),
            plain(&operation.node, "operationId"),
            tags(&operation),
            operation.parameters().iter().map(parameter).collect::<Vec<_>>().join(", "),
            operation.request_body().map(|body| content(&body)).unwrap_or_default(),
            responses(&operation, true),
            responses(&operation, false),
            operation.node.get("x-pagination").map(|node| pages(&node)).unwrap_or_default(),
        ]);
    }
}

fn tags(operation: &Operation<'_>) -> String {
    let tags = operation.node.get("tags").into_iter().flat_map(|tags| tags.items());
    tags.filter_map(|tag| tag.as_str()).collect::<Vec<_>>().join(", ")
}

fn parameter(parameter: &Node<'_>) -> String {
    let mark = if parameter.flag("required") { "*" } else { "" };
    format!(
        "{}{mark} {}",
        parameter.text("name").unwrap_or_default(),
        parameter.text("in").unwrap_or_default()
    )
}

/// The schemas of a body; media types other than JSON are named.
fn content(holder: &Node<'_>) -> String {
    let bodies = holder.get("content").into_iter().flat_map(|content| content.entries());
    let bodies = bodies.map(|(media_type, body)| {
        let schema = body.get("schema").map_or_else(|| "any".to_owned(), |schema| kind(&schema));
        if media_type == "application/json" { schema } else { format!("{schema} as {media_type}") }
    });
    bodies.collect::<Vec<_>>().join(" or ")
}

/// Statuses: successes with their bodies, or errors, which share one body.
fn responses(operation: &Operation<'_>, successes: bool) -> String {
    let responses = operation.responses().filter(|(status, _)| status.starts_with('2') == successes);
    let cells = responses.map(|(status, response)| match content(&response) {
        body if successes && !body.is_empty() => format!("{status} {body}"),
        _ => status.to_owned(),
    });
    cells.collect::<Vec<_>>().join(if successes { ", " } else { " " })
}

fn pages(pagination: &Node<'_>) -> String {
    let members = ["items", "limit", "requestToken", "responseToken"];
    members.map(|member| format!("{member} {}", plain(pagination, member))).join(", ")
}
