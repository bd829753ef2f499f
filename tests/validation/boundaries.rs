//! Values about a schema: for each constraint at each place one at the limit and one just beyond, members left out and
//! added, and every type.

mod combinations;
pub(crate) mod numbers;
pub(crate) mod strings;

use asp_spec::Node;
use serde_json::Value;

use crate::json::Json;

pub(crate) use strings::FORMATS;

/// How many levels of values are varied.
const DEPTH: usize = 4;

/// Values about the schema at `node`, no two alike.
pub(crate) fn instances(node: &Node<'_>) -> Vec<Json> {
    let mut instances: Vec<Json> = Vec::new();
    let mut texts = std::collections::HashSet::new();
    for instance in variants(node, DEPTH) {
        if texts.insert(instance.text(crate::json::Spelling::Compact)) {
            instances.push(instance);
        }
    }
    instances
}

/// A value of every type, numbers in several spellings.
pub(crate) fn every_type() -> Vec<Json> {
    let texts = [
        "null",
        "true",
        "0",
        "1",
        "1.0",
        "-1",
        "1.5",
        "1e2",
        "\"\"",
        "\"text\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\":1}",
    ];
    texts.iter().map(|text| plain(text)).collect()
}

/// The value of a text, numbers as they are written.
fn plain(text: &str) -> Json {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Number(_)) => Json::number(text),
        read => Json::from(&read.unwrap()),
    }
}

/// A value that fits the schema in most cases.
fn base(node: &Node<'_>, depth: usize) -> Json {
    let node = node.resolve();
    if let Some(values) = node.get("enum") {
        let mut values = values.items().map(|value| Json::from(value.value()));
        return values.next().unwrap_or(Json::Null);
    }
    if let Some(base) = combinations::base(&node, depth) {
        return base;
    }
    match node.text("type") {
        Some("object") => object(&node, depth),
        Some("array") => array(&node, depth),
        Some("string") => strings::base(&node),
        Some("integer" | "number") => numbers::base(&node),
        Some("boolean") => Json::Boolean(true),
        _ if node.has("properties") || node.has("required") => object(&node, depth),
        _ if node.has("minLength") || node.has("pattern") => strings::base(&node),
        _ => Json::string("any"),
    }
}

fn variants(node: &Node<'_>, depth: usize) -> Vec<Json> {
    let node = node.resolve();
    let mut found = vec![base(&node, depth)];
    if depth == 0 {
        return found;
    }
    for value in node.get("enum").iter().flat_map(Node::items) {
        let value = Json::from(value.value());
        found.extend(near(&value));
        found.push(value);
    }
    found.extend(strings::variants(&node));
    found.extend(numbers::variants(&node));
    found.extend(objects(&node, depth));
    found.extend(arrays(&node, depth));
    found.extend(combinations::variants(&node, depth));
    found.extend(every_type());
    found
}

/// Values that differ a little from `value`.
fn near(value: &Json) -> Vec<Json> {
    match value {
        Json::Null => vec![Json::Boolean(false)],
        Json::Boolean(flag) => vec![Json::Boolean(!flag), Json::number(u8::from(*flag))],
        Json::Number(number) => {
            vec![Json::Number(format!("{number}1")), Json::Number(format!("{number}0")), Json::string(number)]
        }
        Json::String(text) => vec![Json::string(format!("{text} ")), Json::string(text.to_uppercase())],
        Json::Array(items) => {
            let with = |item| Json::Array(items.iter().cloned().chain([item]).collect());
            let mut reversed = items.clone();
            reversed.reverse();
            vec![
                with(Json::Null),
                Json::Array(reversed),
                Json::Array(items.iter().skip(1).cloned().collect()),
            ]
        }
        Json::Object(members) => {
            let mut reversed = members.clone();
            reversed.reverse();
            let less = members.iter().skip(1).cloned().collect();
            vec![with_member(value, "added", Json::Null), Json::Object(reversed), Json::Object(less)]
        }
    }
}

fn is_required(node: &Node<'_>, name: &str) -> bool {
    node.get("required").iter().flat_map(Node::items).any(|required| required.as_str() == Some(name))
}

/// An object with all members, or those that it must have where values end.
fn object(node: &Node<'_>, depth: usize) -> Json {
    let mut members: Vec<(String, Json)> = Vec::new();
    for (name, schema) in node.get("properties").iter().flat_map(Node::entries) {
        if depth > 1 || (depth == 1 && is_required(node, name)) {
            members.push((name.to_owned(), base(&schema, depth - 1)));
        }
    }
    for name in node.get("required").iter().flat_map(Node::items) {
        let name = name.as_str().unwrap_or_default();
        if members.iter().all(|(key, _)| key != name) {
            members.push((name.to_owned(), additional(node, depth)));
        }
    }
    let least =
        usize::try_from(node.value().get("minProperties").and_then(Value::as_u64).unwrap_or(0)).unwrap();
    for number in members.len()..least.max(members.len()) {
        members.push((format!("more {number}"), additional(node, depth)));
    }
    Json::Object(members)
}

/// A member that no property names.
fn additional(node: &Node<'_>, depth: usize) -> Json {
    match node.get("additionalProperties").filter(|schema| schema.value().is_object() && depth > 0) {
        Some(schema) => base(&schema, depth - 1),
        None => Json::number(7),
    }
}

/// The object with that member, added or replaced.
pub(crate) fn with_member(object: &Json, name: &str, member: Json) -> Json {
    let mut members = if let Json::Object(members) = object { members.clone() } else { Vec::new() };
    match members.iter_mut().find(|(key, _)| key == name) {
        Some((_, found)) => *found = member,
        None => members.push((name.to_owned(), member)),
    }
    Json::Object(members)
}

fn without(object: &Json, name: &str) -> Json {
    let members = if let Json::Object(members) = object { members.as_slice() } else { &[] };
    Json::Object(members.iter().filter(|(key, _)| key != name).cloned().collect())
}

const OBJECT_KEYWORDS: [&str; 5] =
    ["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

fn objects(node: &Node<'_>, depth: usize) -> Vec<Json> {
    if node.text("type") != Some("object") && !OBJECT_KEYWORDS.iter().any(|keyword| node.has(keyword)) {
        return Vec::new();
    }
    let whole = object(node, depth);
    let mut found = vec![whole.clone(), object(node, 1), object(node, 0), Json::Object(Vec::new())];
    for (name, schema) in node.get("properties").iter().flat_map(Node::entries) {
        found.push(without(&whole, name));
        found.extend(variants(&schema, depth - 1).into_iter().map(|value| with_member(&whole, name, value)));
        // A key that is nearly the same is another one.
        found.push(with_member(&whole, &format!("{name} "), Json::Null));
        found.push(with_member(&without(&whole, name), &name.to_uppercase(), base(&schema, depth - 1)));
    }
    for name in node.get("required").iter().flat_map(Node::items) {
        found.push(without(&whole, name.as_str().unwrap_or_default()));
    }
    let mut others = every_type();
    if let Some(schema) = node.get("additionalProperties").filter(|schema| schema.value().is_object()) {
        others.extend(variants(&schema, depth - 1));
    }
    for name in ["", "x-added", "\u{e9}\"\\/~1\u{1f600}\n"] {
        found.extend(others.iter().map(|value| with_member(&whole, name, value.clone())));
    }
    for count in limits(node, "minProperties", "maxProperties") {
        let Json::Object(members) = &whole else { continue };
        let mut members: Vec<_> = members.iter().take(count).cloned().collect();
        for number in members.len()..count {
            members.push((format!("more {number}"), additional(node, depth)));
        }
        found.push(Json::Object(members));
    }
    found
}

fn array(node: &Node<'_>, depth: usize) -> Json {
    let least = node.value().get("minItems").and_then(Value::as_u64).unwrap_or(0);
    let count = if depth > 1 { least.max(1) } else { least };
    Json::Array(items(node, usize::try_from(count).unwrap(), depth))
}

/// So many items; they differ if they must and can.
fn items(node: &Node<'_>, count: usize, depth: usize) -> Vec<Json> {
    let Some(schema) = node.get("items").filter(|_| depth > 0) else {
        return (0..count).map(Json::number).collect();
    };
    let first = base(&schema, depth - 1);
    if !node.flag("uniqueItems") || count < 2 {
        return vec![first; count];
    }
    let kind = std::mem::discriminant(&first);
    let mut all: Vec<_> = variants(&schema, depth - 1)
        .into_iter()
        .filter(|item| std::mem::discriminant(item) == kind)
        .collect();
    all.dedup();
    all.truncate(count);
    all
}

fn arrays(node: &Node<'_>, depth: usize) -> Vec<Json> {
    let is_array = node.text("type") == Some("array");
    if !is_array && !["items", "minItems", "maxItems", "uniqueItems"].iter().any(|keyword| node.has(keyword))
    {
        return Vec::new();
    }
    let first = items(node, 1, depth);
    let least = usize::try_from(node.value().get("minItems").and_then(Value::as_u64).unwrap_or(0)).unwrap();
    let mut found = vec![Json::Array(Vec::new()), Json::Array(first.clone())];
    for count in limits(node, "minItems", "maxItems") {
        found.push(Json::Array(items(node, count, depth)));
    }
    if let Some(schema) = &node.get("items") {
        for item in variants(schema, depth - 1) {
            // The other items fit; the item stands first and last.
            let others = items(node, least.saturating_sub(1), depth);
            found.push(Json::Array(std::iter::once(item.clone()).chain(others.iter().cloned()).collect()));
            found.push(Json::Array(others.into_iter().chain([item]).collect()));
        }
    }
    for (left, right) in [
        ("1", "1.0"),
        ("1", "true"),
        ("0", "false"),
        ("\"1\"", "1"),
        ("[]", "{}"),
        ("{\"a\":1}", "{\"a\":1}"),
        ("null", "null"),
    ] {
        found.push(Json::Array(vec![plain(left), plain(right)]));
    }
    found.extend(first.into_iter().map(|item| Json::Array(vec![item.clone(), item])));
    found
}

/// Numbers about two limits.
fn limits(node: &Node<'_>, least: &str, greatest: &str) -> Vec<usize> {
    let limits = [least, greatest].into_iter().filter_map(|keyword| node.value().get(keyword)?.as_u64());
    let limits = limits.filter_map(|limit| usize::try_from(limit).ok()).filter(|limit| *limit < 10_000);
    limits.flat_map(|limit| [limit.saturating_sub(1), limit, limit + 1]).collect()
}
