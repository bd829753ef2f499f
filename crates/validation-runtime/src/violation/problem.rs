//! Why a text is no JSON.

use std::fmt;

/// Why a text is no JSON (RFC 8259).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub enum JsonProblem {
    /// The text ends in the middle of a value.
    UnexpectedEnd,
    /// No value can start or go on like this.
    Value,
    /// A number has leading zeros, or lacks digits.
    Number,
    /// A control character stands in a string without an escape.
    ControlCharacter,
    /// A backslash is followed by something that is no escape.
    Escape,
    /// An escape stands for half of a surrogate pair.
    LoneSurrogate,
    /// A member of an object does not start with a string.
    Key,
    /// A colon is missing after a key.
    Colon,
    /// Neither a comma nor the closing bracket follows.
    Separator,
    /// Something follows the value.
    TrailingData,
}

impl JsonProblem {
    fn message(self) -> &'static str {
        match self {
            Self::UnexpectedEnd => "the text ends too early",
            Self::Value => "no JSON value can look like this",
            Self::Number => "no JSON number can look like this",
            Self::ControlCharacter => "a control character in a string must be escaped",
            Self::Escape => "the backslash starts no escape that JSON knows",
            Self::LoneSurrogate => "the escape stands for half of a surrogate pair",
            Self::Key => "a key in double quotes must stand here",
            Self::Colon => "a colon must follow the key",
            Self::Separator => "a comma or the closing bracket must stand here",
            Self::TrailingData => "nothing may follow the value",
        }
    }
}

impl fmt::Display for JsonProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message())
    }
}
