//! OpenAPI 3.1 in the words of 3.0: each rule, and what has no such words.

use asp_spec::{LoadError, downgrade};
use serde_json::{Value, json};

/// A document in 3.1 with `schema` in a place.
fn document(schema: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Library", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Label": schema}}
    })
}

/// The schema in the words of 3.0.
fn downgraded(schema: &Value) -> Value {
    downgrade(document(schema)).unwrap().value()["components"]["schemas"]["Label"].clone()
}

/// The problems with a document, one a line.
fn problems(value: Value) -> String {
    match downgrade(value).unwrap_err() {
        LoadError::Problems(problems) => {
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") + "\n"
        }
        error @ LoadError::Syntax { .. } => panic!("{error}"),
    }
}

#[test]
fn the_version_becomes_3_0() {
    for version in ["3.1.0", "3.1.1"] {
        let mut value = document(&json!({"type": "string"}));
        value["openapi"] = json!(version);
        assert_eq!(downgrade(value).unwrap().value()["openapi"], "3.0.3");
    }
}

#[test]
fn other_versions_are_refused() {
    for version in [json!("3.0.3"), json!("3.2.0"), json!("2.0"), json!(3.1), json!(null)] {
        let mut value = document(&json!({"type": "string"}));
        value["openapi"] = version;
        let found = problems(value);
        assert_eq!(found, "/openapi: openapi-version: no version 3.1; give an OpenAPI 3.1 document\n");
    }
    assert!(problems(json!([])).starts_with("/openapi: openapi-version"));
}

#[test]
fn one_type_stands_alone() {
    assert_eq!(downgraded(&json!({"type": ["string"]})), json!({"type": "string"}));
    assert_eq!(downgraded(&json!({"type": "string"})), json!({"type": "string"}));
}

#[test]
fn null_among_two_types_is_nullable() {
    let nullable = json!({"type": "string", "nullable": true});
    assert_eq!(downgraded(&json!({"type": ["string", "null"]})), nullable);
    assert_eq!(downgraded(&json!({"type": ["null", "string"]})), nullable);
}

#[test]
fn several_types_null_alone_and_no_type_are_refused() {
    for types in
        [json!(["string", "integer"]), json!(["string", "integer", "null"]), json!(["null"]), json!([])]
    {
        let found = problems(document(&json!({"type": types})));
        assert!(found.starts_with("/components/schemas/Label/type: wrong-type"), "{types}: {found}");
    }
    let found = problems(document(&json!({"type": "null"})));
    assert!(found.starts_with("/components/schemas/Label/type: wrong-type"), "{found}");
}

#[test]
fn the_only_example_of_a_schema_is_its_example() {
    assert_eq!(
        downgraded(&json!({"type": "string", "examples": ["A-1"]})),
        json!({"type": "string", "example": "A-1"})
    );
    // Also null, which is a value like any other.
    assert_eq!(downgraded(&json!({"examples": [null]})), json!({"example": null}));
}

#[test]
fn several_examples_are_refused() {
    for schema in
        [json!({"examples": ["A-1", "A-2"]}), json!({"examples": []}), json!({"examples": [1], "example": 2})]
    {
        let found = problems(document(&schema));
        assert!(found.starts_with("/components/schemas/Label/examples: unknown-key"), "{schema}: {found}");
    }
}

#[test]
fn examples_outside_schemas_are_named_and_stay() {
    let mut value = document(&json!({"type": "string"}));
    let examples = json!({"one": {"value": ["A-1"]}});
    value["components"]["parameters"] = json!({"Label": {
        "name": "label", "in": "query", "schema": {"type": ["string"]}, "examples": examples
    }});
    let document = downgrade(value).unwrap();
    let parameter = &document.value()["components"]["parameters"]["Label"];
    assert_eq!(parameter["examples"], examples);
    assert_eq!(parameter["schema"], json!({"type": "string"}));
}

#[test]
fn a_constant_is_an_enumeration_of_one() {
    assert_eq!(downgraded(&json!({"const": "A-1"})), json!({"enum": ["A-1"]}));
    assert_eq!(downgraded(&json!({"const": null})), json!({"enum": [null]}));
    let found = problems(document(&json!({"const": 1, "enum": [1, 2]})));
    assert!(found.starts_with("/components/schemas/Label/const: unknown-key"), "{found}");
}

#[test]
fn an_exclusive_limit_is_a_limit_with_a_flag() {
    assert_eq!(
        downgraded(&json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1.5})),
        json!({"minimum": 0, "exclusiveMinimum": true, "maximum": 1.5, "exclusiveMaximum": true})
    );
    assert_eq!(downgraded(&json!({"minimum": 1, "maximum": 2})), json!({"minimum": 1, "maximum": 2}));
}

#[test]
fn two_limits_on_one_side_are_refused() {
    let found = problems(document(&json!({"minimum": 1, "exclusiveMinimum": 0})));
    let expected = "/components/schemas/Label/exclusiveMinimum: version-3-1: two limits on one side; \
        leave the one that says less out\n";
    assert_eq!(found, expected);
}

#[test]
fn words_of_3_0_that_3_1_has_dropped_are_refused() {
    for (key, value) in [("nullable", true), ("exclusiveMinimum", true), ("exclusiveMaximum", false)] {
        let found = problems(document(&json!({"type": "integer", key: value})));
        assert!(found.starts_with(&format!("/components/schemas/Label/{key}: version-3-1: ")), "{found}");
    }
}

#[test]
fn words_of_3_1_that_3_0_does_not_have_are_refused() {
    for key in ["if", "contains", "prefixItems", "$defs", "contentEncoding", "unevaluatedProperties"] {
        let found = problems(document(&json!({key: {}})));
        assert!(found.starts_with(&format!("/components/schemas/Label/{key}: unknown-key")), "{found}");
    }
    let mut value = document(&json!({"type": "string"}));
    value["webhooks"] = json!({});
    value["info"]["license"] = json!({"name": "MIT", "identifier": "MIT"});
    let found = problems(value);
    assert!(
        found.contains("/webhooks: unknown-key") && found.contains("/info/license/identifier: unknown-key")
    );
}

#[test]
fn a_text_beside_a_reference_is_refused() {
    let found = problems(document(
        &json!({"properties": {"other": {"$ref": "#/components/schemas/Label", "description": "Another."}}}),
    ));
    let place = "/components/schemas/Label/properties/other/description";
    assert!(found.starts_with(&format!("{place}: reference-sibling")), "{found}");
}

#[test]
fn schemas_are_found_wherever_they_are() {
    let old = json!({"type": ["string", "null"]});
    let new = json!({"type": "string", "nullable": true});
    let media = |schema: &Value| json!({"content": {"application/json": {"schema": schema}}});
    let schema = |inner: &Value| {
        json!({
            "properties": {"a": inner}, "additionalProperties": inner, "items": inner, "not": inner,
            "allOf": [inner], "anyOf": [inner], "oneOf": [inner]
        })
    };
    let value = |inner: &Value| {
        json!({
            "info": {"title": "Library", "version": "1"},
            "paths": {"/labels": {
                "parameters": [{"name": "a", "in": "query", "schema": inner}],
                "post": {
                    "parameters": [{"name": "b", "in": "query", "schema": inner}],
                    "requestBody": media(inner),
                    "responses": {"200": {
                        "description": "d", "headers": {"h": {"schema": inner}},
                        "content": {"application/json": {"schema": inner}}
                    }},
                    "callbacks": {"c": {"{$request.body#/url}": {"get": {
                        "responses": {"200": {
                            "description": "d", "content": {"application/json": {"schema": inner}}
                        }}
                    }}}}
                }
            }},
            "components": {
                "schemas": {"A": inner, "B": schema(inner)},
                "parameters": {"P": {"name": "p", "in": "query", "schema": inner}},
                "headers": {"H": {"schema": inner}},
                "requestBodies": {"R": media(inner)}
            },
            "x-schema": {"type": ["string", "null"]}
        })
    };
    let mut before = value(&old);
    before["openapi"] = json!("3.1.0");
    let mut after = value(&new);
    after["openapi"] = json!("3.0.3");
    assert_eq!(downgrade(before).unwrap().value(), &after);
}

#[test]
fn what_looks_like_a_schema_in_an_example_stays() {
    let example = json!({"type": ["string", "null"], "nullable": true, "const": 1});
    let schema = json!({"type": "object", "example": example, "default": example, "enum": [example]});
    assert_eq!(downgraded(&schema), schema);
}

#[test]
fn properties_may_have_the_names_of_keywords() {
    let schema = json!({"properties": {"nullable": {"type": "boolean"}, "const": {"type": "string"}}});
    assert_eq!(downgraded(&schema), schema);
}
