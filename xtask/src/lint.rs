//! `cargo xtask lint`: a document against the authoring profile.

use std::path::Path;
use std::process::ExitCode;

use anstyle::AnsiColor;
use serde_json::json;

use crate::output::{Output, plural};
use crate::{exit, source};

/// Checks `document`, or the document of the workspace at `root`.
///
/// # Errors
///
/// If the file cannot be read.
pub(crate) fn run(root: &Path, document: Option<&Path>, output: &mut Output) -> anyhow::Result<ExitCode> {
    let own = root.join(source::DOCUMENT);
    let path = document.unwrap_or(&own);
    let shown = path.strip_prefix(root).unwrap_or(path);
    let source = source::read(path)?;
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
