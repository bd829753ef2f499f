//! The README stays true.

/// The crates' own documentation, whose examples the compiler checks.
fn crate_docs() -> String {
    let read = |name: &str| std::fs::read_to_string(asp_tests::root().join(name)).unwrap();
    let files = [
        "client/src/lib.rs",
        "contract/src/lib.rs",
        "validation/src/lib.rs",
        "validation/src/layer.rs",
        "validation/src/exchange.rs",
    ];
    files.map(|file| read(&format!("crates/{file}"))).concat()
}

fn readme() -> String {
    std::fs::read_to_string(asp_tests::root().join("README.md")).unwrap()
}

/// Every line of Rust in the README stands in a crate's documentation, where it is compiled.
#[test]
fn rust_examples_are_those_of_the_crate_docs() {
    let docs = crate_docs();
    let docs: Vec<_> = docs.lines().filter_map(|line| line.strip_prefix("//! ")).map(str::trim).collect();
    let readme = readme();
    let mut seen = 0;
    for block in readme.split("```rust\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
            assert!(docs.contains(&line), "not in the docs of a crate: {line}");
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} lines of Rust were found");
}

/// What the README links to and what its map of folders names is there.
#[test]
fn links_and_folders_exist() {
    let readme = readme();
    let links = readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let folders =
        readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(path, _)| path);
    let paths: Vec<_> = links
        .filter(|link| !link.starts_with("http") && !link.starts_with('#'))
        .chain(folders.filter(|path| path.ends_with('/')))
        .collect();
    assert!(paths.len() > 10, "only {paths:?} were found");
    for anchor in readme.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        let heading = |line: &str| line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-");
        let is_there =
            readme.lines().filter(|line| line.starts_with('#')).any(|line| heading(line) == anchor);
        assert!(is_there, "the README has no heading {anchor}");
    }
    for path in paths {
        assert!(asp_tests::root().join(path).exists(), "the README names {path}, which is not there");
    }
}
