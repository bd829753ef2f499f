//! The reference for readers, in Markdown.

use std::path::PathBuf;

use asp_spec::{Document, views};

use super::{Target, banner};
use crate::files::{Artifact, Plan};

/// Plans `openapi/generated`.
pub(super) fn generate(document: &Document) -> Plan {
    let folder = PathBuf::from("openapi/generated");
    let contents = banner(Target::Docs, "<!--", " -->") + "\n" + &views::reference_page(document);
    Plan {
        artifacts: vec![Artifact { path: folder.join("reference.md"), contents }],
        owned_folders: vec![folder],
    }
}
