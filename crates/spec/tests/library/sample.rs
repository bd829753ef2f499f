//! The good document, and ways to change it.

use std::sync::LazyLock;

use asp_spec::{Document, Kind, Pointer};
use serde_json::{Map, Value};

const TEXT: &str = include_str!("library.yaml");

static LIBRARY: LazyLock<Document> = LazyLock::new(|| Document::from_text(TEXT).unwrap());

/// The good document.
pub(crate) fn library() -> Document {
    LIBRARY.clone()
}

/// The good document's value, changed.
pub(crate) fn changed(change: impl FnOnce(&mut Value)) -> Document {
    let mut value = library().value().clone();
    change(&mut value);
    Document::from_value(value).unwrap()
}

/// The value at `pointer`, which must be there.
pub(crate) fn at<'a>(value: &'a mut Value, pointer: &str) -> &'a mut Value {
    value.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}

/// Takes out the member or item at `pointer`, and returns it.
pub(crate) fn take(value: &mut Value, pointer: &str) -> Value {
    let (holder, _) = pointer.rsplit_once('/').unwrap();
    let parsed = Pointer::parse(pointer).unwrap();
    let key = parsed.last().unwrap();
    match at(value, holder) {
        Value::Object(members) => {
            members.shift_remove(&*key).unwrap_or_else(|| panic!("nothing at {pointer}"))
        }
        Value::Array(items) => items.remove(key.parse().unwrap()),
        _ => panic!("nothing holds {pointer}"),
    }
}

/// Renames a member, keeping its place; references to it are left as they are.
pub(crate) fn rename(value: &mut Value, pointer: &str, name: &str) {
    let (holder, _) = pointer.rsplit_once('/').unwrap();
    let parsed = Pointer::parse(pointer).unwrap();
    let old = parsed.last().unwrap();
    let members = at(value, holder).as_object_mut().unwrap();
    *members = std::mem::take(members)
        .into_iter()
        .map(|(key, member)| (if key == old { name.to_owned() } else { key }, member))
        .collect();
}

/// Renames a component and every reference to it.
pub(crate) fn rename_component(value: &mut Value, section: &str, old: &str, new: &str) {
    rename(value, &format!("/components/{section}/{old}"), new);
    let (from, to) = (format!("#/components/{section}/{old}"), format!("#/components/{section}/{new}"));
    each(value, &mut |value| {
        if value.get("$ref").and_then(Value::as_str) == Some(from.as_str()) {
            value["$ref"] = Value::from(to.clone());
        }
    });
}

/// Visits every value, children first.
pub(crate) fn each(value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|member| each(member, visit)),
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, visit)),
        _ => {}
    }
    visit(value);
}

/// Replaces the references to components of these sections by what they lead to.
pub(crate) fn inline(document: &Document, sections: &[&str]) -> Value {
    let mut value = document.value().clone();
    let components = value["components"].clone();
    for section in sections {
        let prefix = format!("#/components/{section}/");
        each(&mut value, &mut |value| {
            let name = value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix(&prefix));
            if let Some(name) = name {
                *value = components[section][name].clone();
            }
        });
        value["components"].as_object_mut().unwrap().shift_remove(*section);
    }
    value
}

/// The value with the members of every object in another order, the same for the same seed.
pub(crate) fn shuffle(value: &mut Value, seed: u64) {
    let mut state = seed;
    each(value, &mut |value| {
        if let Value::Object(members) = value {
            let mut entries: Vec<_> = std::mem::take(members).into_iter().collect();
            for index in (1..entries.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                entries.swap(index, usize::try_from(state >> 33).unwrap() % (index + 1));
            }
            *members = entries.into_iter().collect::<Map<_, _>>();
        }
    });
}

/// Every value of the document with its pointer, parents first.
pub(crate) fn places(document: &Document) -> Vec<(Pointer, Value)> {
    fn collect(value: &Value, pointer: &Pointer, places: &mut Vec<(Pointer, Value)>) {
        places.push((pointer.clone(), value.clone()));
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, member)| collect(member, &pointer.join(key), places));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| collect(item, &pointer.join(&index.to_string()), places));
            }
            _ => {}
        }
    }
    let mut places = Vec::new();
    collect(document.value(), &Pointer::root(), &mut places);
    places
}

/// How many objects of `kind` the document has.
pub(crate) fn count(document: &Document, kind: Kind) -> usize {
    let mut count = 0;
    document.walk(&mut |found, _| count += usize::from(found == kind));
    count
}
