//! The reference and the errata for readers, in Markdown and HTML.

use std::path::Path;

use asp_documented::views;
use asp_spec::Document;
use asp_spec::views::reference_page;

use super::{Target, banner_of};
use crate::diff;
use crate::source::{self, Sources};
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::{self, Plan};

/// Where the draft goes.
const DRAFT: &str = "target/changelog-draft.md";

/// What is planned.
const FOLDER: &str = "openapi/generated";

/// Plans `openapi/generated`.
pub(super) fn generate(sources: &Sources) -> Plan {
    let Sources { document, pages, errata } = sources;
    let artifact = |name: &str, source: &str, separator: &str, text: String| {
        let contents = banner_of(source, Target::Docs, "<!--", " -->") + separator + &text;
        Artifact { path: format!("{FOLDER}/{name}"), contents }
    };
    let mut artifacts = vec![artifact("reference.md", source::DOCUMENT, "\n", reference_page(document))];
    if !errata.errata.is_empty() {
        artifacts.push(artifact("errata.md", source::ERRATA, "\n", views::errata(errata)));
    }
    let html = asp_documented::reference(document, pages, errata);
    let from = format!("{}, {} and {}", source::DOCUMENT, source::PAGES, source::ERRATA);
    artifacts.push(artifact("reference.html", &from, "", html));
    Plan { artifacts, owned_folders: vec![FOLDER.into()], ..Plan::default() }
}

/// Writes what changed in the document since the last tag as a draft of a changelog entry. It depends on the repository's
/// history, so it stands where builds put things, and nobody checks whether it is fresh.
///
/// # Errors
///
/// If the document of the tag can't be compared, or the file can't be written.
pub(super) fn draft(root: &Path, document: &Document) -> anyhow::Result<()> {
    let draft = Artifact { path: DRAFT.to_owned(), contents: diff::changelog(root, document)? };
    let plan = Plan { artifacts: vec![draft], ..Plan::default() };
    files::apply(root, &plan.compare(root)?)?;
    Ok(())
}
