//! What lists of values accept.

use super::enumerations::schemas;
use super::support::check;

#[test]
fn arrays_and_objects_are_compared_by_value() {
    check(
        &schemas::LISTS,
        &["[]", "[ 1.0, [ null ] ]", r#"["\u0061", {"b": true}]"#],
        &[
            ("[1]", "enum #Lists/enum"),
            ("[1, [null], 2]", "enum #Lists/enum"),
            ("[[null], 1]", "enum #Lists/enum"),
            ("[[]]", "enum #Lists/enum"),
            ("{}", "type #Lists/type"),
        ],
    );
    check(
        &schemas::OBJECTS,
        &["{}"],
        &[
            (r#"{"b": {"c": [2.50, "\"x\""]}, "a": 1e0}"#, "maxProperties #Objects/maxProperties"),
            (r#"{"a": 1}"#, "enum #Objects/enum"),
            (
                r#"{"b": {"c": [2.5, "x"]}, "a": 1}"#,
                "enum #Objects/enum, maxProperties #Objects/maxProperties",
            ),
        ],
    );
    check(
        &schemas::EVERYTHING,
        &["null", "false", "100", "\"1\"", "[]", "{}"],
        &[
            ("true", "enum #Everything/enum"),
            ("1", "enum #Everything/enum"),
            ("[null]", "enum #Everything/enum"),
        ],
    );
}

#[test]
fn null_needs_both_to_be_nullable_and_to_be_listed() {
    check(&schemas::NULL_BESIDE_TYPE, &["null", "\"a\""], &[("\"b\"", "enum #NullBesideType/enum")]);
    check(&schemas::NO_NULL, &["\"a\""], &[("null", "enum #NoNull/enum")]);
    check(&schemas::NULL_WITHOUT_NULLABLE, &["\"a\""], &[("null", "type #NullWithoutNullable/type")]);
    check(&schemas::OTHER_TYPE, &["1"], &[("\"2\"", "type #OtherType/type"), ("2", "enum #OtherType/enum")]);
    check(&schemas::NOTHING, &[], &[("null", "enum #Nothing/enum"), ("{}", "enum #Nothing/enum")]);
}

#[test]
fn large_numbers_are_compared_exactly() {
    let digits = format!("1{}", "0".repeat(300));
    check(
        &schemas::LARGE,
        &[
            "18446744073709551615",
            "-9223372036854775808",
            &digits,
            "1e300",
            "12345678901234500000000000000000000",
        ],
        &[
            ("18446744073709551614", "enum #Large/enum"),
            ("-9223372036854775809", "enum #Large/enum"),
            ("12345678901234500000000000000000001", "enum #Large/enum"),
        ],
    );
}
