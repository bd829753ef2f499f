//! Schemas and values in words.

use serde_json::Value;

use super::page::Page;
use crate::Node;

/// A text as Markdown code.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A value as Markdown code: strings as they are, others as JSON.
pub(super) fn code_value(value: &Value) -> String {
    value.as_str().map_or_else(|| code(&value.to_string()), code)
}

/// The member `key` in words: a string as it is, another value as JSON, nothing as a dash.
pub(super) fn plain(node: &Node<'_>, key: &str) -> String {
    match node.value().get(key) {
        None => "-".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// The name of the component that a reference leads to, or else the reference.
pub(super) fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// The type of a schema in a word or two: the name of the schema, or `array of Room`, or `integer int32`.
pub(super) fn kind(schema: &Node<'_>) -> String {
    if let Some(reference) = schema.reference() {
        return name_of(reference).to_owned();
    }
    let kind = schema.text("type").unwrap_or("any");
    if let Some(items) = schema.get("items") {
        return format!("{kind} of {}", self::kind(&items));
    }
    schema.text("format").map_or_else(|| kind.to_owned(), |format| format!("{kind} {format}"))
}

/// The keywords that [`phrase`] puts into words.
const IN_PHRASE: &[&str] = &[
    "default",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "nullable",
    "pattern",
    "type",
];

/// The type and the limits of a schema in one phrase of Markdown; a reference is the name that it leads to.
pub fn phrase(schema: &Node<'_>) -> String {
    if let Some(reference) = schema.reference() {
        return code(name_of(reference));
    }
    let mut parts = vec![schema.text("type").unwrap_or("any type").to_owned()];
    if let Some(items) = schema.get("items") {
        let of = phrase(&items);
        parts[0] = if of.contains(", ") {
            format!("{} of ({of})", parts[0])
        } else {
            format!("{} of {of}", parts[0])
        };
    }
    parts.extend(schema.text("format").map(str::to_owned));
    parts.extend(range(schema, "minItems", "maxItems", " items"));
    parts.extend(range(schema, "minLength", "maxLength", " characters"));
    parts.extend(range(schema, "minimum", "maximum", ""));
    parts.extend(schema.get("pattern").map(|pattern| format!("pattern {}", code_value(pattern.value()))));
    if schema.flag("nullable") {
        parts.push("or null".to_owned());
    }
    parts.extend(schema.get("default").map(|default| format!("default {}", code_value(default.value()))));
    parts.join(", ")
}

fn range(schema: &Node<'_>, lower: &str, upper: &str, unit: &str) -> Option<String> {
    let bound = |key| schema.get(key).map(|bound| bound.value().to_string());
    match (bound(lower), bound(upper)) {
        (Some(lower), Some(upper)) if lower == upper => Some(format!("exactly {lower}{unit}")),
        (Some(lower), Some(upper)) => Some(format!("{lower} to {upper}{unit}")),
        (Some(lower), None) => Some(format!("at least {lower}{unit}")),
        (None, Some(upper)) => Some(format!("at most {upper}{unit}")),
        (None, None) => None,
    }
}

/// What a schema says beside its phrase: description, example, and every keyword that has no place of its own.
pub(super) fn details(page: &mut Page, indent: &str, schema: &Node<'_>, known: &[&str]) {
    if schema.reference().is_some() {
        return;
    }
    if let Some(description) = schema.text("description") {
        page.indented(indent, description);
    }
    example(page, indent, schema);
    rest(page, indent, schema, &[IN_PHRASE, &["description", "example"], known].concat());
    if let Some(items) = schema.get("items") {
        if ["description", "example"].iter().any(|key| items.has(key)) {
            page.line(&format!("{indent}Each item:"));
        }
        details(page, indent, &items, &[]);
    }
}

/// A line with the example of a parameter, a header or a schema.
pub(super) fn example(page: &mut Page, indent: &str, node: &Node<'_>) {
    if let Some(example) = node.get("example") {
        if indent.is_empty() {
            page.blank();
        }
        page.line(&format!("{indent}Example: {}", code_value(example.value())));
    }
}

/// A line for each member that has no place in the view: nothing that is written stays unseen.
pub(super) fn rest(page: &mut Page, indent: &str, node: &Node<'_>, known: &[&str]) {
    for (key, value) in node.members().filter(|(key, _)| !known.contains(key)) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        page.line(&format!("{indent}{key}: {text}"));
    }
}

/// The alternatives of a list of security requirements, such as `bearerToken` or `oauth with scope`.
pub(super) fn requirements(security: &Node<'_>) -> Vec<String> {
    let requirement = |requirement: Node<'_>| {
        let schemes: Vec<_> = requirement.entries().map(|(name, scopes)| scheme(name, &scopes)).collect();
        if schemes.is_empty() { "nothing".to_owned() } else { schemes.join(" and ") }
    };
    security.items().map(requirement).collect()
}

fn scheme(name: &str, scopes: &Node<'_>) -> String {
    let scopes: Vec<_> = scopes.items().map(|scope| code_value(scope.value())).collect();
    if scopes.is_empty() { code(name) } else { format!("{} with {}", code(name), scopes.join(", ")) }
}

/// The servers as a list.
pub(super) fn servers(page: &mut Page, servers: &Node<'_>) {
    for server in servers.items() {
        page.item(&code(server.text("url").unwrap_or_default()), server.text("description"));
        rest(page, "  ", &server, &["url", "description"]);
    }
}
