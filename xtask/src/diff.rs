//! `cargo xtask diff`: what changed between two versions of the document, for senders and for readers.

use std::path::Path;
use std::process::ExitCode;
use std::thread::{self, ScopedJoinHandle};

use crate::source;
use anstyle::AnsiColor;
use anyhow::Context;
use asp_spec::Document;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::output::{Output, plural};
use asp_validation_codegen::compare::{Comparison, Effect, compare};

mod changelog;
mod print;
mod version;

/// Compares two versions, of which the newer one is the document of the checkout at `root` if none is named, and prints
/// what changed.
///
/// # Errors
///
/// If a version can't be had, is no document, or can't be judged.
pub(crate) fn run(
    root: &Path,
    (old, new): (&str, Option<&str>),
    allow_major: bool,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let own = root.join(source::DOCUMENT).display().to_string();
    let new = new.unwrap_or(&own);
    let texts = (version::text(root, old)?, version::text(root, new)?);
    // Reading takes most of the time, and as much stack as the main thread has.
    let (old_document, new_document) = thread::scope(|scope| {
        let old_document = source::beside(scope, || source::parse(old, &texts.0));
        let new_document = source::parse(new, &texts.1);
        (old_document.map(ScopedJoinHandle::join), new_document)
    });
    let Ok(old_document) = old_document? else { anyhow::bail!("reading {old} came to no end") };
    let (old_document, new_document) = (old_document?, new_document?);
    let comparison = compare(&old_document, &new_document)
        .with_context(|| format!("failed to compare {old} with {new}"))?;
    let is_major = major(&new_document) > major(&old_document);
    let is_breaking = comparison.is_breaking();
    let is_allowed = allow_major && is_major;
    print::text(&comparison, output)?;
    output.json(&print::json(&comparison, (old, new), is_allowed))?;
    let counted = summary(&comparison);
    match (is_breaking, is_allowed) {
        (false, _) => output.status("Fine", AnsiColor::Green, &format!("nothing breaking: {counted}"))?,
        (true, true) => {
            let text = format!("{counted}; the major version is greater, so breaking changes are allowed");
            output.status("Fine", AnsiColor::Green, &text)?;
        }
        (true, false) => {
            output.status("Breaking", AnsiColor::Red, &counted)?;
            if allow_major {
                output.line("             fix: undo the breaking changes, or raise the major version in `info.version`")?;
            }
        }
    }
    // The process ends here: freeing large documents takes time that nobody gets back.
    std::mem::forget((old_document, new_document));
    Ok(if is_breaking && !is_allowed { exit::FOUND } else { exit::FINE }.into())
}

/// What changed in `new` since the last tag of the checkout at `root`, as a draft of a changelog entry; all of it if there is
/// no tag, or no git.
///
/// # Errors
///
/// If the document of the tag can't be read or compared.
pub(crate) fn changelog(root: &Path, new: &Document) -> anyhow::Result<String> {
    let tag = version::last_tag(root);
    let old = if let Some(tag) = &tag {
        source::parse(tag, &version::text(root, tag)?)?
    } else {
        let mut nothing = new.value().clone();
        if let Some(members) = nothing.as_object_mut() {
            members.retain(|key, _| !matches!(key.as_str(), "components" | "security" | "tags"));
            members.insert("paths".to_owned(), serde_json::json!({}));
        }
        Document::from_value(nothing)?
    };
    let comparison = compare(&old, new).context("failed to compare with the last tag")?;
    Ok(changelog::draft(&comparison, tag.as_deref()))
}

fn summary(comparison: &Comparison) -> String {
    let Comparison { findings, others, prose, changed, unchanged, .. } = comparison;
    let count = |effect: Effect| {
        findings.iter().filter(|finding| finding.effect == effect).count()
            + others.iter().filter(|other| other.effect == effect).count()
    };
    format!(
        "{} breaking, {} unclear, {} safe, {} of text; {} changed, {unchanged} not",
        count(Effect::Breaking),
        count(Effect::Unclear),
        count(Effect::Safe),
        prose.len(),
        plural(changed.len(), "operation"),
    )
}

/// The number before the first dot of `info.version`; 0 if there is none.
fn major(document: &Document) -> u64 {
    let version = document.root().get("info").and_then(|info| info.text("version").map(str::to_owned));
    let version = version.unwrap_or_default();
    let digits: String = version.trim_start_matches('v').chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}
