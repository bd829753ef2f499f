//! What a newer copy changed, in words.

use asp_documented::{changes, import, touched};
use asp_spec::Document;

const TEXT: &str = include_str!("pages/whole.txt");

#[test]
fn each_change_of_a_page_is_said_in_words() {
    let cases = [
        (
            "between 1 and 20",
            "between 1 and 30",
            "GET /library/v1/books: maximum of query maxResults was 20 and is 30",
        ),
        (
            "Default is 5.",
            "Default is 6.",
            "GET /library/v1/books: default of query maxResults was 5 and is 6",
        ),
        (
            "shelfId The shelf, in the format \"lib.{id}\". String Yes\nnextToken",
            "shelfId The shelf, in the format \"lib.{id}\". String No\nnextToken",
            "GET /library/v1/books: required of query shelfId was Yes and is No",
        ),
        (
            "404 Not found The requested shelf wasn't found.\n",
            "",
            "GET /library/v1/books: status 404 is gone: name Not found, missing shelf",
        ),
        (
            "401 Unauthorized Bring a token.\n",
            "401 Unauthorized Bring a token.\n409 Conflict It is there.\n",
            "POST /library/v1/books: status 409 is new: name Conflict",
        ),
        (
            "US, CA",
            "US, CA, MX",
            "POST /library/v1/books: countries of countries Hospitality was US, CA and is US, CA, MX",
        ),
        ("Feb 03, 2024", "Mar 03, 2024", "the page: updated of page was 2024-02-03 and is 2024-03-03"),
        (
            "https://api.library.example.",
            "https://api.books.example.",
            "the page: url of host was https://api.library.example and is https://api.books.example",
        ),
        (
            "exceed 64 characters",
            "exceed 32 characters",
            "POST /library/v1/books: maxLength of request body name was 64 and is 32",
        ),
        (
            "unique to a library",
            "unique to a shelf",
            "POST /library/v1/books: unique in of request body name was library and is shelf",
        ),
        (
            "with no spaces or periods: - _.",
            "with no spaces or periods: - _ +.",
            "POST /library/v1/books: characters of request body name was letters or numbers - _ and is letters or numbers - _ +",
        ),
        (
            "until a 64-second wait",
            "until a 128-second wait",
            "POST /library/v1/books: longest wait of status 429 was 64 and is 128",
        ),
        (
            "isn't empty",
            "has associated readers",
            "DELETE /library/v1/books/{bookId}: cause of refusal was isn't empty and is has associated readers",
        ),
        (
            "A shelf is where books stand.",
            "A shelf is where many books stand.",
            "the page: the wording of text Manage books on a shelf has changed",
        ),
        (
            "name Its name. String Yes\npages",
            "name How it is called. String Yes\npages",
            "GET /library/v1/books: the wording of response body books[].name has changed",
        ),
        (
            "Call DELETE /library/v1/books/{bookId} to",
            "Call DELETE /library/v2/books/{bookId} to",
            "DELETE /library/v2/books/{bookId} is new: Delete a book",
        ),
        (
            "Call DELETE /library/v1/books/{bookId} to",
            "Call DELETE /library/v2/books/{bookId} to",
            "DELETE /library/v1/books/{bookId} is gone: Delete a book",
        ),
    ];
    let known = import(TEXT).page;
    for (old, new, expected) in cases {
        assert!(TEXT.contains(old), "{old}");
        let newer = import(&TEXT.replacen(old, new, 1)).page;
        let found: Vec<_> = changes(&known, &newer).iter().map(ToString::to_string).collect();
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:#?}");
    }
    assert_eq!(changes(&known, &known), []);
}

#[test]
fn a_column_and_a_sentence_that_change_together_are_both_said() {
    let known = import(TEXT).page;
    let text =
        TEXT.replacen("name Its name. String Yes\npages", "name Its name. Admins only. String No\npages", 1);
    let found: Vec<_> = changes(&known, &import(&text).page).iter().map(ToString::to_string).collect();
    for expected in [
        "GET /library/v1/books: required of response body books[].name was Yes and is No",
        "GET /library/v1/books: the wording of response body books[].name has changed",
    ] {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:#?}");
    }
}

/// Also where schemas refer to themselves.
#[test]
fn a_change_of_the_host_touches_the_servers() {
    let document = Document::from_text(
        r##"
openapi: 3.0.3
info: { title: Books, version: 1.0.0 }
servers: [{ url: "https://api.library.example" }]
paths:
  /library/v1/books:
    get:
      operationId: listBooks
      responses: { "200": { description: Books., content: { application/json: { schema: { $ref: "#/components/schemas/Shelf" } } } } }
components:
  schemas:
    Shelf:
      type: object
      properties:
        inner: { $ref: "#/components/schemas/Shelf" }
        all: { type: array, items: { $ref: "#/components/schemas/Shelf" } }
"##,
    )
    .unwrap();
    let newer = import(&TEXT.replacen("https://api.library.example", "https://api2.library.example", 1)).page;
    let all = changes(&import(TEXT).page, &newer);
    let host = all.iter().position(|change| change.subject == "host").unwrap();
    let pointers: Vec<_> = touched(&all, &document)[host].iter().map(ToString::to_string).collect();
    assert_eq!(pointers, ["/servers/0"]);
}
