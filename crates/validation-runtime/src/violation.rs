//! What an exchange does that its contract forbids.

mod message;
mod problem;

use std::fmt;

use crate::Types;
use crate::enumeration::{Allowed, Constant};
use crate::location::Location;
use crate::visible::Visible;

pub use problem::JsonProblem;

/// One way in which an exchange breaks its contract.
///
/// `Display` writes a lowercase fragment that a person understands, such as
/// ``body /name: has 257 characters, at most 256 are allowed (/components/schemas/RoomName/maxLength)``. Values are not
/// copied into violations, since they may be secret or personal: only types, lengths, counts and short numbers are.
///
/// Serialized (feature `serde`), a violation has `location`, `instance`, `document`, `kind` and, as text, `message`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where in the exchange.
    pub location: Location,
    /// Where in the value that stands there: a JSON pointer, empty for the whole value.
    pub instance: String,
    /// The rule that is broken: a JSON pointer into the document; empty for rules that are JSON's own.
    pub document: String,
    /// What is wrong.
    pub kind: ViolationKind,
    /// The same pointer as `instance` with `*` for each step that no schema names; `None` if there is none.
    pub(crate) masked_instance: Option<String>,
}

/// What stands in the place of what is masked.
pub(crate) const MASK: &str = "*";

impl Violation {
    /// The same violation with `*` in the place of everything that the sender chose; see [`crate::Verdict::masked`].
    ///
    /// A step of [`Violation::instance`] stays if it is an index, or a name that a schema gives to a member there.
    #[must_use]
    pub fn masked(self) -> Self {
        let Self { location, instance, document, kind, masked_instance } = self;
        let instance = masked_instance.unwrap_or(instance);
        Self { location, instance, document, kind: kind.masked(), masked_instance: None }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Violation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut fields = serializer.serialize_struct("Violation", 5)?;
        fields.serialize_field("location", &self.location)?;
        fields.serialize_field("instance", &self.instance)?;
        fields.serialize_field("document", &self.document)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("message", &self.to_string())?;
        fields.end()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.location)?;
        if !self.instance.is_empty() {
            write!(formatter, " {}", Visible(&self.instance))?;
        }
        write!(formatter, ": {}", self.kind)?;
        if self.document.is_empty() { Ok(()) } else { write!(formatter, " ({})", self.document) }
    }
}

/// What is wrong with a value, with the limit and what was found.
///
/// Lengths count characters (Unicode scalar values). Limits of numbers are text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "rule", rename_all = "camelCase"))]
#[non_exhaustive]
pub enum ViolationKind {
    /// `type`, `nullable`: the value has another type.
    Type {
        /// The types that are accepted.
        expected: Types,
        /// The type of the value.
        found: Types,
    },
    /// `enum`: the value is none of those listed.
    Enum {
        /// How many values are listed.
        listed: usize,
        /// The values.
        allowed: Allowed,
    },
    /// `minLength`: the string is too short.
    MinLength {
        /// The least number of characters.
        limit: u64,
        /// The number of characters.
        found: u64,
    },
    /// `maxLength`: the string is too long.
    MaxLength {
        /// The greatest number of characters.
        limit: u64,
        /// The number of characters.
        found: u64,
    },
    /// `pattern`: the string does not match.
    Pattern {
        /// The pattern, as the document writes it.
        pattern: &'static str,
    },
    /// `minimum`: the number is too small.
    Minimum {
        /// The limit.
        limit: &'static str,
        /// Whether the limit itself is refused (`exclusiveMinimum`).
        exclusive: bool,
        /// The number if it is short, otherwise how long it is.
        found: String,
    },
    /// `maximum`: the number is too large.
    Maximum {
        /// The limit.
        limit: &'static str,
        /// Whether the limit itself is refused (`exclusiveMaximum`).
        exclusive: bool,
        /// The number if it is short, otherwise how long it is.
        found: String,
    },
    /// `multipleOf`: the number is no whole multiple.
    MultipleOf {
        /// The step.
        step: &'static str,
        /// The number if it is short, otherwise how long it is.
        found: String,
    },
    /// `format`: the value is not of the format.
    Format {
        /// The format, such as `int32` or `date-time`.
        format: &'static str,
        /// A number if it is short, otherwise how long it is; `None` for strings.
        found: Option<String>,
    },
    /// `minItems`: the array has too few items.
    MinItems {
        /// The least number of items.
        limit: u64,
        /// The number of items.
        found: u64,
    },
    /// `maxItems`: the array has too many items.
    MaxItems {
        /// The greatest number of items.
        limit: u64,
        /// The number of items.
        found: u64,
    },
    /// `uniqueItems`: an item is equal to one before it.
    UniqueItems,
    /// `minProperties`: the object has too few members.
    MinProperties {
        /// The least number of members.
        limit: u64,
        /// The number of members.
        found: u64,
    },
    /// `maxProperties`: the object has too many members.
    MaxProperties {
        /// The greatest number of members.
        limit: u64,
        /// The number of members.
        found: u64,
    },
    /// `required` of an object: a member is missing.
    Required {
        /// The member's name.
        name: &'static str,
    },
    /// `readOnly`: the member stands in a request, and is for responses only.
    ReadOnly,
    /// `writeOnly`: the member stands in a response, and is for requests only.
    WriteOnly,
    /// `anyOf`: no schema holds. What the nearest one finds follows in the list.
    AnyOf {
        /// How many schemas there are.
        schemas: usize,
        /// The schema that the value comes nearest to: a JSON pointer into the document.
        nearest: &'static str,
    },
    /// `oneOf`: no schema holds. What the nearest one finds follows in the list.
    OneOf {
        /// How many schemas there are.
        schemas: usize,
        /// The schema that the value comes nearest to: a JSON pointer into the document.
        nearest: &'static str,
    },
    /// `oneOf`: more than one schema holds.
    OneOfSeveral {
        /// The first two that hold: JSON pointers into the document.
        holding: [&'static str; 2],
    },
    /// `not`: the schema holds that must not.
    Not,
    /// `discriminator`: the object lacks the member that names its schema, or the member is no string.
    DiscriminatorMissing {
        /// The member's name.
        property: &'static str,
    },
    /// `discriminator`: the member names no schema that is known.
    DiscriminatorUnknown {
        /// The member's name.
        property: &'static str,
        /// How many values are known.
        known: usize,
    },
    /// `additionalProperties`: the member is not documented, and others are not accepted.
    AdditionalProperties,
    /// The object has this key more than once.
    DuplicateKey,
    /// The text is no JSON.
    Json {
        /// The first byte that cannot stand where it stands, from 0.
        offset: usize,
        /// What is wrong with it.
        problem: JsonProblem,
    },
    /// The body is not UTF-8.
    Utf8 {
        /// The first byte that is not UTF-8, from 0.
        offset: usize,
    },
    /// The body nests deeper than it is judged; see [`crate::Limits::depth`].
    Depth {
        /// The greatest number of levels.
        limit: usize,
    },
    /// The body is larger than it is judged; see [`crate::Limits::body`].
    BodySize {
        /// The greatest number of bytes.
        limit: usize,
        /// The number of bytes.
        found: usize,
    },
    /// A parameter, header or body that is required is missing.
    Missing,
    /// There is a body where the document has none.
    UndocumentedBody {
        /// The number of bytes.
        found: usize,
    },
    /// A parameter or header that stands for one value is there several times.
    Repeated {
        /// How often.
        found: usize,
    },
    /// The percent-encoding is broken, or does not stand for UTF-8 text.
    PercentEncoding,
    /// The value of a header, or of a part of a body, is not UTF-8 text.
    NotText,
    /// The value is not written in the style that the document asks for.
    Style {
        /// The style, such as `matrix`.
        style: &'static str,
    },
    /// The body is not made of parts as its type says (RFC 2046, section 5.1), or lacks the end, or is a form in which a
    /// part has no name (RFC 7578, section 4.2).
    Multipart,
}

impl ViolationKind {
    /// The violation of an `enum` of `constants`.
    pub(crate) fn not_listed(constants: &'static [Constant]) -> Self {
        Self::Enum { listed: constants.len(), allowed: Allowed(constants) }
    }

    fn masked(mut self) -> Self {
        match &mut self {
            Self::Minimum { found, .. }
            | Self::Maximum { found, .. }
            | Self::MultipleOf { found, .. }
            | Self::Format { found: Some(found), .. } => MASK.clone_into(found),
            _ => {}
        }
        self
    }

    /// The name of the keyword or of the rule that is broken, as serialized violations have it in `rule`.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Type { .. } => "type",
            Self::Enum { .. } => "enum",
            Self::MinLength { .. } => "minLength",
            Self::MaxLength { .. } => "maxLength",
            Self::Pattern { .. } => "pattern",
            Self::Minimum { .. } => "minimum",
            Self::Maximum { .. } => "maximum",
            Self::MultipleOf { .. } => "multipleOf",
            Self::Format { .. } => "format",
            Self::UniqueItems => "uniqueItems",
            Self::ReadOnly => "readOnly",
            Self::WriteOnly => "writeOnly",
            Self::AnyOf { .. } => "anyOf",
            Self::OneOf { .. } | Self::OneOfSeveral { .. } => "oneOf",
            Self::Not => "not",
            Self::DiscriminatorMissing { .. } | Self::DiscriminatorUnknown { .. } => "discriminator",
            Self::MinItems { .. } => "minItems",
            Self::MaxItems { .. } => "maxItems",
            Self::MinProperties { .. } => "minProperties",
            Self::MaxProperties { .. } => "maxProperties",
            Self::Required { .. } => "required",
            Self::AdditionalProperties => "additionalProperties",
            Self::DuplicateKey => "duplicateKey",
            Self::Json { .. } => "json",
            Self::Utf8 { .. } => "utf8",
            Self::Depth { .. } => "depth",
            Self::BodySize { .. } => "bodySize",
            Self::Missing => "missing",
            Self::UndocumentedBody { .. } => "undocumentedBody",
            Self::Repeated { .. } => "repeated",
            Self::PercentEncoding => "percentEncoding",
            Self::NotText => "notText",
            Self::Style { .. } => "style",
            Self::Multipart => "multipart",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_says_where_what_and_which_rule() {
        let violation = Violation {
            location: Location::Body,
            instance: "/name".to_owned(),
            document: "/components/schemas/RoomName/maxLength".to_owned(),
            kind: ViolationKind::MaxLength { limit: 256, found: 257 },
            masked_instance: None,
        };
        assert_eq!(
            violation.to_string(),
            "body /name: has 257 characters, at most 256 are allowed (/components/schemas/RoomName/maxLength)"
        );
    }
}
