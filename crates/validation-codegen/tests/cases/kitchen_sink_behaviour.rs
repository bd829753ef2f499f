//! What the validators of the kitchen sink say.

use asp_validation_runtime::{Limits, Method, NotJudged, Operations, Request, Response, Route, Verdict};

use super::kitchen_sink::operation::Operation;
use super::kitchen_sink::{responses, schemas};
use super::support::{check, violations};

#[test]
fn strings() {
    check(
        &schemas::NAME,
        &["\"é\"", "\"a7654321\"", r#""\u0061""#, r#""éééééééé""#],
        &[
            ("\"\"", "minLength #Name/minLength, pattern #Name/pattern"),
            ("\"a23456789\"", "maxLength #Name/maxLength"),
            ("\"A\"", "pattern #Name/pattern"),
            ("null", "type #Name/type"),
        ],
    );
    check(&schemas::WORD, &["\"end\"", "\"the end\"", "\"éend\""], &[("\"bend\"", "pattern #Word/pattern")]);
    let long = |count| format!("\"{}\"", "x".repeat(count));
    check(&schemas::LONG, &[&long(1), &long(300)], &[(&long(301), "pattern #Long/pattern")]);
}

#[test]
fn numbers() {
    check(
        &schemas::NUMBER,
        &["-1.5", "-15e-1", "0", "999999999999999.9999999999"],
        &[
            ("-1.50000000000000000000001", "minimum #Number/minimum"),
            ("1000000000000000.0", "maximum #Number/maximum"),
            ("1e400", "maximum #Number/maximum"),
            ("\"1\"", "type #Number/type"),
        ],
    );
    check(
        &schemas::BIG,
        &["-9223372036854775808", "9223372036854775807.0", "1e18"],
        &[
            ("9223372036854775808", "format #Big/format, maximum #Big/maximum"),
            ("-9223372036854775809", "format #Big/format, minimum #Big/minimum"),
            ("0.5", "type #Big/type"),
        ],
    );
    check(&schemas::CENTS, &["4.35", "1e3", "0"], &[("4.355", "multipleOf #Cents/multipleOf")]);
}

#[test]
fn enumerations_types_and_null() {
    check(
        &schemas::COLOR,
        &["\"red\"", r#""dark\nblue""#, r#""\u0072ed""#, "\"\""],
        &[("\"blue\"", "enum #Color/enum"), ("null", "enum #Color/enum"), ("1", "type #Color/type")],
    );
    check(
        &schemas::MIXED,
        &["null", "true", "1.0", "2.5", "250e-2", "\"one\""],
        &[("false", "enum #Mixed/enum"), ("{}", "enum #Mixed/enum"), ("[1]", "enum #Mixed/enum")],
    );
    check(&schemas::ANYTHING, &["null", "[1, {\"a\": {}}]", "\"x\"", "-0.5e-9"], &[]);
    check(&schemas::FLAG, &["true", "false"], &[("null", "type #Flag/type"), ("0", "type #Flag/type")]);
    check(
        &schemas::UNTYPED,
        &["\"ab\"", "2", "[1, 2]", "{\"a\": 1, \"b\": 2}", "null", "true"],
        &[
            ("\"a\"", "minLength #Untyped/minLength"),
            ("1", "minimum #Untyped/minimum"),
            ("[1]", "minItems #Untyped/minItems"),
            ("{\"a\": 1}", "minProperties #Untyped/minProperties"),
        ],
    );
}

#[test]
fn objects_and_recursion() {
    check(
        &schemas::NEW_THING,
        &[r#"{"name": "a", "ghost": 0.01}"#, r#"{"ghost": 1, "quo\"ted/~key": 1, "name": "a", "x": 2.25}"#],
        &[
            (r#"{"name": "a"}"#, "required #NewThing/required"),
            (r#"{"ghost": 0.001, "name": "a"}"#, "/ghost multipleOf #Cents/multipleOf"),
            (
                r#"{"ghost": 1, "name": "a", "quo\"ted/~key": 1.5}"#,
                "/quo\"ted~1~0key type #NewThing/properties/quo\"ted~1~0key/type",
            ),
            (r#"{"ghost": 1, "name": "a", "na\u006de": "b"}"#, "/name duplicateKey #NewThing"),
            (
                r#"{"ghost": 1, "name": "a", "x": 1, "x": null}"#,
                "/x duplicateKey #NewThing, /x type #Cents/type",
            ),
        ],
    );
    check(
        &schemas::THING,
        &[r#"{"id": "t-1", "parts": [{"deep": [{"deep": []}]}], "parent": {"id": "t-2", "parts": []}}"#],
        &[
            (
                r#"{"parts": [{"a": 1, "b": 2, "c": 3}, {"big": 0.5}, {"deep": [{"deep": [1]}]}], "parent": {}}"#,
                "required #Thing/required, \
                 /parts/0 maxProperties #Thing/properties/parts/items/maxProperties, \
                 /parts/1/big type #Big/type, \
                 /parts/2/deep/0/deep/0 type #Thing/properties/parts/items/type, \
                 /parent required #Thing/required, /parent required #Thing/required",
            ),
            (r#"{"id": "t-1", "parts": [], "kind": 3}"#, "/kind enum #Thing/properties/kind/enum"),
        ],
    );
}

#[test]
fn every_keyword_of_a_family() {
    check(
        &schemas::STRING,
        &["\"a\"", "\"bc\"", "null"],
        &[
            (
                "\"\"",
                "enum #String/enum, minLength #String/minLength, pattern #String/pattern, format #String/format",
            ),
            (
                "\"A_34567890\"",
                "enum #String/enum, maxLength #String/maxLength, pattern #String/pattern, format #String/format",
            ),
            ("1", "type #String/type"),
        ],
    );
    check(
        &schemas::INTEGER,
        &["4", "6", "6.00"],
        &[
            ("2", "enum #Integer/enum, minimum #Integer/minimum"),
            ("30", "maximum #Integer/maximum"),
            ("5", "enum #Integer/enum, multipleOf #Integer/multipleOf"),
            (
                "257",
                "enum #Integer/enum, format #Integer/format, maximum #Integer/maximum, multipleOf #Integer/multipleOf",
            ),
            ("4.5", "type #Integer/type"),
        ],
    );
    check(
        &schemas::LIST,
        &["[4]", "[4.0, 6]"],
        &[
            ("[]", "enum #List/enum, minItems #List/minItems"),
            ("[4, 4]", "uniqueItems #List/uniqueItems"),
            ("[5]", "/0 enum #Integer/enum, /0 multipleOf #Integer/multipleOf"),
            ("[4, 6, 4, 6]", "enum #List/enum, maxItems #List/maxItems, uniqueItems #List/uniqueItems"),
        ],
    );
    check(
        &schemas::RECORD,
        &[
            r#"{"text": "a", "extra": 4}"#,
            r#"{"text": null, "extra": 6, "list": [4]}"#,
            r#"{"text": "a", "extra": 4, "id": ""}"#,
        ],
        &[
            (
                "{}",
                "minProperties #Record/minProperties, required #Record/required, required #Record/required",
            ),
            (
                r#"{"text": "a", "extra": 4, "more": 4, "most": 1}"#,
                "maxProperties #Record/maxProperties, /most enum #Integer/enum, /most minimum #Integer/minimum, /most multipleOf #Integer/multipleOf",
            ),
        ],
    );
}

#[test]
fn every_place_of_a_schema() {
    let place = |place: &str| format!("#Places/properties/{place}");
    let date = "\"2024-02-29\"";
    for (member, good, bad, expected) in [
        ("property", date, "\"2023-02-29\"", format!("/property format {}/format", place("property"))),
        (
            "items",
            "[\"2024-02-29\"]",
            "[\"2023-02-29\"]",
            format!("/items/0 format {}/items/format", place("items")),
        ),
        (
            "both",
            "[[1, 2], [2, 1]]",
            "[[1, 1]]",
            format!("/both/0 uniqueItems {}/items/uniqueItems", place("both")),
        ),
        ("both", "[]", "[[1], [1.0]]", format!("/both uniqueItems {}/uniqueItems", place("both"))),
        ("all", date, "\"2023-02-29\"", format!("/all format {}/allOf/0/format", place("all"))),
        ("any", "1", "1.5", format!("/any anyOf {0}/anyOf, /any type {0}/anyOf/0/type", place("any"))),
        ("one", "\"2023-02-29\"", date, format!("/one oneOf {}/oneOf", place("one"))),
        ("not", "\"2023-02-29\"", date, format!("/not not {}/not", place("not"))),
        (
            "members",
            "{\"a\": \"2024-02-29\"}",
            "{\"a\": \"\"}",
            format!("/members/a format {}/additionalProperties/format", place("members")),
        ),
        ("enum", "\"b\"", "\"a\"", format!("/enum enum {}/allOf/1/enum", place("enum"))),
        ("other", "1", "{}", "/other not #Places/additionalProperties/not".to_owned()),
        (
            "other",
            "{\"property\": 1}",
            "{\"other\": 1}",
            "/other not #Places/additionalProperties/not".to_owned(),
        ),
    ] {
        let object = |value: &str| format!("{{\"{member}\": {value}}}");
        check(&schemas::PLACES, &[&object(good)], &[(&object(bad), &expected)]);
    }
    let deep = |value: &str| violations(&schemas::PLACES, &format!("{{\"deep\": {value}}}"));
    assert!(deep(date).is_empty());
    assert_eq!(deep("1").first().map(String::as_str), Some("/deep oneOf #Places/properties/deep/oneOf"));
}

fn request(request: &Request<'_>) -> Vec<String> {
    let verdict = Operation::check(request, &Limits::DEFAULT);
    match &verdict {
        Verdict::Violations(violations) => violations.to_string().lines().map(str::to_owned).collect(),
        Verdict::Valid => Vec::new(),
        Verdict::NotJudged(reason) => vec![format!("not judged: {reason}")],
    }
}

#[test]
fn parameters() {
    let tenant = [("x-tenant", "ab")];
    let get = |query| request(&Request::new("GET", "/things").with_headers(&tenant).with_query(query));
    for query in [
        "",
        "limit=1&unknown=x&unknown=y",
        "flag=true&ratio=1.0",
        "ratio=0.5",
        "color=dark%0Ablue",
        "color=",
        "step=-100",
        "odd+name%5B%5D=%E2%82%AC%E2%82%AC%E2%82%AC",
        "&&limit=50&",
    ] {
        assert_eq!(get(query), Vec::<String>::new(), "{query}");
    }
    for (query, expected) in [
        (
            "limit=51",
            "query parameter `limit`: is 51, at most 50 is allowed (/components/parameters/Limit/schema/maximum)",
        ),
        (
            "limit=ten",
            "query parameter `limit`: is of type string, must be integer (/components/parameters/Limit/schema/type)",
        ),
        (
            "limit=",
            "query parameter `limit`: is of type string, must be integer (/components/parameters/Limit/schema/type)",
        ),
        (
            "limit",
            "query parameter `limit`: is of type string, must be integer (/components/parameters/Limit/schema/type)",
        ),
        (
            "limit=1.5",
            "query parameter `limit`: is of type number, must be integer (/components/parameters/Limit/schema/type)",
        ),
        (
            "limit=+5",
            "query parameter `limit`: is of type string, must be integer (/components/parameters/Limit/schema/type)",
        ),
        (
            "limit=1&limit=1",
            "query parameter `limit`: is there 2 times, once is allowed (/components/parameters/Limit)",
        ),
        (
            "flag=yes",
            "query parameter `flag`: is of type string, must be boolean (/paths/~1things/get/parameters/1/schema/type)",
        ),
        (
            "ratio=0",
            "query parameter `ratio`: is 0, more than 0 is required (/paths/~1things/get/parameters/2/schema/minimum)",
        ),
        (
            "color=blue",
            "query parameter `color`: is none of the 3 values that are allowed: \"red\", \"dark\\nblue\", \"\" (/components/schemas/Color/enum)",
        ),
        (
            "color=%",
            "query parameter `color`: is no percent-encoded UTF-8 text (/paths/~1things/get/parameters/3)",
        ),
        (
            "color=%ff",
            "query parameter `color`: is no percent-encoded UTF-8 text (/paths/~1things/get/parameters/3)",
        ),
        (
            "step=7",
            "query parameter `step`: is 7, no multiple of 5 (/paths/~1things/get/parameters/4/schema/multipleOf)",
        ),
        (
            "odd%20name[]=abcd",
            "query parameter `odd name[]`: has 4 characters, at most 3 are allowed (/paths/~1things/get/parameters/5/schema/maxLength)",
        ),
    ] {
        assert_eq!(get(query), [expected], "{query}");
    }
    let missing = "header `X-Tenant`: is required and missing (/paths/~1things/parameters/0/required)";
    assert_eq!(request(&Request::new("GET", "/things?limit=1")), [missing]);
    let short = [("X-TENANT", " a ")];
    let short = request(&Request::new("GET", "/things").with_headers(&short));
    assert_eq!(
        short,
        [
            "header `X-Tenant`: has 1 character, at least 2 are required (/paths/~1things/parameters/0/schema/minLength)"
        ]
    );
    let bytes: [(&str, &[u8]); 1] = [("x-tenant", b"\xff\xff")];
    let bytes = request(&Request::new("GET", "/things").with_headers(&bytes));
    assert_eq!(bytes, ["header `X-Tenant`: is no UTF-8 text (/paths/~1things/parameters/0)"]);
}

#[test]
fn paths() {
    let at = |path| request(&Request::new("PATCH", path));
    assert_eq!(at("/things/t-%2F1/parts/7"), Vec::<String>::new());
    assert_eq!(
        at("/things/x/parts/2147483648"),
        [
            "path parameter `thingId`: does not match the pattern `^t-.+$` (/components/schemas/ThingId/pattern)",
            "path parameter `partId`: is 2147483648, which int32 cannot hold \
             (/paths/~1things~1{thingId}~1parts~1{partId}/parameters/0/schema/format)",
        ]
    );
    assert_eq!(
        Operation::route("TRACE", "/things/latest/parts/1").found(),
        Some(Operation::TraceThingsLatestPartsPartId)
    );
    assert_eq!(
        Operation::route("DELETE", "/things/latest/parts/all"),
        Route::MethodNotAllowed { allowed: &[Method::Trace] }
    );
    assert_eq!(Operation::route("DELETE", "/things/t-1/parts/all").found(), Some(Operation::DeleteParts));
    assert_eq!(Operation::route("OPTIONS", "/with%20space/").found(), Some(Operation::OptionsOfSpace));
    assert_eq!(Operation::route("OPTIONS", "/with%20space"), Route::NotFound);
    assert_eq!(at("/things/t-1/parts/"), ["not judged: no documented path matches"]);
    assert_eq!(at("/things"), ["not judged: the path is documented for other methods only: GET POST HEAD"]);
}

#[test]
fn request_bodies() {
    let headers = [("X-Tenant", "ab"), ("Content-Type", "application/json")];
    let post = |body: &str| {
        request(&Request::new("POST", "/things").with_headers(&headers).with_body(body.as_bytes()))
    };
    assert_eq!(post(r#"{"name": "a", "ghost": 1}"#), Vec::<String>::new());
    assert_eq!(post(""), ["body: is required and missing (/components/requestBodies/NewThing/required)"]);
    assert_eq!(post("{"), ["body: is no valid JSON at byte 1: the text ends too early"]);
    let text = [("X-Tenant", "a"), ("Content-Type", "text/plain")];
    assert_eq!(
        request(&Request::new("POST", "/things").with_headers(&text).with_body(b"x")),
        [
            "header `X-Tenant`: has 1 character, at least 2 are required (/paths/~1things/parameters/0/schema/minLength)",
            "not judged: the body is `text/plain`, only `application/json` is documented",
        ]
    );
    let patch = |body: &str| {
        request(
            &Request::new("PATCH", "/things/t-1/parts/1").with_headers(&headers).with_body(body.as_bytes()),
        )
    };
    let place =
        "/paths/~1things~1{thingId}~1parts~1{partId}/patch/requestBody/content/application~1json/schema";
    assert_eq!(patch(r#"{"name": null}"#), Vec::<String>::new());
    assert_eq!(patch(""), Vec::<String>::new());
    assert_eq!(patch("{}"), [format!("body: has 0 members, at least 1 is required ({place}/minProperties)")]);
    assert_eq!(
        patch(r#"{"other": [1, 2]}"#),
        [format!(
            "body /other: is not documented, and other members are refused ({place}/additionalProperties)"
        )]
    );
    assert_eq!(
        request(&Request::new("DELETE", "/things/t-1/parts/all").with_body(b"{}")),
        ["body: has 2 bytes, none is documented (/paths/~1things~1{thingId}~1parts~1all/delete)"]
    );
}

#[test]
fn answers() {
    let check = |operation: Operation, response: &Response<'_>| {
        operation.check_response(response, &Limits::DEFAULT).to_string()
    };
    let json = [("content-type", "application/json"), ("x-total", "1")];
    let list = Response::new(200).with_headers(&json);
    assert_eq!(check(Operation::ListThings, &list.with_body(br#"[{"id": "t-1", "parts": []}]"#)), "valid");
    assert_eq!(
        check(Operation::ListThings, &list.with_body(b"[]")),
        "body: has 0 items, at least 1 is required \
         (/paths/~1things/get/responses/200/content/application~1json/schema/minItems)"
    );
    assert_eq!(
        check(Operation::ListThings, &list),
        "body: is required and missing (/paths/~1things/get/responses/200/content)"
    );
    let headers = [("content-type", "application/json"), ("x-request-id", "")];
    let body = br#"{"message": "m"}"#;
    assert_eq!(
        check(Operation::ListThings, &Response::new(200).with_headers(&headers).with_body(b"[1, 2, 3, 4]")),
        "header `X-Total`: is required and missing (/paths/~1things/get/responses/200/headers/X-Total/required)\n\
         header `X-Request-Id`: has 0 characters, at least 1 is required (/components/headers/RequestId/schema/minLength)\n\
         body: has 4 items, at most 3 are allowed (/paths/~1things/get/responses/200/content/application~1json/schema/maxItems)\n\
         body /0: is of type integer, must be object (/components/schemas/Thing/type)\n\
         body /1: is of type integer, must be object (/components/schemas/Thing/type)\n\
         body /2: is of type integer, must be object (/components/schemas/Thing/type)\n\
         body /3: is of type integer, must be object (/components/schemas/Thing/type)"
    );
    assert_eq!(
        check(Operation::CreateThing, &Response::new(400).with_headers(&json).with_body(body)),
        "valid"
    );
    assert_eq!(responses::PROBLEM.pointer, "/components/responses/Problem");
    assert_eq!(
        check(Operation::CreateThing, &Response::new(204).with_body(b"x")),
        "body: has 1 byte, none is documented (/paths/~1things/post/responses/204)"
    );
    assert_eq!(check(Operation::HeadThings, &Response::new(200)), "valid");
    assert!(
        check(Operation::HeadThings, &Response::new(200).with_body(b"{}")).starts_with("body: has 2 bytes")
    );
    assert_eq!(
        Operation::HeadThings.check_response(&Response::new(500), &Limits::DEFAULT),
        Verdict::NotJudged(NotJudged::UndocumentedStatus { status: 500 })
    );
    let any = [("content-type", "APPLICATION/JSON;charset=utf-8")];
    assert_eq!(
        check(Operation::UpdatePart, &Response::new(200).with_headers(&any).with_body(b"[null]")),
        "valid"
    );
    assert_eq!(
        check(Operation::UpdatePart, &Response::new(200).with_body(b"[null]")),
        "not judged: the body has no content type, only `application/json` is documented"
    );
}

#[test]
fn operations_know_themselves() {
    assert_eq!(Operation::ALL.len(), 7);
    assert_eq!("listThings".parse(), Ok(Operation::ListThings));
    assert!("LISTTHINGS".parse::<Operation>().is_err());
    let trace = Operation::TraceThingsLatestPartsPartId;
    assert_eq!(trace.operation_id(), "TRACE /things/latest/parts/{partId}");
    assert_eq!((trace.method(), trace.tag()), (Method::Trace, None));
    assert_eq!(Operation::ListThings.tag(), Some("things"));
    for operation in Operation::ALL {
        assert_eq!(operation.to_string().parse(), Ok(*operation));
    }
}
