//! Snapshots of what a reviewer reads. Accept a change with `cargo insta review`, after reading it.

use asp_spec::views;

/// One snapshot a view: the overview, the tables, and the reference text of each operation.
#[test]
fn views_of_the_document() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        for (name, text) in views::all(&asp_tests::document()) {
            insta::assert_snapshot!(name, text);
        }
    });
}

/// What a user of the client can write.
#[test]
fn public_api_of_the_client() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        let source = asp_tests::root().join("crates/client/src");
        insta::assert_snapshot!("client-public-api", asp_tests::public_api::list(&source));
    });
}

/// A snapshot that no view writes any more would stay green for ever.
#[test]
fn no_snapshot_is_left_over() {
    let views = views::all(&asp_tests::document()).into_iter().map(|(name, _)| name);
    let mut expected: Vec<_> = views.chain(["client-public-api".to_owned()]).collect();
    expected.sort();
    let folder = asp_tests::root().join("tests/spec/snapshots");
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<_> = names.filter_map(|name| Some(name.strip_suffix(".snap")?.to_owned())).collect();
    found.sort();
    assert_eq!(found, expected);
}
