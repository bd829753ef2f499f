//! The commands as a person runs them: on this checkout, and on checkouts made for the test.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn xtask(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::cargo_bin("xtask").unwrap().args(arguments).arg("--root").arg(root).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(root: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, stdout, stderr) = xtask(root, &[arguments, &["--format", "json"]].concat());
    (code, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}")))
}

/// A checkout with nothing but the document.
fn checkout() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("openapi")).unwrap();
    let document = "openapi/smart-properties.yaml";
    fs::copy(root().join(document), folder.path().join(document)).unwrap();
    folder
}

fn edit_document(checkout: &TempDir, edit: impl FnOnce(String) -> String) {
    let path = checkout.path().join("openapi/smart-properties.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let edited = edit(text.clone());
    assert_ne!(edited, text, "the edit changes something");
    put(&path, &edited);
}

#[expect(clippy::disallowed_methods, reason = "nobody else reads the test's folder")]
fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

/// Every file below the folder with its contents.
fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The drift check of the workspace: red when the document and the generated files disagree.
#[test]
fn the_generated_files_of_this_checkout_are_fresh() {
    let (code, stdout, stderr) = xtask(&root(), &["generate", "--check"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("Fresh"), "{stdout}");
}

#[test]
fn generating_twice_changes_nothing_the_second_time() {
    let checkout = checkout();
    let (code, first) = json(checkout.path(), &["generate"]);
    assert_eq!(code, 0);
    assert!(first["written"].as_array().unwrap().len() > 15, "{first}");
    let files = snapshot(checkout.path());

    let (code, second) = json(checkout.path(), &["generate"]);
    assert_eq!((code, second["written"].as_array().unwrap().len()), (0, 0));
    assert_eq!(second["unchanged"].as_array().unwrap().len(), first["written"].as_array().unwrap().len());
    assert_eq!(snapshot(checkout.path()), files);
    let (code, _) = json(checkout.path(), &["generate", "--check"]);
    assert_eq!(code, 0);
}

#[test]
fn the_check_finds_missing_stale_and_orphaned_files_and_writes_nothing() {
    let checkout = checkout();
    json(checkout.path(), &["generate"]);
    let generated = checkout.path().join("crates/client/src/generated");
    fs::remove_file(generated.join("rooms.rs")).unwrap();
    put(&generated.join("homes.rs"), "// edited by hand\n");
    put(&generated.join("old.rs"), "// nobody generates this any more\n");
    let before = snapshot(checkout.path());

    let (code, found) = json(checkout.path(), &["generate", "--check"]);
    assert_eq!(code, 4);
    assert_eq!(found["missing"], serde_json::json!(["crates/client/src/generated/rooms.rs"]));
    assert_eq!(found["stale"], serde_json::json!(["crates/client/src/generated/homes.rs"]));
    assert_eq!(found["orphaned"], serde_json::json!(["crates/client/src/generated/old.rs"]));
    assert_eq!(snapshot(checkout.path()), before);

    let (code, stdout, _) = xtask(checkout.path(), &["generate", "--check"]);
    assert_eq!(code, 4);
    assert!(stdout.contains("\n-// edited by hand"), "a unified diff: {stdout}");
    assert!(stdout.contains("run: cargo xtask generate\n"), "the exact command: {stdout}");

    let (code, mended) = json(checkout.path(), &["generate"]);
    assert_eq!((code, mended["written"].as_array().unwrap().len()), (0, 2));
    assert_eq!(mended["removed"], serde_json::json!(["crates/client/src/generated/old.rs"]));
    assert_eq!(json(checkout.path(), &["generate", "--check"]).0, 0);
}

#[test]
fn one_target_leaves_the_others_alone() {
    let checkout = checkout();
    let (code, written) = json(checkout.path(), &["generate", "docs"]);
    assert_eq!(code, 0);
    let references = ["openapi/generated/reference.html", "openapi/generated/reference.md"];
    assert_eq!(written["written"], serde_json::json!(references));
    let (_, stdout, _) = xtask(checkout.path(), &["generate", "client", "--check"]);
    assert!(stdout.contains("run: cargo xtask generate client\n"), "{stdout}");
}

#[test]
fn a_document_outside_the_profile_is_refused_with_line_pointer_and_remedy_and_nothing_is_written() {
    let checkout = checkout();
    edit_document(&checkout, |text| text.replace("      maxLength: 256\n", "      maxLenght: 256\n"));
    let before = snapshot(checkout.path());
    let (code, stdout, stderr) = xtask(checkout.path(), &["generate"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("at /components/schemas/RoomName/maxLenght"), "{stderr}");
    assert!(stderr.contains("did you mean `maxLength`?"), "{stderr}");
    assert!(!stderr.contains("backtrace"), "{stderr}");
    assert_eq!(snapshot(checkout.path()), before);

    let (code, found) = json(checkout.path(), &["lint"]);
    assert_eq!(code, 4);
    assert_eq!(found["problems"][0]["rule"], "unknown-key");
    let line = usize::try_from(found["problems"][0]["line"].as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(checkout.path().join("openapi/smart-properties.yaml")).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("maxLenght"), "line {line}");
}

#[test]
fn bad_input_gets_a_clear_error() {
    let checkout = checkout();
    let document = checkout.path().join("openapi/smart-properties.yaml");
    for (text, expected) in [
        ("openapi: 3.0.3\nopenapi: 3.0.3\n", "line 2"),
        ("openapi: [\n", "line"),
        ("", "openapi"),
        ("openapi: 3.1.0\n", "version 3.1.0"),
        ("swagger: '2.0'\n", "openapi"),
        ("- a list\n", "openapi"),
    ] {
        put(&document, text);
        let (code, _, stderr) = xtask(checkout.path(), &["generate"]);
        assert_eq!(code, 1, "{text:?}: {stderr}");
        assert!(stderr.contains(expected), "{text:?}: {stderr}");
        let (code, stdout, stderr) = xtask(checkout.path(), &["lint"]);
        assert_eq!(code, 4, "{text:?}: {stdout}{stderr}");
    }
    let (code, _, stderr) = xtask(checkout.path(), &["lint", "nowhere.yaml"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("nowhere.yaml"), "{stderr}");
}

#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() {
    let checkout = checkout();
    json(checkout.path(), &["generate"]);
    edit_document(&checkout, |text| text.replace("Create a room\n", "Make a room\n"));
    // The reference is planned last and cannot be replaced: a folder is in its way.
    let reference = checkout.path().join("openapi/generated/reference.md");
    fs::remove_file(&reference).unwrap();
    fs::create_dir(&reference).unwrap();
    let before = snapshot(checkout.path());
    let (code, _, stderr) = xtask(checkout.path(), &["generate"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("reference.md"), "{stderr}");
    assert_eq!(snapshot(checkout.path()), before);
}

/// A module that nobody declares is not compiled: its operations would be missing without a word.
#[test]
fn a_generated_module_that_is_not_declared_is_found() {
    let checkout = checkout();
    json(checkout.path(), &["generate"]);
    let declarations =
        ["home_communities", "homes", "operations", "pages", "properties", "room_types", "types"];
    let declarations = declarations.map(|name| format!("mod {name};\n")).concat();
    put(&checkout.path().join("crates/client/src/generated.rs"), &declarations);
    let (code, found) = json(checkout.path(), &["generate", "--check"]);
    assert_eq!(code, 4);
    assert_eq!(found["undeclared"], serde_json::json!(["crates/client/src/generated.rs: rooms"]));
    let (_, stdout, _) = xtask(checkout.path(), &["generate"]);
    assert!(stdout.contains("add `mod rooms;` to crates/client/src/generated.rs"), "{stdout}");
}

/// A saved copy of a page that was made by hand.
const PAGE: &str = include_str!("../../crates/documented/tests/library/pages/whole.txt");

#[test]
fn pages_are_imported_and_newer_copies_compared_with_what_is_known() {
    let checkout = checkout();
    let copy = checkout.path().join("copy.txt");
    let arguments = |command| ["pages", command, copy.to_str().unwrap()];
    let file = checkout.path().join("openapi/documented/shelf-and-book-api.toml");
    put(&copy, PAGE);
    // Nothing is known of it yet.
    let (code, _, stderr) = xtask(checkout.path(), &arguments("diff"));
    assert!(code == 1 && stderr.contains("import a copy of it first"), "{code} {stderr}");
    let (code, imported) = json(checkout.path(), &arguments("import"));
    assert_eq!(
        (code, &imported["pages"][0]["operations"], &imported["pages"][0]["lost"]),
        (0, &5.into(), &0.into())
    );
    let facts = fs::read_to_string(&file).unwrap();
    assert!(facts.contains("maximum = \"20\""), "{facts}");
    assert_eq!(json(checkout.path(), &arguments("diff")).0, 0);
    // A number changes.
    put(&copy, &PAGE.replace("between 1 and 20", "between 1 and 30"));
    let (code, found) = json(checkout.path(), &arguments("diff"));
    let change = &found["changes"][0];
    assert_eq!((code, change["aspect"].as_str(), change["new"].as_str()), (4, Some("maximum"), Some("30")));
    let (code, stdout, _) = xtask(checkout.path(), &arguments("diff"));
    let said = "GET /library/v1/books: maximum of query maxResults was 20 and is 30";
    assert!(code == 4 && stdout.contains(said), "{stdout}");
    // Nothing was written, and a line that is not understood is said and not lost.
    assert_eq!(fs::read_to_string(&file).unwrap(), facts);
    put(&copy, &PAGE.replace("HTTP response codes", "HTTP answers"));
    let (code, stdout, _) = xtask(checkout.path(), &arguments("import"));
    assert!(code == 4 && stdout.contains("not understood: HTTP answers"), "{code} {stdout}");
    // Two copies of one page, a copy that is cut off, and one under another title.
    put(&copy, PAGE);
    let path = copy.to_str().unwrap();
    let (code, stdout, stderr) = xtask(checkout.path(), &["pages", "import", path, path]);
    assert!(code == 1 && stdout.is_empty() && stderr.contains("are copies of one page"), "{stdout} {stderr}");
    put(&copy, PAGE.split("\nCall DELETE").next().unwrap());
    let (code, stdout, _) = xtask(checkout.path(), &["pages", "import", path]);
    assert!(code == 4 && stdout.contains("Gone DELETE /library/v1/books/{bookId}"), "{code} {stdout}");
    put(&copy, &PAGE.replacen("Shelf and Book API", "Book API", 1));
    let (code, stdout, _) = xtask(checkout.path(), &["pages", "import", path]);
    assert!(
        code == 4 && stdout.contains("has operations of openapi/documented/shelf-and-book-api.toml"),
        "{stdout}"
    );
    // No page at all.
    put(&copy, "<html><body>Nothing here</body></html>");
    let (code, _, stderr) = xtask(checkout.path(), &arguments("import"));
    assert!(
        code == 1 && stderr.contains("no operation in the layout of a reference page"),
        "{code} {stderr}"
    );
}

#[test]
fn what_a_change_of_a_page_touches_in_the_document_is_said() {
    let checkout = checkout();
    let known = "openapi/documented/property-room-type-and-room-api.toml";
    fs::create_dir(checkout.path().join("openapi/documented")).unwrap();
    fs::copy(root().join(known), checkout.path().join(known)).unwrap();
    let copy = checkout.path().join("copy.txt");
    // Another page by that title, with one operation.
    let page = "Property, Room Type, and Room API\n\nAPI endpoint\n\nOperations\n\nOperation HTTP Method and URI\n\nList rooms\n\n\
        GET /enterprise/hospitality/v1/rooms\n\nManage rooms\n\nList rooms\n\nCall GET /enterprise/hospitality/v1/rooms to see them.\n\n\
        Request format\n\nGET /enterprise/hospitality/v1/rooms?maxResults={maxResults} HTTP/1.1\n\nRequest parameters\n\n\
        Field Description Type Required\nmaxResults It must between 1 and 100. Integer No\n";
    put(&copy, page);
    let (code, found) = json(checkout.path(), &["pages", "diff", copy.to_str().unwrap()]);
    assert_eq!(code, 4);
    let changes = found["changes"].as_array().unwrap();
    let maximum = changes.iter().find(|change| change["aspect"] == "maximum").unwrap();
    assert_eq!(maximum["pointers"][0], "/components/parameters/MaxResultsUpTo50/schema/maximum");
    assert!(changes.iter().any(|change| change["operation"] == "POST /enterprise/hospitality/v1/rooms"));
}
