//! A larger document from a small one.

use serde_json::{Map, Value};

/// The one component that copies share: the profile asks for one error schema.
const SHARED_SCHEMA: &str = "ApiError";

/// The document with everything in it `copies` times: paths, operations, tags and components, each copy referring to
/// its own. The first copy keeps its names.
pub(super) fn repeat(document: &Value, copies: usize) -> Value {
    let mut whole = document.clone();
    for copy in 1..copies {
        let renamed = rename(document, copy);
        for section in ["paths", "tags", "components"] {
            if let (Some(into), Some(from)) = (whole.get_mut(section), renamed.get(section)) {
                merge(into, from);
            }
        }
    }
    whole
}

/// Adds the members and items of `from` to `into`, deeply; what is there already stays.
fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                match into.get_mut(key) {
                    Some(present) => merge(present, value),
                    None => {
                        into.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(into), Value::Array(from)) => into.extend(from.iter().cloned()),
        _ => {}
    }
}

/// The parts that are repeated, under names of their own.
fn rename(document: &Value, copy: usize) -> Value {
    let mut renamed = document.clone();
    if let Some(paths) = renamed.get_mut("paths") {
        rename_members(paths, |path| format!("/copy{copy}{path}"));
    }
    if let Some(Value::Object(sections)) = renamed.get_mut("components") {
        // Security schemes stay one: the root requires them by name.
        sections.retain(|section, _| section != "securitySchemes");
        for section in sections.values_mut() {
            rename_members(section, |name| component_name(name, copy));
            // The profile refuses components that are copies of one another.
            for component in section.as_object_mut().into_iter().flat_map(Map::values_mut) {
                rename_member(component, "description", |text| format!("{text} Copy {copy}."));
            }
        }
    }
    for tag in renamed.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
        rename_member(tag, "name", |name| format!("{name}-copy{copy}"));
    }
    rename_uses(&mut renamed, copy);
    renamed
}

/// The name of a component's copy, or a reference to it.
fn component_name(name: &str, copy: usize) -> String {
    if name.rsplit('/').next() == Some(SHARED_SCHEMA) { name.to_owned() } else { format!("{name}Copy{copy}") }
}

fn rename_members(object: &mut Value, name: impl Fn(&str) -> String) {
    if let Value::Object(members) = object {
        let renamed: Map<_, _> =
            std::mem::take(members).into_iter().map(|(key, value)| (name(&key), value)).collect();
        *members = renamed;
    }
}

fn rename_member(object: &mut Value, key: &str, name: impl Fn(&str) -> String) {
    if let Some(member) = object.get_mut(key) {
        rename_text(member, name);
    }
}

fn rename_text(text: &mut Value, name: impl Fn(&str) -> String) {
    if let Value::String(text) = text {
        *text = name(text);
    }
}

/// Renames references, operationIds and the tags of operations, at any depth.
fn rename_uses(value: &mut Value, copy: usize) {
    rename_member(value, "$ref", |reference| component_name(reference, copy));
    if value.get("operationId").is_some() {
        rename_member(value, "operationId", |id| format!("{id}Copy{copy}"));
        for tag in value.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
            rename_text(tag, |tag| format!("{tag}-copy{copy}"));
        }
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| rename_uses(value, copy)),
        Value::Array(items) => items.iter_mut().for_each(|value| rename_uses(value, copy)),
        _ => {}
    }
}
