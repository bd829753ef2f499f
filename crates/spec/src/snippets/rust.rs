//! Requests with `asp-client`.

use serde_json::Value;

use super::{arguments, example_of};
use crate::Operation;

pub(super) fn snippet(operation: &Operation<'_>) -> String {
    format!("let client = asp_client::Client::from_env()?;\n{}", call(operation))
}

/// The call of an operation on a `client`, whose answer is printed.
pub fn call(operation: &Operation<'_>) -> String {
    let id = operation.id().unwrap_or_default();
    let mut lines = vec!["let answer = client".to_owned(), format!("    .{}()", snake_case(id))];
    let arguments = arguments(operation).into_iter();
    lines.extend(arguments.map(|(name, _, value)| format!("    .{}({})", snake_case(name), literal(&value))));
    if let Some(Value::Object(members)) = operation.request_body().and_then(|body| example_of(&body)) {
        let setters =
            members.iter().map(|(name, value)| format!(".{}({})", snake_case(name), literal(value)));
        lines.push(format!("    .body_map(|body| body{})", setters.collect::<Vec<_>>().concat()));
    }
    lines.extend(["    .send()", "    .await?;", "println!(\"{answer:?}\");"].map(str::to_owned));
    lines.join("\n")
}

/// A value as Rust, in a line: `None` for nothing, and `json!` for objects, whose types are not known here.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Object(_) => format!("serde_json::json!({})", json(value)),
        _ => json(value),
    }
}

/// A value as `json!` takes it. Strings are Rust's: it knows other escapes than JSON.
fn json(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{name:?}: {}", json(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        _ => value.to_string(),
    }
}

/// A name in camel case or with hyphens as words with underscores between them: `room_type_id` for `roomTypeId`, and
/// `x_reason` for `X-Reason`. Each capital begins a word, so that `roomTypeID` gives `room_type_i_d`. A keyword of Rust stays
/// one.
pub fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.push(if character == '-' { '_' } else { character.to_ascii_lowercase() });
    }
    snake
}
