//! Claims about headers, bodies and the fields in them.

use std::sync::LazyLock;

use asp_spec::{Node, Operation};
use regex::Regex;
use serde_json::Value;

use super::name_rule::NameRule;
use super::{Claims, yes};
use crate::import::pattern;

/// The pattern of ids: a fixed beginning and anything behind it.
static ID_PATTERN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\^((?:[A-Za-z0-9_-]|\\\.)+)\.\+\$$"));

/// Members of a schema that constrain nothing, or that are looked at in other ways.
const NO_CONSTRAINT: [&str; 9] =
    ["description", "title", "example", "type", "required", "properties", "items", "pattern", "$ref"];

/// The media types of a response.
pub(super) fn media_types(response: &Node<'_>) -> Vec<String> {
    response.get("content").iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()).collect()
}

/// A body of a media type.
pub(super) fn of_content(content: &Node<'_>, subject: &str, claims: &mut Claims<'_>) {
    claims.add(subject, "content", "JSON", content.pointer());
    if let Some(schema) = content.get("schema") {
        of_members(&schema.resolve(), subject, "", claims);
    }
}

/// The responses' headers and bodies: of the success, and what all errors have in common.
pub(super) fn of_responses(operation: &Operation<'_>, claims: &mut Claims<'_>) {
    let mut errors: Vec<Node<'_>> = Vec::new();
    for (status, response) in operation.responses() {
        if !status.starts_with('2') {
            errors.push(response);
            continue;
        }
        of_headers(&response, "response header", claims);
        for (media_type, content) in response.get("content").iter().flat_map(Node::entries) {
            claims.add("response header Content-Type", "value", media_type, content.pointer());
            of_content(&content, "response body", claims);
        }
        if !response.has("content") {
            claims.add("response body", "content", "none", response.pointer());
        }
    }
    if let Some(token) = operation.node.get("x-pagination").and_then(|paging| paging.get("responseToken")) {
        let path = token.as_str().unwrap_or_default().trim_start_matches('/').replace('/', ".");
        claims.add(&format!("response body {path}"), "role", "continuation token", token.pointer());
    }
    // All errors say the same by the same components: once is enough. What differs stays.
    let before = claims.all.len();
    for response in errors {
        of_headers(&response, "error header", claims);
        for (_, content) in response.get("content").iter().flat_map(Node::entries) {
            of_content(&content, "error body", claims);
        }
    }
    let mut kept: Vec<super::Claim> = Vec::new();
    for claim in claims.all.split_off(before) {
        let is_known = kept.iter().any(|known| {
            (&known.subject, &known.aspect, &known.value) == (&claim.subject, &claim.aspect, &claim.value)
        });
        if !is_known {
            kept.push(claim);
        }
    }
    claims.all.extend(kept);
}

fn of_headers(response: &Node<'_>, place: &str, claims: &mut Claims<'_>) {
    for (name, header) in response.get("headers").iter().flat_map(Node::entries) {
        let header = header.resolve();
        let subject = format!("{place} {name}");
        claims.add(&subject, "required", yes(header.flag("required")), header.pointer());
        if let Some(schema) = header.get("schema") {
            of_schema(&schema, &subject, "", claims);
        }
    }
}

/// A value: its type, its constraints, and the members below it, whose names begin with `prefix`.
pub(super) fn of_schema(schema: &Node<'_>, subject: &str, prefix: &str, claims: &mut Claims<'_>) {
    let schema = schema.resolve();
    if claims.open.contains(schema.pointer()) {
        // It refers to itself: what it says has been said.
        return;
    }
    claims.open.push(schema.pointer().clone());
    if let Some(kind) = schema.get("type") {
        claims.add(subject, "type", kind.as_str().unwrap_or_default(), kind.pointer());
    }
    for (key, member) in schema.entries() {
        match (key, member.value()) {
            ("pattern", Value::String(text)) => of_pattern(text, &member, subject, claims),
            _ if NO_CONSTRAINT.contains(&key) || key.starts_with("x-") => {}
            (_, Value::String(text)) => claims.add(subject, key, text.clone(), member.pointer()),
            (_, value) => claims.add(subject, key, value.to_string(), member.pointer()),
        }
    }
    if let Some(place) = schema.text("description").and_then(NameRule::unique_in) {
        claims.add(subject, "unique in", place, &schema.pointer().join("description"));
    }
    of_members(&schema, subject, prefix, claims);
    claims.open.pop();
}

/// The members of an object, or of the items of a list.
fn of_members(schema: &Node<'_>, subject: &str, prefix: &str, claims: &mut Claims<'_>) {
    // Fields are called by the body that they are in and their whole path.
    let body = subject.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let required: Vec<_> = schema.get("required").iter().flat_map(Node::items).collect();
    for (name, property) in schema.get("properties").iter().flat_map(Node::entries) {
        let path = format!("{prefix}{name}");
        let field = format!("{body} {path}");
        let entry = required.iter().find(|entry| entry.as_str() == Some(name));
        let pointer = entry.map_or(property.pointer(), Node::pointer);
        claims.add(&field, "required", yes(entry.is_some()), pointer);
        of_schema(&property, &field, &format!("{path}."), claims);
    }
    if let Some(items) = schema.get("items") {
        let items = items.resolve();
        if items.has("properties") && !claims.open.contains(items.pointer()) {
            let path = prefix.trim_end_matches('.');
            claims.open.push(items.pointer().clone());
            of_members(&items, subject, &format!("{path}[]."), claims);
            claims.open.pop();
        }
    }
}

fn of_pattern(text: &str, member: &Node<'_>, subject: &str, claims: &mut Claims<'_>) {
    if let Some(id) = ID_PATTERN.captures(text) {
        let format = format!("{}{{id}}", id[1].replace("\\.", "."));
        claims.add(subject, "format", format, member.pointer());
    } else if let Some(rule) = NameRule::of_pattern(text) {
        claims.add(subject, "characters", rule.characters, member.pointer());
        if let Some(forbidden) = rule.forbidden {
            claims.add(subject, "forbidden", forbidden, member.pointer());
        }
    } else {
        claims.add(subject, "pattern", text, member.pointer());
    }
}
