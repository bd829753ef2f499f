//! `cargo xtask diff` as a person runs it: on files, and on revisions of a repository made for the test.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const DOCUMENT: &str = "openapi/smart-properties.yaml";

fn own() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join(DOCUMENT)).unwrap()
}

fn diff(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("xtask").unwrap();
    let output = command.arg("diff").args(arguments).arg("--root").arg(root).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn git(root: &Path, arguments: &[&str]) {
    let identity =
        ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    let output = Process::new("git").arg("-C").arg(root).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[expect(clippy::disallowed_methods, reason = "nobody else reads the test's folder")]
fn put(root: &Path, name: &str, text: &str) -> PathBuf {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// Names of rooms may be shorter only.
fn narrowed(text: &str) -> String {
    let narrowed = text.replacen("      maxLength: 256\n", "      maxLength: 255\n", 1);
    assert_ne!(narrowed, text);
    narrowed
}

/// A repository with the tag `one`, and a breaking change since.
fn repository() -> TempDir {
    let folder = TempDir::new().unwrap();
    git(folder.path(), &["init", "--quiet"]);
    put(folder.path(), DOCUMENT, &own());
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "one"]);
    git(folder.path(), &["tag", "one"]);
    put(folder.path(), DOCUMENT, &narrowed(&own()));
    folder
}

#[test]
fn a_breaking_change_since_a_tag_is_shown_by_a_request() {
    let repository = repository();
    let (code, stdout, stderr) = diff(repository.path(), &["one"]);
    assert_eq!(code, 4, "{stdout}{stderr}");
    for expected in
        ["Breaking for senders", "maxLength was 256, is 255", "POST /", "has 256 characters, at most 255"]
    {
        assert!(stdout.contains(expected), "{expected}: {stdout}");
    }
    let (code, stdout, _) = diff(repository.path(), &["one", "--format", "json"]);
    let json: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"));
    assert_eq!((code, &json["breaking"]), (4, &Value::Bool(true)));
    let finding = &json["findings"][0];
    assert_eq!((&finding["effect"], &finding["rule"]), (&"breaking".into(), &"maxLength".into()));
    let body: Value = serde_json::from_str(finding["witness"]["exchange"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["name"].as_str().unwrap().chars().count(), 256);
}

#[test]
fn the_other_way_round_it_is_safe_for_senders() {
    let repository = repository();
    let (code, stdout, stderr) = diff(repository.path(), &[DOCUMENT, "one:openapi/smart-properties.yaml"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("Safe for senders"), "{stdout}");
}

#[test]
fn the_exit_code_is_the_same_whether_or_not_somebody_reads() {
    let repository = repository();
    let mut command = Process::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["diff", "one", "--root"]).arg(repository.path());
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(4));
}

#[test]
fn nothing_changed_is_fine() {
    let repository = repository();
    let (code, stdout, _) = diff(repository.path(), &["one", "one"]);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("25 not"), "{stdout}");
}

#[test]
fn a_greater_major_version_allows_breaking_changes_if_that_is_asked_for() {
    let repository = repository();
    let root = repository.path();
    assert_eq!(diff(root, &["one", DOCUMENT, "--allow-major"]).0, 4);
    let text = narrowed(&own());
    let at = text.find("\n  version: ").unwrap();
    let end = at + 1 + text[at + 1..].find('\n').unwrap();
    let major = format!("{}\n  version: 99.0.0{}", &text[..at], &text[end..]);
    put(root, DOCUMENT, &major);
    assert_eq!(diff(root, &["one", DOCUMENT, "--allow-major"]).0, 0);
    assert_eq!(diff(root, &["one"]).0, 4);
}

#[test]
fn what_cannot_be_compared_is_said_with_a_remedy() {
    let repository = repository();
    let root = repository.path();
    put(root, "notes.txt", "a: [\n");
    put(root, "empty.yaml", "info: {}\n");
    for (old, expected) in [
        ("two", "neither a file nor a git revision"),
        ("--upload-pack=x", ""),
        ("one:nowhere.yaml", "name the file as `one:PATH`"),
        ("notes.txt", "notes.txt:"),
        ("empty.yaml", "is no OpenAPI 3.0 document"),
    ] {
        let (code, stdout, stderr) = diff(root, &[old]);
        assert_eq!((code, stdout.as_str()), (1, ""), "{old}: {stderr}");
        assert!(stderr.contains(expected) && !stderr.contains("panicked"), "{old}: {stderr}");
    }
    let elsewhere = TempDir::new().unwrap();
    let (code, _, stderr) = diff(elsewhere.path(), &["one"]);
    assert_eq!(code, 1, "{stderr}");
}

/// The draft that `generate docs` writes.
fn draft(root: &Path) -> String {
    let mut command = Command::cargo_bin("xtask").unwrap();
    command.args(["generate", "docs", "--root"]).arg(root).assert().success();
    fs::read_to_string(root.join("target/changelog-draft.md")).unwrap()
}

#[test]
fn the_draft_of_a_changelog_entry_says_what_changed_since_the_last_tag() {
    let repository = repository();
    let root = repository.path();
    let text = narrowed(&own()).replace("summary: Create a room\n", "summary: Make a room\n");
    put(root, DOCUMENT, &text);
    let text = draft(root);
    for expected in [
        "Since one.",
        "### Changed\n\n- **Breaking for senders:** maxLength was 256, is 255 (`createRoom` request body /name",
        "### Documentation\n\n- operation createRoom",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("### Added"), "{text}");
}

#[test]
fn without_a_tag_all_operations_are_in_the_draft() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), DOCUMENT, &own());
    let text = draft(folder.path());
    assert_eq!(text.matches(" is new\n").count(), 25, "{text}");
    assert!(text.contains("### Added") && !text.contains("### Changed"), "{text}");
}

/// Finding the lines of problems takes more stack than reading, and more than threads have by default.
#[test]
fn documents_that_are_too_deep_are_refused() {
    let folder = TempDir::new().unwrap();
    let deep = format!("openapi: 3.0.3\nx-a: {}1{}\n", "{a: ".repeat(200), "}".repeat(200));
    let deep = put(folder.path(), "deep.yaml", &deep);
    let fine = put(folder.path(), "fine.yaml", &own());
    for versions in [[&deep, &fine], [&fine, &deep]] {
        let (code, stdout, stderr) = diff(folder.path(), &versions.map(|path| path.to_str().unwrap()));
        assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
        assert!(stderr.contains("deep.yaml:2: syntax") && stderr.contains("levels of nesting"), "{stderr}");
    }
    let problems = format!("openapi: 3.0.3\nx-a: {}1{}\n", "{a: ".repeat(120), "}".repeat(120));
    let problems = put(folder.path(), "problems.yaml", &problems);
    let (code, _, stderr) = diff(folder.path(), &[problems.to_str().unwrap(), fine.to_str().unwrap()]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("is no OpenAPI 3.0 document"), "{stderr}");
}
