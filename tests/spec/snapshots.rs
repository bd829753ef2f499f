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

/// What a user of the generated client can write.
#[test]
fn public_api_of_the_generated_client() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        let source = asp_tests::root().join("crates/client/src/generated");
        insta::assert_snapshot!("client-public-api", asp_tests::public_api::list(&source));
    });
}
