//! The order in which named schemas are built: what a schema refers to comes first, as far as circles allow.

use std::collections::HashSet;

use crate::ir::{Api, Schema, Use};

/// A schema whose references are being followed.
struct Open<'a> {
    key: &'a str,
    references: Vec<&'a str>,
}

/// The keys of all named schemas of `api` in the order of building.
pub(super) fn order(api: &Api) -> Vec<&str> {
    let mut order = Vec::with_capacity(api.schemas.len());
    let mut seen = HashSet::new();
    // A stack of its own: documents may chain references as far as they like.
    let mut stack: Vec<Open<'_>> = Vec::new();
    for (key, schema) in &api.schemas {
        if !seen.insert(key.as_str()) {
            continue;
        }
        stack.push(Open { key, references: references(schema) });
        while let Some(top) = stack.last_mut() {
            let Some(reference) = top.references.pop() else {
                order.push(top.key);
                stack.pop();
                continue;
            };
            if let Some(schema) = api.schemas.get(reference)
                && seen.insert(reference)
            {
                stack.push(Open { key: reference, references: references(schema) });
            }
        }
    }
    order
}

/// The named schemas that `schema` refers to, from last to first.
fn references(schema: &Schema) -> Vec<&str> {
    let mut found = Vec::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        for used in schema.uses() {
            match used {
                Use::Inline(schema) => waiting.push(schema),
                Use::Named(key) => found.push(key.as_str()),
            }
        }
    }
    found.reverse();
    found
}
