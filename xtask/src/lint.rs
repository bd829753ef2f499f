//! `cargo xtask lint`: a document against the authoring profile.

use std::path::Path;
use std::process::ExitCode;

use anstyle::AnsiColor;
use serde_json::json;

use crate::source;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::output::{Output, plural};

/// Checks `document`, or the document of the workspace at `root`.
///
/// # Errors
///
/// If the file cannot be read.
pub(crate) fn run(root: &Path, document: Option<&Path>, output: &mut Output) -> anyhow::Result<ExitCode> {
    let own = root.join(source::DOCUMENT);
    let path = document.unwrap_or(&own);
    let shown = path.strip_prefix(root).unwrap_or(path);
    let mut source = source::read(path)?;
    if let Some(document) = source.document.as_ref().filter(|_| source.findings.is_empty()) {
        source.findings = unenforceable(document);
    }
    for finding in &source.findings {
        output.line(&finding.text(shown))?;
    }
    let findings: Vec<_> = source
        .findings
        .iter()
        .map(|finding| {
            let problem = &finding.problem;
            json!({
                "rule": problem.rule,
                "pointer": problem.pointer.as_str(),
                "line": finding.line,
                "found": problem.found,
                "remedy": problem.remedy,
            })
        })
        .collect();
    output.json(&json!({"document": shown.display().to_string(), "problems": findings}))?;
    if findings.is_empty() {
        let operations = source.document.iter().flat_map(asp_spec::Document::operations).count();
        let text = format!("{}, {operations} operations", shown.display());
        output.status("Fine", AnsiColor::Green, &text)?;
        Ok(exit::FINE.into())
    } else {
        let text = format!("{} in {}", plural(findings.len(), "problem"), shown.display());
        output.status("Found", AnsiColor::Red, &text)?;
        Ok(exit::FOUND.into())
    }
}

/// What the validators cannot enforce in a document that follows the profile, such as a pattern whose table is huge.
fn unenforceable(document: &asp_spec::Document) -> Vec<source::Finding> {
    let refused = asp_validation_codegen::generate(document).err().unwrap_or_default();
    let problem = |refused: asp_validation_codegen::Unsupported| {
        asp_spec::Problem::new(refused.rule, &refused.pointer, refused.found, refused.help)
    };
    refused.into_iter().map(|refused| source::Finding { problem: problem(refused), line: None }).collect()
}
