//! `enum`: one of a list of values.

use crate::decimal::Decimal;
use crate::text::Text;

/// A value of an `enum`; arrays and objects are not supported.
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
    pub(crate) fn equals(&self, scalar: &Scalar<'_>) -> bool {
        match (self, scalar) {
            (Self::Null, Scalar::Null) => true,
            (Self::Boolean(expected), Scalar::Boolean(found)) => expected == found,
            (Self::Number(expected), Scalar::Number(found)) => expected.compare(found).is_eq(),
            (Self::String(expected), Scalar::String(found)) => found.equals(expected.as_bytes()),
            _ => false,
        }
    }
}
