//! Values about schemas made of schemas.

use asp_spec::Node;

use super::{base as base_of, every_type, object, variants as variants_of, with_member};
use crate::json::Json;

const LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// A value that fits all of `allOf` and the first of the others, if objects do; `None` without a combination.
pub(super) fn base(node: &Node<'_>, depth: usize) -> Option<Json> {
    let all_of = node.get("allOf");
    let mut parts: Vec<_> = all_of.iter().flat_map(Node::items).collect();
    for list in LISTS.iter().skip(1).filter_map(|keyword| node.get(keyword)) {
        parts.extend(list.items().next());
    }
    if parts.is_empty() || depth == 0 {
        return None;
    }
    let own = if node.has("properties") || node.has("required") { Some(object(node, depth)) } else { None };
    let bases = own.into_iter().chain(parts.iter().map(|part| base_of(part, depth - 1)));
    bases.reduce(|left, right| merge(&left, &right))
}

/// Both objects in one; what is no object goes, as long as there is one.
fn merge(left: &Json, right: &Json) -> Json {
    match (left, right) {
        (Json::Object(_), Json::Object(members)) => {
            let mut merged = left.clone();
            for (key, member) in members {
                merged = with_member(&merged, key, member.clone());
            }
            merged
        }
        (Json::Object(_), _) => left.clone(),
        _ => right.clone(),
    }
}

pub(super) fn variants(node: &Node<'_>, depth: usize) -> Vec<Json> {
    let mut parts: Vec<_> = node.get("not").into_iter().collect();
    for list in LISTS.iter().filter_map(|keyword| node.get(keyword)) {
        parts.extend(list.items());
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let whole = base_of(node, depth);
    let mut found = Vec::new();
    for part in &parts {
        for value in variants_of(part, depth - 1) {
            if matches!((&whole, &value), (Json::Object(_), Json::Object(_))) {
                found.push(merge(&whole, &value));
            }
            found.push(value);
        }
    }
    found.extend(every_type());
    found
}
