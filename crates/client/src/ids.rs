//! Ids of organizations and units.
//!
//! An id is opaque text: the service gives it, and it is sent back as it came. One unit may have different ids for
//! different client ids of Login with Amazon, so equal units need not have equal ids.
//!
//! Reading is lenient and writing is strict: an id in a response is taken whatever its form; one that is parsed from
//! text of yours must have the documented form.

use std::fmt;
use std::str::FromStr;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

/// What every id starts with (document: the pattern of `/components/schemas/RoomId` and its like).
const PREFIX: &str = "amzn1.alexa.unit.did.";

/// A text that has not the form of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not an id: `{PREFIX}` and at least one more character on one line are needed")]
pub struct InvalidId;

fn has_form(text: &str) -> bool {
    // The line terminators of ECMAScript, which `.` in the document's pattern does not match.
    let breaks_line = |character| matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}');
    text.strip_prefix(PREFIX).is_some_and(|tail| !tail.is_empty() && !tail.contains(breaks_line))
}

/// An id in a path, percent-encoded.
pub(crate) struct Segment<'a>(pub(crate) &'a str);

/// What a segment of a path cannot have as it is (<https://url.spec.whatwg.org/#path-percent-encode-set>), and what would
/// end it.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    // URLs of HTTP take it for a slash.
    .add(b'\\')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%');

impl fmt::Display for Segment<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nearly all ids are of these characters alone, which can be seen sixteen at a time.
        let is_plain =
            |plain, byte| plain & matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-');
        if self.0.bytes().fold(true, is_plain) {
            return formatter.write_str(self.0);
        }
        fmt::Display::fmt(&utf8_percent_encode(self.0, ENCODED), formatter)
    }
}

/// Refuses an id that would lead to another path than that of a unit: ids of responses may have any form.
pub(crate) fn in_path<'a, I: AsRef<str>>(id: Result<&'a I, &String>) -> Result<&'a I, String> {
    let id = id.map_err(String::clone)?;
    match id.as_ref() {
        "" | "." | ".." => Err(format!("`{}` is no id of a unit", id.as_ref())),
        _ => Ok(id),
    }
}

/// Reads an id: text, or a whole number as text. The vendor's pages call some ids integers, although their examples are
/// text.
struct Id;

impl Visitor<'_> for Id {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id")
    }

    fn visit_str<E>(self, id: &str) -> Result<String, E> {
        Ok(id.to_owned())
    }

    fn visit_string<E>(self, id: String) -> Result<String, E> {
        Ok(id)
    }

    fn visit_u64<E>(self, id: u64) -> Result<String, E> {
        Ok(id.to_string())
    }

    fn visit_i64<E>(self, id: i64) -> Result<String, E> {
        Ok(id.to_string())
    }
}

macro_rules! ids {
    ($($(#[$docs:meta])* $name:ident),* $(,)?) => {$(
        $(#[$docs])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Id).map(Self)
            }
        }

        impl $name {
            /// Takes an id as it is, whatever its form: for ids that the service itself gave.
            pub fn unchecked(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if has_form(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                if has_form(&text) { Ok(Self(text)) } else { Err(InvalidId) }
            }
        }

        impl TryFrom<&String> for $name {
            type Error = InvalidId;

            fn try_from(text: &String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

ids! {
    /// Id of an organization (document: `/components/schemas/OrganizationId`).
    OrganizationId,
    /// Id of a home community (document: `/components/schemas/HomeCommunityId`).
    HomeCommunityId,
    /// Id of a home (document: `/components/schemas/HomeId`).
    HomeId,
    /// Id of a property (document: `/components/schemas/PropertyId`).
    PropertyId,
    /// Id of a room type (document: `/components/schemas/RoomTypeId`).
    RoomTypeId,
    /// Id of a room (document: `/components/schemas/RoomId`).
    RoomId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsing_is_strict() {
        assert_eq!("amzn1.alexa.unit.did.A".parse::<RoomId>().unwrap().as_str(), "amzn1.alexa.unit.did.A");
        for text in
            ["", "room-1", "amzn1.alexa.unit.did.", "amzn1.alexa.unit.did.A\n", "xamzn1.alexa.unit.did.A"]
        {
            assert_eq!(text.parse::<RoomId>(), Err(InvalidId), "{text:?}");
        }
    }

    #[test]
    fn reading_is_lenient() {
        let id: RoomId = serde_json::from_str("\"something new\"").unwrap();
        assert_eq!(id, RoomId::unchecked("something new"));
        assert_eq!(serde_json::from_str::<RoomId>("12").unwrap(), RoomId::unchecked("12"));
        assert!(serde_json::from_str::<RoomId>("null").is_err());
    }
}
