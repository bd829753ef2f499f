//! The reference and the errata for readers, in Markdown.

use asp_documented::Errata;
use asp_spec::{Document, views};

use super::{Target, banner_of};
use crate::source;
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::Plan;

/// What is planned.
const FOLDER: &str = "openapi/generated";

/// Plans `openapi/generated`.
pub(super) fn generate(document: &Document, errata: &Errata) -> Plan {
    let page = |name: &str, source, text: String| {
        let contents = banner_of(source, Target::Docs, "<!--", " -->") + "\n" + &text;
        Artifact { path: format!("{FOLDER}/{name}"), contents }
    };
    let mut artifacts = vec![page("reference.md", source::DOCUMENT, views::reference_page(document))];
    if !errata.errata.is_empty() {
        artifacts.push(page("errata.md", source::ERRATA, asp_documented::views::errata(errata)));
    }
    Plan { artifacts, owned_folders: vec![FOLDER.into()], ..Plan::default() }
}
