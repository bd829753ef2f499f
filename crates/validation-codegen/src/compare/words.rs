//! What happened, in words.

use serde_json::Value;

use super::difference::Difference;
use super::exchange::Spot;
use super::finding::Edition;
use super::version::Version;

/// How many characters of a value are written.
const MOST: usize = 80;

/// What happened: a lowercase fragment. `strict` is the document that has the rule.
pub(super) fn what(
    (old_version, new_version): (&Version, &Version),
    (old, new): (&str, &str),
    strict: Edition,
    difference: &Difference,
) -> String {
    let is_new = strict == Edition::New;
    let is_response = difference.status.is_some();
    let fixed = match (difference.keyword, &difference.spot) {
        ("required", _) => match (is_response, is_new) {
            (false, true) => "must be there now",
            (false, false) => "needn't be there any more",
            (true, false) => "needn't be there any more, and was always",
            (true, true) => "is always there now",
        },
        ("responses", Spot::Status) => {
            if is_new {
                "isn't sent any more"
            } else {
                "may be sent now, and wasn't documented"
            }
        }
        ("additionalProperties" | "readOnly" | "writeOnly", _) => match (is_response, is_new) {
            (false, true) => "isn't accepted any more",
            (false, false) => "is accepted now",
            (true, false) => "may be sent now",
            (true, true) => "isn't sent any more",
        },
        // Here the other side has the name.
        ("parameters" | "headers" | "properties", _) => {
            if is_new {
                "isn't documented any more, and may mean nothing"
            } else {
                "is documented now"
            }
        }
        ("requestBody", _) => {
            if is_new {
                "no body is accepted any more"
            } else {
                "a body is accepted now"
            }
        }
        ("content", _) => match (is_response, is_new) {
            (false, true) => "this kind of body isn't accepted any more",
            (false, false) => "this kind of body is accepted now",
            (true, false) => "this kind of body may be sent now",
            (true, true) => "this kind of body isn't sent any more",
        },
        _ => {
            let written = |version: &Version, pointer: &str| {
                let value = version.value(pointer)?.get(difference.keyword)?;
                Some(brief(value))
            };
            let (old, new) = (written(old_version, old), written(new_version, new));
            let nothing = || "not there".to_owned();
            return match (old, new) {
                (None, None) => format!("{} differs", difference.keyword),
                (old, new) if old == new => format!("{} stands beside other rules now", difference.keyword),
                (old, new) => {
                    let (old, new) = (old.unwrap_or_else(nothing), new.unwrap_or_else(nothing));
                    format!("{} was {old}, is {new}", difference.keyword)
                }
            };
        }
    };
    fixed.to_owned()
}

/// A value on one line; of a long one, the beginning.
pub(super) fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}[...]", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
