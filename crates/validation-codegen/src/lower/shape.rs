//! Which kinds of values a schema accepts, as far as it matters to writing them as text.

use asp_spec::Node;
use serde_json::Value;

/// A set of kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shapes(u8);

/// How many schemas are looked at. Beyond it, any value is accepted.
const MOST_SCHEMAS: u32 = 256;

impl Shapes {
    pub(super) const SCALAR: Self = Self(1);
    pub(super) const ARRAY: Self = Self(2);
    pub(super) const OBJECT: Self = Self(4);
    const ALL: Self = Self(7);

    /// What the schema at `node` accepts, references followed and combinations included.
    pub(super) fn of(node: &Node<'_>) -> Self {
        walk(node, &mut { MOST_SCHEMAS })
    }

    /// What the schema accepts; anything if there is none.
    pub(super) fn of_schema(node: Option<&Node<'_>>) -> Self {
        node.map_or(Self::ALL, Self::of)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

fn walk(node: &Node<'_>, budget: &mut u32) -> Shapes {
    if *budget == 0 {
        return Shapes::ALL;
    }
    *budget -= 1;
    let node = node.resolve();
    let mut shapes = match node.text("type") {
        None => Shapes::ALL,
        Some("array") => Shapes::ARRAY,
        Some("object") => Shapes::OBJECT,
        Some(_) => Shapes::SCALAR,
    };
    if let Some(list) = node.get("allOf") {
        shapes = list.items().fold(shapes, |shapes, part| Shapes(shapes.0 & walk(&part, budget).0));
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(list) = node.get(key) {
            let union = list.items().fold(0, |union, part| union | walk(&part, budget).0);
            shapes = Shapes(shapes.0 & union);
        }
    }
    shapes
}

/// Whether the schema is one of bytes: `type: string` with `format: binary`, or an array of such.
pub(super) fn is_binary(node: &Node<'_>) -> bool {
    let node = node.resolve();
    match node.text("type") {
        Some("array") => node.get("items").is_some_and(|items| {
            let items = items.resolve();
            items.text("type") == Some("string") && items.text("format") == Some("binary")
        }),
        _ => node.text("format") == Some("binary"),
    }
}

/// The properties that the schema names, with those of the schemas that take part in it; each name once.
pub(super) fn properties<'a>(node: &Node<'a>) -> Vec<(&'a str, Node<'a>)> {
    let mut found: Vec<(&str, Node<'_>)> = Vec::new();
    let mut waiting = vec![node.resolve()];
    let mut seen = std::collections::HashSet::new();
    while let Some(node) = waiting.pop() {
        if !seen.insert(node.pointer().clone()) {
            continue;
        }
        for (name, schema) in node.get("properties").iter().flat_map(Node::entries) {
            if found.iter().all(|(known, _)| *known != name) {
                found.push((name, schema));
            }
        }
        let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| node.get(key));
        waiting.extend(parts.flat_map(|list| list.items().map(|part| part.resolve()).collect::<Vec<_>>()));
    }
    found
}

/// Whether the schema says nothing but that it is a string, which no bytes contradict that are read as they are.
pub(super) fn is_plain_string(node: &Node<'_>) -> bool {
    const RULES: [&str; 9] =
        ["enum", "minLength", "maxLength", "pattern", "format", "allOf", "anyOf", "oneOf", "not"];
    let node = node.resolve();
    node.text("type") == Some("string") && RULES.iter().all(|rule| !node.has(rule))
}

/// Whether the schema accepts everything: it is empty, annotations aside.
pub(super) fn is_any(node: &Node<'_>) -> bool {
    const ANNOTATIONS: [&str; 8] =
        ["title", "description", "example", "default", "deprecated", "externalDocs", "xml", "nullable"];
    let mut members = node.resolve().members().collect::<Vec<_>>().into_iter();
    members.all(|(key, value)| {
        ANNOTATIONS.contains(&key) || key.starts_with("x-") || *value == Value::Bool(false)
    })
}
