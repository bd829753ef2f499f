//! Headers and cookies: values that may stand in several lines.

use super::*;

#[test]
fn header_lines_are_one_list() {
    static PARAMETER: Parameter =
        Parameter { name: "X", style: Style::Simple { explode: false }, schema: &NUMBERS, ..Parameter::NONE };
    static RESPONSE: asp_validation_runtime::tables::Response =
        asp_validation_runtime::tables::Response { pointer: "", headers: &[&PARAMETER], body: None };
    static CONTRACT: Contract = Contract { responses: &[(200, &RESPONSE)], ..Contract::NONE };
    let check = |lines: &[(&str, &str)]| {
        let lines = lines.to_vec();
        check_response(&CONTRACT, &Response::new(200).with_headers(&lines), &Limits::DEFAULT).to_string()
    };
    assert_eq!(check(&[("x", "1, 2"), ("other", "3"), ("X", "3 ,4")]), "valid");
    assert_eq!(check(&[]), "valid");
    assert_eq!(check(&[("x", "")]), "valid");
    assert_eq!(
        check(&[("x", "1"), ("x", "2,1")]),
        "header `X`: has equal items, all must differ (/numbers/uniqueItems)"
    );
}

#[test]
fn lines_of_set_cookie_are_judged_one_by_one() {
    static COOKIE: Schema = Schema {
        pointer: "/cookie",
        types: Types::STRING,
        string: Some(&StringRules { max_length: Some(40), ..StringRules::NONE }),
        ..Schema::ANY
    };
    static COOKIES: Schema = Schema {
        pointer: "/cookies",
        types: Types::ARRAY,
        array: Some(&ArrayRules { items: Some(&COOKIE), max_items: Some(2), ..ArrayRules::NONE }),
        ..Schema::ANY
    };
    let check = |schema: &'static Schema, lines: &[&str]| {
        let header = Parameter {
            name: "Set-Cookie",
            style: Style::Simple { explode: false },
            schema,
            required: true,
            ..Parameter::NONE
        };
        let headers: &'static [&'static Parameter] = Box::leak(Box::new([&*Box::leak(Box::new(header))]));
        let response = asp_validation_runtime::tables::Response { pointer: "", headers, body: None };
        let responses = Box::leak(Box::new([(200, &*Box::leak(Box::new(response)))]));
        let contract = Contract { responses, ..Contract::NONE };
        let lines: Vec<_> = lines.iter().map(|line| ("set-cookie", *line)).collect();
        check_response(&contract, &Response::new(200).with_headers(&lines), &Limits::DEFAULT).to_string()
    };
    let dated = "a=1; Expires=Wed, 09 Jun 2027 10:18:14";
    let long = "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT";
    for schema in [&COOKIE, &COOKIES, &Schema::ANY] {
        assert_eq!(check(schema, &[dated, "b=2"]), "valid");
        assert_eq!(check(schema, &[]), "header `Set-Cookie`: is required and missing (/required)");
    }
    assert_eq!(
        check(&COOKIE, &[dated, long]),
        "header `Set-Cookie`: has 42 characters, at most 40 are allowed (/cookie/maxLength)"
    );
    assert_eq!(
        check(&COOKIES, &[dated, long]),
        "header `Set-Cookie` /1: has 42 characters, at most 40 are allowed (/cookie/maxLength)"
    );
    assert_eq!(
        check(&COOKIES, &["a=1", "b=1", "c=1"]),
        "header `Set-Cookie`: has 3 items, at most 2 are allowed (/cookies/maxItems)"
    );
}

#[test]
fn empty_members_of_a_header_are_members() {
    static TEXTS: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules { additional: Additional::Schema(&FILLED), ..ObjectRules::NONE }),
        ..Schema::ANY
    };
    static FILLED: Schema = Schema {
        pointer: "/filled",
        types: Types::STRING,
        string: Some(&StringRules { min_length: 1, ..StringRules::NONE }),
        ..Schema::ANY
    };
    let simple = |explode| Style::Simple { explode };
    let empty = "has 0 characters, at least 1 is required (/filled/minLength)";
    breaks(Place::Header, simple(false), &TEXTS, "R, ,G,b", &format!("/R: {empty}"));
    breaks(Place::Header, simple(false), &TEXTS, "R,a,G,", &format!("/G: {empty}"));
    breaks(Place::Header, simple(true), &TEXTS, "R=,G=b", &format!("/R: {empty}"));
    // Between pairs that are written as such, nothing is no pair.
    fits(Place::Header, simple(true), &TEXTS, "R=a, ,G=b,");
    fits(Place::Header, simple(false), &TEXTS, "");
    fits(Place::Header, simple(true), &TEXTS, "");
}

#[test]
fn all_cookies_of_a_name_are_judged_and_the_first_that_fails_is_reported() {
    let style = FLAT;
    fits(Place::Cookie, style, &INTEGER, "color=1; color=2");
    let text = ": is of type string, must be integer (/integer/type)";
    breaks(Place::Cookie, style, &INTEGER, "color=1; color=x", text);
    breaks(
        Place::Cookie,
        style,
        &NUMBERS,
        "color=1; color=2,2; color=x",
        ": has equal items, all must differ (/numbers/uniqueItems)",
    );
}
