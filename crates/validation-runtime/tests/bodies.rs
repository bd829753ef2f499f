//! Bodies that are no JSON: what is said about those that cannot be read as the document has it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation_runtime::tables::*;
use asp_validation_runtime::{Limits, Request, check_request};

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
        content: &[Content {
            media_type: "multipart/*",
            reading: Reading::Multipart { fields: &[] },
            schema: &OBJECT,
        }],
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
