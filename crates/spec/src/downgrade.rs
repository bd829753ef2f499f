//! From OpenAPI 3.1 to 3.0: a document that a tool emits in 3.1, in the words of 3.0.
//!
//! | in 3.1 | in 3.0 |
//! | --- | --- |
//! | `openapi: 3.1.x` | `openapi: 3.0.3` |
//! | `type: [string]` | `type: string` |
//! | `type: [string, "null"]` | `type: string`, `nullable: true` |
//! | `examples: [Room-1204]` in a schema | `example: Room-1204` |
//! | `const: x` | `enum: [x]` |
//! | `exclusiveMinimum: 3`, `exclusiveMaximum: 3` | `minimum: 3`, `exclusiveMinimum: true`, and so on |
//!
//! Everything else stays as it is. What 3.0 has no word for is therefore refused by [`Document::from_value`] with its
//! place, and so are words of 3.0 that 3.1 has dropped: nothing changes its meaning on the way, and nothing gets lost.

use serde_json::{Map, Value, json};

use crate::grammar::{Shape, grammar};
use crate::{Document, Kind, LoadError, Pointer, Problem};

/// The document that `value`, an OpenAPI 3.1 document, is in OpenAPI 3.0.
///
/// # Errors
///
/// [`LoadError::Problems`] for another version, for what 3.0 cannot say, and for everything that
/// [`Document::from_value`] refuses.
pub fn downgrade(mut value: Value) -> Result<Document, LoadError> {
    let mut problems = Vec::new();
    if let Some(version) = value.get_mut("openapi").filter(|version| is_3_1(version)) {
        *version = json!("3.0.3");
        object(&mut value, Kind::OpenApi, &Pointer::root(), &mut problems);
    } else {
        problems.push(Problem::new(
            "openapi-version",
            &Pointer::root().join("openapi"),
            "no version 3.1",
            "give an OpenAPI 3.1 document",
        ));
    }
    if problems.is_empty() { Document::from_value(value) } else { Err(LoadError::Problems(problems)) }
}

fn is_3_1(version: &Value) -> bool {
    version.as_str().is_some_and(|version| version.starts_with("3.1."))
}

/// Goes through an object of `kind` and all that is below it.
fn object(value: &mut Value, kind: Kind, pointer: &Pointer, problems: &mut Vec<Problem>) {
    // What a reference leads to is gone through where it is written.
    let Some(members) = value.as_object_mut().filter(|members| !members.contains_key("$ref")) else { return };
    if kind == Kind::Schema {
        schema(members, pointer, problems);
    }
    let grammar = grammar(kind);
    for (key, child) in members {
        if let Some(shape) = grammar.shape_of(key) {
            below(child, shape, &pointer.join(key), problems);
        }
    }
}

fn below(value: &mut Value, shape: Shape, pointer: &Pointer, problems: &mut Vec<Problem>) {
    match shape {
        Shape::Object(kind) | Shape::Referable(kind) => object(value, kind, pointer, problems),
        Shape::BooleanOrSchema => object(value, Kind::Schema, pointer, problems),
        Shape::Map(&inner) => {
            for (key, child) in value.as_object_mut().into_iter().flatten() {
                below(child, inner, &pointer.join(key), problems);
            }
        }
        Shape::List(&inner) => {
            for (index, child) in value.as_array_mut().into_iter().flatten().enumerate() {
                below(child, inner, &pointer.join(&index.to_string()), problems);
            }
        }
        Shape::Any | Shape::String | Shape::Boolean | Shape::Number | Shape::Count | Shape::OneOf(_) => {}
    }
}

fn schema(members: &mut Map<String, Value>, pointer: &Pointer, problems: &mut Vec<Problem>) {
    let mut refuse = |key: &str, found: &str, remedy: &str| {
        problems.push(Problem::new("version-3-1", &pointer.join(key), found, remedy));
    };
    if members.contains_key("nullable") {
        // As 3.1 reads it this says nothing; as 3.0 reads it, it would.
        refuse("nullable", "a keyword of OpenAPI 3.0", "write `null` among the types");
    }
    for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match members.get(exclusive) {
            Some(Value::Number(_)) if members.contains_key(limit) => {
                refuse(exclusive, "two limits on one side", "leave the one that says less out");
            }
            Some(Value::Number(_)) => {
                let value = members.insert(exclusive.to_owned(), json!(true)).unwrap_or_default();
                members.insert(limit.to_owned(), value);
            }
            Some(_) => refuse(exclusive, "no number", "write the limit itself"),
            None => {}
        }
    }
    if let Some(types) = members.get("type").and_then(Value::as_array) {
        let (null, mut others): (Vec<_>, Vec<_>) = types.clone().into_iter().partition(|word| word == "null");
        if let ([] | [_], [_]) = (&null[..], &others[..]) {
            members.extend(others.pop().map(|word| ("type".to_owned(), word)));
            members.extend(null.first().map(|_| ("nullable".to_owned(), json!(true))));
        }
    }
    if let Some([_]) = members.get("examples").and_then(Value::as_array).map(Vec::as_slice)
        && !members.contains_key("example")
        && let Some(Value::Array(mut examples)) = members.shift_remove("examples")
    {
        members.extend(examples.pop().map(|example| ("example".to_owned(), example)));
    }
    if !members.contains_key("enum")
        && let Some(only) = members.shift_remove("const")
    {
        members.insert("enum".to_owned(), json!([only]));
    }
}
