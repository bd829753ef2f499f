//! The document as the commands take it: read from a file, judged by the profile.

use std::path::{Path, PathBuf};
use std::thread::{self, Scope, ScopedJoinHandle};

use anyhow::Context;
use asp_documented::{Errata, Page};
use asp_spec::{Document, LoadError, Problem};

use asp_validation_codegen::command::output::plural;

/// The document of the workspace, relative to its root.
pub(crate) const DOCUMENT: &str = "openapi/smart-properties.yaml";

/// The errata of the workspace, relative to its root.
pub(crate) const ERRATA: &str = "openapi/errata.toml";

/// What the reference pages state, relative to the root of the workspace.
pub(crate) const PAGES: &str = "openapi/documented";

/// What files are generated from.
pub(crate) struct Sources {
    /// The document.
    pub(crate) document: Document,
    /// What each reference page states, by the names of their files.
    pub(crate) pages: Vec<Page>,
    /// Where the document departs from the pages.
    pub(crate) errata: Errata,
}

impl Sources {
    /// Reads the sources of the workspace at `root`.
    ///
    /// # Errors
    ///
    /// If one of the files cannot be read, or is not what it should be.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let document = read_valid(&root.join(DOCUMENT))?;
        Ok(Self { document, pages: pages(root)?, errata: errata(root)? })
    }
}

/// How many problems an error message shows; `lint` shows all.
const SHOWN_FINDINGS: usize = 20;

/// How many bytes of stack a document is read with: it may have 128 levels, and finding the lines of its problems takes
/// more than the 2 MiB that a thread has by default.
const STACK: usize = 16 << 20;

/// How many problems of a document that is none an error message shows.
const SHOWN_PROBLEMS: usize = 5;

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

/// Reads what the reference pages state; nothing if the workspace at `root` has no such folder.
///
/// # Errors
///
/// If a file cannot be read, or is no TOML of facts.
pub(crate) fn pages(root: &Path) -> anyhow::Result<Vec<Page>> {
    let folder = root.join(PAGES);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs_err::read_dir(&folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<anyhow::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let read = |path: &PathBuf| {
        Page::from_toml(&fs_err::read_to_string(path)?).with_context(|| path.display().to_string())
    };
    paths.iter().map(read).collect()
}

/// Reads the errata of the workspace at `root`; none if it has no such file.
///
/// # Errors
///
/// If the file cannot be read, or is no TOML of errata.
fn errata(root: &Path) -> anyhow::Result<Errata> {
    let path = root.join(ERRATA);
    if !path.exists() {
        return Ok(Errata::default());
    }
    Errata::from_toml(&fs_err::read_to_string(&path)?).with_context(|| ERRATA.to_owned())
}

/// Reads on a thread of its own while the caller does something else.
///
/// # Errors
///
/// If the system has no more threads.
pub(crate) fn beside<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    read: impl FnOnce() -> T + Send + 'scope,
) -> anyhow::Result<ScopedJoinHandle<'scope, T>> {
    let thread = thread::Builder::new().stack_size(STACK);
    thread.spawn_scoped(scope, read).context("failed to start a thread for reading")
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

/// The document that `text` is, whether or not it keeps the authoring profile.
///
/// # Errors
///
/// If it is none: with the first problems, each with its line.
pub(crate) fn parse(name: &str, text: &str) -> anyhow::Result<Document> {
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
        findings.iter().take(SHOWN_PROBLEMS).map(|finding| finding.text(Path::new(name))).collect();
    if let Some(hidden @ 1..) = findings.len().checked_sub(SHOWN_PROBLEMS) {
        shown.push(format!("... and {}", plural(hidden, "more problem")));
    }
    anyhow::bail!("{name} is no OpenAPI 3.0 document:\n{}", shown.join("\n"))
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
