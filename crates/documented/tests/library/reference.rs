//! The reference of HTML.

use asp_documented::{Errata, Page, reference};
use asp_spec::Document;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// A document, a page and errata that try to become HTML.
const DOCUMENT: &str = r#"
openapi: 3.0.3
info: { title: "</title><script>title()</script>", version: "1<b>", description: "<img src=x onerror=text()> **bold**" }
tags:
  - name: books
    description: >-
      [link](https://elsewhere.example) <style>x</style> [x](javascript:alert(1)) [y](JaVaScRiPt&colon;alert(2))
      [z](data:text/html,alert) <javascript:alert(3)> [w](vbscript:x) [r](//elsewhere.example/r) [about](#about)
      ![drawn](https://elsewhere.example/x.png) ![a [b](https://elsewhere.example/b) c](javascript:alert(4))
      [![in](data:,)](javascript:alert(5)) [ref]


      [ref]: javascript:alert(6)
paths:
  "/books/{bookId}":
    get:
      operationId: "get\"><script>id()</script>"
      tags: [books]
      summary: "</h3><script>summary()</script>"
      description: "`<code>` & <script>description()</script>"
      parameters:
        - { name: bookId, in: path, required: true, schema: { type: string, maxLength: 5 }, example: "</pre><script>x()</script>" }
      responses: { "200": { description: "</dd><script>response()</script>" } }
"#;

const PAGE: &str = r#"
title = "</p><script>page()</script>"
[operations."GET /books/{bookId}"]
"path bookId" = { required = "Yes", maxLength = "</td><script>fact()</script>" }
"#;

const ERRATA: &str = r#"
[[erratum]]
id = "E001"
title = "</h3><script>erratum()</script>"
class = "assumed"
pages = ["p-script-page-script"]
sections = ["<script>"]
facts = ["*maxLength*"]
claims = ["*maxLength = 5"]
pointers = ["*"]
documented = "<script>"
decided = "<script>"
why = "<script>"
"#;

fn page() -> String {
    let document = Document::from_text(DOCUMENT).unwrap();
    let page = Page::from_toml(PAGE).unwrap();
    reference(&document, &[page], &Errata::from_toml(ERRATA).unwrap())
}

#[test]
fn nothing_that_is_shown_becomes_html() {
    let page = page();
    // The page's own script is the only one.
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    for tag in ["<img", "<b>", "<style>x", "onerror=text()>", "</pre><script"] {
        assert!(!page.contains(tag), "{tag} in {page}");
    }
    assert!(page.contains("<strong>bold</strong>"), "descriptions are CommonMark: {page}");
    let links: Vec<_> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let others: Vec<_> = links.into_iter().filter(|link| !link.starts_with('#')).collect();
    assert_eq!(others, ["https://elsewhere.example"]);
    assert!(page.contains("<a href=\"#about\">about</a>") && page.contains(" drawn a b c in ref"), "{page}");
    assert!(page.contains("&lt;script&gt;fact()&lt;/script&gt;"), "{page}");
}

/// The policy of the page lets what it has in it run and nothing else.
#[test]
fn the_policy_names_the_style_and_the_script_by_their_hashes() {
    let page = page();
    let between = |start: &str, end: &str| page.split(start).nth(1).unwrap().split(end).next().unwrap();
    let policy = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    for (directive, text) in
        [("style-src", between("<style>", "</style>")), ("script-src", between("<script>", "</script>"))]
    {
        let hash = BASE64.encode(&Sha256::digest(text));
        assert!(policy.contains(&format!("; {directive} 'sha256-{hash}';")), "{directive} in {policy}");
    }
}

/// Nothing is only in a title, which shows under a mouse and nowhere else.
#[test]
fn pointers_can_be_read_without_a_mouse() {
    let page = page();
    assert!(!page.contains(" title="), "{page}");
    let places = page
        .split("<details class=\"places\">")
        .find(|places| places.contains("<dt><code>path bookId"))
        .unwrap();
    let pointer = "/paths/~1books~1{bookId}/get/parameters/0/schema/maxLength";
    assert!(places.contains(&format!("<dd>maxLength <code>{pointer}</code></dd>")), "{places}");
}

#[test]
fn counts_are_in_words() {
    let page = page();
    assert!(page.contains("<summary>1 operation<span"), "{page}");
}

#[test]
fn a_row_shows_both_sides_and_links_the_erratum_between_them() {
    let page = page();
    let row = page.split("<tr").find(|row| row.contains("path bookId")).unwrap();
    assert!(row.starts_with(" class=\"departs\""), "{row}");
    for expected in ["fact()", "<a class=\"erratum-link\" href=\"#E001\">", ">5</span>", "required"] {
        assert!(row.contains(expected), "{expected} in {row}");
    }
}

#[test]
fn a_parameter_without_a_description_does_not_borrow_that_of_its_operation() {
    let page = page();
    let row = page.split("<tr").find(|row| row.contains("path bookId")).unwrap();
    assert!(!row.contains("description()"), "{row}");
}

#[test]
fn without_pages_and_errata_the_document_is_shown_alone() {
    let document = Document::from_text(DOCUMENT).unwrap();
    let page = reference(&document, &[], &Errata::default());
    assert!(page.contains("maxLength") && !page.contains("class=\"erratum-link\""), "{page}");
}
