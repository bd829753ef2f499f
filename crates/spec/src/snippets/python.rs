//! Requests with the standard library of Python.

use serde_json::Value;

use super::{Example, TOKEN};

pub(super) fn snippet(request: &Example) -> String {
    let text = |text: &str| literal(&Value::from(text));
    let mut lines = Vec::new();
    if request.has_answer || request.body.is_some() {
        lines.push("import json".to_owned());
    }
    lines.extend(
        ["import os", "from urllib.request import Request, urlopen", "", "request = Request("]
            .map(str::to_owned),
    );
    lines.push(format!("    {},", text(&request.url)));
    lines.push(format!("    method={},", text(request.method.name())));
    if let Some(body) = &request.body {
        lines.push(format!("    data=json.dumps({}).encode(),", literal(body)));
    }
    lines.push("    headers={".to_owned());
    lines.push(format!("        \"Authorization\": f\"Bearer {{os.environ['{TOKEN}']}}\","));
    if let Some(media_type) = &request.accept {
        lines.push(format!("        \"Accept\": {},", text(media_type)));
    }
    if request.body.is_some() {
        lines.push("        \"Content-Type\": \"application/json\",".to_owned());
    }
    let own = request.headers.iter();
    lines.extend(own.map(|(name, value)| format!("        {}: {},", text(name), text(value))));
    let answer = if request.has_answer { "json.load(response)" } else { "response.status" };
    lines.extend(
        ["    },", ")", "# Raises urllib.error.HTTPError if the status is no success."].map(str::to_owned),
    );
    lines.extend(["with urlopen(request) as response:".to_owned(), format!("    print({answer})")]);
    lines.join("\n")
}

/// A value as Python, in a line. Strings of JSON are strings of Python.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), literal(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Number(_) | Value::String(_) => value.to_string(),
    }
}
