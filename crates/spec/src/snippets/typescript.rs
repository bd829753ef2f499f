//! Requests with `fetch`, as Node, Deno and Bun run them: browsers have no `process.env`.

use serde_json::Value;

use super::{Example, TOKEN};

pub(super) fn snippet(request: &Example) -> String {
    let text = |text: &str| Value::from(text).to_string();
    let mut lines = vec![format!("const response = await fetch({}, {{", text(&request.url))];
    lines.push(format!("  method: \"{}\",", request.method.name()));
    lines.push("  headers: {".to_owned());
    lines.push(format!("    Authorization: `Bearer ${{process.env.{TOKEN}}}`,"));
    if let Some(media_type) = &request.accept {
        lines.push(format!("    Accept: {},", text(media_type)));
    }
    if request.body.is_some() {
        lines.push("    \"Content-Type\": \"application/json\",".to_owned());
    }
    let own = request.headers.iter();
    lines.extend(own.map(|(name, value)| format!("    {}: {},", text(name), text(value))));
    lines.push("  },".to_owned());
    if let Some(body) = &request.body {
        lines.push(format!("  body: JSON.stringify({}),", literal(body)));
    }
    let answer = if request.has_answer { "await response.json()" } else { "response.status" };
    lines.push("});".to_owned());
    lines
        .push("if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);".to_owned());
    lines.push(format!("console.log({answer});"));
    lines.join("\n")
}

/// A value as TypeScript, in a line. Keys that are names go without quotes.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let is_name =
                    name.chars().all(|character| character.is_ascii_alphabetic() || character == '_');
                let name = if is_name { name.clone() } else { Value::from(name.as_str()).to_string() };
                format!("{name}: {}", literal(value))
            });
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}
