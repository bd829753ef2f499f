//! Operations, parameters, bodies, statuses and headers.

use asp_validation_codegen::compare::{Edition, Effect, Exchange};
use serde_json::{Value, json};

use crate::{Expected, api, assert_effects, compared};

fn operation(parameters: Value, body: Option<Value>, responses: Value) -> Value {
    let mut operation = json!({"operationId": "change", "parameters": parameters, "responses": responses});
    if let Some(body) = body {
        operation["requestBody"] = body;
    }
    api(&json!({"/things/{id}": {"parameters": [ID.clone()], "put": operation}}))
}

static ID: std::sync::LazyLock<Value> = std::sync::LazyLock::new(
    || json!({"in": "path", "name": "id", "required": true, "schema": {"type": "string", "maxLength": 9}}),
);

fn done() -> Value {
    json!({"204": {"description": "Done."}})
}

fn parameter(place: &str, required: bool, schema: Value) -> Value {
    json!({"in": place, "name": "Limit", "required": required, "schema": schema})
}

#[test]
fn parameters() {
    let number = || json!({"type": "integer", "minimum": 1, "maximum": 50});
    let fewer = || json!({"type": "integer", "minimum": 1, "maximum": 40});
    for place in ["query", "header", "cookie"] {
        let with = |list: Value| operation(list, None, done());
        let (none, optional, required) = (
            json!([]),
            json!([parameter(place, false, number())]),
            json!([parameter(place, true, number())]),
        );
        let narrow = json!([parameter(place, false, fewer())]);
        let rows: [(&str, &Value, &Value, Expected); 8] = [
            ("a new optional one", &none, &optional, ("safe", "-")),
            ("an optional one less", &optional, &none, ("unclear", "-")),
            ("a new required one", &none, &required, ("breaking", "-")),
            ("a required one less", &required, &none, ("unclear", "-")),
            ("required now", &optional, &required, ("breaking", "-")),
            ("optional now", &required, &optional, ("safe", "-")),
            ("narrower", &optional, &narrow, ("breaking", "-")),
            ("wider", &narrow, &optional, ("safe", "-")),
        ];
        for (row, old, new, expected) in rows {
            assert_effects(&format!("{place}: {row}"), &with(old.clone()), &with(new.clone()), expected);
        }
    }
}

#[test]
fn the_path_and_its_parameters() {
    let at = |path: &str, limit: u64| {
        let id = json!({"in": "path", "name": "id", "required": true, "schema": {"type": "string", "maxLength": limit}});
        api(&json!({path: {"get": {"operationId": "get", "parameters": [id], "responses": done()}}}))
    };
    assert_effects("narrower", &at("/a/{id}", 9), &at("/a/{id}", 8), ("breaking", "-"));
    assert_effects("wider", &at("/a/{id}", 8), &at("/a/{id}", 9), ("safe", "-"));
    let comparison = assert_effects("another path", &at("/a/{id}", 9), &at("/b/{id}", 9), ("breaking", "-"));
    let gone = &comparison.findings[0];
    assert_eq!(
        (gone.rule, gone.what.as_str()),
        ("operation", "GET /a/{id} is gone: the operation is GET /b/{id} now")
    );
    let Exchange::Request { path, .. } = &gone.witness.as_ref().unwrap().exchange else {
        panic!("no request")
    };
    assert!(path.starts_with("/a/"), "{path}");
}

#[test]
fn operations_come_and_go() {
    let get = |id: &str| json!({"operationId": id, "responses": done()});
    let both = api(&json!({"/a": {"get": get("one"), "post": get("two")}}));
    let one = api(&json!({"/a": {"get": get("one")}}));
    assert_effects("a method less", &both, &one, ("breaking", "-"));
    assert_effects("a method more", &one, &both, ("safe", "-"));
    let renamed = api(&json!({"/a": {"get": get("uno")}}));
    assert_effects("another name", &one, &renamed, ("safe", "-"));
    // A request for an operation that is gone may lead to another one.
    let id = json!({"in": "path", "name": "id", "required": true, "schema": {"type": "string"}});
    let rooms = json!({"operationId": "room", "parameters": [id], "responses": done()});
    let old = api(&json!({"/rooms/latest": {"get": get("latest")}, "/rooms/{id}": {"get": rooms}}));
    let new = api(&json!({"/rooms/{id}": {"get": rooms}}));
    let comparison = compared(&old, &new);
    assert_eq!(comparison.findings[0].effect, Effect::Breaking);
    let witness = comparison.findings[0].witness.as_ref().unwrap();
    assert_eq!(witness.reasons, ["the request is for operation room"]);
}

/// Without judging witnesses again: the request passes, as one for another operation.
fn compared_loosely(old: &Value, new: &Value) -> crate::Comparison {
    crate::compare(&crate::document(old), &crate::document(new)).unwrap()
}

#[test]
fn request_bodies() {
    let json_body = |required: bool| json!({"required": required, "content": {"application/json": {"schema": {"type": "object"}}}});
    let text_body = json!({"required": true, "content": {"text/plain": {"schema": {"type": "string"}}}});
    let both = json!({"required": true, "content": {
        "application/json": {"schema": {"type": "object"}}, "text/plain": {"schema": {"type": "string"}}}});
    let form = |limit: u64| {
        let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "maxLength": limit}}});
        json!({"required": true, "content": {
            "application/x-www-form-urlencoded": {"schema": schema}, "multipart/form-data": {"schema": schema}}})
    };
    let rows = [
        ("a new required one", None, Some(json_body(true)), ("breaking", "-")),
        ("a new optional one", None, Some(json_body(false)), ("safe", "-")),
        ("none any more", Some(json_body(false)), None, ("breaking", "-")),
        ("required now", Some(json_body(false)), Some(json_body(true)), ("breaking", "-")),
        ("optional now", Some(json_body(true)), Some(json_body(false)), ("safe", "-")),
        ("another type", Some(json_body(true)), Some(text_body.clone()), ("breaking", "-")),
        ("a type more", Some(json_body(true)), Some(both.clone()), ("safe", "-")),
        ("a type less", Some(both), Some(text_body), ("breaking", "-")),
        ("forms, narrower", Some(form(5)), Some(form(4)), ("breaking", "-")),
        ("forms, wider", Some(form(4)), Some(form(5)), ("safe", "-")),
    ];
    for (row, old, new, expected) in rows {
        let with = |body: Option<Value>| operation(json!([]), body, done());
        assert_effects(row, &with(old), &with(new), expected);
    }
}

#[test]
fn responses() {
    let answer = |text: &str| json!({"description": text, "content": {"application/json": {"schema": {"type": "object"}}}});
    let bare = |text: &str| json!({"description": text});
    let header = |required: bool, schema: Value| json!({"200": {"description": "Fine.", "headers": {"X-Id": {"required": required, "schema": schema}}}});
    let text = || json!({"type": "string", "maxLength": 5});
    let rows: Vec<(&str, Value, Value, Expected)> = vec![
        (
            "a new error",
            json!({"200": bare("a")}),
            json!({"200": bare("a"), "429": bare("b")}),
            ("-", "breaking"),
        ),
        (
            "an error less",
            json!({"200": bare("a"), "429": bare("b")}),
            json!({"200": bare("a")}),
            ("-", "safe"),
        ),
        ("another success", json!({"200": bare("a")}), json!({"201": bare("a")}), ("breaking", "breaking")),
        (
            "an error within a range",
            json!({"200": bare("a"), "4XX": bare("b")}),
            json!({"200": bare("a"), "404": bare("b")}),
            ("-", "safe"),
        ),
        (
            "a range more",
            json!({"200": bare("a"), "404": bare("b")}),
            json!({"200": bare("a"), "4XX": bare("b")}),
            ("-", "breaking"),
        ),
        (
            "an error within default",
            json!({"200": bare("a"), "default": bare("b")}),
            json!({"200": bare("a"), "default": bare("b"), "404": bare("b")}),
            ("-", "-"),
        ),
        (
            "a new default",
            json!({"200": bare("a")}),
            json!({"200": bare("a"), "default": bare("b")}),
            ("breaking", "breaking"),
        ),
        ("a body more", json!({"200": bare("a")}), json!({"200": answer("a")}), ("-", "breaking")),
        ("a body less", json!({"200": answer("a")}), json!({"200": bare("a")}), ("-", "breaking")),
        (
            "a header that isn't promised any more",
            header(true, text()),
            header(false, text()),
            ("-", "breaking"),
        ),
        ("a header that is promised", header(false, text()), header(true, text()), ("-", "safe")),
        ("a header less", header(true, text()), json!({"200": bare("a")}), ("-", "breaking")),
        ("an optional header less", header(false, text()), json!({"200": bare("a")}), ("-", "unclear")),
        ("an optional header more", json!({"200": bare("a")}), header(false, text()), ("-", "safe")),
        (
            "a wider header",
            header(false, text()),
            header(false, json!({"type": "string", "maxLength": 6})),
            ("-", "breaking"),
        ),
    ];
    for (row, old, new, expected) in rows {
        let with = |responses: Value| operation(json!([]), None, responses);
        // A new range or default may be a success too; what is asserted here is about readers where it isn't named.
        let comparison = compared(&with(old), &with(new));
        let (senders, readers) = crate::effects(&comparison);
        assert_eq!(readers, expected.1, "{row}: {:#?}", comparison.findings);
        if row != "a new default" {
            assert_eq!(senders, expected.0, "{row}: {:#?}", comparison.findings);
        }
    }
}

#[test]
fn members_that_come_and_go_are_said_and_break_nobody() {
    let with = |names: &[&str]| {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
        crate::with_schema(&json!({"type": "object", "properties": properties}))
    };
    assert_effects("a member more", &with(&["a"]), &with(&["a", "b"]), ("safe", "safe"));
    let comparison =
        assert_effects("a member less", &with(&["a", "b"]), &with(&["a"]), ("unclear", "unclear"));
    let finding = &comparison.findings[0];
    assert_eq!((finding.rule, finding.occurrences[0].place.as_str()), ("properties", "request body /b"));
    assert!(finding.witness.is_none());
}

#[test]
fn a_schema_that_many_operations_share_is_one_finding_with_all_places() {
    let with = |limit: u64| {
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Name"}}});
        let paths: serde_json::Map<_, _> = (0..9)
            .map(|number| {
                let put = json!({"operationId": format!("put{number}"), "requestBody": {"content": content}, "responses": done()});
                (format!("/a{number}"), json!({"put": put}))
            })
            .collect();
        let mut api = api(&Value::Object(paths));
        api["components"] = json!({"schemas": {"Name": {"type": "string", "maxLength": limit}}});
        api
    };
    let comparison = assert_effects("shared", &with(9), &with(8), ("breaking", "-"));
    assert_eq!(comparison.findings.len(), 1);
    let finding = &comparison.findings[0];
    assert_eq!(finding.occurrences.len(), 9);
    assert_eq!(
        (finding.old.as_str(), finding.what.as_str()),
        ("/components/schemas/Name", "maxLength was 9, is 8")
    );
    let witness = finding.witness.as_ref().unwrap();
    assert_eq!((witness.refused_by, witness.exchange.body()), (Edition::New, &b"\"aaaaaaaaa\""[..]));
}

#[test]
fn the_example_of_the_document_is_the_base_of_what_is_shown() {
    let with = |limit: u64| {
        crate::with_schema(&json!({"type": "object", "required": ["name", "floor"],
            "example": {"name": "Lobby", "floor": 3},
            "properties": {"name": {"type": "string"}, "floor": {"type": "integer", "maximum": limit}}}))
    };
    let comparison = assert_effects("floor", &with(9), &with(8), ("breaking", "safe"));
    let witness = comparison.findings[0].witness.as_ref().unwrap();
    assert_eq!(witness.exchange.body(), br#"{"name":"Lobby","floor":9}"#);
}

#[test]
fn what_cannot_be_judged_is_refused_where_it_changed_and_nowhere_else() {
    let look = json!({"type": "string", "pattern": "^(?=a)b"});
    let with = |limit: u64, other: u64| {
        let body = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
        let mut narrow = look.clone();
        narrow["maxLength"] = json!(limit);
        api(&json!({
            "/a": {"put": {"operationId": "a", "requestBody": body(narrow), "responses": done()}},
            "/b": {"put": {"operationId": "b", "requestBody": body(json!({"type": "string", "maxLength": other})), "responses": done()}},
            "/c": {"put": {"operationId": "c", "responses": done()}},
        }))
    };
    let error = crate::compare(&crate::document(&with(5, 5)), &crate::document(&with(4, 5))).unwrap_err();
    assert!(error.to_string().contains("pattern-look-around"), "{error}");
    let comparison = compared_loosely(&with(5, 5), &with(5, 4));
    assert_eq!(comparison.findings[0].effect, Effect::Breaking);
}

#[test]
fn lists_that_are_written_differently_are_shown() {
    let list = |kind: &str| json!({"type": "array", "items": {"type": kind}});
    let with = |place: &str, explode: bool, schema: Value| {
        let mut parameter = parameter(place, false, schema);
        parameter["explode"] = json!(explode);
        operation(json!([parameter]), None, done())
    };
    let rows: [(&str, Value, Value, Expected); 5] = [
        (
            "one by one",
            with("query", true, list("string")),
            with("query", false, list("string")),
            ("breaking", "-"),
        ),
        (
            "a list no more",
            with("query", true, list("integer")),
            with("query", true, json!({"type": "integer"})),
            ("breaking", "-"),
        ),
        (
            "single values",
            with("query", true, json!({"type": "integer"})),
            with("query", false, json!({"type": "integer"})),
            ("-", "-"),
        ),
        (
            "lists in headers",
            with("header", true, list("string")),
            with("header", false, list("string")),
            ("-", "-"),
        ),
        (
            "members in headers",
            with("header", true, json!({"type": "object", "properties": {"a": {"type": "string"}}})),
            with("header", false, json!({"type": "object", "properties": {"a": {"type": "string"}}})),
            ("unclear", "-"),
        ),
    ];
    for (row, old, new, expected) in rows {
        assert_effects(row, &old, &new, expected);
    }
}

#[test]
fn ranges_of_media_types_are_wider_than_the_types_in_them() {
    let with = |kind: &str| {
        let schema = json!({"type": "string"});
        operation(json!([]), Some(json!({"content": {kind: {"schema": schema}}})), done())
    };
    for (row, kind, range) in [
        ("application", "application/json", "application/*"),
        ("all", "application/json", "*/*"),
        ("text", "text/plain", "text/*"),
    ] {
        let comparison = assert_effects(row, &with(kind), &with(range), ("safe", "-"));
        assert_eq!(comparison.findings[0].old, "/paths/~1things~1{id}/put/requestBody/content");
        assert_effects(&format!("{row}, back"), &with(range), &with(kind), ("breaking", "-"));
    }
}

#[test]
fn a_parameter_that_moves_is_gone_in_its_old_place() {
    let with =
        |place: &str| operation(json!([parameter(place, false, json!({"type": "integer"}))]), None, done());
    let comparison = assert_effects("moved", &with("query"), &with("header"), ("unclear", "-"));
    let found: Vec<_> = comparison
        .findings
        .iter()
        .map(|finding| (finding.rule, finding.effect, finding.occurrences[0].place.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("parameters", Effect::Unclear, "request query parameter `Limit`"),
            ("parameters", Effect::Safe, "request header `Limit`"),
        ]
    );
}

#[test]
fn members_are_the_same_however_schemas_are_put_together() {
    let text = json!({"type": "string"});
    let one = |name: &str| json!({"type": "object", "properties": {name: text}});
    let both = json!({"type": "object", "properties": {"a": text, "b": text}});
    for (row, other) in [
        ("allOf", json!({"allOf": [one("a"), one("b")]})),
        ("allOf of a list", json!({"allOf": [{"allOf": [one("b")]}, one("a")]})),
    ] {
        assert_effects(row, &crate::with_schema(&both), &crate::with_schema(&other), ("-", "-"));
        assert_effects(row, &crate::with_schema(&other), &crate::with_schema(&both), ("-", "-"));
    }
    let deep = |member: Value| {
        crate::with_schema(
            &json!({"type": "array", "items": {"type": "object", "properties": {"c": member}}}),
        )
    };
    let comparison = assert_effects("deep down", &deep(both), &deep(one("a")), ("unclear", "unclear"));
    assert_eq!(comparison.findings[0].occurrences[0].place, "request body /0/c/b");
}
