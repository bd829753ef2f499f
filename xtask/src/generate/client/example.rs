//! An example of each call, from the examples of the document: a documentation test that runs in memory.

use std::fmt::Write;

use asp_spec::{Node, Operation};
use serde_json::Value;

use super::rewrite::snake;

/// The text of the test.
pub(super) fn example(operation: &Operation<'_>) -> String {
    let id = operation.id().unwrap_or_default();
    let success = operation.responses().find(|(status, _)| status.starts_with('2'));
    let (status, body) = success.map_or(("200", None), |(status, response)| (status, example_of(&response)));
    let body = body.map_or(String::new(), |body| body.to_string());
    let mut text =
        format!("```\n# asp_client::testing::example({status}, r##\"{body}\"##, |client| async move {{\n");
    let _ = write!(text, "let answer = client\n    .{}()\n", snake(id));
    for parameter in operation.parameters() {
        // A first page is asked for without a token.
        let is_token = operation
            .node
            .get("x-pagination")
            .is_some_and(|pagination| pagination.text("requestToken") == parameter.text("name"));
        if let (Some(name), Some(value), false) = (parameter.text("name"), parameter.get("example"), is_token)
        {
            let _ = writeln!(text, "    .{}({})", snake(name), shortened(value.value()));
        }
    }
    if let Some(Value::Object(members)) = operation.request_body().and_then(|body| example_of(&body)) {
        let setters: Vec<_> =
            members.iter().map(|(name, value)| format!(".{}({value})", snake(name))).collect();
        let _ = writeln!(text, "    .body_map(|body| body{})", setters.concat());
    }
    text.push_str("    .send()\n    .await?;\nprintln!(\"{answer:?}\");\n# Ok(())\n# });\n```");
    text
}

/// The example of a body.
fn example_of(with_content: &Node<'_>) -> Option<Value> {
    let media = with_content.get("content")?.get("application/json")?;
    Some(shortened(media.get("example")?.value()))
}

/// The same with ids that fit into a line: the document's are as long as real ones.
fn shortened(value: &Value) -> Value {
    match value {
        Value::String(text) => match text.rsplit_once('.') {
            Some((prefix, tail)) if tail.len() > 40 => format!("{prefix}.{}", &tail[..8]).into(),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(shortened).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), shortened(value))).collect()
        }
        _ => value.clone(),
    }
}
