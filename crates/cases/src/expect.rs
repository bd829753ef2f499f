//! What an answer must be.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{UnknownName, Values};

/// What the answer to a request must be, besides what the document says of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expect {
    /// The statuses that it may have.
    pub status: Vec<u16>,
    /// What its body must be, place by place. Looked at only if the status is a success.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Check>,
    /// What its headers must be. Looked at only if the status is a success.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderCheck>,
}

/// What must stand in one place of a body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Check {
    /// A JSON pointer into the body.
    pub at: String,
    /// The value, whose strings may have placeholders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    /// A value that it must not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_not: Option<Value>,
    /// Whether anything, null included, must or must not be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_there: Option<bool>,
    /// The greatest number of items of an array.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_items: Option<usize>,
}

/// What a header must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "derive", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeaderCheck {
    /// Its name, in any case.
    pub name: String,
    /// A JSON pointer into the body: the value must end with the text that stands there, once it is percent-decoded and a
    /// quote at its end is stripped.
    pub ends_with: String,
}

/// A place of an answer that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// Where: `body` and a JSON pointer, or `header` and a name.
    pub place: String,
    /// What must be there.
    pub expected: String,
    /// What is there.
    pub got: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, expected, got } = self;
        write!(formatter, "{place}: expected {expected}, got {got}")
    }
}

impl Check {
    /// The first way in which `body` is not as it must be.
    ///
    /// # Errors
    ///
    /// If a placeholder has no value.
    pub fn mismatch(&self, body: &Value, values: &Values) -> Result<Option<Mismatch>, UnknownName> {
        let found = body.pointer(&self.at);
        let mut expected = None;
        if let Some(is) = &self.is {
            let is = values.fill_json(is)?;
            if found != Some(&is) {
                expected = Some(is.to_string());
            }
        }
        if let Some(is_not) = &self.is_not {
            let is_not = values.fill_json(is_not)?;
            if found == Some(&is_not) {
                expected = Some(format!("anything but {is_not}"));
            }
        }
        match self.is_there {
            Some(true) if found.is_none() => expected = Some("anything".to_owned()),
            Some(false) if found.is_some() => expected = Some("nothing".to_owned()),
            _ => {}
        }
        if let Some(most) = self.most_items
            && found.and_then(Value::as_array).is_none_or(|items| items.len() > most)
        {
            expected = Some(format!("an array of at most {most} items"));
        }
        let got = || match found {
            None => "nothing".to_owned(),
            Some(Value::Array(items)) => format!("an array of {} items", items.len()),
            Some(value) => value.to_string(),
        };
        Ok(expected.map(|expected| Mismatch { place: format!("body {}", self.at), expected, got: got() }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mismatch(check: Value, body: &Value) -> Option<String> {
        let mut values = Values::default();
        values.set("name", "Suite");
        let check: Check = serde_json::from_value(check).unwrap();
        check.mismatch(body, &values).unwrap().map(|mismatch| mismatch.to_string())
    }

    #[test]
    fn each_check_can_fail_and_says_what_is_there() {
        let body = json!({"name": "Suite", "rooms": [1, 2], "none": null});
        for (check, expected) in [
            (json!({"at": "/name", "is": "{{name}}"}), None),
            (json!({"at": "/name", "is": "Room"}), Some("body /name: expected \"Room\", got \"Suite\"")),
            (json!({"at": "/name", "isNot": "Room"}), None),
            (
                json!({"at": "/name", "isNot": "{{name}}"}),
                Some("body /name: expected anything but \"Suite\", got \"Suite\""),
            ),
            (json!({"at": "/none", "isThere": true}), None),
            (json!({"at": "/none", "isThere": false}), Some("body /none: expected nothing, got null")),
            (json!({"at": "/other", "isThere": true}), Some("body /other: expected anything, got nothing")),
            (json!({"at": "/rooms", "mostItems": 2}), None),
            (
                json!({"at": "/rooms", "mostItems": 1}),
                Some("body /rooms: expected an array of at most 1 items, got an array of 2 items"),
            ),
            (
                json!({"at": "/name", "mostItems": 1}),
                Some("body /name: expected an array of at most 1 items, got \"Suite\""),
            ),
        ] {
            assert_eq!(mismatch(check.clone(), &body).as_deref(), expected, "{check}");
        }
    }
}
