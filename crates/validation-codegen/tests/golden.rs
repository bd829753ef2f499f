//! The documents under `cases` and the source that they become, compared with the committed files.
//!
//! Accept a change with `UPDATE_CASES=1 cargo test -p asp-validation-codegen --test golden`, then read the diff. This is
//! a target of its own, so that it runs whether or not the committed source compiles.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use asp_spec::Document;
use asp_validation_codegen::generate;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn document(name: &str) -> Document {
    let text = std::fs::read_to_string(cases().join(format!("{name}.yaml"))).unwrap();
    Document::from_text(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Compares the source of a case with the committed files, missing and orphaned ones included.
fn check_case(name: &str, folder: &str) {
    let artifacts = generate(&document(name)).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let fresh: BTreeMap<String, String> =
        artifacts.into_iter().map(|artifact| (artifact.path, artifact.contents)).collect();
    let folder = cases().join(folder);
    if std::env::var_os("UPDATE_CASES").is_some() {
        update(&folder, &fresh);
    }
    let committed: BTreeMap<String, String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert_eq!(fresh.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>(), "files of {name}");
    for (path, contents) in &fresh {
        assert!(committed[path] == *contents, "{name}: {path} has changed; see the head of this file");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test that is asked to write; nobody reads meanwhile")]
fn update(folder: &Path, fresh: &BTreeMap<String, String>) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    for (path, contents) in fresh {
        std::fs::write(folder.join(path), contents).unwrap();
    }
}

#[test]
fn the_kitchen_sink_becomes_what_is_committed() {
    check_case("kitchen-sink", "kitchen_sink");
}

#[test]
fn the_parts_of_an_exchange_become_what_is_committed() {
    check_case("exchange", "exchange");
}

#[test]
fn the_naming_obstacle_course_becomes_what_is_committed() {
    check_case("names", "names");
}

#[test]
fn combinations_become_what_is_committed() {
    check_case("combinations", "combinations");
}

#[test]
fn formats_become_what_is_committed() {
    check_case("formats", "formats");
}

#[test]
fn access_becomes_what_is_committed() {
    check_case("access", "access");
}

#[test]
fn enumerations_become_what_is_committed() {
    check_case("enumerations", "enumerations");
}

#[test]
fn the_same_document_gives_the_same_files_in_the_same_order() {
    for name in ["kitchen-sink", "names", "combinations"] {
        let document = document(name);
        assert_eq!(generate(&document).unwrap(), generate(&document.clone()).unwrap());
    }
}
