//! Schemas that apply to the same value, seen as one.

use crate::ir::{Access, Additional, Combination, Discriminator, Schema, Type, Use};

use super::version::Version;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Request,
    Response,
}

impl Direction {
    fn allows(self, access: Access) -> bool {
        match access {
            Access::ReadWrite => true,
            Access::ReadOnly => self == Self::Response,
            Access::WriteOnly => self == Self::Request,
        }
    }
}

/// A schema of one of the two documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) version: &'a Version,
    pub(super) schema: &'a Schema,
    /// Whether its `anyOf`, `oneOf` and discriminator are left aside: one of the alternatives stands beside it.
    pub(super) chosen: bool,
}

/// What makes two lists of parts the same list.
pub(super) type Key = Vec<(usize, bool)>;

impl<'a> Part<'a> {
    pub(super) fn new(version: &'a Version, schema: &'a Schema) -> Self {
        Self { version, schema, chosen: false }
    }

    /// The schema that is used here by `used`.
    pub(super) fn of(&self, used: &'a Use<Schema>) -> Self {
        Self::new(self.version, self.version.schema(used))
    }

    pub(super) fn combination(&self) -> Option<&'a Combination> {
        self.schema.combination.as_ref()
    }

    /// The lists of alternatives.
    pub(super) fn alternatives(&self) -> Vec<Vec<Part<'a>>> {
        let Some(combination) = self.combination().filter(|_| !self.chosen) else { return Vec::new() };
        let lists = [&combination.any_of, &combination.one_of].into_iter().filter(|list| !list.is_empty());
        lists.map(|list| list.iter().map(|used| self.of(used)).collect()).collect()
    }

    pub(super) fn discriminator(&self) -> Option<&'a Discriminator> {
        self.combination().filter(|_| !self.chosen)?.discriminator.as_ref()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.address() == other.address()
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self.schema).addr()
    }
}

/// A name for a list of parts.
pub(super) fn key(parts: &[Part<'_>]) -> Key {
    let mut key: Key = parts.iter().map(|part| (part.address(), part.chosen)).collect();
    key.sort_unstable();
    key.dedup();
    key
}

/// The parts with those that they have by `allOf`, each once.
pub(super) fn flat<'a>(parts: &[Part<'a>]) -> Vec<Part<'a>> {
    let mut flat: Vec<Part<'a>> = Vec::new();
    let mut waiting: Vec<Part<'a>> = parts.iter().rev().copied().collect();
    while let Some(part) = waiting.pop() {
        let is_same = |other: &Part<'_>| other.address() == part.address();
        // Where a part is given with its alternatives chosen, it is not taken with them open again.
        let is_chosen = !part.chosen && parts.iter().any(|other| other.chosen && is_same(other));
        if is_chosen || flat.iter().any(is_same) {
            continue;
        }
        flat.push(part);
        let all_of = part.combination().map(|combination| combination.all_of.as_slice()).unwrap_or_default();
        waiting.extend(all_of.iter().rev().map(|used| part.of(used)));
    }
    flat
}

/// A set of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(2);
    pub(super) const INTEGER: Self = Self(4);
    /// Numbers that are not whole.
    pub(super) const FRACTION: Self = Self(8);
    pub(super) const NUMBER: Self = Self(12);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);
    pub(super) const ALL: Self = Self(127);

    /// Each type, in the order in which examples prefer them.
    pub(super) const EACH: [Self; 7] =
        [Self::OBJECT, Self::ARRAY, Self::STRING, Self::INTEGER, Self::FRACTION, Self::BOOLEAN, Self::NULL];

    pub(super) fn of(schema: &Schema) -> Self {
        schema.types.iter().fold(Self(0), |kinds, kind| {
            kinds.or(match kind {
                Type::Null => Self::NULL,
                Type::Boolean => Self::BOOLEAN,
                Type::Integer => Self::INTEGER,
                Type::Number => Self::NUMBER,
                Type::String => Self::STRING,
                Type::Array => Self::ARRAY,
                Type::Object => Self::OBJECT,
            })
        })
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The types that all of `parts` accept.
    pub(super) fn common(parts: &[Part<'_>]) -> Self {
        parts.iter().fold(Self::ALL, |kinds, part| kinds.and(Self::of(part.schema)))
    }
}

/// What the rules of objects say about one member.
#[derive(Clone, Debug, Default)]
pub(super) struct Member<'a> {
    pub(super) required: bool,
    /// Whether it may not be there, at all or in this direction.
    pub(super) forbidden: bool,
    /// Whether a schema names it.
    pub(super) named: bool,
    /// What its value must fit.
    pub(super) parts: Vec<Part<'a>>,
}

/// What flat `parts` say about the member `name`; about one that none of them names if it is `None`.
pub(super) fn member<'a>(parts: &[Part<'a>], name: Option<&str>, direction: Direction) -> Member<'a> {
    let mut member = Member::default();
    for part in parts {
        let Some(rules) = &part.schema.object else { continue };
        let property = name.and_then(|name| rules.properties.iter().find(|property| property.name == name));
        if let Some(property) = property {
            let is_allowed = direction.allows(property.access);
            member.required |= property.required && is_allowed;
            if let Some(schema) = &property.schema {
                member.named = true;
                member.forbidden |= !is_allowed;
                member.parts.push(part.of(schema));
                continue;
            }
        }
        match &rules.additional {
            Additional::Allowed => {}
            Additional::Forbidden => member.forbidden = true,
            Additional::Schema(schema) => member.parts.push(part.of(schema)),
        }
    }
    member
}

/// The names of members that flat `parts` describe or require, each once.
pub(super) fn names<'a>(parts: &[Part<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&'a str> = Vec::new();
    for property in
        parts.iter().filter_map(|part| part.schema.object.as_ref()).flat_map(|rules| &rules.properties)
    {
        if !names.contains(&property.name.as_str()) {
            names.push(&property.name);
        }
    }
    names
}
