//! The command as a person runs it.
#![cfg(feature = "command")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

const LIBRARY: &str = include_str!("documents/library.yaml");

/// A document in which nothing is refused.
const SMALL: &str = "openapi: 3.0.3\ninfo: { title: Small, version: '1' }\n\
    paths: { /a: { get: { operationId: a, tags: [t], responses: { '204': { description: d } } } } }\n";

/// A folder of one's own, with a document in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(document: &str) -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        desk.put("api.yaml", document);
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    #[expect(clippy::disallowed_methods, reason = "nobody else reads the test's folder")]
    fn put(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs the command in the folder: exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("asp-validation-codegen").unwrap();
        let output = command.current_dir(self.folder.path()).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Turns `api.yaml` into a crate in `out`.
    fn generate(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run(&[&["api.yaml", "--out", "out"], arguments].concat())
    }

    fn generate_json(&self, arguments: &[&str]) -> (i32, Value) {
        let (code, stdout, stderr) = self.generate(&[arguments, &["--format", "json"]].concat());
        (code, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}")))
    }

    /// Every file with its contents, but for those of other tools.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap().to_str().unwrap().to_owned();
                    files.push((name.replace('\\', "/"), fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }

    fn names(&self) -> Vec<String> {
        self.files().into_iter().map(|(name, _)| name).collect()
    }
}

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("validation-runtime")
}

/// The text without what changes at every release.
fn without_versions(text: &str) -> String {
    let text = text.replace(runtime().to_str().unwrap(), "(runtime)");
    text.replace(env!("CARGO_PKG_RUST_VERSION"), "(Rust)").replace(env!("CARGO_PKG_VERSION"), "(version)")
}

/// The crate compiles without a warning and passes clippy, its example runs, and it judges what the document says.
#[test]
fn a_crate_is_made_that_compiles_and_judges() {
    let desk = Desk::new(LIBRARY);
    let (code, stdout, stderr) =
        desk.generate(&["--allow", "all", "--runtime-path", runtime().to_str().unwrap()]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    desk.put("out/tests/judging.rs", include_str!("documents/judging.rs"));
    // The versions that are there in any case.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().with_file_name("Cargo.lock");
    desk.put("out/Cargo.lock", fs::read(lock).unwrap());
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = std::process::Command::new(cargo)
        .args(["test", "--offline", "--quiet"])
        .current_dir(desk.path("out"))
        .env("CARGO_TARGET_DIR", desk.path("target"))
        .env("RUSTFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    // The judging and the example.
    assert!(stdout.contains("2 passed") && stdout.contains("1 passed"), "{stdout}");
}

#[test]
fn the_files_of_a_crate_say_where_they_come_from() {
    let desk = Desk::new(SMALL);
    let (code, stdout, stderr) = desk.generate(&[]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("Generated small-validation in out: 1 operation, 8 files written"), "{stdout}");
    let files = [
        "Cargo.toml",
        "README.md",
        "src/generated.rs",
        "src/generated/operation.rs",
        "src/generated/routes.rs",
        "src/generated/schemas.rs",
        "src/generated/t.rs",
        "src/lib.rs",
    ];
    let names: Vec<_> = desk.names().into_iter().filter(|name| name != "api.yaml").collect();
    assert_eq!(names, files.map(|file| format!("out/{file}")));
    for file in names {
        let text = desk.read(&file);
        let banner = "@generated by `asp-validation-codegen` from api.yaml. Do not edit.";
        assert!(text.lines().next().unwrap().contains(banner), "{file}");
        assert!(text.ends_with('\n') && !text.contains('\r'), "{file}");
    }
    insta::assert_snapshot!("manifest", without_versions(&desk.read("out/Cargo.toml")));
    insta::assert_snapshot!("readme", desk.read("out/README.md"));
    insta::assert_snapshot!("front", desk.read("out/src/lib.rs"));
    insta::assert_snapshot!("declarations", desk.read("out/src/generated.rs"));
}

#[test]
fn generating_twice_changes_nothing_the_second_time() {
    let desk = Desk::new(LIBRARY);
    let (code, first) = desk.generate_json(&["--allow", "all"]);
    assert_eq!((code, first["unchanged"].as_array().unwrap().len()), (0, 0));
    let files = desk.files();
    let (code, second) = desk.generate_json(&["--allow", "all"]);
    assert_eq!((code, second["written"].as_array().unwrap().len()), (0, 0));
    assert_eq!(second["unchanged"].as_array().unwrap().len(), first["written"].as_array().unwrap().len());
    assert_eq!(desk.files(), files);
    assert_eq!(desk.generate_json(&["--allow", "all", "--check"]).0, 0);
}

#[test]
fn what_is_refused_is_listed_for_people_and_nothing_is_written() {
    let desk = Desk::new(LIBRARY);
    let (code, stdout, stderr) = desk.generate(&[]);
    assert_eq!((code, stderr.as_str()), (4, ""));
    insta::assert_snapshot!("refused", stdout);
    assert_eq!(desk.names(), ["api.yaml"]);
}

#[test]
fn of_a_rule_that_refuses_much_people_are_shown_the_first_places() {
    let schemas: Vec<_> = (0..20).map(|number| format!("S{number}: {{ minLenght: 1 }}")).collect();
    let desk = Desk::new(&format!("{SMALL}components: {{ schemas: {{ {} }} }}\n", schemas.join(", ")));
    let (code, stdout, _) = desk.generate(&[]);
    assert_eq!(code, 4);
    assert_eq!(stdout.matches("unknown-key: ").count(), 3, "{stdout}");
    assert!(stdout.contains("... and 17 more places under unknown-key; --format json lists all"), "{stdout}");
    assert!(stdout.contains("Refused 20 places: 20 under unknown-key"), "{stdout}");
}

#[test]
fn what_is_refused_is_listed_for_programs() {
    let desk = Desk::new(LIBRARY);
    let (code, found) = desk.generate_json(&[]);
    assert_eq!(code, 4);
    assert_eq!(found["document"], "api.yaml");
    let refused = found["refused"].as_array().unwrap();
    let rules: Vec<_> = refused.iter().map(|refused| refused["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["unknown-key", "pattern-look-around"]);
    assert_eq!(refused[0]["pointer"], "/paths/~1books~1lost/get/requestbody");
    assert_eq!(refused[0]["operation"], "Self");
    for refused in refused {
        let line = usize::try_from(refused["line"].as_u64().unwrap()).unwrap();
        let text = LIBRARY.lines().nth(line - 1).unwrap();
        assert!(text.contains("requestbody") || text.contains("pattern"), "line {line}: {text}");
        assert!(
            ["found", "remedy"].iter().all(|key| refused[key].as_str().is_some_and(|text| !text.is_empty()))
        );
    }
}

#[test]
fn rules_are_allowed_one_by_one_or_all() {
    let desk = Desk::new(LIBRARY);
    assert_eq!(desk.generate(&["--allow", "unknown-key"]).0, 4);
    let (code, stdout, _) = desk.generate(&["--allow", "unknown-key", "--allow", "pattern-look-around"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("allowed", stdout.rsplit_once(", in ").unwrap().0);
    let by_name = desk.files();
    let (code, found) = desk.generate_json(&["--allow", "all"]);
    assert_eq!((code, &found["leftOut"], &found["operations"]), (0, &json!(["Self"]), &json!(3)));
    let rules: Vec<_> = found["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["wrong-type", "unknown-key", "pattern-look-around"]);
    // The page for readers names the command, which differs.
    assert_eq!(found["written"], json!(["README.md"]));
    assert_eq!(by_name.len(), desk.files().len());
}

#[test]
fn the_check_finds_missing_stale_and_orphaned_files_and_writes_nothing() {
    let desk = Desk::new(SMALL);
    desk.generate(&[]);
    fs::remove_file(desk.path("out/src/generated/t.rs")).unwrap();
    let routes = desk.read("out/src/generated/routes.rs");
    desk.put("out/src/generated/routes.rs", routes.replace("Method::Get", "Method::Put"));
    let banner = routes.lines().next().unwrap();
    desk.put("out/src/generated/old.rs", format!("{banner}\n\nstatic A: u8 = 0;\n"));
    desk.put("out/src/generated/mine.rs", "// nobody generated this\n");
    let before = desk.files();

    let (code, found) = desk.generate_json(&["--check"]);
    assert_eq!(code, 4);
    assert_eq!(found["missing"], json!(["src/generated/t.rs"]));
    assert_eq!(found["stale"], json!(["src/generated/routes.rs"]));
    assert_eq!(found["orphaned"], json!(["src/generated/old.rs"]));
    let (code, stdout, _) = desk.generate(&["--check"]);
    assert_eq!(code, 4);
    assert!(
        stdout
            .contains("-                methods: &[Method::Put],\n+                methods: &[Method::Get],"),
        "{stdout}"
    );
    assert!(stdout.contains("run the command without --check"), "{stdout}");
    assert_eq!(desk.files(), before);

    let (code, found) = desk.generate_json(&[]);
    assert_eq!((code, &found["removed"]), (0, &json!(["src/generated/old.rs"])));
    assert_eq!(desk.read("out/src/generated/mine.rs"), "// nobody generated this\n");
    assert_eq!(desk.generate(&["--check"]).0, 0);
}

#[test]
fn a_document_that_changed_is_found_by_the_check() {
    let desk = Desk::new(SMALL);
    assert_eq!(desk.generate(&["--check"]).0, 4, "nothing is there yet");
    assert_eq!(desk.names(), ["api.yaml"]);
    desk.generate(&[]);
    desk.put("api.yaml", SMALL.replace("'204'", "'205'"));
    let (code, found) = desk.generate_json(&["--check"]);
    assert_eq!((code, &found["stale"]), (4, &json!(["src/generated/t.rs"])));
}

#[test]
fn files_of_others_are_neither_replaced_nor_removed() {
    for path in ["Cargo.toml", "README.md", "src/lib.rs", "src/generated/t.rs"] {
        let desk = Desk::new(SMALL);
        desk.put(&format!("out/{path}"), "mine\n");
        desk.put("out/src/main.rs", "mine too\n");
        let before = desk.files();
        for arguments in [&[][..], &["--check"], &["--allow", "all"]] {
            let (code, stdout, stderr) = desk.generate(arguments);
            assert_eq!((code, stdout.as_str()), (1, ""), "{path}");
            assert!(stderr.contains(path.rsplit('/').next().unwrap()), "{stderr}");
            assert!(
                stderr.contains("this command didn't write them") && stderr.contains("--out"),
                "{stderr}"
            );
        }
        assert_eq!(desk.files(), before, "{path}");
    }
}

#[test]
fn a_file_that_a_person_takes_over_is_left_alone() {
    let desk = Desk::new(SMALL);
    desk.generate(&[]);
    let manifest = desk.read("out/Cargo.toml").lines().skip(1).collect::<Vec<_>>().join("\n");
    desk.put("out/Cargo.toml", manifest.replace("0.1.0", "2.0.0"));
    let (code, found) = desk.generate_json(&[]);
    assert_eq!((code, &found["kept"]), (0, &json!(["Cargo.toml"])));
    assert!(desk.read("out/Cargo.toml").contains("2.0.0"));
    assert_eq!(desk.generate(&["--check"]).0, 0);
    desk.put("out/src/generated/t.rs", "// by hand\n");
    let (code, _, stderr) = desk.generate(&[]);
    assert_eq!(code, 1, "generated source isn't taken over: {stderr}");
}

#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() {
    let desk = Desk::new(SMALL);
    desk.put("out/src/generated", "a file where a folder must be\n");
    let before = desk.files();
    let (code, _, stderr) = desk.generate(&[]);
    assert_eq!(code, 1);
    assert!(stderr.contains("src"), "{stderr}");
    assert_eq!(desk.files(), before);

    let desk = Desk::new(SMALL);
    desk.put("out", "a file where the crate must be\n");
    assert_eq!(desk.generate(&[]).0, 1);
    assert_eq!(desk.names(), ["api.yaml", "out"]);
}

#[test]
fn the_package_is_named_by_title_file_or_option() {
    let name = |desk: &Desk, arguments: &[&str]| desk.generate_json(arguments).1["package"].clone();
    assert_eq!(name(&Desk::new(SMALL), &[]), "small-validation");
    assert_eq!(name(&Desk::new(&SMALL.replace("Small", "''")), &[]), "api-validation");
    let desk = Desk::new(SMALL);
    assert_eq!(name(&desk, &["--name", "my_judge"]), "my_judge");
    assert!(desk.read("out/Cargo.toml").contains("name = \"my_judge\""));
    assert!(desk.read("out/src/lib.rs").contains("use my_judge::"));
    assert!(desk.read("out/README.md").contains("-- api.yaml --out . --name my_judge\n"));
    for bad in ["", "1a", "a b", "std", "type", "asp-validation-runtime", "größe"] {
        let (code, _, stderr) = desk.generate(&["--name", bad]);
        assert_eq!(code, 1);
        assert!(stderr.contains("use ASCII letters"), "{bad}: {stderr}");
    }
}

#[test]
fn the_runtime_is_found_by_version_or_path() {
    let desk = Desk::new(SMALL);
    // The one in this workspace, if nothing is said.
    desk.generate(&[]);
    assert!(desk.read("out/Cargo.toml").contains(&format!("{:?}", runtime().to_str().unwrap())));
    assert!(!desk.read("out/README.md").contains("--runtime"));
    desk.generate(&["--runtime", ">=0.1, <0.3"]);
    assert!(desk.read("out/Cargo.toml").contains("asp-validation-runtime = \">=0.1, <0.3\""));
    assert!(desk.read("out/README.md").contains("--out . --runtime '>=0.1, <0.3'\n"));

    desk.put("near/runtime/Cargo.toml", "[package]\nname = \"asp-validation-runtime\"\n");
    desk.generate(&["--runtime-path", "near/runtime"]);
    assert!(desk.read("out/Cargo.toml").contains("{ path = \"../near/runtime\" }"));
    desk.generate(&["--runtime-path", runtime().to_str().unwrap()]);
    assert!(desk.read("out/Cargo.toml").contains(&format!("{:?}", runtime().to_str().unwrap())));

    desk.put("other/Cargo.toml", "[package]\nname = \"other\"\n");
    for (arguments, expected) in [
        (&["--runtime-path", "other"][..], "another package"),
        (&["--runtime-path", "nowhere"], "nowhere"),
        (&["--runtime", "new"], "version requirement"),
        (&["--runtime", "0.1", "--runtime-path", "near/runtime"], "cannot be used with"),
    ] {
        let (code, _, stderr) = desk.generate(arguments);
        assert_eq!(code, 1, "{arguments:?}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
}

#[test]
fn formats_without_a_meaning_are_warnings_unless_asked_for() {
    let desk = Desk::new(
        "openapi: 3.0.3\ninfo: { title: Formats, version: '1' }\npaths: {}\ncomponents: { schemas: { \
         A: { type: string, format: shoe-size }, B: { type: string, format: int64 } } }\n",
    );
    let (code, stdout, stderr) = desk.generate(&[]);
    let output = format!("{stdout}{stderr}");
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("unknown-format") && output.contains("format-type"), "{output}");
    let (code, stdout, stderr) = desk.generate(&["--strict-formats"]);
    assert_eq!(code, 4, "{stdout}{stderr}");
    assert_eq!(
        desk.generate(&["--strict-formats", "--allow", "unknown-format", "--allow", "format-type"]).0,
        0
    );
    assert!(desk.read("out/README.md").contains("--strict-formats"));
}

#[test]
fn bad_documents_get_a_clear_error() {
    for (document, expected) in [
        (&b"openapi: 3.0.3\nopenapi: 3.0.3\n"[..], "api.yaml:2:1: duplicate mapping key `openapi`"),
        (b"{\"openapi\": \"3.0.3\",\n \"openapi\": \"3.0.3\"}", "api.yaml:2:"),
        (b"openapi: [\n", "api.yaml:1:10"),
        (b"{\"openapi\": ", "api.yaml:1:"),
        (b"", "starts with a line such as `openapi: 3.0.3`"),
        (b"just text\n", "starts with a line such as `openapi: 3.0.3`"),
        (b"openapi: 3.1.0\ninfo: {}\n", "api.yaml:1: version 3.1.0\n    fix: "),
        (b"info: {}\nswagger: '2.0'\n", "api.yaml:2: Swagger 2.0, no `openapi` member\n    fix: convert it"),
        (b"openapi: 3.0.3\ntitle: \xff\n", "api.yaml is not UTF-8: save it as UTF-8"),
        (b"\xff\xfeo\0p\0e\0n\0", "is not UTF-8"),
    ] {
        let desk = Desk { folder: TempDir::new().unwrap() };
        desk.put("api.yaml", document);
        let (code, stdout, stderr) = desk.generate(&[]);
        assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
        assert!(stderr.contains(expected), "{}: {stderr}", String::from_utf8_lossy(document));
        assert_eq!(desk.names(), ["api.yaml"]);
    }
}

#[test]
fn bad_arguments_get_a_clear_error() {
    let desk = Desk::new(SMALL);
    for (arguments, expected) in [
        (&["nowhere.yaml", "--out", "out"][..], "nowhere.yaml"),
        (&[".", "--out", "out"], "directory"),
        (&["api.yaml"], "--out <DIR>"),
        (&["api.yaml", "--out", "out", "--allow", "All of it"], "not a rule"),
        (&["api.yaml", "--out", "out", "--format", "xml"], "json"),
    ] {
        let (code, stdout, stderr) = desk.run(arguments);
        assert_eq!((code, stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
    let (code, stdout, _) = desk.run(&["--help"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("help", without_versions(&stdout));
}

/// As real files are: a byte order mark, tabs, carriage returns.
#[test]
fn documents_in_json_are_read_as_json() {
    let desk = Desk::new("");
    let text = "\u{feff}{\r\n\t\"openapi\": \"3.0.3\",\r\n\t\"info\": {\"title\": \"\\u0053mall\", \"version\": \"1\"},\r\n\
        \t\"paths\": {\"/a\": {\"get\": {\"responses\": {\"204\": {}}}}}\r\n}\r\n";
    desk.put("api.json", text);
    let (code, stdout, stderr) = desk.run(&["api.json", "--out", "out"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.contains("Warning missing-key api.json:4: the Response object has no `description`"),
        "{stdout}"
    );
    assert!(stdout.contains("Generated small-validation"), "{stdout}");
}

#[test]
fn nothing_in_a_pipe_is_coloured() {
    let desk = Desk::new(LIBRARY);
    for arguments in [&[][..], &["--allow", "all"], &["--check"]] {
        let (_, stdout, stderr) = desk.generate(arguments);
        assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "{stdout}{stderr}");
    }
}
