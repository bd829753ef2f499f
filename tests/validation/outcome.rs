//! What becomes of a text: with our parser, and with `serde_json`.

use std::collections::BTreeSet;
use std::fmt;

use asp_validation_runtime::tables::Schema;
use asp_validation_runtime::{JsonProblem, Limits, Verdict, ViolationKind, judge_json};
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What our parser makes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is JSON.
    Accepted,
    /// It is JSON, with a key twice in an object.
    RepeatedKey,
    /// It nests deeper than asked for.
    TooDeep,
    /// It is no UTF-8.
    NotUtf8,
    /// It is no JSON.
    NotJson(JsonProblem),
}

impl Outcome {
    /// Judges `text` against the schema that accepts every value.
    pub(crate) fn of(text: &[u8], depth: usize) -> Self {
        let violations = match judge_json(&Schema::ANY, text, &Limits::DEFAULT.with_depth(depth)) {
            Verdict::Valid => return Self::Accepted,
            Verdict::NotJudged(reason) => panic!("not judged: {reason}"),
            Verdict::Violations(violations) => violations,
        };
        assert!(!violations.truncated, "there may be more than repeated keys");
        let other = violations.list.iter().find(|violation| violation.kind != ViolationKind::DuplicateKey);
        match other.map(|violation| &violation.kind) {
            None => Self::RepeatedKey,
            Some(ViolationKind::Utf8 { .. }) => Self::NotUtf8,
            Some(ViolationKind::Json { problem, .. }) => Self::NotJson(*problem),
            Some(ViolationKind::Depth { .. }) => Self::TooDeep,
            Some(kind) => panic!("a schema that accepts every value has no rule that says: {kind}"),
        }
    }

    /// The same, as far as `serde_json` can tell.
    pub(crate) fn seen(self) -> Seen {
        match self {
            Self::Accepted => Seen::Value,
            Self::RepeatedKey => Seen::RepeatedKey,
            Self::TooDeep | Self::NotUtf8 | Self::NotJson(_) => Seen::Nothing,
        }
    }
}

/// What a text is for `serde_json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A value.
    Value,
    /// A value, with a key twice in an object.
    RepeatedKey,
    /// No value.
    Nothing,
    /// A number that no double can hold: the text is read no further.
    BeyondDoubles,
}

/// A text as `serde_json` sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) seen: Seen,
    /// Whether only its end was missed, so that more text may mend it.
    pub(crate) unfinished: bool,
}

impl Reading {
    pub(crate) fn of(text: &[u8]) -> Self {
        match serde_json::from_slice::<Keys>(text) {
            Ok(Keys { repeated: false }) => Self { seen: Seen::Value, unfinished: false },
            Ok(Keys { repeated: true }) => Self { seen: Seen::RepeatedKey, unfinished: false },
            Err(error) => {
                let beyond = error.to_string().starts_with("number out of range");
                let seen = if beyond { Seen::BeyondDoubles } else { Seen::Nothing };
                Self { seen, unfinished: error.is_eof() }
            }
        }
    }
}

/// A value of which only this is kept: whether some object of it has a key twice.
#[derive(Clone, Copy)]
struct Keys {
    repeated: bool,
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor)
    }
}

struct KeysVisitor;

const NONE: Keys = Keys { repeated: false };

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Keys, E> {
        Ok(NONE)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Keys, E> {
        Ok(NONE)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Keys, E> {
        Ok(NONE)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Keys, E> {
        Ok(NONE)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Keys, E> {
        Ok(NONE)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Keys, E> {
        Ok(NONE)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Keys, A::Error> {
        let mut repeated = false;
        while let Some(item) = items.next_element::<Keys>()? {
            repeated |= item.repeated;
        }
        Ok(Keys { repeated })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Keys, A::Error> {
        let (mut repeated, mut keys) = (false, BTreeSet::new());
        while let Some((key, member)) = members.next_entry::<String, Keys>()? {
            repeated |= !keys.insert(key) | member.repeated;
        }
        Ok(Keys { repeated })
    }
}

/// Both read `text` alike; returns how `serde_json` does.
#[track_caller]
pub(crate) fn agree(text: &[u8]) -> Reading {
    let reading = Reading::of(text);
    let outcome = Outcome::of(text, Limits::DEFAULT.depth);
    if reading.seen == Seen::BeyondDoubles {
        // Here a number is compared as it is written. What `serde_json` skips it does not hold in a double either.
        let skipped = serde_json::from_slice::<IgnoredAny>(text).is_ok();
        assert_eq!(outcome.seen() != Seen::Nothing, skipped, "{outcome:?}: {}", text.escape_ascii());
    } else {
        assert_eq!(outcome.seen(), reading.seen, "{outcome:?}: {}", text.escape_ascii());
    }
    reading
}
