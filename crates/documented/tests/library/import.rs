//! Copies of pages, whole and with every kind of defect.

use asp_documented::{Imported, Page, import};

const CREATE: &str = "POST /library/v1/books";
const LIST: &str = "GET /library/v1/books";
const BOOK: &str = "GET /library/v1/books/{bookId}";
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
fn tables_and_sections_with_nothing_in_them_are_recorded_as_lost() {
    let statuses = TEXT.find("201 Created").unwrap()..TEXT.find("500 ").unwrap();
    let end = statuses.start + TEXT[statuses.start..].find("\n\n").unwrap();
    let text = format!("{}{}", &TEXT[..statuses.start], &TEXT[end..]);
    assert_eq!(import(&text).page.value(CREATE, "status", "lost"), Some("rows"));
    let text = TEXT.replacen("HTTP response codes\n", "HTTP response codes\n\nManage readers\n\nx", 1);
    assert_eq!(import(&text).page.value(CREATE, "status", "lost"), Some("content"));
}

#[test]
fn what_stands_below_an_unknown_heading_belongs_to_nothing() {
    // An operation that the table of operations calls otherwise.
    let text = TEXT.replacen("\nGet a book\n\nCall", "\nFetch a book\n\nCall", 1);
    assert_ne!(text, TEXT);
    let imported = import(&text);
    let of_list = &import(TEXT).page.operations[LIST];
    assert_eq!(&imported.page.operations[LIST], of_list, "the operation before has what it had");
    assert_eq!(imported.page.value(BOOK, "operation", "name"), Some("Fetch a book"));
    assert_eq!(imported.page.value("", "operation Get a book", "lost"), Some("description"));
    // A section.
    let text = TEXT.replacen("Response body\n", "Response trailer\n", 1);
    let imported = import(&text);
    assert!(unread(&imported).contains(&"Response trailer"), "{:?}", imported.unread);
    assert!(imported.page.operations[CREATE].keys().all(|subject| !subject.contains('"')));
}

#[test]
fn cells_of_countries_are_countries() {
    let lost = "None\n\nUS, CA\n\nNone\n\nNone\n";
    let prose = "This is new.\n\nIt is short.\n\nIt has an end.\n\nIt is over.\n";
    let page = changed(lost, prose).page;
    assert_eq!(page.value(CREATE, "countries Hospitality", "lost"), Some("cell"));
    assert_eq!(page.value(CREATE, "countries Hospitality", "countries"), None);
    let more = changed(lost, "None\n\nUS, CA\n\nNone\n\nNone\n\nNone\n");
    assert_eq!(more.page.value(CREATE, "countries Hospitality", "lost"), None, "it is there");
}

#[test]
fn numbers_are_read_whole_or_not_at_all() {
    let value = |text: &str| {
        changed("between 1 and 20", text).page.value(LIST, "query maxResults", "maximum").map(str::to_owned)
    };
    assert_eq!(value("between 1 and 1,000").as_deref(), Some("1000"));
    assert_eq!(value("between 1 and 1.5"), None);
    assert_eq!(value("between 1 and 20k"), None);
}

/// Text that a page of HTML has in odd places.
#[test]
fn no_text_of_html_is_dropped_silently() {
    let cases = [
        ("<table>", "<table><caption>Beware of the table.</caption>", "Beware of the table."),
        ("<table>", "<table><tr>Beware of the row.", "Beware of the row."),
        ("<main><article>", "<form>", "<form> has no end"),
    ];
    for (old, new, text) in cases {
        let html = HTML.replacen(old, new, 1);
        assert_ne!(html, HTML, "{old}");
        let imported = import(&html);
        assert!(
            unread(&imported).iter().any(|unread| unread.contains(text))
                || imported.page != import(HTML).page,
            "{new}"
        );
    }
    // Inside of the page's own text everything is read; the head needs no end.
    let callout = "<aside><p>All of it ends soon.</p></aside></article>";
    let old = import(HTML);
    let new = import(&HTML.replacen("</article>", callout, 1));
    assert!(unread(&new).contains(&"All of it ends soon."), "{:?}", new.unread);
    assert_eq!(import(&HTML.replacen("</head>", "", 1)), old);
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
        assert!(
            unread(&imported).iter().any(|unread| unread.contains(line)),
            "{line}: {:?}",
            imported.unread
        );
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
