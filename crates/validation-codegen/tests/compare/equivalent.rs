//! Documents that mean the same: no alarm.

use serde_json::{Value, json};

use crate::{api, assert_effects, with_schema};

fn rows() -> Vec<(&'static str, Value, Value)> {
    let text = json!({"type": "string", "maxLength": 5});
    let object = json!({"type": "object", "required": ["a", "b"], "properties": {"a": text, "b": {"type": "integer"}}});
    vec![
        (
            "order of keys",
            json!({"type": "string", "maxLength": 5}),
            json!({"maxLength": 5, "type": "string"}),
        ),
        (
            "order of required",
            object.clone(),
            json!({"type": "object", "required": ["b", "a"], "properties": {"b": {"type": "integer"}, "a": text}}),
        ),
        (
            "order of enum",
            json!({"type": "string", "enum": ["A", "B"]}),
            json!({"type": "string", "enum": ["B", "A"]}),
        ),
        ("allOf of one", text.clone(), json!({"allOf": [text]})),
        ("anyOf of one", text.clone(), json!({"anyOf": [text]})),
        ("oneOf of one", text.clone(), json!({"oneOf": [text]})),
        (
            "allOf, merged",
            object.clone(),
            json!({"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": text}},
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}}]}),
        ),
        (
            "allOf, nested",
            object,
            json!({"allOf": [
            {"type": "object", "properties": {"a": text}},
            {"allOf": [{"type": "object", "properties": {"b": {"type": "integer"}}}, {"type": "object", "required": ["a", "b"]}]}]}),
        ),
        (
            "order of anyOf",
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
        ),
        (
            "order of oneOf",
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
        ),
        (
            "oneOf of what is apart",
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
        ),
        (
            "oneOf that overlaps",
            json!({"oneOf": [{"type": "number", "minimum": 1}, {"type": "number", "maximum": 5}]}),
            json!({"oneOf": [{"type": "number", "maximum": 5}, {"type": "number", "minimum": 1}]}),
        ),
        (
            "an excluded limit of integers",
            json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true}),
            json!({"type": "integer", "minimum": 2}),
        ),
        (
            "a fraction as a limit of integers",
            json!({"type": "integer", "maximum": 2.5}),
            json!({"type": "integer", "maximum": 2}),
        ),
        ("1 and 1.0", json!({"type": "number", "minimum": 1.0}), json!({"type": "number", "minimum": 1})),
        ("multipleOf 1", json!({"type": "integer"}), json!({"type": "number", "multipleOf": 1})),
        (
            "the limits of int32",
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "integer", "minimum": -2_147_483_648_i64, "maximum": 2_147_483_647}),
        ),
        (
            "a pattern, spelt differently",
            json!({"type": "string", "pattern": "^[a-c]+$"}),
            json!({"type": "string", "pattern": "^(a|b|c)(a|b|c)*$"}),
        ),
        (
            "a pattern that says the length",
            json!({"type": "string", "pattern": "^[a-z]{1,5}$"}),
            json!({"type": "string", "pattern": "^[a-z]*$", "minLength": 1, "maxLength": 5}),
        ),
        (
            "a pattern that everything matches",
            json!({"type": "string"}),
            json!({"type": "string", "pattern": ""}),
        ),
        (
            "a length that the format has",
            json!({"type": "string", "format": "date"}),
            json!({"type": "string", "format": "date", "minLength": 10, "maxLength": 10}),
        ),
        ("a rule of another type", json!({"type": "integer"}), json!({"type": "integer", "maxLength": 5})),
        (
            "enum within a length",
            json!({"type": "string", "enum": ["A"]}),
            json!({"type": "string", "enum": ["A"], "maxLength": 5}),
        ),
        (
            "not, spelt differently",
            json!({"type": "string", "not": {"enum": ["a", "b"]}}),
            json!({"type": "string", "not": {"enum": ["b", "a"]}}),
        ),
        (
            "minProperties that required says",
            json!({"type": "object", "required": ["a"], "properties": {"a": {}}}),
            json!({"type": "object", "required": ["a"], "minProperties": 1, "properties": {"a": {}}}),
        ),
        (
            "a pattern that every uuid matches",
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "string", "format": "uuid", "pattern": "^[0-9a-fA-F-]{36}$"}),
        ),
        (
            "a length that no time is without",
            json!({"type": "string", "format": "date-time"}),
            json!({"type": "string", "format": "date-time", "minLength": 1}),
        ),
        (
            "a pattern beside a long limit",
            json!({"type": "string", "pattern": "^[a-z][a-z0-9]*$", "maxLength": 1_000_000_000}),
            json!({"type": "string", "pattern": "^[a-z]([0-9]|[a-z])*$", "maxLength": 1_000_000_000, "minLength": 1}),
        ),
        (
            "enum, as a pattern",
            json!({"type": "string", "enum": ["red", "green"]}),
            json!({"type": "string", "pattern": "^(green|red)$"}),
        ),
        (
            "enum, as a range",
            json!({"type": "integer", "enum": [1, 2, 3]}),
            json!({"type": "integer", "minimum": 1, "maximum": 3}),
        ),
        (
            "limits between two multiples",
            json!({"type": "integer", "multipleOf": 5, "minimum": 1, "maximum": 12}),
            json!({"type": "integer", "multipleOf": 5, "minimum": 5, "maximum": 10}),
        ),
        (
            "multiples of both",
            json!({"type": "integer", "multipleOf": 6}),
            json!({"allOf": [{"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 3}]}),
        ),
        (
            "a required member, named",
            json!({"type": "object", "required": ["a"], "properties": {"b": {}}}),
            json!({"type": "object", "required": ["a"], "properties": {"a": {}, "b": {}}}),
        ),
        (
            "a format that nobody knows",
            json!({"type": "string"}),
            json!({"type": "string", "format": "room-number"}),
        ),
    ]
}

#[test]
fn schemas_that_accept_the_same_give_no_alarm() {
    for (row, left, right) in rows() {
        assert_effects(row, &with_schema(&left), &with_schema(&right), ("-", "-"));
        assert_effects(&format!("{row}, back"), &with_schema(&right), &with_schema(&left), ("-", "-"));
    }
}

#[test]
fn moving_to_components_gives_no_alarm() {
    let text = json!({"type": "string", "maxLength": 5});
    let content = json!({"application/json": {"schema": text}});
    let operation = |parameters: Value, body: Value, response: Value| json!({"/things": {"post": {"operationId": "a", "parameters": parameters, "requestBody": body, "responses": {"200": response}}}});
    let (parameter, body) =
        (json!({"in": "query", "name": "q", "schema": text}), json!({"content": content}));
    let response = json!({"description": "Made.", "headers": {"X-A": {"schema": text}}, "content": content});
    let written = api(&operation(json!([parameter]), body.clone(), response.clone()));
    let mut moved = api(&operation(
        json!([{"$ref": "#/components/parameters/Q"}]),
        json!({"$ref": "#/components/requestBodies/B"}),
        json!({"$ref": "#/components/responses/R"}),
    ));
    let schema = json!({"$ref": "#/components/schemas/Text"});
    let content = json!({"application/json": {"schema": schema}});
    moved["components"] = json!({
        "schemas": {"Text": {"$ref": "#/components/schemas/Short"}, "Short": text},
        "headers": {"H": {"schema": schema}},
        "parameters": {"Q": {"in": "query", "name": "q", "schema": schema}},
        "requestBodies": {"B": {"content": content}},
        "responses": {"R": {"description": "Made.", "headers": {"x-a": {"$ref": "#/components/headers/H"}}, "content": content}},
    });
    assert_effects("to components", &written, &moved, ("-", "-"));
    assert_effects("from components", &moved, &written, ("-", "-"));
}

#[test]
fn another_name_of_a_schema_gives_no_alarm() {
    let named = |name: &str| {
        let mut api = with_schema(&json!({"$ref": format!("#/components/schemas/{name}")}));
        let circle = json!({"$ref": format!("#/components/schemas/{name}")});
        api["components"]["schemas"][name] =
            json!({"type": "object", "properties": {"next": circle, "name": {"type": "string"}}});
        api
    };
    assert_effects("another name", &named("Room"), &named("RoomOrSuite"), ("-", "-"));
}

#[test]
fn parameters_of_the_path_item_are_those_of_the_operation() {
    let parameter = json!({"in": "path", "name": "id", "required": true, "schema": {"type": "string"}});
    let responses = json!({"204": {"description": "Gone."}});
    let below = api(
        &json!({"/a/{id}": {"delete": {"operationId": "d", "parameters": [parameter], "responses": responses}}}),
    );
    let above = api(
        &json!({"/a/{id}": {"parameters": [parameter], "delete": {"operationId": "d", "responses": responses}}}),
    );
    assert_effects("above", &below, &above, ("-", "-"));
    let renamed = below.to_string().replace("{id}", "{key}").replace("\"id\"", "\"key\"");
    let renamed = serde_json::from_str(&renamed).unwrap();
    assert_effects("another name of a path parameter", &below, &renamed, ("safe", "-"));
}

#[test]
fn texts_are_listed_and_break_nothing() {
    let mut new = with_schema(&json!({"type": "string", "description": "New.", "example": "b"}));
    new["info"]["description"] = json!("Said.");
    let old = with_schema(&json!({"type": "string", "description": "Old.", "example": "a"}));
    let comparison = assert_effects("texts", &old, &new, ("-", "-"));
    assert!(comparison.prose.len() >= 3, "{:#?}", comparison.prose);
    assert!(!comparison.is_breaking());
    assert!(comparison.others.is_empty(), "{:#?}", comparison.others);
}

/// The list is gone through once, not once for each of its values.
#[test]
fn long_lists_of_names_are_compared() {
    let names: Vec<String> = (0..20_000).map(|number| format!("name{number}")).collect();
    let listed = |names: &[String]| json!({"type": "string", "enum": names});
    let all = with_schema(&listed(&names));
    assert_effects("beside allOf", &all, &with_schema(&json!({"allOf": [listed(&names)]})), ("-", "-"));
    assert_effects("one less", &all, &with_schema(&listed(&names[1..])), ("breaking", "safe"));
}
