//! Objects: `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`, `readOnly`, `writeOnly`,
//! and duplicate keys.

use std::collections::HashSet;

use crate::direction::Direction;
use crate::judge::{Judge, Stop};
use crate::path::Path;
use crate::report::Report;
use crate::schema::Schema;
use crate::text::Text;
use crate::violation::{JsonProblem, ViolationKind};

/// The rules for objects of a schema.
#[derive(Debug)]
pub struct ObjectRules {
    /// `properties` in the author's order, then what is required without being among them.
    pub properties: &'static [Property],
    /// `additionalProperties`
    pub additional: Additional,
    /// `minProperties`; 0 for none.
    pub min_properties: u64,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// A member of an object that its schema names.
#[derive(Debug)]
pub struct Property {
    /// The key.
    pub name: &'static str,
    /// The key as compact JSON writes it, with its quotes and the colon, to be compared in one piece; may be empty.
    pub key: &'static str,
    /// Whether the member must be there.
    pub required: bool,
    /// The schema of the value; `None` if the name is required only, so that `additionalProperties` applies.
    pub schema: Option<&'static Schema>,
    /// In which direction it may be sent (`readOnly`, `writeOnly`).
    pub access: Access,
}

/// In which direction a member may be sent (OpenAPI 3.0.3, schema object, `readOnly` and `writeOnly`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// In requests and responses.
    ReadWrite,
    /// In responses only (`readOnly`); `required` binds responses only.
    ReadOnly,
    /// In requests only (`writeOnly`); `required` binds requests only.
    WriteOnly,
}

impl Access {
    /// Whether a value that travels in `direction` may carry the member; any may where no direction is known.
    #[inline]
    pub(crate) fn allows(self, direction: Option<Direction>) -> bool {
        !matches!(
            (self, direction),
            (Self::ReadOnly, Some(Direction::Request)) | (Self::WriteOnly, Some(Direction::Response))
        )
    }
}

/// What holds for members that `properties` does not name (`additionalProperties`).
#[derive(Debug)]
pub enum Additional {
    /// Any are accepted.
    Allowed,
    /// None are accepted.
    Forbidden,
    /// Their values must fit the schema.
    Schema(&'static Schema),
}

/// Up to how many words of properties are noted without allocating: 256 properties.
const WORDS: usize = 4;

impl ObjectRules {
    /// No rules: the base of struct updates in tables.
    pub const NONE: Self =
        Self { properties: &[], additional: Additional::Allowed, min_properties: 0, max_properties: None };

    /// The index of the property `key`; `expected` is tried first, since members mostly come in the author's order.
    #[inline]
    pub(crate) fn find(&self, key: &Text<'_>, expected: usize) -> Option<usize> {
        let fits = |property: &Property| key.equals(property.name.as_bytes());
        if self.properties.get(expected).is_some_and(fits) {
            return Some(expected);
        }
        self.properties.iter().position(fits)
    }

    /// The schema for the value of `member`: that of the property with the index, or of members without a name. Reports
    /// a member that may not be there.
    #[inline]
    pub(crate) fn member(
        &self,
        index: Option<usize>,
        direction: Option<Direction>,
        pointer: &'static str,
        member: &Path<'_>,
        report: &mut Report,
    ) -> &'static Schema {
        let property = index.and_then(|index| self.properties.get(index));
        if let Some(property) = property {
            // A property without a schema is only required here: the schema that describes it says where it may be sent.
            if let Some(schema) = property.schema {
                if !property.access.allows(direction) {
                    property.wrong_direction(schema, member, report);
                }
                return schema;
            }
        }
        match self.additional {
            Additional::Allowed => &Schema::ANY,
            Additional::Schema(schema) => schema,
            Additional::Forbidden => {
                report.add(member, pointer, "additionalProperties", ViolationKind::AdditionalProperties);
                &Schema::ANY
            }
        }
    }

    /// Whether the number of members is limited.
    #[inline]
    fn counts(&self) -> bool {
        self.min_properties > 0 || self.max_properties.is_some()
    }

    /// Judges what is known when all members were seen: `count` of them, properties as `seen`. Violations stand at
    /// `mark`, before those of the members.
    #[expect(clippy::too_many_arguments, reason = "all of them change from call to call")]
    pub(crate) fn whole(
        &self,
        count: u64,
        seen: &Seen,
        direction: Option<Direction>,
        pointer: &'static str,
        path: &Path<'_>,
        mark: usize,
        report: &mut Report,
    ) {
        let mut place = mark;
        let mut add = |keyword, kind| {
            report.insert(place, path, pointer, keyword, kind);
            place += 1;
        };
        if count < self.min_properties {
            add("minProperties", ViolationKind::MinProperties { limit: self.min_properties, found: count });
        }
        if let Some(limit) = self.max_properties
            && count > limit
        {
            add("maxProperties", ViolationKind::MaxProperties { limit, found: count });
        }
        for (index, property) in self.properties.iter().enumerate() {
            if property.required && !seen.contains(index) && property.access.allows(direction) {
                add("required", ViolationKind::Required { name: property.name });
            }
        }
    }
}

impl Property {
    /// No rules: the base of struct updates in tables.
    pub const NONE: Self =
        Self { name: "", key: "", required: false, schema: None, access: Access::ReadWrite };

    #[cold]
    fn wrong_direction(&self, schema: &Schema, member: &Path<'_>, report: &mut Report) {
        let kind = match self.access {
            Access::WriteOnly => ViolationKind::WriteOnly,
            Access::ReadOnly | Access::ReadWrite => ViolationKind::ReadOnly,
        };
        let keyword = kind.rule();
        report.add(member, schema.pointer, keyword, kind);
    }
}

/// Which properties were seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    first: [u64; WORDS],
    /// Those beyond the first words: hardly any schema names so many.
    others: Option<HashSet<usize>>,
}

impl Seen {
    /// Notes `index` and tells whether it was seen before.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let Some(word) = self.first.get_mut(index / 64) else {
            return !self.others.get_or_insert_default().insert(index);
        };
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        match self.first.get(index / 64) {
            Some(word) => word & (1 << (index % 64)) != 0,
            None => self.others.as_ref().is_some_and(|others| others.contains(&index)),
        }
    }
}

impl<'a> Judge<'a, '_> {
    /// Judges the object whose opening brace was peeked.
    pub(crate) fn object(
        &mut self,
        pointer: &'static str,
        rules: &ObjectRules,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        self.enter(path)?;
        let mark = self.report.mark();
        let mut seen = Seen::default();
        let mut expected = 0;
        let mut count = 0;
        let mut named = 0;
        let mut others = None;
        if self.cursor.peek() == Some(b'}') {
            self.cursor.bump();
        } else {
            loop {
                let (key, index) = self.member_key(rules, expected, path)?;
                let member = Path::Member { parent: path, key };
                let duplicate = if let Some(index) = index {
                    expected = index + 1;
                    let before = seen.insert(index);
                    named += usize::from(!before);
                    before
                } else {
                    let others = others.get_or_insert_with(|| self.keys.enter());
                    self.keys.insert(others, key)
                };
                if duplicate {
                    self.duplicate(pointer, &member);
                } else {
                    count += 1;
                }
                let schema = rules.member(index, self.direction, pointer, &member, self.report);
                self.value(schema, &member)?;
                if !self.separator(b'}', path)? {
                    break;
                }
            }
        }
        if let Some(others) = others {
            self.keys.leave(&others);
        }
        self.leave();
        if named < rules.properties.len() || rules.counts() {
            rules.whole(count, &seen, self.direction, pointer, path, mark, self.report);
        }
        Ok(())
    }

    /// Reads a key and the colon after it, and finds the property that it names; `expected` is tried first.
    #[inline]
    fn member_key(
        &mut self,
        rules: &ObjectRules,
        expected: usize,
        path: &Path<'_>,
    ) -> Result<(Text<'a>, Option<usize>), Stop> {
        self.cursor.peek();
        if let Some(property) = rules.properties.get(expected)
            && self.cursor.take_key(property.key.as_bytes())
        {
            return Ok((Text::plain(property.name), Some(expected)));
        }
        let key = self.key(path)?;
        Ok((key, rules.find(&key, expected)))
    }

    /// Reads a key and the colon after it.
    #[inline]
    pub(crate) fn key(&mut self, path: &Path<'_>) -> Result<Text<'a>, Stop> {
        match self.cursor.peek() {
            Some(b'"') => {}
            Some(_) => return Err(self.stop(path, self.cursor.malformed(JsonProblem::Key))),
            None => return Err(self.stop(path, self.cursor.malformed(JsonProblem::UnexpectedEnd))),
        }
        let key = self.cursor.string();
        let key = key.and_then(|key| self.cursor.expect(b':', JsonProblem::Colon).map(|()| key));
        key.map_err(|malformed| self.stop(path, malformed))
    }
}
