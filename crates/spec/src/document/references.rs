//! Does every reference lead to an object of the right kind?

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use crate::grammar::Kind;
use crate::{Document, Node, Pointer, Problem};

/// The pointer of a local reference such as `#/components/schemas/Room`; `None` for one into another file.
pub(crate) fn pointer_of(reference: &str) -> Option<Pointer> {
    let fragment = reference.strip_prefix('#')?;
    if !fragment.contains('%') {
        return Pointer::parse(fragment);
    }
    Pointer::parse(&percent_decode_str(fragment).decode_utf8().ok()?)
}

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut kinds: HashMap<Pointer, Kind> = HashMap::new();
    let mut references: Vec<(Kind, Node<'_>)> = Vec::new();
    document.walk(&mut |kind, node| {
        kinds.insert(node.pointer().clone(), kind);
        if node.reference().is_some() {
            references.push((kind, node.clone()));
        }
    });
    let mut ending = HashSet::new();
    references.iter().filter_map(|(kind, node)| check_reference(*kind, node, &kinds, &mut ending)).collect()
}

fn check_reference(
    kind: Kind,
    node: &Node<'_>,
    kinds: &HashMap<Pointer, Kind>,
    ending: &mut HashSet<Pointer>,
) -> Option<Problem> {
    let (at, reference) = (node.pointer(), node.reference()?);
    let Some(pointer) = pointer_of(reference) else { return Some(external(at, reference)) };
    match kinds.get(&pointer) {
        None => Some(unresolved(at, reference)),
        Some(found) if *found != kind => Some(other_kind(at, reference, *found, kind)),
        Some(_) if is_circle(node, ending) => Some(circle(at, reference)),
        Some(_) => None,
    }
}

pub(super) fn external(at: &Pointer, reference: &str) -> Problem {
    Problem::new(
        "external-reference",
        at,
        format!("a reference to `{reference}`, outside this document"),
        "bring the object into `components` and refer to it as `#/components/...`, or bundle the files into one",
    )
}

pub(super) fn unresolved(at: &Pointer, reference: &str) -> Problem {
    let found = format!("`{reference}` leads to nothing");
    Problem::new("unresolved-reference", at, found, "define it there, or mend the name")
}

pub(super) fn other_kind(at: &Pointer, reference: &str, found: Kind, kind: Kind) -> Problem {
    Problem::new(
        "reference-kind",
        at,
        format!("`{reference}` leads to a {found:?} object"),
        format!("refer to a {kind:?} object"),
    )
}

pub(super) fn circle(at: &Pointer, reference: &str) -> Problem {
    Problem::new(
        "reference-circle",
        at,
        format!("`{reference}` leads back to itself"),
        "let one of the references in the circle be a definition",
    )
}

/// Whether following references from `node`, and nothing but references, never ends.
///
/// `ending` has the places from which it is known to end; each place is followed once for the whole document.
fn is_circle(node: &Node<'_>, ending: &mut HashSet<Pointer>) -> bool {
    let mut visited = HashSet::from([node.pointer().clone()]);
    let mut current = node.clone();
    while let Some(target) = current.reference().and_then(|reference| current.document().follow(reference)) {
        if ending.contains(target.pointer()) {
            break;
        }
        if !visited.insert(target.pointer().clone()) {
            return true;
        }
        current = target;
    }
    ending.extend(visited);
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LoadError;
    use serde_json::{Value, json};

    fn problems(schemas: &Value) -> Vec<String> {
        let value = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": schemas, "parameters": {"Id": {"name": "id", "in": "query", "schema": {}}}}
        });
        match Document::from_value(value) {
            Ok(_) => Vec::new(),
            Err(LoadError::Problems(problems)) => problems.iter().map(ToString::to_string).collect(),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn references_into_schemas_resolve_also_recursively() {
        let tree = json!({"Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}});
        assert_eq!(problems(&tree), Vec::<String>::new());
    }

    #[test]
    fn a_reference_to_nothing_is_named() {
        let found = problems(&json!({"A": {"$ref": "#/components/schemas/B"}}));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("/components/schemas/A: unresolved-reference: "), "{found:?}");
    }

    #[test]
    fn a_reference_to_another_kind_is_named() {
        let found = problems(&json!({"A": {"$ref": "#/components/parameters/Id"}}));
        assert_eq!(
            found,
            [
                "/components/schemas/A: reference-kind: `#/components/parameters/Id` leads to a Parameter object; refer to a Schema object"
            ]
        );
    }

    #[test]
    fn a_reference_out_of_the_document_is_refused() {
        let found = problems(&json!({"A": {"$ref": "other.yaml#/B"}}));
        assert!(found[0].contains("external-reference"), "{found:?}");
    }

    #[test]
    fn a_circle_of_references_is_refused() {
        let found = problems(
            &json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}),
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("reference-circle"), "{found:?}");
    }
}
