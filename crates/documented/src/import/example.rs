//! The members that an example of a body shows.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::sentences::pattern;

static MEMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^(\s*)"([^"]*)":\s*(.*?),?\s*$"#));

/// A body as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Example {
    /// The path of each member and what it is, such as `rooms[].id` and `string`.
    pub(super) members: Vec<(String, &'static str)>,
    /// Whether braces or brackets are missing.
    pub(super) is_broken: bool,
    /// The places, counted from 0, of the lines that are no part of a body.
    pub(super) unread: Vec<usize>,
}

impl Example {
    /// Reads the lines of a body.
    pub(super) fn read(lines: &[String]) -> Self {
        match serde_json::from_str::<Value>(&lines.join("\n")) {
            Ok(value) => {
                let mut members = Vec::new();
                of_value(&value, "", &mut members);
                Self { members, ..Self::default() }
            }
            Err(_) => Self::by_indentation(lines),
        }
    }

    /// The path of the member that a table calls by its last name.
    pub(super) fn path_of(&self, name: &str) -> Option<&str> {
        let is_it = |path: &&str| *path == name || path.rsplit("[].").next().is_some_and(|last| last == name);
        let mut found = self.members.iter().map(|(path, _)| path.as_str()).filter(is_it);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The text has lost its braces, but not its indentation.
    fn by_indentation(lines: &[String]) -> Self {
        let mut example = Self { is_broken: !is_balanced(lines), ..Self::default() };
        // Indentation, and what stands before the names of members.
        let mut open: Vec<(usize, String)> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let Some(member) = MEMBER.captures(line) else {
                if line.trim().contains(|character| !"{}[],".contains(character)) {
                    example.unread.push(number);
                }
                continue;
            };
            let indentation = member[1].len();
            while open.last().is_some_and(|(outer, _)| *outer >= indentation) {
                open.pop();
            }
            let path = format!("{}{}", open.last().map_or("", |(_, prefix)| prefix), &member[2]);
            let kind = kind_of(&member[3]);
            match kind {
                "array" => open.push((indentation, format!("{path}[]."))),
                "object" => open.push((indentation, format!("{path}."))),
                _ => {}
            }
            example.members.push((path, kind));
        }
        example
    }
}

/// Whether each brace and bracket outside of strings has its counterpart, and there are some.
fn is_balanced(lines: &[String]) -> bool {
    let mut open = Vec::new();
    let (mut count, mut is_text, mut is_escaped) = (0, false, false);
    for character in lines.iter().flat_map(|line| line.chars()) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_text => is_escaped = true,
            '"' => is_text = !is_text,
            '{' | '[' if !is_text => {
                open.push(character);
                count += 1;
            }
            '}' if !is_text && open.pop() != Some('{') => return false,
            ']' if !is_text && open.pop() != Some('[') => return false,
            _ => {}
        }
    }
    open.is_empty() && count > 0
}

fn of_value(value: &Value, prefix: &str, members: &mut Vec<(String, &'static str)>) {
    let Value::Object(object) = value else { return };
    for (name, value) in object {
        let path = format!("{prefix}{name}");
        let kind = match value {
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            Value::String(_) => "string",
            Value::Number(_) => "number",
            Value::Bool(_) => "boolean",
            Value::Null => "null",
        };
        members.push((path.clone(), kind));
        match value {
            Value::Array(items) => {
                if let Some(first) = items.first() {
                    of_value(first, &format!("{path}[]."), members);
                }
            }
            value => of_value(value, &format!("{path}."), members),
        }
    }
}

/// What a value is, by its first character.
fn kind_of(value: &str) -> &'static str {
    match value.chars().next() {
        Some('[') => "array",
        Some('"') => "string",
        Some('{') | None => "object",
        Some('t' | 'f') => "boolean",
        Some('n') => "null",
        Some(_) => "number",
    }
}
