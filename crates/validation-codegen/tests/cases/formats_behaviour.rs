//! What formats accept: one or two values of each; the runtime's own tests go to the edges.

use asp_validation_runtime::{Limits, Operations, Request, Schema, judge_json};

use super::formats::operation::Operation;
use super::formats::schemas;
use super::support::{check, violations};

#[test]
fn integers_fit_their_bits() {
    for (schema, least, greatest) in [
        (&schemas::INT8, "-128", "127"),
        (&schemas::INT16, "-32768", "32767"),
        (&schemas::INT32, "-2147483648", "2147483647"),
        (&schemas::INT64, "-9223372036854775808", "9223372036854775807"),
        (&schemas::UINT8, "0", "255"),
        (&schemas::UINT16, "0", "65535"),
        (&schemas::UINT32, "0", "4294967295"),
        (&schemas::UINT64, "0", "18446744073709551615"),
    ] {
        let judge = |number: i128| violations(schema, &number.to_string());
        let (least, greatest): (i128, i128) = (least.parse().unwrap(), greatest.parse().unwrap());
        assert!(judge(least).is_empty() && judge(greatest).is_empty(), "{least} {greatest}");
        assert_eq!(judge(least - 1).len(), 1, "{least}");
        assert_eq!(judge(greatest + 1).len(), 1, "{greatest}");
    }
    check(
        &schemas::WHOLE_NUMBER,
        &["1", "1.0", "1e9"],
        &[("0.5", "format #WholeNumber/format"), ("1e10", "format #WholeNumber/format")],
    );
    check(
        &schemas::WHOLE_DOUBLE,
        &["1e308"],
        &[("1e309", "format #WholeDouble/format"), ("0.5", "type #WholeDouble/type")],
    );
    check(&schemas::ANY_INT32, &["1", "\"1.5\"", "null"], &[("1.5", "format #AnyInt32/format")]);
}

#[test]
fn floats_are_finite_when_they_are_read() {
    check(&schemas::FLOAT, &["0.1", "3.4028235e38", "1e-400"], &[("3.5e38", "format #Float/format")]);
    check(&schemas::DOUBLE, &["1.7976931348623157e308", "-1e308"], &[("1e309", "format #Double/format")]);
}

#[test]
fn strings_are_of_their_format() {
    let cases: [(&'static Schema, &str, &str); 15] = [
        (&schemas::BYTE, "YWJj", "YWJ"),
        (&schemas::DATE, "2024-02-29", "2023-02-29"),
        (&schemas::DATE_TIME, "2024-02-29T12:00:00Z", "2024-02-29 12:00:00"),
        (&schemas::TIME, "12:00:00Z", "12:00:00"),
        (&schemas::DURATION, "P1DT1H", "P1H"),
        (&schemas::EMAIL, "a@example.com", "example.com"),
        (&schemas::HOSTNAME, "example.com", "example_com"),
        (&schemas::IPV4, "127.0.0.1", "127.0.0.256"),
        (&schemas::IPV6, "::1", "::g"),
        (&schemas::URI, "https://example.com", "//example.com"),
        (&schemas::URI_REFERENCE, "//example.com", "a b"),
        (&schemas::IRI, "https://exämple.com", "//exämple.com"),
        (&schemas::IRI_REFERENCE, "//exämple.com", "ä b"),
        (&schemas::JSON_POINTER, "/a~0", "a"),
        (&schemas::UUID, "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08"),
    ];
    for (schema, good, bad) in cases {
        assert_eq!(violations(schema, &format!("\"{good}\"")), Vec::<String>::new(), "{good}");
        let document = format!("{}/format", schema.pointer.replace("/components/schemas/", "#"));
        assert_eq!(violations(schema, &format!("\"{bad}\"")), [format!("format {document}")], "{bad}");
    }
    assert!(violations(&schemas::DATE_TIME, "null").is_empty());
}

#[test]
fn formats_without_rules_and_values_of_other_types_pass() {
    check(&schemas::BINARY, &["\"\\u0000ÿ\""], &[("1", "type #Binary/type")]);
    check(&schemas::PASSWORD, &["\"abc\""], &[("\"ab\"", "minLength #Password/minLength")]);
    check(&schemas::ANY_DATE, &["1", "null", "\"2024-01-01\""], &[("\"2024\"", "format #AnyDate/format")]);
    check(&schemas::ANY_BINARY, &["1", "{}", "\"\""], &[]);
}

#[test]
fn parameters_have_formats_too() {
    let verdict = Operation::check(
        &Request::new("GET", "/days/2023-02-29?limit=256").with_headers(&[("x-request-id", "1")]),
        &Limits::DEFAULT,
    );
    assert_eq!(
        verdict.to_string(),
        "path parameter `day`: is not of the format `date` (/paths/~1days~1{day}/get/parameters/0/schema/format)\n\
         query parameter `limit`: is 256, which uint8 cannot hold (/paths/~1days~1{day}/get/parameters/1/schema/format)\n\
         header `X-Request-Id`: is not of the format `uuid` (/paths/~1days~1{day}/get/parameters/2/schema/format)"
    );
    assert!(judge_json(&schemas::DATE, br#""2024\u002d01-01""#, &Limits::DEFAULT).is_valid());
}
