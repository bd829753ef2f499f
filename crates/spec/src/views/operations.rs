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
            successes(&operation),
            errors(&operation),
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

/// Successes, each with its body and the names of its headers.
fn successes(operation: &Operation<'_>) -> String {
    let responses = operation.responses().filter(|(status, _)| is_success(status));
    let cells = responses.map(|(status, response)| {
        let headers = response.get("headers").into_iter().flat_map(|headers| headers.members());
        let parts = [status.to_owned(), content(&response)].into_iter().filter(|part| !part.is_empty());
        parts.chain(headers.map(|(name, _)| format!("+{name}"))).collect::<Vec<_>>().join(" ")
    });
    cells.collect::<Vec<_>>().join(", ")
}

/// The statuses of errors, which share one body.
fn errors(operation: &Operation<'_>) -> String {
    let statuses = operation.responses().map(|(status, _)| status).filter(|status| !is_success(status));
    statuses.collect::<Vec<_>>().join(" ")
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

fn pages(pagination: &Node<'_>) -> String {
    let members = ["items", "limit", "requestToken", "responseToken"];
    members.map(|member| format!("{member} {}", plain(pagination, member))).join(", ")
}
