//! `enum`: one of a list of values.

use std::fmt;

use crate::decimal::Decimal;
use crate::json::{Cursor, Token};
use crate::reading::write_string;
use crate::text::Text;

/// A value of an `enum`.
#[derive(Debug)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, compared by value: `1` equals `1.0`.
    Number(Decimal<'static>),
    /// A string.
    String(&'static str),
    /// An array: the items in order.
    Array(&'static [Constant]),
    /// An object: the members in any order, no key twice.
    Object(&'static [(&'static str, Constant)]),
}

/// The values that an `enum` lists. `Display` writes the first ten as JSON.
#[derive(Clone, Copy, Debug)]
pub struct Allowed(pub(crate) &'static [Constant]);

/// How many values a message lists.
const MOST_SHOWN: usize = 10;

impl Allowed {
    /// The values as JSON texts, in the order of the document.
    pub fn values(self) -> impl ExactSizeIterator<Item = String> {
        self.0.iter().map(ToString::to_string)
    }
}

impl PartialEq for Allowed {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.values().eq(other.values())
    }
}

impl Eq for Allowed {}

impl fmt::Display for Allowed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        separated(formatter, self.0.iter().take(MOST_SHOWN))?;
        match self.0.len().saturating_sub(MOST_SHOWN) {
            0 => Ok(()),
            more => write!(formatter, " and {more} more"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Allowed {
    /// Writes the first ten values as JSON texts.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values().take(MOST_SHOWN))
    }
}

impl fmt::Display for Constant {
    /// Writes the value as JSON.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Boolean(flag) => write!(formatter, "{flag}"),
            Self::Number(number) => formatter.write_str(number.as_str()),
            Self::String(text) => formatter.write_str(&json_string(text)),
            Self::Array(items) => {
                formatter.write_str("[")?;
                separated(formatter, items.iter())?;
                formatter.write_str("]")
            }
            Self::Object(members) => {
                let members = members.iter().map(|(key, value)| {
                    let key = json_string(key);
                    fmt::from_fn(move |formatter| write!(formatter, "{key}: {value}"))
                });
                formatter.write_str("{")?;
                separated(formatter, members)?;
                formatter.write_str("}")
            }
        }
    }
}

fn json_string(text: &str) -> String {
    let mut json = Vec::new();
    write_string(text, &mut json);
    String::from_utf8_lossy(&json).into_owned()
}

fn separated(
    formatter: &mut fmt::Formatter<'_>,
    values: impl Iterator<Item = impl fmt::Display>,
) -> fmt::Result {
    for (index, value) in values.enumerate() {
        write!(formatter, "{}{value}", if index > 0 { ", " } else { "" })?;
    }
    Ok(())
}

/// A scalar of an instance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scalar<'a> {
    Null,
    Boolean(bool),
    Number(Decimal<'a>),
    String(Text<'a>),
}

impl Constant {
    #[inline]
    pub(crate) fn equals(&self, scalar: &Scalar<'_>) -> bool {
        match (self, scalar) {
            (Self::Null, Scalar::Null) => true,
            (Self::Boolean(expected), Scalar::Boolean(found)) => expected == found,
            (Self::Number(expected), Scalar::Number(found)) => expected.compare(found).is_eq(),
            (Self::String(expected), Scalar::String(found)) => found.equals(expected.as_bytes()),
            _ => false,
        }
    }

    /// Whether the value that starts at `cursor` is this one, as far as it is JSON; reads it at most to its end, and
    /// no further than to the first difference.
    pub(crate) fn equals_next(&self, cursor: &mut Cursor<'_>) -> bool {
        match (self, cursor.token()) {
            (Self::Array(items), Ok(Token::ArrayStart)) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 && cursor.take(b',').is_none() || !item.equals_next(cursor) {
                        return false;
                    }
                }
                cursor.take(b']').is_some()
            }
            (Self::Object(members), Ok(Token::ObjectStart)) => {
                for index in 0..members.len() {
                    if index > 0 && cursor.take(b',').is_none() || !equals_member(members, cursor) {
                        return false;
                    }
                }
                cursor.take(b'}').is_some()
            }
            (constant, Ok(Token::Scalar(scalar))) => constant.equals(&scalar),
            _ => false,
        }
    }
}

/// Whether the member at `cursor` is one of `members`. A key that stands there twice is a violation elsewhere.
fn equals_member(members: &[(&str, Constant)], cursor: &mut Cursor<'_>) -> bool {
    let Ok(Token::Scalar(Scalar::String(key))) = cursor.token() else { return false };
    let found = members.iter().find(|(name, _)| key.equals(name.as_bytes()));
    found.is_some_and(|(_, expected)| cursor.take(b':').is_some() && expected.equals_next(cursor))
}
