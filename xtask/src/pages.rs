//! `cargo xtask pages`: what the vendor's reference pages state, as `openapi/documented` keeps it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::{self, ScopedJoinHandle};

use anstyle::AnsiColor;
use anyhow::Context;
use asp_documented::{Imported, Page, Unread};
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::files::{self, Plan};
use asp_validation_codegen::command::output::{Output, plural};
use clap::Subcommand;
use serde_json::{Value, json};

use crate::source;

/// What to do with saved copies.
#[derive(Subcommand)]
pub(crate) enum Pages {
    /// Write the facts of saved copies of the pages to openapi/documented
    Import {
        /// Saved copies: the text of a page, or the HTML that a browser saves
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Say what newer copies of the pages changed, and which places of the document that touches
    Diff {
        /// Saved copies: the text of a page, or the HTML that a browser saves
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// Runs a command.
///
/// # Errors
///
/// If a file cannot be read or written.
pub(crate) fn run(root: &Path, command: &Pages, output: &mut Output) -> anyhow::Result<ExitCode> {
    match command {
        Pages::Import { files } => import(root, files, output),
        Pages::Diff { files } => diff(root, files, output),
    }
}

/// A saved copy, read.
fn read(path: &Path) -> anyhow::Result<Imported> {
    let bytes = fs_err::read(path)?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8: save it as UTF-8", path.display()))?;
    let imported = asp_documented::import(&text);
    anyhow::ensure!(
        !imported.page.operations.is_empty(),
        "{} has no operation in the layout of a reference page: save the whole page, as text or HTML",
        path.display()
    );
    Ok(imported)
}

fn import(root: &Path, paths: &[PathBuf], output: &mut Output) -> anyhow::Result<ExitCode> {
    let copies = paths.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut names: BTreeMap<String, &Path> = BTreeMap::new();
    for (path, copy) in paths.iter().zip(&copies) {
        let name = copy.page.name();
        anyhow::ensure!(!name.is_empty(), "{} has no title: save the whole page", path.display());
        if let Some(other) = names.insert(name, path) {
            let title = &copy.page.title;
            anyhow::bail!(
                "{} and {} are copies of one page, `{title}`: give one",
                other.display(),
                path.display()
            );
        }
    }
    let known = source::pages(root)?;
    let artifact = |copy: &Imported| Artifact {
        path: format!("{}/{}.toml", source::PAGES, copy.page.name()),
        contents: copy.page.to_toml(),
    };
    let plan = Plan { artifacts: copies.iter().map(artifact).collect(), ..Plan::default() };
    files::apply(root, &plan.compare(root)?)?;
    let mut is_found = false;
    let mut told = Vec::new();
    for ((path, Imported { page, unread }), file) in paths.iter().zip(&copies).zip(&plan.artifacts) {
        for line in unread {
            output.line(&format!("{}:{}: not understood: {}", path.display(), line.line, line.text))?;
        }
        told.push(tell(output, path, Path::new(&file.path), page, unread)?);
        is_found |= !unread.is_empty();
        for other in &known {
            let has = |operation: &&String| page.operations.contains_key(*operation);
            if other.name() == page.name() {
                for gone in other.operations.keys().filter(|operation| !has(operation)) {
                    is_found = true;
                    output.status("Gone", AnsiColor::Yellow, &format!("{gone}: is the copy whole?"))?;
                }
            } else if other.operations.keys().any(|operation| has(&operation))
                && !names.contains_key(&other.name())
            {
                is_found = true;
                let text = format!(
                    "has operations of {}/{}.toml: remove that if the page has a new title",
                    source::PAGES,
                    other.name()
                );
                output.status("Renamed", AnsiColor::Yellow, &text)?;
            }
        }
    }
    output.json(&json!({"pages": told}))?;
    Ok(if is_found { exit::FOUND.into() } else { exit::FINE.into() })
}

fn diff(root: &Path, paths: &[PathBuf], output: &mut Output) -> anyhow::Result<ExitCode> {
    // Large copies and documents take a while: each has a thread.
    let (document, copies) = thread::scope(|scope| {
        let document = source::beside(scope, || {
            source::parse(source::DOCUMENT, &fs_err::read_to_string(root.join(source::DOCUMENT))?)
        });
        let copies = paths.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>();
        (document.map(ScopedJoinHandle::join), copies)
    });
    let Ok(document) = document? else { anyhow::bail!("reading {} came to no end", source::DOCUMENT) };
    let (document, copies) = (document?, copies?);
    let mut found = 0;
    let mut told = Vec::new();
    let mut kept = Vec::new();
    for (path, Imported { page, unread }) in paths.iter().zip(copies) {
        let file = Path::new(source::PAGES).join(format!("{}.toml", page.name()));
        let known = fs_err::read_to_string(root.join(&file)).with_context(|| {
            format!("nothing is known of the page `{}`: import a copy of it first", page.title)
        })?;
        let known = Page::from_toml(&known).with_context(|| file.display().to_string())?;
        let changes = asp_documented::changes(&known, &page);
        let touched = asp_documented::touched(&changes, &document);
        output.line(&format!("{}, against {}:", path.display(), file.display()))?;
        for (change, pointers) in changes.iter().zip(&touched) {
            output.line(&format!("  {change}"))?;
            for pointer in pointers {
                output.line(&format!("    touches {pointer}"))?;
            }
            told.push(json!({
                "page": page.name(),
                "operation": change.operation,
                "subject": change.subject,
                "aspect": change.aspect,
                "old": change.old,
                "new": change.new,
                "wording": change.is_wording(),
                "pointers": pointers.iter().map(asp_spec::Pointer::as_str).collect::<Vec<_>>(),
            }));
        }
        for line in &unread {
            output.line(&format!("  {}:{}: not understood: {}", path.display(), line.line, line.text))?;
            told.push(json!({"page": page.name(), "line": line.line, "unread": line.text}));
        }
        found += changes.len() + unread.len();
        kept.push((known, page, changes, touched));
    }
    // The process ends here: freeing large documents and pages takes time that nobody gets back.
    std::mem::forget((document, kept));
    output.json(&json!({"changes": told}))?;
    if found == 0 {
        output.status("Fine", AnsiColor::Green, "the copies say what is known")?;
        return Ok(exit::FINE.into());
    }
    output.status("Found", AnsiColor::Red, &plural(found, "change"))?;
    Ok(exit::FOUND.into())
}

/// Says what was imported, to people at once and to programs in the end.
fn tell(
    output: &mut Output,
    from: &Path,
    file: &Path,
    page: &Page,
    unread: &[Unread],
) -> anyhow::Result<Value> {
    let lost = page.facts().filter(|fact| fact.aspect == "lost").count();
    let facts = page.facts().count() - lost;
    let text = format!(
        "{}: {}, {}, {} that the copy has lost, {} not understood",
        file.display(),
        plural(page.operations.len(), "operation"),
        plural(facts, "fact"),
        lost,
        plural(unread.len(), "line"),
    );
    let color = if unread.is_empty() { AnsiColor::Green } else { AnsiColor::Red };
    output.status("Imported", color, &text)?;
    let unread: Vec<_> = unread.iter().map(|line| json!({"line": line.line, "text": line.text})).collect();
    Ok(json!({
        "copy": from.display().to_string(),
        "file": file.display().to_string(),
        "operations": page.operations.len(),
        "facts": facts,
        "lost": lost,
        "unread": unread,
    }))
}
