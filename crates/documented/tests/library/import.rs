//! Copies of pages, whole and with every kind of defect.

use asp_documented::{Imported, Page, import};

const TEXT: &str = include_str!("pages/whole.txt");
const HTML: &str = include_str!("pages/whole.html");

/// What is not understood of a copy, a line each.
fn unread(imported: &Imported) -> Vec<&str> {
    imported.unread.iter().map(|line| line.text.as_str()).collect()
}

/// A copy of the text in which `old` stands as `new`.
fn changed(old: &str, new: &str) -> Imported {
    assert!(TEXT.contains(old), "{old}");
    import(&TEXT.replacen(old, new, 1))
}

#[test]
fn a_page_is_taken_apart_into_facts() {
    let imported = import(TEXT);
    assert_eq!(unread(&imported), Vec::<&str>::new());
    insta::assert_snapshot!(imported.page.to_toml());
}

#[test]
fn text_and_html_of_a_page_have_the_same_facts() {
    let (text, html) = (import(TEXT), import(HTML));
    assert_eq!(unread(&html), Vec::<&str>::new());
    similar(&text.page, &html.page);
}

fn similar(one: &Page, other: &Page) {
    for (one, other) in one.to_toml().lines().zip(other.to_toml().lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(one.to_toml().lines().count(), other.to_toml().lines().count());
}

#[test]
fn a_file_of_facts_is_read_as_it_was_written() {
    let page = import(TEXT).page;
    assert_eq!(Page::from_toml(&page.to_toml()).unwrap(), page);
    assert_eq!(page.name(), "shelf-and-book-api");
    let error = Page::from_toml("title = \"A\"\nupdated = 1\n").unwrap_err();
    assert_eq!(error.line, 2, "{error}");
}

/// What a copy has lost is recorded as lost, and nothing is put in its place.
#[test]
fn what_a_copy_lost_is_recorded_as_lost() {
    const BOOK: &str = "GET /library/v1/books/{bookId}";
    const LIST: &str = "GET /library/v1/books";
    let cases = [
        // The cells of a table.
        (
            "Healthcare Hospitality Senior Living Core\n\nNone\n\nUS, CA\n\nNone\n\nNone\n",
            "Healthcare Hospitality Senior Living Core\n\n\n\n\n",
            ("POST /library/v1/books", "countries Hospitality"),
            "cell",
        ),
        // Braces.
        (
            "{\n   \"books\": [\n      {\n         \"id\": \"string\",\n         \"name\": \"string\",\n         \"pages\": 1\n      }\n   ],\n   \"paginationContext\": {\n      \"nextToken\": \"string\"\n   }\n}",
            "   \"books\": [\n         \"id\": \"string\",\n         \"name\": \"string\",\n         \"pages\": 1\n   \"paginationContext\": {\n      \"nextToken\": \"string\"",
            (LIST, "response body"),
            "braces",
        ),
        // The word for an empty body.
        ("Request body\n\nNone.\n", "Request body\n\n", (LIST, "request body"), "content"),
        // A heading.
        ("Authentication\n\n", "", ("", "section Authentication"), "heading"),
        ("Operations\n\n", "", ("", "section Operations"), "heading"),
    ];
    for (old, new, (operation, subject), lost) in cases {
        let imported = changed(old, new);
        assert_eq!(imported.page.value(operation, subject, "lost"), Some(lost), "{subject}");
        assert_eq!(unread(&imported), Vec::<&str>::new(), "{subject}");
    }
    // Without its braces a body has its members all the same.
    let page = changed(cases[1].0, cases[1].1).page;
    assert_eq!(page.value(LIST, "response body books[].id", "type"), Some("String"));
    assert_eq!(page.value(LIST, "response body paginationContext.nextToken", "example"), Some("string"));
    // A table of hosts without rows.
    let page = changed(
        "The endpoint of the Shelf and Book API is https://api.library.example.",
        "In the request, set Host to one of the following, depending on where you are:\n\nCountry Endpoint\n\n\n",
    )
    .page;
    assert_eq!(page.value("", "host", "lost"), Some("rows"));
    let page = changed(
        "The endpoint of the Shelf and Book API is https://api.library.example.",
        "In the request, set Host to one of the following, depending on where you are:\n\nCountry Endpoint\nUS, CA https://api.library.example\nUK https://api.eu.library.example\n",
    )
    .page;
    assert_eq!(page.value("", "host", "lost"), None);
    assert_eq!(page.value("", "host UK", "url"), Some("https://api.eu.library.example"));
    // An operation that is listed, and described nowhere.
    let page =
        import(&TEXT.replacen("Call GET /library/v1/books/{bookId} to read", "Then one reads", 1)).page;
    assert!(!page.operations.contains_key(BOOK));
    assert_eq!(page.value("", "operation Get a book", "lost"), Some("description"));
}

#[test]
fn a_line_that_nothing_knows_is_listed() {
    let cases = [
        // Headings.
        ("API endpoint\n", "API endpoints\n", "API endpoints"),
        ("HTTP response codes\n", "HTTP answers\n", "HTTP answers"),
        ("Request query parameters\n", "Request query\n", "Request query"),
        // Rows.
        ("name The name. String Yes\n", "name The name. String Perhaps\n", "name The name. String Perhaps"),
        (
            "401 Unauthorized Bring a token.\n",
            "401 Who are you? Bring a token.\n",
            "401 Who are you? Bring a token.",
        ),
        (
            "maxResults Maximum number of results to give. It must",
            "perPage Maximum number of results to give. It must",
            "perPage Maximum number of results to give. It must between 1 and 20. Default is 5. Integer No",
        ),
        // Cells that are too many, of which none can be told from the others.
        ("None\n\nUS, CA\n\nNone\n\nNone\n", "None\n\nUS, CA\n\nNone\n\nNone\n\nNone\n", "US, CA"),
        // Paragraphs where none is expected.
        ("Request body\n\nNone.\n", "Request body\n\nNothing.\n", "Nothing."),
        ("Last updated: Feb 03, 2024", "Last changed: Feb 03, 2024", "Last changed: Feb 03, 2024"),
    ];
    for (old, new, line) in cases {
        let imported = changed(old, new);
        assert!(unread(&imported).contains(&line), "{line}: {:?}", imported.unread);
        let lines: Vec<_> = TEXT.replacen(old, new, 1).lines().map(str::to_owned).collect();
        for found in &imported.unread {
            assert!(lines[found.line - 1].contains(found.text.split(' ').next().unwrap()), "{found:?}");
        }
    }
}

#[test]
fn any_text_is_read_without_panic() {
    let runner = &mut proptest::test_runner::TestRunner::default();
    let lines: Vec<&str> = TEXT.lines().chain(HTML.lines()).collect();
    let line = proptest::sample::select(lines);
    let strategy = proptest::collection::vec((line, 0..60_usize), 0..60);
    runner
        .run(&strategy, |lines| {
            // Lines in any order, cut anywhere.
            let cut = |(line, end): &(&str, usize)| {
                line.char_indices().nth(*end).map_or(*line, |(end, _)| &line[..end]).to_owned()
            };
            let text: Vec<_> = lines.iter().map(cut).collect();
            for text in [text.join("\n"), format!("<p>{}", text.join("\n"))] {
                let imported = import(&text);
                assert_eq!(Page::from_toml(&imported.page.to_toml()).unwrap(), imported.page);
            }
            Ok(())
        })
        .unwrap();
}
