//! Schemas as tables: what generated code consists of.

use std::fmt;

use crate::array::ArrayRules;
use crate::combination::Combination;
use crate::enumeration::Constant;
use crate::number::NumberRules;
use crate::object::ObjectRules;
use crate::string::StringRules;

/// A schema object (OpenAPI 3.0.3, schema object).
///
/// Each family of keywords applies to instances of its own type only, as JSON Schema says: a schema with string rules
/// and no type accepts every number.
pub struct Schema {
    /// Where the schema stands in the document: a JSON pointer.
    pub pointer: &'static str,
    /// The types that are accepted: `type` and `nullable`.
    pub types: Types,
    /// The values that are accepted (`enum`); `None` for any.
    pub enumeration: Option<&'static [Constant]>,
    /// The rules for strings.
    pub string: Option<&'static StringRules>,
    /// The rules for numbers.
    pub number: Option<&'static NumberRules>,
    /// The rules for arrays.
    pub array: Option<&'static ArrayRules>,
    /// The rules for objects.
    pub object: Option<&'static ObjectRules>,
    /// How other schemas take part: `allOf`, `anyOf`, `oneOf`, `not`, `discriminator`.
    pub combination: Option<&'static Combination>,
}

impl Schema {
    /// The schema that accepts every value: the base of struct updates in tables.
    pub const ANY: Self = Self {
        pointer: "",
        types: Types::ANY,
        enumeration: None,
        string: None,
        number: None,
        array: None,
        object: None,
        combination: None,
    };

    /// The schema that this one stands for; mostly itself. See [`Combination::deferred`].
    #[inline]
    #[must_use]
    pub fn resolved(&'static self) -> &'static Self {
        let deferred = self.combination.and_then(|combination| combination.deferred);
        deferred.and_then(|deferred| deferred.get()).copied().unwrap_or(self)
    }

    /// Whether every value is accepted, so that there is nothing to judge.
    #[inline]
    pub(crate) fn accepts_all(&self) -> bool {
        self.types == Types::ANY
            && self.enumeration.is_none()
            && self.string.is_none()
            && self.number.is_none()
            && self.array.is_none()
            && self.object.is_none()
            && self.combination.is_none()
    }
}

impl fmt::Debug for Schema {
    /// Writes the pointer only: tables refer to one another, also in circles.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Schema({})", self.pointer)
    }
}

/// A set of JSON types.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Types(u8);

impl Types {
    /// The empty set: no value fits.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true` and `false`
    pub const BOOLEAN: Self = Self(1 << 1);
    /// Numbers without a fraction, however they are written: `1`, `1.0` and `1e2`.
    pub const INTEGER: Self = Self(1 << 2);
    /// All numbers, integers included.
    pub const NUMBER: Self = Self(1 << 3 | Self::INTEGER.0);
    /// Strings.
    pub const STRING: Self = Self(1 << 4);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 5);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 6);
    /// Every type.
    pub const ANY: Self = Self(
        Self::NULL.0 | Self::BOOLEAN.0 | Self::NUMBER.0 | Self::STRING.0 | Self::ARRAY.0 | Self::OBJECT.0,
    );

    const NAMES: [(Self, &'static str); 7] = [
        (Self::NULL, "null"),
        (Self::BOOLEAN, "boolean"),
        (Self::NUMBER, "number"),
        (Self::INTEGER, "integer"),
        (Self::STRING, "string"),
        (Self::ARRAY, "array"),
        (Self::OBJECT, "object"),
    ];

    /// The types of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The types that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether every type of `other` is in this set.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The names of the types as OpenAPI writes them; `integer` only where `number` is not in the set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .filter(move |(types, _)| self.contains(*types))
            .filter(move |(types, _)| *types != Self::INTEGER || !self.contains(Self::NUMBER))
            .map(|(_, name)| name)
    }
}

impl fmt::Display for Types {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.names().enumerate() {
            if index > 0 {
                formatter.write_str(" or ")?;
            }
            formatter.write_str(name)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Types {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Types({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Types {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_set_holds_integers_and_not_the_other_way_round() {
        assert!(Types::NUMBER.contains(Types::INTEGER));
        assert!(!Types::INTEGER.contains(Types::NUMBER));
    }

    #[test]
    fn sets_are_written_with_the_names_of_openapi() {
        assert_eq!(Types::STRING.or(Types::NULL).to_string(), "null or string");
        assert_eq!(Types::NUMBER.to_string(), "number");
        assert_eq!(Types::INTEGER.to_string(), "integer");
    }
}
