//! The client, from progenitor.

use anyhow::Context;
use asp_spec::Document;
use openapiv3::{OpenAPI, ReferenceOr};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};

use super::guard::guard;
use super::{Target, banner};
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::Plan;
use lower::Lowered;

mod docs;
mod example;
mod extra;
mod facts;
mod lower;
mod rewrite;
mod split;

/// The schemas whose types the client writes by hand, in its module `ids`: they read leniently, which typify's don't.
const ID_SCHEMAS: [&str; 6] =
    ["OrganizationId", "HomeCommunityId", "HomeId", "PropertyId", "RoomTypeId", "RoomId"];

/// What is planned.
const FOLDER: &str = "crates/client/src/generated";

/// Plans `crates/client/src/generated`.
///
/// # Errors
///
/// If progenitor refuses the document or panics on it; the error names the operation.
pub(super) fn generate(document: &Document) -> anyhow::Result<Plan> {
    let openapi = document.to_openapi().map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let lowered = lower::lower(openapi)?;
    let tokens = generate_tokens(&lowered).map_err(|error| blame(&lowered, error))?;
    let file = syn::parse2(tokens).context("progenitor's output is not Rust")?;
    let banner = banner(Target::Client, "//", "");
    let mut files = split::into_files(file, &facts::calls(document))?;
    for (name, file) in &mut files {
        match name.as_str() {
            "types.rs" => {
                extra::in_types(file, &lowered.open)?;
                docs::of_types(file);
            }
            "types/builder.rs" => {
                extra::in_builders(file);
                docs::of_builders(file)?;
            }
            _ => {}
        }
    }
    for (name, file) in
        [("operations.rs", facts::operations(document)?), ("pages.rs", facts::pages(document)?)]
    {
        anyhow::ensure!(files.insert(name.to_owned(), file).is_none(), "a tag would write {name}: rename it");
    }
    let artifacts = files
        .into_iter()
        .map(|(name, file)| Artifact {
            path: format!("{FOLDER}/{name}"),
            contents: banner.clone() + "\n" + &prettyplease::unparse(&file),
        })
        .collect();
    Ok(Plan { artifacts, owned_folders: vec![FOLDER.into()], ..Plan::default() })
}

/// All choices about the generated client, in one place.
fn settings(lowered: &Lowered) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Separate).with_derive("PartialEq");
    for name in ID_SCHEMAS {
        let traits = [TypeImpl::FromStr, TypeImpl::Display].into_iter();
        settings.with_replacement(name, format!("crate::ids::{name}"), traits);
    }
    for (name, path) in &lowered.replacements {
        settings.with_replacement(name, path, [TypeImpl::Display].into_iter());
    }
    settings
}

/// Runs progenitor, which answers much of what it cannot do with a panic.
fn generate_tokens(lowered: &Lowered) -> anyhow::Result<proc_macro2::TokenStream> {
    guard("progenitor", || {
        Generator::new(&settings(lowered))
            .generate_tokens(&lowered.openapi)
            .context("progenitor refuses the document")
    })
}

/// Names the first operation that fails on its own, or the schemas if they fail without any operation.
fn blame(lowered: &Lowered, error: anyhow::Error) -> anyhow::Error {
    let openapi = &lowered.openapi;
    let paths = &openapi.paths.paths;
    let fails = |openapi: OpenAPI| {
        let (replacements, open) = (lowered.replacements.clone(), lowered.open.clone());
        generate_tokens(&Lowered { openapi, replacements, open }).is_err()
    };
    let mut schemas = openapi.clone();
    schemas.paths.paths.clear();
    if fails(schemas) {
        return error.context("the schemas of `components`, without any operation");
    }
    for (path, item) in paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in item.iter() {
            let mut alone = openapi.clone();
            alone.paths.paths.clear();
            let mut only = openapiv3::PathItem { parameters: item.parameters.clone(), ..Default::default() };
            let place = match method {
                "get" => &mut only.get,
                "put" => &mut only.put,
                "post" => &mut only.post,
                "delete" => &mut only.delete,
                "options" => &mut only.options,
                "head" => &mut only.head,
                "patch" => &mut only.patch,
                _ => &mut only.trace,
            };
            *place = Some(operation.clone());
            alone.paths.paths.insert(path.clone(), ReferenceOr::Item(only));
            if fails(alone) {
                let label = operation.operation_id.clone().unwrap_or_else(|| format!("{method} {path}"));
                return error.context(format!("operation {label}"));
            }
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A document whose second operation makes progenitor panic: two kinds of success.
    fn panicking() -> Document {
        let schema = json!({"schema": {"type": "string"}});
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "components": {},
            "paths": {
                "/fine": {"get": {"operationId": "fine", "responses": {"200": {"description": "d"}}}},
                "/bad": {"get": {"operationId": "twoKinds", "responses": {
                    "200": {"description": "d", "content": {"application/json": schema}},
                    "204": {"description": "d"},
                }}},
            },
        });
        Document::from_value(document).unwrap()
    }

    #[test]
    fn a_panic_of_progenitor_becomes_an_error_that_names_the_operation() {
        let error = generate(&panicking()).err().unwrap();
        let chain: Vec<_> = error.chain().map(ToString::to_string).collect();
        assert_eq!(chain[0], "operation twoKinds");
        assert!(chain[1].starts_with("progenitor panicked: "), "{chain:?}");
    }
}
