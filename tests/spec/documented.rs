//! The pages' facts, the document and the errata, held against each other in both directions.

mod mutations;

use std::path::{Path, PathBuf};

use asp_documented::{Departure, Errata, Fault, Page, departures};
use asp_spec::Document;

/// The facts of the pages.
fn pages() -> Vec<Page> {
    let folder = asp_tests::root().join("openapi/documented");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let page = |path: &PathBuf| {
        let page = Page::from_toml(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(path.file_stem().unwrap().to_str().unwrap(), page.name());
        page
    };
    paths.iter().map(page).collect()
}

fn errata() -> Errata {
    Errata::from_toml(&std::fs::read_to_string(asp_tests::root().join("openapi/errata.toml")).unwrap())
        .unwrap()
}

fn faults(pages: &[Page], document: &Document, errata: &Errata) -> Vec<Fault> {
    errata.check(pages, document, &departures(pages, document))
}

#[test]
fn every_documented_fact_is_in_the_document_and_the_other_way_round_or_an_erratum_says_why() {
    let faults = faults(&pages(), &asp_tests::document(), &errata());
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "mend the document, or write an erratum:\n{}", lines.join("\n"));
}

#[test]
fn both_pages_and_all_operations_are_there() {
    let pages = pages();
    let mut documented: Vec<_> = pages.iter().flat_map(|page| page.operations.keys().cloned()).collect();
    let document = asp_tests::document();
    let mut ours: Vec<_> = document
        .operations()
        .map(|operation| format!("{} {}", operation.method.name(), operation.path))
        .collect();
    documented.sort();
    ours.sort();
    assert_eq!((pages.len(), ours.len()), (2, 25));
    assert_eq!(documented, ours);
}

/// Saved copies of the pages, which aren't part of the repository: in the folder that `REFERENCE_PAGES` names, or beside
/// the checkout.
#[test]
fn importing_the_pages_gives_what_is_committed() {
    let folder = std::env::var_os("REFERENCE_PAGES").map(PathBuf::from);
    let is_required = folder.is_some();
    let folder = folder.unwrap_or_else(|| asp_tests::root().join("../shared/reference"));
    if !is_required && !folder.is_dir() {
        println!("there are no copies of the pages in {}", folder.display());
        return;
    }
    let mut names = Vec::new();
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        let imported = asp_documented::import(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(imported.unread, [], "{}", path.display());
        let file = format!("openapi/documented/{}.toml", imported.page.name());
        let committed = std::fs::read_to_string(asp_tests::root().join(&file)).unwrap();
        assert!(
            imported.page.to_toml() == committed,
            "{file} is not what {} says: if that is the newer one, `cargo xtask pages import` it; if it is the older \
             one, put the newer copy there",
            path.display()
        );
        names.push(file);
    }
    names.sort();
    let committed: Vec<_> =
        pages().iter().map(|page| format!("openapi/documented/{}.toml", page.name())).collect();
    assert_eq!(names, committed);
}

/// Copies of pages, text and HTML, broken in many ways.
#[test]
fn importing_stands_any_text() {
    let folder = asp_tests::root().join("crates/documented/tests/library/pages");
    let seed = |(pick, name): (u8, &str)| [vec![pick], std::fs::read(folder.join(name)).unwrap()].concat();
    let seeds = [(0, "whole.txt"), (1, "whole.html")].map(seed);
    asp_tests::fuzz::mutate(&seeds, 400, asp_tests::fuzz::page);
}

/// Every file of facts is machine-made and says so.
#[test]
fn files_of_facts_say_where_they_come_from() {
    for page in pages() {
        let path =
            asp_tests::root().join(Path::new("openapi/documented")).join(format!("{}.toml", page.name()));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.starts_with(
            "# Imported from a saved copy of the reference page by `cargo xtask pages import`."
        ));
        assert_eq!(page.to_toml(), text);
    }
}

/// A departure is shown with both sides.
#[test]
fn a_departure_says_what_both_sides_say() {
    let (pages, document) = (pages(), asp_tests::document());
    let all: Vec<Departure> = departures(&pages, &document);
    let shown: Vec<_> = all.iter().map(ToString::to_string).collect();
    let expected = "PUT /enterprise/hospitality/v1/rooms/{roomId}: status 404: missing = room type, \
                    but the document says room at /components/responses/RoomNotFound";
    assert!(shown.iter().any(|shown| shown == expected), "{shown:#?}");
}
