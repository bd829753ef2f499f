//! The validators, from our own generator.

use asp_spec::Document;

use super::{Target, banner};
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::Plan;

/// What is planned.
const FOLDER: &str = "crates/validation/src/generated";

/// Plans `crates/validation/src/generated`.
///
/// # Errors
///
/// If the document has a construct that validators cannot enforce.
pub(super) fn generate(document: &Document) -> anyhow::Result<Plan> {
    let generated = asp_validation_codegen::generate(document).map_err(|unsupported| {
        let list: Vec<_> = unsupported.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the document has what validators cannot enforce:\n{}", list.join("\n"))
    })?;
    let banner = banner(Target::Validation, "//", "");
    let artifacts = generated
        .into_iter()
        .map(|artifact| Artifact {
            path: format!("{FOLDER}/{}", artifact.path),
            contents: banner.clone() + "\n" + &artifact.contents,
        })
        .collect();
    Ok(Plan { artifacts, owned_folders: vec![FOLDER.into()], ..Plan::default() })
}
