//! Values that fit: the document's own examples, else made from the schema.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::formats;
use super::language::{self, Search, Texts, search};
use super::normal::{Direction, Key, Kinds, Part, flat, key, member, names};
use super::numbers::Range;
use crate::ir::{Constant, StringFormat};

/// So deep examples nest: schemas may hold themselves.
const DEEPEST: usize = 12;
/// So many items and members are made to reach a least number.
const MOST_ITEMS: u64 = 300;
/// So many items are made where they may be equal.
const MOST_EQUAL_ITEMS: usize = 20_000;
/// So many examples are made for one place before it is given up.
const MOST_TRIES: usize = 2_000;

/// The name and the value of the member that chooses, if one does, and what it chooses.
type Choice<'a> = (Option<(&'a str, &'a str)>, Vec<Part<'a>>);

/// Makes values, and remembers them.
#[derive(Debug)]
pub(super) struct Examples {
    direction: Direction,
    known: HashMap<Key, Option<Value>>,
    tries: usize,
}

impl Examples {
    pub(super) fn new(direction: Direction) -> Self {
        Self { direction, known: HashMap::new(), tries: 0 }
    }

    /// A value that all of `parts` accept, as far as can be seen; `None` if none was found.
    pub(super) fn example(&mut self, parts: &[Part<'_>]) -> Option<Value> {
        self.tries = 0;
        self.one(parts, Kinds::ALL, 0)
    }

    /// As [`Self::example`], of one of the types `kinds`.
    pub(super) fn example_of(&mut self, parts: &[Part<'_>], kinds: Kinds) -> Option<Value> {
        self.tries = 0;
        self.one(parts, kinds, 0)
    }

    fn one(&mut self, parts: &[Part<'_>], kinds: Kinds, depth: usize) -> Option<Value> {
        self.tries += 1;
        if depth > DEEPEST || self.tries > MOST_TRIES {
            return None;
        }
        let key = (kinds == Kinds::ALL).then(|| key(parts));
        if let Some(known) = key.as_ref().and_then(|key| self.known.get(key)) {
            return known.clone();
        }
        let flat = flat(parts);
        let value = self.written(&flat, kinds).or_else(|| self.made(&flat, kinds, depth));
        // What is not found for its depth may be found elsewhere.
        if let Some(key) = key.filter(|_| value.is_some() || depth == 0) {
            self.known.insert(key, value.clone());
        }
        value
    }

    /// The document's own example.
    fn written(&self, flat: &[Part<'_>], kinds: Kinds) -> Option<Value> {
        let examples = flat.iter().filter_map(|part| {
            let pointer = format!("{}/example", part.schema.pointer);
            part.version.value(&pointer).filter(|_| !part.schema.pointer.is_empty())
        });
        let fits = |value: &&Value| {
            kinds.has(kind_of(value))
                && flat.iter().all(|part| part.version.holds(&part.schema.pointer, value))
        };
        let value = examples.into_iter().find(fits)?;
        Some(self.sendable(flat, value.clone()))
    }

    /// Takes out the members that are not sent in this direction.
    fn sendable(&self, flat_parts: &[Part<'_>], mut value: Value) -> Value {
        if let Value::Object(members) = &mut value {
            members.retain(|name, _| !member(flat_parts, Some(name), self.direction).forbidden);
            for (name, value) in members.iter_mut().filter(|(_, value)| value.is_object() || value.is_array())
            {
                let parts = flat(&member(flat_parts, Some(name), self.direction).parts);
                *value = self.sendable(&parts, value.take());
            }
        }
        if let Value::Array(items) = &mut value {
            let parts = flat(&item_parts(flat_parts));
            for item in items {
                *item = self.sendable(&parts, item.take());
            }
        }
        value
    }

    fn made(&mut self, flat: &[Part<'_>], kinds: Kinds, depth: usize) -> Option<Value> {
        if let Some(index) =
            flat.iter().position(|part| !part.alternatives().is_empty() || part.discriminator().is_some())
        {
            return self.chosen(flat, index, kinds, depth);
        }
        if let Some(constants) = flat.iter().find_map(|part| part.schema.enumeration.as_ref()) {
            let mut values = constants.iter().map(value_of);
            return values.find(|value| {
                kinds.has(kind_of(value))
                    && flat.iter().all(|part| part.version.holds(&part.schema.pointer, value))
            });
        }
        let kinds = Kinds::common(flat).and(kinds);
        // Where anything goes, a text is easiest to read.
        let says_nothing = kinds == Kinds::ALL
            && flat.iter().all(|part| part.schema.object.is_none() && part.schema.array.is_none());
        if says_nothing && let Some(text) = Self::text(flat) {
            return Some(text);
        }
        Kinds::EACH.into_iter().filter(|kind| kinds.has(*kind)).find_map(|kind| match kind {
            Kinds::OBJECT => self.object(flat, depth),
            Kinds::ARRAY => self.array(flat, depth),
            Kinds::STRING => Self::text(flat),
            Kinds::INTEGER => Range::of(flat, true).example(),
            Kinds::FRACTION => Range::of(flat, false).fraction(),
            Kinds::BOOLEAN => Some(json!(true)),
            _ => Some(Value::Null),
        })
    }

    /// An example by one of the alternatives of the part at `index`.
    fn chosen(&mut self, flat: &[Part<'_>], index: usize, kinds: Kinds, depth: usize) -> Option<Value> {
        let mut rest = flat.to_vec();
        let part = rest.get_mut(index)?;
        part.chosen = true;
        let part = *flat.get(index)?;
        let mut first = None;
        let mut choices: Vec<Choice<'_>> = Vec::new();
        if let Some(discriminator) = part.discriminator() {
            for (name, used) in &discriminator.mapping {
                choices.push((Some((&discriminator.property, name)), vec![part.of(used)]));
            }
        } else {
            // One of each list; where a schema has two, the first of the second.
            let lists = part.alternatives();
            let others: Vec<_> = lists.iter().skip(1).filter_map(|list| list.first().copied()).collect();
            for choice in lists.into_iter().next().unwrap_or_default() {
                choices.push((None, [vec![choice], others.clone()].concat()));
            }
        }
        for (named, choice) in choices {
            let parts = [rest.clone(), choice].concat();
            let Some(mut value) = self.one(&parts, kinds, depth + 1) else { continue };
            if let (Some((property, name)), Some(members)) = (named, value.as_object_mut()) {
                members.insert(property.to_owned(), json!(name));
            }
            if flat.iter().all(|part| part.version.holds(&part.schema.pointer, &value)) {
                return Some(value);
            }
            first = first.or(Some(value));
        }
        first
    }

    fn object(&mut self, flat: &[Part<'_>], depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let names = names(flat);
        let rules = || flat.iter().filter_map(|part| part.schema.object.as_ref());
        let least = rules().map(|rules| rules.min_properties).max().unwrap_or(0).min(MOST_ITEMS);
        for name in &names {
            let member = member(flat, Some(name), self.direction);
            if member.required {
                members.insert((*name).to_owned(), self.one(&member.parts, Kinds::ALL, depth + 1)?);
            }
        }
        let others = (1..=least).map(|number| format!("member{number}"));
        for name in names.iter().map(|name| (*name).to_owned()).chain(others) {
            let missing = usize::try_from(least).unwrap_or_default() > members.len();
            let member = member(flat, Some(&name), self.direction);
            if !missing || members.contains_key(&name) || member.forbidden {
                continue;
            }
            if let Some(value) = self.one(&member.parts, Kinds::ALL, depth + 1) {
                members.insert(name, value);
            }
        }
        Some(Value::Object(members))
    }

    fn array(&mut self, flat: &[Part<'_>], depth: usize) -> Option<Value> {
        let rules = || flat.iter().filter_map(|part| part.schema.array.as_ref());
        let least = rules().map(|rules| rules.min_items).max().unwrap_or(0);
        let most = rules().filter_map(|rules| rules.max_items).min();
        // An item says more than none; where items hold the schema itself, there is none.
        let wanted = if most == Some(0) { 0 } else { least.max(1) };
        match self.items(flat, wanted, depth) {
            Some(items) => Some(Value::Array(items)),
            None if least == 0 => Some(json!([])),
            None => None,
        }
    }

    /// So many items, different ones where they must be.
    pub(super) fn items(&mut self, flat: &[Part<'_>], count: u64, depth: usize) -> Option<Vec<Value>> {
        let parts = item_parts(flat);
        let unique =
            flat.iter().filter_map(|part| part.schema.array.as_ref()).any(|rules| rules.unique_items);
        if !unique {
            // However many there are, they are the same.
            let count = usize::try_from(count).ok().filter(|count| *count <= MOST_EQUAL_ITEMS)?;
            if count == 0 {
                return Some(Vec::new());
            }
            return Some(vec![self.one(&parts, Kinds::ALL, depth + 1)?; count]);
        }
        if count > MOST_ITEMS {
            return None;
        }
        let mut items: Vec<Value> = Vec::new();
        for number in 0..count {
            let item = if number > 0 {
                self.another(&parts, &items)?
            } else {
                self.one(&parts, Kinds::ALL, depth + 1)?
            };
            items.push(item);
        }
        Some(items)
    }

    /// An example that is none of `others`.
    fn another(&mut self, parts: &[Part<'_>], others: &[Value]) -> Option<Value> {
        let flat = flat(parts);
        let is_new = |value: &Value| {
            !others.contains(value) && flat.iter().all(|part| part.version.holds(&part.schema.pointer, value))
        };
        if let Some(constants) = flat.iter().find_map(|part| part.schema.enumeration.as_ref()) {
            return constants.iter().map(value_of).find(is_new);
        }
        let example = self.one(parts, Kinds::ALL, 0)?;
        let number = others.len();
        let values = match &example {
            Value::String(text) => vec![
                json!(format!("{text}{number}")),
                json!("a".repeat(number + 1)),
                json!(number.to_string()),
                json!(char::from_u32(u32::try_from(number).ok()? + 0x61).map(String::from)),
            ],
            Value::Number(first) => vec![
                json!(first.as_i64().unwrap_or(0).saturating_add(i64::try_from(number).ok()?)),
                json!(first.as_i64().unwrap_or(0).saturating_sub(i64::try_from(number).ok()?)),
            ],
            _ => vec![json!(false), json!(true), json!(number), json!(format!("a{number}"))],
        };
        if let Some(value) = values.into_iter().find(is_new) {
            return Some(value);
        }
        if example.is_string() {
            let known: Vec<&str> = others.iter().filter_map(Value::as_str).collect();
            return found(language::another(&likely(&flat), &known)).filter(is_new);
        }
        self.another_object(&flat, &example, others)
    }

    /// The object `example` of flat `parts` with another value in one of its members.
    fn another_object(&mut self, parts: &[Part<'_>], example: &Value, others: &[Value]) -> Option<Value> {
        let members = example.as_object()?;
        members.iter().find_map(|(name, value)| {
            let of_member = |other: &Value| other.get(name).cloned();
            let mut known: Vec<Value> = others.iter().filter_map(of_member).collect();
            known.push(value.clone());
            let other = self.another(&member(parts, Some(name), self.direction).parts, &known)?;
            let mut members = members.clone();
            members.insert(name.clone(), other);
            Some(Value::Object(members)).filter(|value| !others.contains(value))
        })
    }

    /// A text that fits.
    fn text(flat: &[Part<'_>]) -> Option<Value> {
        let format = flat.iter().find_map(|part| part.schema.string.as_ref()?.format);
        if let Some(format) = format {
            let texts = samples(format).iter().map(|text| json!(text));
            let mut texts = texts.collect::<Vec<_>>().into_iter();
            let fits = |text: &Value| flat.iter().all(|part| part.version.holds(&part.schema.pointer, text));
            return texts.find(fits).or_else(|| found(search(&likely(flat), None)).filter(fits));
        }
        found(search(&texts(flat), None))
    }
}

/// What a search came to, as a value.
pub(super) fn found(search: Search) -> Option<Value> {
    match search {
        Search::Found(text) => Some(json!(text)),
        Search::Nothing | Search::GivenUp => None,
    }
}

/// As [`texts`], of those that are probably of the formats too.
pub(super) fn likely<'a>(parts: &[Part<'a>]) -> Texts<'a> {
    let mut texts = texts(parts);
    let formats = parts.iter().filter_map(|part| part.schema.string.as_ref()?.format);
    texts.patterns.extend(formats.filter_map(|format| formats::patterns(format)?.likely.as_ref()));
    texts
}

/// The schemas of items.
pub(super) fn item_parts<'a>(flat: &[Part<'a>]) -> Vec<Part<'a>> {
    let items = |part: &Part<'a>| Some(part.of(part.schema.array.as_ref()?.items.as_ref()?));
    flat.iter().filter_map(items).collect()
}

/// The texts that fit the lengths and patterns of flat `parts`.
pub(super) fn texts<'a>(parts: &[Part<'a>]) -> Texts<'a> {
    let mut texts = Texts::default();
    for part in parts {
        let Some(rules) = &part.schema.string else { continue };
        texts.least = texts.least.max(rules.min_length);
        texts.most = [texts.most, rules.max_length].into_iter().flatten().min();
        let patterns = &part.version.api.patterns;
        texts.patterns.extend(rules.pattern.as_ref().and_then(|pattern| patterns.get(pattern)));
    }
    texts
}

/// The type of a value.
pub(super) fn kind_of(value: &Value) -> Kinds {
    match value {
        Value::Null => Kinds::NULL,
        Value::Bool(_) => Kinds::BOOLEAN,
        Value::Number(number)
            if number.is_f64() && number.as_f64().is_some_and(|float| float.fract() != 0.0) =>
        {
            Kinds::FRACTION
        }
        Value::Number(_) => Kinds::INTEGER,
        Value::String(_) => Kinds::STRING,
        Value::Array(_) => Kinds::ARRAY,
        Value::Object(_) => Kinds::OBJECT,
    }
}

/// The constant, if it is a text.
pub(super) fn text_of(constant: &Constant) -> Option<&str> {
    match constant {
        Constant::String(text) => Some(text),
        _ => None,
    }
}

/// A constant of `enum` as a value.
pub(super) fn value_of(constant: &Constant) -> Value {
    match constant {
        Constant::Null => Value::Null,
        Constant::Boolean(flag) => json!(flag),
        Constant::Number(text) => serde_json::from_str(text).unwrap_or_default(),
        Constant::String(text) => json!(text),
        Constant::Array(items) => items.iter().map(value_of).collect(),
        Constant::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), value_of(value))).collect())
        }
    }
}

/// Texts of a format.
pub(super) fn samples(format: StringFormat) -> &'static [&'static str] {
    match format {
        StringFormat::Byte => &["", "AAAA", "AA==", "AAAAAAAAAAAA"],
        StringFormat::Date => &["2024-02-29"],
        StringFormat::DateTime => &["2024-02-29T12:00:00Z"],
        StringFormat::Duration => &["PT1S", "P1D"],
        StringFormat::Email => &["a@example.com"],
        StringFormat::Hostname => &["example.com"],
        StringFormat::Ipv4 => &["192.0.2.1"],
        StringFormat::Ipv6 => &["2001:db8::1"],
        StringFormat::Iri | StringFormat::Uri => &["https://example.com/", "https://example.com/a", "a:b"],
        StringFormat::IriReference | StringFormat::UriReference => &["https://example.com/", "/a", "a", ""],
        StringFormat::JsonPointer => &["/a", ""],
        StringFormat::Time => &["12:00:00Z"],
        StringFormat::UriTemplate => &["/a/{b}", "a"],
        StringFormat::Uuid => &["00000000-0000-4000-8000-000000000001"],
    }
}
