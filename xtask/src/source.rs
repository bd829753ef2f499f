//! The document as the commands take it: read from a file, judged by the profile.

use std::path::Path;

use anyhow::Context;
use asp_documented::Errata;
use asp_spec::{Document, LoadError, Problem};

use asp_validation_codegen::command::output::plural;

/// The document of the workspace, relative to its root.
pub(crate) const DOCUMENT: &str = "openapi/smart-properties.yaml";

/// The errata of the workspace, relative to its root.
pub(crate) const ERRATA: &str = "openapi/errata.toml";

/// How many problems an error message shows; `lint` shows all.
const SHOWN_FINDINGS: usize = 20;

/// What reading a document file gave.
pub(crate) struct Source {
    /// The document, if it could be loaded.
    pub(crate) document: Option<Document>,
    /// What is wrong with it, each with the line where it stands.
    pub(crate) findings: Vec<Finding>,
}

/// A problem and its line in the file.
pub(crate) struct Finding {
    /// What is wrong.
    pub(crate) problem: Problem,
    /// The line, from 1; `None` if the problem has no place in the text.
    pub(crate) line: Option<u64>,
}

/// Reads and checks the document at `path`.
///
/// # Errors
///
/// If the file cannot be read; problems of the document are findings.
pub(crate) fn read(path: &Path) -> anyhow::Result<Source> {
    let bytes = fs_err::read(path)?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8: save it as UTF-8", path.display()))?;
    let mut syntax_line = None;
    let (document, problems) = match Document::from_text(&text) {
        Ok(document) => {
            let problems = asp_spec::profile::check(&document);
            (Some(document), problems)
        }
        Err(error) => {
            if let LoadError::Syntax { line, .. } = error {
                syntax_line = Some(line);
            }
            (None, error.into_problems())
        }
    };
    let lines = Document::lines_of(&text, problems.iter().map(|problem| &problem.pointer));
    let findings = problems
        .into_iter()
        .zip(lines)
        .map(|(problem, line)| Finding { problem, line: syntax_line.or(line) })
        .collect();
    Ok(Source { document, findings })
}

/// Reads the errata of the workspace at `root`; none if it has no such file.
///
/// # Errors
///
/// If the file cannot be read, or is no TOML of errata.
pub(crate) fn errata(root: &Path) -> anyhow::Result<Errata> {
    let path = root.join(ERRATA);
    if !path.exists() {
        return Ok(Errata::default());
    }
    Errata::from_toml(&fs_err::read_to_string(&path)?).with_context(|| ERRATA.to_owned())
}

/// Reads the document at `path` and refuses it if anything is wrong with it.
///
/// # Errors
///
/// If the file cannot be read, or with every problem of the document.
pub(crate) fn read_valid(path: &Path) -> anyhow::Result<Document> {
    let Source { document, findings } = read(path)?;
    match document {
        Some(document) if findings.is_empty() => Ok(document),
        _ => {
            let shown = findings.iter().take(SHOWN_FINDINGS);
            let mut shown: Vec<_> = shown.map(|finding| finding.text(path)).collect();
            if let Some(hidden @ 1..) = findings.len().checked_sub(SHOWN_FINDINGS) {
                shown.push(format!("... and {}; cargo xtask lint lists all", plural(hidden, "more problem")));
            }
            anyhow::bail!(
                "the document breaks the authoring profile (openapi/README.md), so nothing was generated:\n{}",
                shown.join("\n")
            )
        }
    }
}

impl Finding {
    /// The finding as `file:line: rule: ...`, which editors can jump to.
    pub(crate) fn text(&self, path: &Path) -> String {
        let Problem { rule, pointer, found, remedy } = &self.problem;
        let place = match self.line {
            Some(line) => format!("{}:{line}", path.display()),
            None => path.display().to_string(),
        };
        format!("{place}: {rule}: {found}\n    at {pointer}\n    fix: {remedy}")
    }
}
