//! JSON values with their numbers as they are written, and the texts that spell one value.

use std::fmt;

use serde_json::Value;

/// A JSON value. Keys of an object differ.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Boolean(bool),
    /// As JSON writes it.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Without white space.
    Compact,
    /// With white space wherever it may stand.
    Spaced,
    /// Every character of every string and key as an escape.
    Escaped,
    /// The members of every object from last to first.
    Reversed,
    /// All of it.
    Odd,
}

impl Spelling {
    pub(crate) const ALL: [Self; 5] = [Self::Compact, Self::Spaced, Self::Escaped, Self::Reversed, Self::Odd];

    fn spaced(self) -> bool {
        matches!(self, Self::Spaced | Self::Odd)
    }

    fn escaped(self) -> bool {
        matches!(self, Self::Escaped | Self::Odd)
    }

    fn reversed(self) -> bool {
        matches!(self, Self::Reversed | Self::Odd)
    }
}

impl Json {
    pub(crate) fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    pub(crate) fn number(number: impl fmt::Display) -> Self {
        Self::Number(number.to_string())
    }

    /// The text of the value.
    pub(crate) fn text(&self, spelling: Spelling) -> String {
        let mut text = String::new();
        self.write(spelling, &mut text);
        text
    }

    fn write(&self, spelling: Spelling, text: &mut String) {
        let space = if spelling.spaced() { " \r\n\t" } else { "" };
        text.push_str(space);
        match self {
            Self::Null => text.push_str("null"),
            Self::Boolean(flag) => text.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => text.push_str(number),
            Self::String(string) => write_string(string, spelling, text),
            Self::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index > 0 { "," } else { "" });
                    item.write(spelling, text);
                }
                text.push_str(space);
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for index in 0..members.len() {
                    let place = if spelling.reversed() { members.len() - 1 - index } else { index };
                    let (key, member) = &members[place];
                    text.push_str(if index > 0 { "," } else { "" });
                    text.push_str(space);
                    write_string(key, spelling, text);
                    text.push_str(space);
                    text.push(':');
                    member.write(spelling, text);
                }
                text.push_str(space);
                text.push('}');
            }
        }
        text.push_str(space);
    }

    /// The value with every number replaced.
    pub(crate) fn map_numbers(&self, replace: &impl Fn(&str) -> String) -> Self {
        match self {
            Self::Number(number) => Self::Number(replace(number)),
            Self::Array(items) => Self::Array(items.iter().map(|item| item.map_numbers(replace)).collect()),
            Self::Object(members) => {
                let members = members.iter();
                Self::Object(
                    members.map(|(key, member)| (key.clone(), member.map_numbers(replace))).collect(),
                )
            }
            Self::Null | Self::Boolean(_) | Self::String(_) => self.clone(),
        }
    }
}

fn write_string(string: &str, spelling: Spelling, text: &mut String) {
    if !spelling.escaped() {
        text.push_str(&Value::from(string).to_string());
        return;
    }
    text.push('"');
    for (index, unit) in string.encode_utf16().enumerate() {
        let escape = if index % 2 == 0 { format!("\\u{unit:04x}") } else { format!("\\u{unit:04X}") };
        text.push_str(&escape);
    }
    text.push('"');
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Boolean(*flag),
            Value::Number(number) => Self::number(number),
            Value::String(string) => Self::string(string),
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Object(members) => {
                let members = members.iter();
                Self::Object(members.map(|(key, member)| (key.clone(), Self::from(member))).collect())
            }
        }
    }
}

#[test]
fn all_spellings_are_one_value() {
    let value = serde_json::json!({"a\"\u{1f600}": [1, 2.5, null, {}, []], "b": {"\n": true, "": "\\"}});
    let json = Json::from(&value);
    let texts: Vec<_> = Spelling::ALL.iter().map(|spelling| json.text(*spelling)).collect();
    for (index, text) in texts.iter().enumerate() {
        assert_eq!(serde_json::from_str::<Value>(text).unwrap(), value, "{text}");
        assert!(!texts[..index].contains(text), "{text}");
    }
}
