//! Versions of the document: files, and files of git revisions.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use asp_spec::{Document, LoadError};

use crate::source::{DOCUMENT, Finding};
use asp_validation_codegen::command::output::plural;

/// How many problems of a document an error message shows.
const SHOWN: usize = 5;

/// The text of the version `name`: a file, a git revision, or `REVISION:PATH`. A file comes first.
///
/// # Errors
///
/// If there is no such file and no such revision, or if it can't be read as text.
pub(super) fn text(root: &Path, name: &str) -> anyhow::Result<String> {
    let here = Path::new(name);
    let below = root.join(name);
    let file = [here, &below].into_iter().find(|path| path.is_file());
    let bytes = match file {
        Some(path) => fs_err::read(path)?,
        None => of_revision(root, name)?,
    };
    String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8: save it as UTF-8"))
}

fn of_revision(root: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let (revision, path) = name.split_once(':').unwrap_or((name, DOCUMENT));
    // What starts like this would be an option.
    if revision.is_empty() || revision.starts_with('-') {
        bail!(
            "`{name}` is neither a file nor a git revision: give a path, a tag such as `v0.1.0`, or `REVISION:PATH`"
        );
    }
    let commit = format!("{revision}^{{commit}}");
    let known = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !known.status.success() {
        bail!(
            "`{name}` is neither a file nor a git revision of {}: `git tag` lists the versions, and a shallow clone \
             has them after `git fetch --tags`",
            root.display()
        );
    }
    let shown = git(root, &["show", "--end-of-options", &format!("{revision}:{path}")])?;
    if !shown.status.success() {
        let said = String::from_utf8_lossy(&shown.stderr);
        bail!(
            "revision `{revision}` has no {path} ({}): name the file as `{revision}:PATH`",
            said.trim().trim_start_matches("fatal: ")
        );
    }
    Ok(shown.stdout)
}

fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<std::process::Output> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("git isn't installed: install it, or give two files"),
        _ => anyhow::Error::new(error).context("failed to run git"),
    })
}

/// The document that `text` is.
///
/// # Errors
///
/// If it is none: with the first problems, each with its line.
pub(super) fn document(name: &str, text: &str) -> anyhow::Result<Document> {
    let error = match Document::from_text(text) {
        Ok(document) => return Ok(document),
        Err(error) => error,
    };
    let syntax_line = match &error {
        LoadError::Syntax { line, .. } => Some(*line),
        LoadError::Problems(_) => None,
    };
    let problems = error.into_problems();
    let lines = Document::lines_of(text, problems.iter().map(|problem| &problem.pointer));
    let findings = problems.into_iter().zip(lines);
    let findings = findings.map(|(problem, line)| Finding { problem, line: syntax_line.or(line) });
    let findings: Vec<_> = findings.collect();
    let mut shown: Vec<_> =
        findings.iter().take(SHOWN).map(|finding| finding.text(Path::new(name))).collect();
    if let Some(hidden @ 1..) = findings.len().checked_sub(SHOWN) {
        shown.push(format!("... and {}", plural(hidden, "more problem")));
    }
    bail!("{name} is no OpenAPI 3.0 document:\n{}", shown.join("\n"))
}
