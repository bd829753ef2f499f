//! `enum`: one of a list of values.

use crate::decimal::Decimal;
use crate::json::{Cursor, Token};
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
