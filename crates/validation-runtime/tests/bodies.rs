//! Bodies that are no JSON: what is said about those that cannot be read as the document has it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation_runtime::tables::*;
use asp_validation_runtime::{Limits, Request, ViolationKind, check_request};

static STRING: Schema = Schema { pointer: "/string", types: Types::STRING, ..Schema::ANY };
static OBJECT: Schema = Schema {
    pointer: "/object",
    types: Types::OBJECT,
    object: Some(&ObjectRules {
        properties: &[Property { name: "name", required: true, schema: Some(&STRING), ..Property::NONE }],
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};
static CONTRACT: Contract = Contract {
    body: Some(&Body {
        pointer: "/body",
        required: true,
        content: &[
            Content {
                media_type: "multipart/*",
                reading: Reading::Multipart { fields: &[] },
                schema: &OBJECT,
            },
            Content {
                media_type: "application/x-www-form-urlencoded",
                reading: Reading::Form { fields: &[Field { name: "json", style: Style::Json }] },
                schema: &OBJECT,
            },
            Content { media_type: "text/plain", reading: Reading::Text, schema: &STRING },
        ],
    }),
    ..Contract::NONE
};

/// What is said about a body.
fn said(content_type: &str, body: &[u8]) -> String {
    let headers = [("Content-Type", content_type)];
    let request = Request::new("POST", "/").with_headers(&headers).with_body(body);
    check_request(&CONTRACT, &request, &Limits::DEFAULT).to_string()
}

#[test]
fn a_part_without_a_name_is_refused_in_a_form_and_not_judged_elsewhere() {
    let named = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na\r\n--x";
    let nameless = "\r\nContent-Type: text/plain\r\n\r\nb\r\n--x";
    let whole = format!("{named}--");
    let broken = format!("{named}{nameless}--");
    for kind in ["form-data", "mixed"] {
        assert_eq!(said(&format!("multipart/{kind}; boundary=x"), whole.as_bytes()), "valid", "{kind}");
    }
    assert_eq!(
        said("Multipart/Form-Data; boundary=x", broken.as_bytes()),
        "body: is no multipart body with an end, a known boundary and, in a form, names of all parts (/object)"
    );
    assert_eq!(
        said("multipart/mixed; boundary=x", broken.as_bytes()),
        "not judged: the body is `multipart/*`, which validators do not read"
    );
}

#[test]
fn broken_json_in_a_field_is_found_however_much_is_said_about_it() {
    let limits = Limits::DEFAULT;
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    // More keys that are there twice than are listed, and an end that would close the form's object.
    let twice = "%22a%22:1,".repeat(limits.violations + 2);
    for (end, expected) in [("%22b%22:1%7D", 0), ("%22b%22:1%7D%7D", 1), ("%22b%22:1%7D,%22c%22:1", 1)] {
        let body = format!("name=n&json=%7B{twice}{end}");
        let request = Request::new("POST", "/").with_headers(&headers).with_body(body.as_bytes());
        let verdict = check_request(&CONTRACT, &request, &limits);
        let kinds = verdict.violations().iter().map(|violation| &violation.kind);
        let broken = kinds.filter(|kind| matches!(kind, ViolationKind::Json { .. })).count();
        assert_eq!(broken, expected, "{end}: {verdict}");
        let at: Vec<_> = verdict.violations().iter().map(|violation| violation.instance.as_str()).collect();
        assert_eq!(at.iter().filter(|at| **at == "/json").count(), expected, "{end}: {verdict}");
    }
}

#[test]
fn text_of_another_charset_is_not_judged() {
    for (media_type, body) in [("text/plain", "n"), ("application/x-www-form-urlencoded", "name=n")] {
        for charset in ["utf-8", "UTF-8", "\"utf-8\"", "utf8", "US-ASCII"] {
            assert_eq!(
                said(&format!("{media_type}; charset={charset}"), body.as_bytes()),
                "valid",
                "{charset}"
            );
        }
        for charset in ["iso-8859-1", "\"UTF-16\"", ""] {
            for body in [body.as_bytes(), b"name=\xe9"] {
                assert_eq!(
                    said(&format!("{media_type}; Charset={charset}"), body),
                    format!("not judged: the body is `{media_type}`, which validators do not read"),
                    "{charset}"
                );
            }
        }
        assert!(said(media_type, b"name=\xe9").starts_with("body: is not UTF-8 from byte 5 on"));
    }
}
