//! Comparing two values of the canonical form.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::place::Place;
use super::{Change, ChangeKind, Subject};
use crate::Pointer;

/// The changes found so far.
#[derive(Default)]
pub(super) struct Comparison {
    pub(super) changes: Vec<Change>,
}

impl Comparison {
    /// Compares the members of two objects, in the order of their keys.
    pub(super) fn members(
        &mut self,
        subject: &Subject,
        pointer: &Pointer,
        place: Place,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) {
        let mut keys: Vec<_> = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))).collect();
        keys.sort_unstable();
        for key in keys {
            match (old.get(key), new.get(key)) {
                (Some(old), Some(new)) if old == new => {}
                (Some(old), Some(new)) => {
                    self.values(subject, &pointer.join(key), place.member(key), old, new);
                }
                (old, new) => self.presence(subject, &pointer.join(key), place.is_prose(key), old, new),
            }
        }
    }

    /// Compares two values that stand in the same place.
    pub(super) fn values(
        &mut self,
        subject: &Subject,
        pointer: &Pointer,
        place: Place,
        old: &Value,
        new: &Value,
    ) {
        match (old, new) {
            (old, new) if old == new => {}
            // A reference on one side only has no member in common with what is written out on the other.
            (Value::Object(a), Value::Object(b)) if a.contains_key("$ref") == b.contains_key("$ref") => {
                self.members(subject, pointer, place, a, b);
            }
            (Value::Array(old_items), Value::Array(new_items)) => {
                let before = self.changes.len();
                self.lists(subject, pointer, place, old_items, new_items);
                if self.changes.len() == before {
                    // The same items in another order, where the order counts.
                    self.change(subject, pointer, place == Place::Prose, old, new);
                }
            }
            _ => self.change(subject, pointer, place == Place::Prose, old, new),
        }
    }

    fn lists(&mut self, subject: &Subject, pointer: &Pointer, place: Place, old: &[Value], new: &[Value]) {
        let Some(identity) = Identity::of(place, old, new) else {
            for index in 0..old.len().max(new.len()) {
                let pointer = pointer.join(&index.to_string());
                match (old.get(index), new.get(index)) {
                    (Some(old), Some(new)) => self.values(subject, &pointer, place, old, new),
                    (old, new) => self.presence(subject, &pointer, place == Place::Prose, old, new),
                }
            }
            return;
        };
        // Lists of names may be long.
        let texts = |list: &[Value]| -> HashMap<String, usize> {
            let texts = list.iter().enumerate().rev();
            texts
                .filter_map(|(index, item)| Some((identity.of_item(item).as_str()?.to_owned(), index)))
                .collect()
        };
        let (old_texts, new_texts) = (texts(old), texts(new));
        let find = |list: &[Value], texts: &HashMap<String, usize>, item: &Value| match identity.of_item(item)
        {
            Value::String(text) => texts.get(text).copied(),
            item => list.iter().position(|other| identity.of_item(other) == item),
        };
        for (index, item) in old.iter().enumerate() {
            match find(new, &new_texts, item) {
                Some(other) => {
                    self.values(subject, &pointer.join(&other.to_string()), place, item, &new[other]);
                }
                None => self.presence(
                    subject,
                    &pointer.join(&index.to_string()),
                    place == Place::Prose,
                    Some(item),
                    None,
                ),
            }
        }
        for (index, item) in new.iter().enumerate().filter(|(_, item)| find(old, &old_texts, item).is_none())
        {
            self.presence(
                subject,
                &pointer.join(&index.to_string()),
                place == Place::Prose,
                None,
                Some(item),
            );
        }
    }

    fn change(&mut self, subject: &Subject, pointer: &Pointer, prose: bool, old: &Value, new: &Value) {
        let kind = ChangeKind::Changed { old: old.clone(), new: new.clone() };
        self.changes.push(Change { subject: subject.clone(), pointer: pointer.clone(), kind, prose });
    }

    /// Records that a value came or went.
    pub(super) fn presence(
        &mut self,
        subject: &Subject,
        pointer: &Pointer,
        prose: bool,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        let kind = match (old, new) {
            (Some(old), None) => ChangeKind::Removed(old.clone()),
            (None, Some(new)) => ChangeKind::Added(new.clone()),
            _ => return,
        };
        self.changes.push(Change { subject: subject.clone(), pointer: pointer.clone(), kind, prose });
    }
}

/// What makes two items of a list the same item.
enum Identity {
    /// Their value: words such as required names or countries, and whole security requirements.
    Value,
    /// Their `url`: servers.
    Url,
}

impl Identity {
    /// How the items of two lists are recognised; `None` if by their position.
    fn of(place: Place, old: &[Value], new: &[Value]) -> Option<Self> {
        let all = || old.iter().chain(new);
        if place == Place::Data || all().all(|item| !item.is_object() && !item.is_array()) {
            Some(Self::Value)
        } else if all().all(|item| item.get("url").is_some_and(Value::is_string)) {
            Some(Self::Url)
        } else {
            None
        }
    }

    fn of_item<'a>(&self, item: &'a Value) -> &'a Value {
        match self {
            Self::Value => item,
            Self::Url => &item["url"],
        }
    }
}
