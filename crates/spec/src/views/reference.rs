//! The reference of one operation, as a reader of the documentation sees it.
//!
//! What several parts of an operation share, such as a schema or a header of all errors, is written once, so that a
//! change to it is one line.

mod responses;
mod schemas;

use super::page::Page;
use super::words::{code, details, example, phrase, plain, requirements, rest, servers};
use crate::{Node, Operation};

pub(super) use schemas::write_schema;

/// Where the schemas of an operation are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Schemas {
    /// Below the operation.
    Below,
    /// Somewhere else on the page.
    Elsewhere,
}

pub(super) fn write(page: &mut Page, operation: &Operation<'_>, schemas: Schemas) {
    let node = &operation.node;
    page.heading(1, node.text("summary").unwrap_or(&operation.label()));
    let tags: Vec<_> = node.get("tags").into_iter().flat_map(|tags| tags.items()).collect();
    let tags: Vec<_> = tags.iter().filter_map(Node::as_str).map(code).collect();
    page.line(&format!("Operation {} of {}", code(&operation.label()), tags.join(", ")));
    if let Some(description) = node.text("description") {
        page.prose(description);
    }
    let known = [
        "operationId",
        "tags",
        "summary",
        "description",
        "parameters",
        "requestBody",
        "responses",
        "servers",
        "security",
        "x-pagination",
    ];
    rest(page, "", node, &known);
    request(page, operation);
    responses::write(page, operation);
    if let Some(pagination) = node.get("x-pagination") {
        page.heading(2, "Pages");
        pages(page, &pagination);
    }
    if let Some(throttling) = node.document().root().get("x-throttling") {
        page.heading(2, "Throttling");
        self::throttling(page, &throttling);
    }
    if schemas == Schemas::Below {
        schemas::write(page, operation);
    }
}

fn request(page: &mut Page, operation: &Operation<'_>) {
    page.heading(2, "Request");
    page.line("```http");
    page.line(&format!("{} {}", operation.method.name(), operation.path));
    page.line("```");
    if let Some(list) = operation.inherited("servers") {
        page.blank();
        page.line("Served at:");
        page.blank();
        servers(page, &list);
    }
    if let Some(security) = operation.inherited("security") {
        page.blank();
        page.line("Needs one of:");
        page.blank();
        for requirement in requirements(&security) {
            page.item(&requirement, None);
        }
    }
    let parameters = operation.parameters();
    if !parameters.is_empty() {
        page.heading(3, "Parameters");
        for parameter in &parameters {
            write_parameter(page, parameter);
        }
    }
    if let Some(body) = operation.request_body() {
        page.heading(3, "Body");
        if let Some(description) = body.text("description") {
            page.prose(description);
        }
        write_content(page, &body, if body.flag("required") { ", required" } else { ", optional" });
        rest(page, "", &body, &["description", "content", "required"]);
    }
}

fn write_parameter(page: &mut Page, parameter: &Node<'_>) {
    let name = code(parameter.text("name").unwrap_or_default());
    let place = parameter.text("in").unwrap_or_default();
    write_value(page, &format!("{name} in {place}"), parameter, &["name", "in"]);
}

/// A parameter or a header.
fn write_value(page: &mut Page, head: &str, node: &Node<'_>, known: &[&str]) {
    let required = if node.flag("required") { "required" } else { "optional" };
    let schema = node.get("schema");
    let shape = schema.as_ref().map_or_else(|| "any type".to_owned(), phrase);
    page.item(&format!("{head}, {required}: {shape}"), node.text("description"));
    example(page, "  ", node);
    rest(page, "  ", node, &[known, &["description", "required", "schema", "example"]].concat());
    if let Some(schema) = schema {
        details(page, "  ", &schema, &[]);
    }
}

/// The bodies of a request or a response, each with its example.
fn write_content(page: &mut Page, holder: &Node<'_>, remark: &str) {
    for (media_type, body) in holder.get("content").into_iter().flat_map(|content| content.entries()) {
        let schema = body.get("schema");
        let shape = schema.as_ref().map_or_else(|| "any type".to_owned(), phrase);
        page.blank();
        page.line(&format!("{}{remark}: {shape}", code(media_type)));
        if let Some(schema) = schema {
            details(page, "", &schema, &[]);
        }
        if let Some(example) = body.get("example") {
            page.json(example.value());
        }
        rest(page, "", &body, &["schema", "example"]);
    }
}

fn pages(page: &mut Page, pagination: &Node<'_>) {
    let member = |key| code(&plain(pagination, key));
    page.line(&format!(
        "A page has its items at {}, at most as many as {} says.",
        member("items"),
        member("limit")
    ));
    page.line(&format!(
        "For the next page repeat the request with {} set to the value at {}; a page without that value is the last.",
        member("requestToken"),
        member("responseToken")
    ));
    rest(page, "- ", pagination, &["items", "limit", "requestToken", "responseToken"]);
}

fn throttling(page: &mut Page, throttling: &Node<'_>) {
    let member = |key| plain(throttling, key);
    let max = member("maxWaitSeconds");
    let then = match throttling.text("afterMax") {
        Some("repeat") => format!("from then on repeat the request every {max} s"),
        _ => format!("then: {}", member("afterMax")),
    };
    page.line(&format!(
        "After status {} wait {} s and repeat the request. Each further wait is {} times the one before, up to {max} s; {then}.",
        member("status"),
        member("firstWaitSeconds"),
        member("multiplier"),
    ));
}
