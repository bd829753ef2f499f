//! An example of each call, from the examples of the document: a documentation test that runs in memory.

use asp_spec::{Operation, snippets};

/// The text of the test.
pub(super) fn example(operation: &Operation<'_>) -> String {
    let success = operation.responses().find(|(status, _)| status.starts_with('2'));
    let (status, body) =
        success.map_or(("200", None), |(status, response)| (status, snippets::example_of(&response)));
    let body = body.map_or(String::new(), |body| body.to_string());
    let call = snippets::rust_call(operation);
    format!(
        "```\n# asp_client::testing::example({status}, r##\"{body}\"##, |client| async move {{\n{call}\n# Ok(())\n# }});\n```"
    )
}
