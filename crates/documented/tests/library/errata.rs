//! The file of errata, and the page that readers see of it.

use asp_documented::{Errata, views};

const ERRATA: &str = r#"
[[retired]]
id = "E002"
why = "The page says so itself now."

[[erratum]]
id = "E001"
title = "Books without a name"
class = "contradictory"
pages = ["shelf-and-book-api"]
sections = ["Create a book"]
shows = ["POST *: request body name: text = *"]
facts = ["*: request body name: required = Yes"]
claims = ["*: request body name: required = No"]
pointers = ["/components/schemas/NewBook/required"]
covers = 1
documented = "A book has a name."
decided = "It need not have one."
why = "Old books have none."

[[erratum]]
id = "E003"
title = "Shelves"
class = "assumed"
pages = ["shelf-and-book-api"]
sections = ["List books"]
covers = 0
documented = "Nothing."
decided = "Shelves have ids."
why = "Everything has."
"#;

#[test]
fn readers_see_what_is_documented_what_is_decided_and_why() {
    insta::assert_snapshot!(views::errata(&Errata::from_toml(ERRATA).unwrap()));
}

#[test]
fn a_file_that_is_not_right_is_refused_with_its_line() {
    for (text, line, reason) in [
        ("[[erratum]]\nid = 1\n", 2, "invalid type"),
        ("[[erratum]]\nid = \"E001\"\n", 1, "missing field"),
        ("[[errata]]\n", 1, "unknown field"),
        ("retired = [\n", 1, ""),
    ] {
        let error = Errata::from_toml(text).unwrap_err();
        assert!(error.reason.contains(reason), "{error}");
        assert!(error.line >= line && error.line <= line + 1, "{error}");
    }
    let text = ERRATA.replace("class = \"assumed\"", "class = \"guessed\"");
    let error = Errata::from_toml(&text).unwrap_err();
    assert!(error.reason.contains("guessed") && error.reason.contains("observed"), "{error}");
}
