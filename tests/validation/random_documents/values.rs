//! Random values: any, and such that nearly fit a schema.

use asp_spec::Node;
use serde_json::Value;

use super::schemas::KEYS;
use crate::boundaries::{numbers, strings, with_member};
use crate::choices::Choices;
use crate::json::Json;

/// How many levels a value may have.
const DEPTH: usize = 5;

const STRINGS: &[&str] = &[
    "a",
    "",
    "b",
    "ab",
    "abc",
    "A",
    "\u{e9}",
    "e\u{301}",
    "\u{1f600}",
    "\u{0}",
    "\"\\/",
    "1",
    "null",
    "\u{2028}",
    "a\u{2028}b",
    "a-b.c",
    "123-4567",
    "\u{feff}",
    "\t",
    "end",
];

const NUMBERS: &[&str] = &[
    "1",
    "0",
    "-1",
    "1.0",
    "2",
    "3",
    "10",
    "1.5",
    "0.5",
    "0.1",
    "0.3",
    "1e2",
    "1E+2",
    "100",
    "-0",
    "-0.0",
    "0e5",
    "7",
    "21",
    "0.07",
    "2.50",
    "0.35",
    "9007199254740992",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
    "0.1000000000000000000000001",
    "1e300",
    "1e400",
    "-1e400",
    "1e-400",
    "127",
    "128",
    "255.0",
    "256",
];

/// Any value.
pub(super) fn any(choices: &mut Choices<'_>, depth: usize) -> Json {
    match choices.below(if depth == 0 { 4 } else { 6 }) {
        0 => Json::Null,
        1 => Json::number(choices.pick(NUMBERS)),
        2 => Json::string(*choices.pick(STRINGS)),
        3 => Json::Boolean(choices.often(50)),
        4 => {
            let count = choices.below(4);
            Json::Array((0..count).map(|_| any(choices, depth - 1)).collect())
        }
        _ => {
            let count = choices.below(4);
            let mut object = Json::Object(Vec::new());
            for _ in 0..count {
                let key = *choices.pick(KEYS);
                object = with_member(&object, key, any(choices, depth - 1));
            }
            object
        }
    }
}

/// A value that nearly fits the schema at `node`.
pub(crate) fn near(node: &Node<'_>, choices: &mut Choices<'_>) -> Json {
    value(node, choices, DEPTH)
}

fn value(node: &Node<'_>, choices: &mut Choices<'_>, depth: usize) -> Json {
    let node = node.resolve();
    if depth == 0 || choices.often(5) {
        return any(choices, depth.min(2));
    }
    if let Some(list) = node.get("enum")
        && choices.often(80)
    {
        let values: Vec<_> = list.items().collect();
        if !values.is_empty() {
            return Json::from(choices.pick(&values).value());
        }
    }
    if node.flag("nullable") && choices.often(10) {
        return Json::Null;
    }
    let own = typed(&node, choices, depth);
    let mut parts: Vec<Node<'_>> = node.get("allOf").iter().flat_map(Node::items).collect();
    for list in ["anyOf", "oneOf"].iter().filter_map(|keyword| node.get(keyword)) {
        let alternatives: Vec<_> = list.items().collect();
        parts.push(choices.pick(&alternatives).clone());
    }
    if choices.often(10) {
        parts.extend(node.get("not"));
    }
    let parts: Vec<Json> = parts.iter().map(|part| value(part, choices, depth - 1)).collect();
    match own {
        Some(Json::Object(_)) | None => {
            parts.into_iter().chain(own).reduce(|left, right| merge(&left, right))
        }
        Some(own) if parts.is_empty() || choices.often(50) => Some(own),
        Some(_) => Some(choices.pick(&parts).clone()),
    }
    .unwrap_or_else(|| any(choices, depth.min(3)))
}

/// The members of both if both are objects, otherwise the later one.
fn merge(left: &Json, right: Json) -> Json {
    let (Json::Object(_), Json::Object(members)) = (left, &right) else { return right };
    let members = members.iter();
    members.fold(left.clone(), |merged, (key, member)| with_member(&merged, key, member.clone()))
}

/// A value of the schema's type; `None` if it has none and says nothing of one.
fn typed(node: &Node<'_>, choices: &mut Choices<'_>, depth: usize) -> Option<Json> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| node.has(keyword));
    Some(match node.text("type") {
        Some("boolean") => Json::Boolean(choices.often(50)),
        Some("string") => string(node, choices),
        Some("integer" | "number") => number(node, choices),
        Some("array") => array(node, choices, depth),
        Some("object") => object(node, choices, depth),
        _ if has(&["properties", "required", "additionalProperties", "maxProperties"])
            && choices.often(60) =>
        {
            object(node, choices, depth)
        }
        _ if has(&["items", "maxItems"]) && choices.often(60) => array(node, choices, depth),
        _ if has(&["minimum", "maximum", "multipleOf"]) && choices.often(60) => number(node, choices),
        _ if has(&["pattern", "minLength", "maxLength", "format"]) && choices.often(60) => {
            string(node, choices)
        }
        _ => return None,
    })
}

fn string(node: &Node<'_>, choices: &mut Choices<'_>) -> Json {
    let about = strings::variants(node);
    if about.is_empty() || choices.often(15) {
        Json::string(*choices.pick(STRINGS))
    } else {
        choices.pick(&about).clone()
    }
}

fn number(node: &Node<'_>, choices: &mut Choices<'_>) -> Json {
    let about = numbers::about_limits(node);
    if about.is_empty() || choices.often(40) {
        Json::number(choices.pick(NUMBERS))
    } else {
        choices.pick(&about).clone()
    }
}

fn array(node: &Node<'_>, choices: &mut Choices<'_>, depth: usize) -> Json {
    let count = count(node, "minItems", "maxItems", choices);
    let mut items: Vec<Json> = Vec::new();
    for _ in 0..count {
        let again = choices.often(8) && !items.is_empty();
        let item = match node.get("items") {
            _ if again => choices.pick(&items).clone(),
            Some(schema) => value(&schema, choices, depth - 1),
            None => any(choices, depth.min(2)),
        };
        items.push(item);
    }
    Json::Array(items)
}

/// A number of members or items: mostly small, and often within the limits.
fn count(node: &Node<'_>, least: &str, greatest: &str, choices: &mut Choices<'_>) -> usize {
    let limit = |keyword: &str| node.value().get(keyword).and_then(Value::as_u64);
    let least = usize::try_from(limit(least).unwrap_or(0)).unwrap();
    let greatest = limit(greatest).map_or(4, |limit| usize::try_from(limit.min(4)).unwrap());
    match choices.below(12) {
        0 => 0,
        1 => least.saturating_sub(1),
        2 => greatest + 1,
        other => least.min(5) + other % (1 + greatest.saturating_sub(least)),
    }
}

fn object(node: &Node<'_>, choices: &mut Choices<'_>, depth: usize) -> Json {
    let mut object = Json::Object(Vec::new());
    let required: Vec<&str> =
        node.get("required").iter().flat_map(Node::items).filter_map(|name| name.as_str()).collect();
    let properties = node.get("properties");
    for (name, schema) in properties.iter().flat_map(Node::entries) {
        let percent = if required.contains(&name) { 97 } else { 60 };
        if choices.often(percent) {
            object = with_member(&object, name, value(&schema, choices, depth - 1));
        }
    }
    for name in required {
        if properties.as_ref().is_none_or(|properties| !properties.has(name)) && choices.often(95) {
            object = with_member(&object, name, other(node, choices, depth));
        }
    }
    let more = match (&object, count(node, "minProperties", "maxProperties", choices)) {
        (Json::Object(members), count) if choices.often(40) => count.saturating_sub(members.len()),
        _ => usize::from(choices.often(15)),
    };
    for _ in 0..more {
        let key = *choices.pick(KEYS);
        object = with_member(&object, key, other(node, choices, depth));
    }
    object
}

/// A member that no property names.
fn other(node: &Node<'_>, choices: &mut Choices<'_>, depth: usize) -> Json {
    match node.get("additionalProperties").filter(|schema| schema.value().is_object()) {
        Some(schema) => value(&schema, choices, depth - 1),
        None => any(choices, depth.min(2)),
    }
}
