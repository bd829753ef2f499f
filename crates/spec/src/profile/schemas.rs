//! Rules about the names and the nesting of schemas.

use std::collections::{HashMap, HashSet};

use super::survey::{Reference, Survey};
use super::{Findings, Rule, words};
use crate::{Kind, Pointer};

pub(super) const SCHEMA_NAME_RESERVED: Rule = Rule {
    id: "schema-name-reserved",
    statement: "No schema is called Error, like a name that Rust has in scope everywhere, or like an operationId with Request or Response behind it.",
    why: "Several generators make types of these names themselves; for errors, `ApiError` is free everywhere.",
    check: schema_name_reserved,
};

/// What is in scope in every Rust module, and `Error`, which the client's runtime has.
const TAKEN: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

fn schema_name_reserved(survey: &Survey<'_>, findings: &mut Findings) {
    let ids: HashSet<_> =
        survey.operations.iter().filter_map(|operation| operation.id()).map(words::pascal).collect();
    for (name, schema) in survey.document.components("schemas") {
        let operation = name.strip_suffix("Request").or_else(|| name.strip_suffix("Response"));
        if TAKEN.contains(&name) || operation.is_some_and(|id| ids.contains(id)) {
            let remedy = "name what it is, such as `NewRoom`, `CreatedRoom`, `RoomPage` or `ApiError`";
            findings.add(&schema, format!("the name `{name}`, which generators use themselves"), remedy);
        }
    }
}

pub(super) const SCHEMA_NAME_UNIQUE: Rule = Rule {
    id: "schema-name-unique",
    statement: "No two schema names are the same when case does not count.",
    why: "Generators respell names such as `RoomID`, and two of them become one type.",
    check: schema_name_unique,
};

fn schema_name_unique(survey: &Survey<'_>, findings: &mut Findings) {
    let mut seen = HashMap::new();
    for (name, schema) in survey.document.components("schemas") {
        if let Some(first) = seen.insert(words::fold(name), name) {
            findings.add(
                &schema,
                format!("`{name}` is taken: another schema is `{first}`"),
                "choose another word",
            );
        }
    }
}

pub(super) const PROPERTY_NAME: Rule = Rule {
    id: "property-name",
    statement: "Properties are lowerCamelCase, and no two of an object are the same when case does not count.",
    why: "They become fields, and each language spells a lowerCamelCase name in its own way without loss.",
    check: property_name,
};

fn property_name(survey: &Survey<'_>, findings: &mut Findings) {
    for properties in survey.all(Kind::Schema).filter_map(|schema| schema.get("properties")) {
        let mut seen = HashMap::new();
        for (name, property) in properties.entries() {
            if !words::is_lower_camel(name) {
                findings.add(
                    &property,
                    format!("the property `{name}`"),
                    "write letters and digits, a small letter first",
                );
            } else if let Some(first) = seen.insert(words::fold(name), name) {
                findings.add(
                    &property,
                    format!("`{name}` is taken: another property is `{first}`"),
                    "choose another word",
                );
            }
        }
    }
}

pub(super) const INLINE_OBJECT: Rule = Rule {
    id: "inline-object",
    statement: "An object inside another schema is a reference to a named schema.",
    why: "Without a name each generator invents one, and a change of nesting renames the type.",
    check: inline_object,
};

fn inline_object(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema) {
        let properties = schema.get("properties").into_iter().flat_map(|properties| properties.entries());
        let children = properties.map(|(_, property)| property).chain(schema.get("items"));
        for child in children.filter(|child| child.text("type") == Some("object")) {
            findings.add(
                &child,
                "an object without a name",
                "move it to `components/schemas` and refer to it",
            );
        }
    }
}

pub(super) const SCHEMA_RECURSION: Rule = Rule {
    id: "schema-recursion",
    statement: "No schema contains itself.",
    why: "The depth of a value, and of the validator's stack, would be the sender's choice.",
    check: schema_recursion,
};

/// Follows references between named schemas; each schema is entered once.
fn schema_recursion(survey: &Survey<'_>, findings: &mut Findings) {
    let mut inner: HashMap<Pointer, Vec<&Reference<'_>>> = HashMap::new();
    for reference in &survey.references {
        if reference.kind == Kind::Schema {
            inner.entry(reference.node.pointer().first(3)).or_default().push(reference);
        }
    }
    // Schemas that were entered, and whether all that is inside them was seen.
    let mut entered: HashMap<Pointer, bool> = HashMap::new();
    for (_, schema) in survey.document.components("schemas") {
        // The way from a schema inwards: each schema on it with the number of its references that were followed.
        let mut way: Vec<(Pointer, usize)> = Vec::new();
        let mut next = Some(schema.pointer().clone());
        loop {
            if let Some(pointer) = next.take().filter(|pointer| !entered.contains_key(pointer)) {
                entered.insert(pointer.clone(), false);
                way.push((pointer, 0));
            }
            let Some((pointer, followed)) = way.last_mut() else { break };
            let Some(reference) = inner.get(pointer).and_then(|references| references.get(*followed)) else {
                entered.insert(pointer.clone(), true);
                way.pop();
                continue;
            };
            *followed += 1;
            let target = reference.target.first(3);
            if entered.get(&target) == Some(&false) {
                let remedy = "give ids in place of the objects";
                findings.add(&reference.node, "a schema that contains itself", remedy);
            }
            next = Some(target);
        }
    }
}
