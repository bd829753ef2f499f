//! Rules about `x-pagination`: how a list operation is read page by page.

use std::collections::HashSet;

use serde_json::Value;

use super::extensions::check_members;
use super::survey::{Survey, SurveyedOperation};
use super::{Findings, Rule};
use crate::{Method, Node, Pointer};

pub(super) const PAGINATION: Rule = Rule {
    id: "pagination",
    statement: "x-pagination of a GET operation has exactly requestToken, responseToken, items and limit, and each leads to what its table says.",
    why: "Client, server, contract kit and bindings turn pages by it.",
    check: pagination,
};

fn pagination(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        let Some(pagination) = operation.node.get("x-pagination") else { continue };
        if operation.method != Method::Get {
            let found = format!("pages of a {} operation", operation.method.name());
            findings.add(&pagination, found, "take it out: only GET reads pages");
            continue;
        }
        let is_name = |value: &Value| value.as_str().is_some_and(|name| !name.is_empty());
        let is_pointer = |value: &Value| {
            value.as_str().is_some_and(|pointer| pointer.len() > 1 && pointer.starts_with('/'))
        };
        let well_formed = check_members(
            &pagination,
            findings,
            &[
                ("requestToken", "the name of a query parameter", &is_name),
                ("responseToken", "a JSON pointer into the success body", &is_pointer),
                ("items", "a JSON pointer into the success body", &is_pointer),
                ("limit", "the name of a query parameter", &is_name),
            ],
        );
        if well_formed {
            check_parameter(operation, &pagination, "requestToken", "string", findings);
            check_parameter(operation, &pagination, "limit", "integer", findings);
            check_target(operation, &pagination, "responseToken", "string", findings);
            check_target(operation, &pagination, "items", "array", findings);
        }
    }
}

fn check_parameter(
    operation: &SurveyedOperation<'_>,
    pagination: &Node<'_>,
    member: &str,
    kind: &str,
    findings: &mut Findings,
) {
    let Some(node) = pagination.get(member) else { return };
    let parameters = &operation.parameters;
    let parameter = parameters
        .iter()
        .find(|parameter| parameter.text("in") == Some("query") && parameter.text("name") == node.as_str());
    let schema = parameter.and_then(|parameter| parameter.get("schema")).map(|schema| schema.resolve());
    let found = match (parameter, schema) {
        (None, _) => format!("the operation has no query parameter {}", node.value()),
        (Some(parameter), _) if parameter.flag("required") => {
            format!("the parameter {} is required", node.value())
        }
        (_, Some(schema)) if schema.text("type") == Some(kind) => return,
        _ => format!("the parameter {} is no {kind}", node.value()),
    };
    findings.add(&node, found, format!("name an optional query parameter of type {kind}"));
}

fn check_target(
    operation: &SurveyedOperation<'_>,
    pagination: &Node<'_>,
    member: &str,
    kind: &str,
    findings: &mut Findings,
) {
    let Some(node) = pagination.get(member) else { return };
    let target = node.as_str().and_then(Pointer::parse).and_then(|pointer| follow(operation, &pointer));
    let found = match target {
        Some(Target { schema, may_be_missing }) if schema.text("type") == Some(kind) => {
            if kind != "string" || may_be_missing {
                return;
            }
            format!("{} leads to a token that even the last page must have", node.value())
        }
        _ => format!("{} leads to no {kind} in the success body", node.value()),
    };
    let remedy = match kind {
        "string" => "lead it to a string property that is optional or nullable",
        _ => "lead it to the array property with the items of a page",
    };
    findings.add(&node, found, remedy);
}

struct Target<'a> {
    schema: Node<'a>,
    /// Whether a body without the value fits its schema.
    may_be_missing: bool,
}

/// The schema of the value that `pointer` leads to in the operation's success body.
fn follow<'a>(operation: &SurveyedOperation<'a>, pointer: &Pointer) -> Option<Target<'a>> {
    let found = operation.responses.iter().find(|response| response.status.starts_with('2'))?;
    let body = found.response.get("content")?.get("application/json")?.get("schema")?.resolve();
    let start = Target { schema: body, may_be_missing: false };
    pointer.tokens().try_fold(start, |Target { schema, may_be_missing }, token| {
        let required = schema
            .get("required")
            .is_some_and(|names| names.items().any(|name| name.as_str() == Some(&*token)));
        let property = schema.get("properties")?.get(&token)?.resolve();
        let may_be_missing = may_be_missing || !required || property.flag("nullable");
        Some(Target { schema: property, may_be_missing })
    })
}

pub(super) const PAGINATION_MISSING: Rule = Rule {
    id: "pagination-missing",
    statement: "An operation with a query parameter that is called like the requestToken of another operation has x-pagination.",
    why: "Otherwise one list of many would silently end after its first page.",
    check: pagination_missing,
};

fn pagination_missing(survey: &Survey<'_>, findings: &mut Findings) {
    let paginations = survey.operations.iter().filter_map(|operation| operation.node.get("x-pagination"));
    let tokens: HashSet<_> = paginations.filter_map(|pagination| pagination.text("requestToken")).collect();
    for operation in survey.operations.iter().filter(|operation| !operation.node.has("x-pagination")) {
        let parameters = &operation.parameters;
        let query = parameters.iter().filter(|parameter| parameter.text("in") == Some("query"));
        if let Some(token) =
            query.filter_map(|parameter| parameter.text("name")).find(|name| tokens.contains(name))
        {
            let found = format!("a query parameter `{token}`, but no `x-pagination`");
            findings.add(&operation.node, found, "add `x-pagination`");
        }
    }
}
