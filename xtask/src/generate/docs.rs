//! The reference for readers, in Markdown.

use asp_spec::{Document, views};

use super::{Target, banner};
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::Plan;

/// What is planned.
const FOLDER: &str = "openapi/generated";

/// Plans `openapi/generated`.
pub(super) fn generate(document: &Document) -> Plan {
    let contents = banner(Target::Docs, "<!--", " -->") + "\n" + &views::reference_page(document);
    Plan {
        artifacts: vec![Artifact { path: format!("{FOLDER}/reference.md"), contents }],
        owned_folders: vec![FOLDER.into()],
        ..Plan::default()
    }
}
