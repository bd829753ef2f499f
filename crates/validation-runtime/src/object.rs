//! Objects: `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`, and duplicate keys.

use crate::judge::{Judge, Stop};
use crate::path::Path;
use crate::schema::Schema;
use crate::text::Text;
use crate::violation::{JsonProblem, ViolationKind};

/// The rules for objects of a schema.
#[derive(Debug)]
pub struct ObjectRules {
    /// `properties` in the author's order, then what is required without being among them; at most
    /// [`ObjectRules::MOST_PROPERTIES`].
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
    /// Whether the member must be there.
    pub required: bool,
    /// The schema of the value; `None` if the name is required only, so that `additionalProperties` applies.
    pub schema: Option<&'static Schema>,
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

const WORDS: usize = 4;

impl ObjectRules {
    /// The greatest number of properties that a table may name.
    pub const MOST_PROPERTIES: usize = WORDS * 64;

    /// No rules: the base of struct updates in tables.
    pub const NONE: Self =
        Self { properties: &[], additional: Additional::Allowed, min_properties: 0, max_properties: None };

    /// The index of the property `key`; `expected` is tried first, since members mostly come in the author's order.
    #[inline]
    fn find(&self, key: &Text<'_>, expected: usize) -> Option<usize> {
        let fits = |property: &Property| key.equals(property.name.as_bytes());
        if self.properties.get(expected).is_some_and(fits) {
            return Some(expected);
        }
        self.properties.iter().position(fits)
    }
}

/// Which properties were seen.
#[derive(Default)]
struct Seen([u64; WORDS]);

impl Seen {
    /// Notes `index` and tells whether it was seen before.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let Some(word) = self.0.get_mut(index / 64) else { return false };
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
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
        let other_keys = self.keys.enter();
        let mut seen = Seen::default();
        let mut expected = 0;
        let mut count = 0;
        if self.cursor.peek() == Some(b'}') {
            self.cursor.bump();
        } else {
            loop {
                let key = self.key(path)?;
                let member = Path::Member { parent: path, key };
                let index = rules.find(&key, expected);
                let duplicate = match index {
                    Some(index) => {
                        expected = index + 1;
                        seen.insert(index)
                    }
                    None => self.keys.insert(&other_keys, key),
                };
                if duplicate {
                    self.report.add(&member, pointer, "", ViolationKind::DuplicateKey);
                } else {
                    count += 1;
                }
                let property = index.and_then(|index| rules.properties.get(index));
                let schema = match property.and_then(|property| property.schema) {
                    Some(schema) => schema,
                    None => self.additional(pointer, rules, &member),
                };
                self.value(schema, &member)?;
                if !self.separator(b'}', path)? {
                    break;
                }
            }
        }
        self.keys.leave(&other_keys);
        self.leave();
        self.object_as_a_whole(pointer, rules, path, mark, count, &seen);
        Ok(())
    }

    /// Reads a key and the colon after it.
    #[inline]
    fn key(&mut self, path: &Path<'_>) -> Result<Text<'a>, Stop> {
        match self.cursor.peek() {
            Some(b'"') => {}
            Some(_) => return Err(self.stop(path, self.cursor.malformed(JsonProblem::Key))),
            None => return Err(self.stop(path, self.cursor.malformed(JsonProblem::UnexpectedEnd))),
        }
        let key = self.cursor.string();
        let key = key.and_then(|key| self.cursor.expect(b':', JsonProblem::Colon).map(|()| key));
        key.map_err(|malformed| self.stop(path, malformed))
    }

    fn additional(
        &mut self,
        pointer: &'static str,
        rules: &ObjectRules,
        member: &Path<'_>,
    ) -> &'static Schema {
        match rules.additional {
            Additional::Allowed => &Schema::ANY,
            Additional::Schema(schema) => schema,
            Additional::Forbidden => {
                let kind = ViolationKind::AdditionalProperties;
                self.report.add(member, pointer, "additionalProperties", kind);
                &Schema::ANY
            }
        }
    }

    fn object_as_a_whole(
        &mut self,
        pointer: &'static str,
        rules: &ObjectRules,
        path: &Path<'_>,
        mark: usize,
        count: u64,
        seen: &Seen,
    ) {
        let mut place = mark;
        let mut add = |keyword, kind| {
            self.report.insert(place, path, pointer, keyword, kind);
            place += 1;
        };
        if count < rules.min_properties {
            let kind = ViolationKind::MinProperties { limit: rules.min_properties, found: count };
            add("minProperties", kind);
        }
        if let Some(limit) = rules.max_properties
            && count > limit
        {
            add("maxProperties", ViolationKind::MaxProperties { limit, found: count });
        }
        for (index, property) in rules.properties.iter().enumerate() {
            if property.required && !seen.contains(index) {
                add("required", ViolationKind::Required { name: property.name });
            }
        }
    }
}
