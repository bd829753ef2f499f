//! What the generator refuses: one document a rule, with the messages that it gets beside it.
//!
//! `cases/unsupported/<rule>.yaml` breaks that rule and no other, perhaps in several ways. Accept changed messages with
//! `INSTA_UPDATE=always cargo test -p asp-validation-codegen --test unsupported`, then read the diff.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use asp_spec::Document;
use asp_validation_codegen::{Unsupported, generate};

/// Rules that no document breaks: what they refuse does not get past the reader, or is a fault of the generator.
const WITHOUT_DOCUMENT: &[&str] = &["generator-fault", "unknown-keyword"];

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> PathBuf {
    package().join("tests/cases/unsupported")
}

/// The names of the files with `extension` among the documents, without it.
fn names(extension: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(documents()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|found| found == extension));
    files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// The text of all source files in `folder` and below.
fn source(folder: &Path) -> String {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let read = |path: &PathBuf| {
        if path.is_dir() { source(path) } else { std::fs::read_to_string(path).unwrap() }
    };
    entries.iter().map(read).collect()
}

fn refused(paths: &str, schemas: &str) -> Vec<Unsupported> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths: {{ {paths} }}\ncomponents: {{ schemas: {{ {schemas} }} }}\n"
    );
    let document = Document::from_text(&text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    generate(&document).err().unwrap_or_default()
}

#[test]
fn each_document_breaks_the_rule_of_its_name_and_no_other() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cases/unsupported");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for rule in names("yaml") {
        let text = std::fs::read_to_string(documents().join(format!("{rule}.yaml"))).unwrap();
        let document = Document::from_text(&text).unwrap_or_else(|error| panic!("{rule}: {error}"));
        let refused = generate(&document).err().unwrap_or_default();
        assert!(!refused.is_empty(), "{rule}: nothing is refused");
        let messages: Vec<_> = refused.iter().map(ToString::to_string).collect();
        let messages = messages.join("\n");
        assert!(refused.iter().all(|refused| refused.rule == rule), "{rule}:\n{messages}");
        insta::assert_snapshot!(rule, messages);
    }
}

#[test]
fn every_rule_has_a_document_and_every_document_a_rule() {
    let source = source(&package().join("src"));
    let documents = names("yaml");
    for start in ["refuse(", "Problem::new("] {
        for call in source.split(start).skip(1) {
            let Some(rule) = call.trim_start().strip_prefix('"') else { continue };
            let rule = rule.split('"').next().unwrap();
            assert!(documents.contains(rule) || WITHOUT_DOCUMENT.contains(&rule), "{rule} has no document");
        }
    }
    for document in &documents {
        assert!(source.contains(&format!("\"{document}\"")), "{document} is no rule");
    }
    assert_eq!(names("snap"), documents, "messages and documents");
}

#[test]
fn everything_is_refused_at_once_and_shared_objects_once() {
    let schemas = "A: { type: string, format: dat }, B: { allOf: [], nullable: true, multipleOf: 0 }";
    let operation = |id: &str| {
        format!(
            "{id}: {{ operationId: {id}, requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }}, responses: {{ default: {{ description: d, content: {{ application/xml: {{ schema: {{ type: object }} }} }} }} }} }}"
        )
    };
    let paths = format!("/a: {{ {}, {} }}", operation("put"), operation("post"));
    let refused = refused(&paths, schemas);
    let found: Vec<_> = refused.iter().map(|refused| (refused.rule, refused.operation.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("unknown-format", None),
            ("multiple-of", None),
            ("empty-combination", None),
            ("media-type", Some("put")),
            ("media-type", Some("post")),
        ]
    );
    assert_eq!(
        refused[3].to_string(),
        "/paths/~1a/put/responses/default/content/application~1xml: media-type: a schema for `application/xml`, which \
         validators do not read as such values (in operation `put`); use JSON, a form or text, or `format: binary` for \
         bytes without rules"
    );
}

#[test]
fn an_empty_document_is_fine() {
    assert_eq!(refused("", ""), []);
}
