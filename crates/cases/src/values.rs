//! Placeholders: `{{name}}` stands for a value that a run has, such as the id of a unit.
//!
//! `{{name:256}}` is the value filled up with `x` to 256 characters, which puts a unique name at a bound.

use std::collections::HashMap;

use serde_json::Value;
use thiserror::Error;

/// The values of placeholders, by name.
#[derive(Clone, Debug, Default)]
pub struct Values(HashMap<String, String>);

/// A placeholder stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the placeholder `{{{{{name}}}}}` has no value")]
pub struct UnknownName {
    /// Its name.
    pub name: String,
}

impl Values {
    /// Sets a value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// The value of a placeholder, if it has one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A text with values in the place of its placeholders.
    ///
    /// # Errors
    ///
    /// If a placeholder has no value.
    pub fn fill(&self, text: &str) -> Result<String, UnknownName> {
        self.fill_with(text, str::to_owned)
    }

    /// Like [`Self::fill`], with `encode` applied to the values and not to what is around them.
    ///
    /// # Errors
    ///
    /// If a placeholder has no value.
    pub fn fill_with(&self, text: &str, encode: impl Fn(&str) -> String) -> Result<String, UnknownName> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, name, after)) = placeholder(rest) {
            filled.push_str(before);
            filled.push_str(&encode(&self.value(name)?));
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// A JSON value with values in the place of the placeholders of all its strings; names of members stay.
    ///
    /// # Errors
    ///
    /// If a placeholder has no value.
    pub fn fill_json(&self, value: &Value) -> Result<Value, UnknownName> {
        Ok(match value {
            Value::String(text) => Value::String(self.fill(text)?),
            Value::Array(items) => items.iter().map(|item| self.fill_json(item)).collect::<Result<_, _>>()?,
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.fill_json(value)?)))
                    .collect::<Result<_, _>>()?,
            ),
            other => other.clone(),
        })
    }

    fn value(&self, placeholder: &str) -> Result<String, UnknownName> {
        let (name, width) = match placeholder.split_once(':') {
            Some((name, width)) => (name, width.parse().ok()),
            None => (placeholder, Some(0)),
        };
        let unknown = || UnknownName { name: placeholder.to_owned() };
        let (value, width): (_, usize) = self.get(name).zip(width).ok_or_else(unknown)?;
        let missing = width.saturating_sub(value.chars().count());
        Ok(format!("{value}{}", "x".repeat(missing)))
    }
}

/// The first placeholder of a text: what is before it, its name and what is behind it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values() -> Values {
        let mut values = Values::default();
        values.set("room", "a/b");
        values
    }

    #[test]
    fn placeholders_become_values_and_the_rest_stays() {
        let values = values();
        assert_eq!(values.fill("{{room}}-{{room:5}} {x} }}").unwrap(), "a/b-a/bxx {x} }}");
        let encode = |value: &str| value.replace('/', "%2F");
        assert_eq!(values.fill_with("/rooms/{{room}}", encode).unwrap(), "/rooms/a%2Fb");
        let json = values.fill_json(&json!({"{{room}}": ["{{room}}", 1]})).unwrap();
        assert_eq!(json, json!({"{{room}}": ["a/b", 1]}));
    }

    #[test]
    fn a_value_that_is_longer_than_its_width_is_not_cut() {
        assert_eq!(values().fill("{{room:2}}").unwrap(), "a/b");
    }

    #[test]
    fn a_placeholder_without_a_value_is_named() {
        for (text, name) in [("{{home}}", "home"), ("{{room:many}}", "room:many")] {
            assert_eq!(values().fill(text).unwrap_err().name, name);
        }
    }
}
