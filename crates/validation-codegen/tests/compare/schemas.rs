//! Schemas of bodies: the request and the response have the same one, so what is narrower breaks senders, and what is
//! wider readers.

use serde_json::{Value, json};

use crate::{assert_effects, with_schema};

/// Which way a change goes, from the first schema to the second one.
#[derive(Clone, Copy, PartialEq)]
enum Goes {
    /// The second accepts less.
    Narrower,
    /// Each accepts what the other one refuses.
    Aside,
}

fn object(name: &str, schema: Value) -> Value {
    json!({"type": "object", "properties": {name: schema}})
}

fn rows() -> Vec<(&'static str, Goes, Value, Value)> {
    use Goes::{Aside, Narrower};
    let text = |rules: Value| {
        let mut schema = json!({"type": "string"});
        schema.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
        schema
    };
    let number = |rules: Value| {
        let mut schema = json!({"type": "number"});
        schema.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
        schema
    };
    let two = |required: &[&str]| {
        let mut schema =
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    };
    let closed = |names: &[&str]| {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    };
    let unique = |limit: u64| {
        let item = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}});
        json!({"type": "array", "uniqueItems": true, "maxItems": limit, "items": item})
    };
    let many = |count: usize, limit: u64| {
        let kind = |number: usize| {
            let kind = json!({"type": "string", "enum": [format!("kind{number}")]});
            json!({"type": "object", "required": ["kind"], "properties": {
                "kind": kind, "name": {"type": "string", "maxLength": limit}}})
        };
        json!({"anyOf": (0..count).map(kind).collect::<Vec<_>>()})
    };
    let list = |rules: Value| {
        let mut schema = json!({"type": "array", "items": {"type": "integer"}});
        schema.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
        schema
    };
    vec![
        ("maxLength", Narrower, text(json!({"maxLength": 256})), text(json!({"maxLength": 255}))),
        ("a new maxLength", Narrower, text(json!({})), text(json!({"maxLength": 10}))),
        ("minLength", Narrower, text(json!({})), text(json!({"minLength": 1}))),
        ("pattern", Narrower, text(json!({"pattern": "^[a-z0-9]+$"})), text(json!({"pattern": "^[a-z]+$"}))),
        (
            "a new pattern",
            Narrower,
            text(json!({"minLength": 3})),
            text(json!({"minLength": 3, "pattern": "^[a-z]*$"})),
        ),
        ("another pattern", Aside, text(json!({"pattern": "^a+$"})), text(json!({"pattern": "^b+$"}))),
        (
            "pattern and length",
            Narrower,
            text(json!({"pattern": "^[a-z]{1,9}$"})),
            text(json!({"pattern": "^[a-z]{1,9}$", "maxLength": 8})),
        ),
        ("a new format", Narrower, text(json!({})), text(json!({"format": "date"}))),
        ("another format", Aside, text(json!({"format": "date"})), text(json!({"format": "uuid"}))),
        ("enum", Narrower, text(json!({"enum": ["A", "B"]})), text(json!({"enum": ["A"]}))),
        ("a new enum", Narrower, text(json!({})), text(json!({"enum": ["A"]}))),
        (
            "another value of enum",
            Aside,
            text(json!({"enum": ["A", "B"]})),
            text(json!({"enum": ["A", "C"]})),
        ),
        ("nullable", Narrower, text(json!({"nullable": true})), text(json!({}))),
        ("type", Aside, text(json!({})), number(json!({}))),
        ("integer of number", Narrower, number(json!({})), json!({"type": "integer"})),
        ("any type", Narrower, json!({}), text(json!({}))),
        ("maximum", Narrower, number(json!({"maximum": 10})), number(json!({"maximum": 9}))),
        (
            "exclusiveMaximum",
            Narrower,
            number(json!({"maximum": 10})),
            number(json!({"maximum": 10, "exclusiveMaximum": true})),
        ),
        ("a fraction of maximum", Narrower, number(json!({"maximum": 0.2})), number(json!({"maximum": 0.1}))),
        ("minimum", Narrower, json!({"type": "integer"}), json!({"type": "integer", "minimum": 1})),
        (
            "a range beside",
            Aside,
            number(json!({"minimum": 0, "maximum": 5})),
            number(json!({"minimum": 3, "maximum": 9})),
        ),
        ("multipleOf", Narrower, json!({"type": "integer"}), json!({"type": "integer", "multipleOf": 5})),
        (
            "another multipleOf",
            Narrower,
            number(json!({"multipleOf": 0.5})),
            number(json!({"multipleOf": 1})),
        ),
        (
            "int32 of int64",
            Narrower,
            json!({"type": "integer", "format": "int64"}),
            json!({"type": "integer", "format": "int32"}),
        ),
        ("a new int32", Narrower, json!({"type": "integer"}), json!({"type": "integer", "format": "int32"})),
        ("float", Narrower, number(json!({})), number(json!({"format": "float"}))),
        ("maxItems", Narrower, list(json!({"maxItems": 5})), list(json!({"maxItems": 4}))),
        ("minItems", Narrower, list(json!({})), list(json!({"minItems": 2}))),
        ("uniqueItems", Narrower, list(json!({})), list(json!({"uniqueItems": true}))),
        (
            "unique maxItems",
            Narrower,
            list(json!({"uniqueItems": true, "maxItems": 5})),
            list(json!({"uniqueItems": true, "maxItems": 4})),
        ),
        ("items", Narrower, list(json!({})), list(json!({"items": {"type": "integer", "maximum": 9}}))),
        ("required", Narrower, two(&[]), two(&["a"])),
        ("another required", Aside, two(&["a"]), two(&["b"])),
        (
            "required without a schema",
            Narrower,
            object("a", json!({})),
            json!({"type": "object", "properties": {"a": {}}, "required": ["z"]}),
        ),
        (
            "a member deep down",
            Narrower,
            object("a", object("b", list(json!({})))),
            object("a", object("b", list(json!({"maxItems": 1})))),
        ),
        (
            "a name with a slash",
            Narrower,
            object("a/b~c", text(json!({}))),
            object("a/b~c", text(json!({"maxLength": 2}))),
        ),
        ("closed", Narrower, object("a", text(json!({}))), closed(&["a"])),
        ("closed, one member less", Narrower, closed(&["a", "b"]), closed(&["a"])),
        (
            "additionalProperties",
            Narrower,
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "additionalProperties": {"type": "string", "maxLength": 1}}),
        ),
        (
            "free-form",
            Narrower,
            json!({"type": "object"}),
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        ),
        ("minProperties", Narrower, json!({"type": "object"}), json!({"type": "object", "minProperties": 1})),
        ("maxProperties", Narrower, json!({"type": "object"}), json!({"type": "object", "maxProperties": 2})),
        (
            "allOf",
            Narrower,
            object("a", text(json!({}))),
            json!({"allOf": [object("a", text(json!({}))), {"type": "object", "required": ["a"]}]}),
        ),
        (
            "anyOf",
            Narrower,
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"anyOf": [{"type": "string"}]}),
        ),
        (
            "a schema of anyOf",
            Narrower,
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 0}]}),
        ),
        (
            "oneOf",
            Narrower,
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"oneOf": [{"type": "string"}]}),
        ),
        (
            "oneOf instead of anyOf",
            Narrower,
            json!({"anyOf": [{"type": "number"}, {"type": "integer"}]}),
            json!({"oneOf": [{"type": "number"}, {"type": "integer"}]}),
        ),
        ("not", Narrower, json!({"type": "string"}), json!({"type": "string", "not": {"enum": ["x"]}})),
        (
            "enum instead of a pattern",
            Narrower,
            text(json!({"pattern": "^(red|green|blue)$"})),
            text(json!({"enum": ["red", "green"]})),
        ),
        (
            "enum with a hole",
            Narrower,
            json!({"type": "integer", "minimum": 1, "maximum": 9}),
            json!({"type": "integer", "enum": [1, 2, 3, 5, 6, 7, 8, 9]}),
        ),
        (
            "enum of what is likely",
            Narrower,
            text(json!({})),
            text(json!({"enum": ["text", "a", "", "~ ~", "2024-13-99", "%"]})),
        ),
        (
            "maxLength of a format",
            Narrower,
            text(json!({"format": "email"})),
            text(json!({"format": "email", "maxLength": 64})),
        ),
        (
            "maxLength of hosts",
            Narrower,
            text(json!({"format": "hostname", "maxLength": 200})),
            text(json!({"format": "hostname", "maxLength": 100})),
        ),
        (
            "pattern of a format",
            Narrower,
            text(json!({"format": "date-time"})),
            text(json!({"format": "date-time", "pattern": "Z$"})),
        ),
        (
            "maxLength far out",
            Narrower,
            text(json!({"pattern": "^[a-z]{2}-[0-9]{3}-.*$", "maxLength": 9_000})),
            text(json!({"pattern": "^[a-z]{2}-[0-9]{3}-.*$", "maxLength": 8_000})),
        ),
        ("maxItems far out", Narrower, list(json!({"maxItems": 1_000})), list(json!({"maxItems": 999}))),
        (
            "unique items of a pattern",
            Narrower,
            list(
                json!({"items": {"type": "string", "pattern": "^[A-Z]{3}$"}, "uniqueItems": true, "maxItems": 9}),
            ),
            list(
                json!({"items": {"type": "string", "pattern": "^[A-Z]{3}$"}, "uniqueItems": true, "maxItems": 5}),
            ),
        ),
        ("unique items with ids", Narrower, unique(9), unique(5)),
        ("one of many schemas", Narrower, many(80, 5), many(80, 4)),
        (
            "a value of a list of names",
            Narrower,
            object("kind", text(json!({"enum": ["a", "b"]}))),
            object("kind", text(json!({"enum": ["b"]}))),
        ),
    ]
}

#[test]
fn what_is_narrower_breaks_senders_and_what_is_wider_breaks_readers() {
    for (row, goes, left, right) in rows() {
        let (left, right) = (with_schema(&left), with_schema(&right));
        let (there, back) = match goes {
            Goes::Narrower => (("breaking", "safe"), ("safe", "breaking")),
            Goes::Aside => (("breaking", "breaking"), ("breaking", "breaking")),
        };
        assert_effects(row, &left, &right, there);
        assert_effects(&format!("{row}, back"), &right, &left, back);
    }
}

#[test]
fn each_rule_that_breaks_has_a_finding_of_its_own() {
    let old = json!({"type": "object", "properties": {
        "a": {"type": "string", "maxLength": 9}, "b": {"type": "array", "items": {"type": "integer"}}}});
    let new = json!({"type": "object", "required": ["b"], "properties": {
        "a": {"type": "string", "maxLength": 8, "pattern": "^[a-z]*$"},
        "b": {"type": "array", "items": {"type": "integer", "minimum": 0}}}});
    let comparison = assert_effects("several", &with_schema(&old), &with_schema(&new), ("breaking", "safe"));
    let mut found: Vec<(&str, &str)> = comparison
        .findings
        .iter()
        .filter(|finding| finding.effect == crate::Effect::Breaking)
        .map(|finding| (finding.rule, finding.occurrences[0].place.as_str()))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("maxLength", "request body /a"),
            ("minimum", "request body /b/0"),
            ("pattern", "request body /a"),
            ("required", "request body /b"),
        ]
    );
}

/// A member that only readers are sent, or only senders send, matters to them alone.
#[test]
fn members_of_one_direction_matter_there() {
    let with = |member: Value| {
        with_schema(&json!({"type": "object", "required": ["a"], "properties": {"a": member}}))
    };
    for (row, old, new, expected) in [
        (
            "read only, wider",
            json!({"type": "string", "readOnly": true, "maxLength": 3}),
            json!({"type": "string", "readOnly": true}),
            ("-", "breaking"),
        ),
        (
            "write only, narrower",
            json!({"type": "string", "writeOnly": true}),
            json!({"type": "string", "writeOnly": true, "maxLength": 3}),
            ("breaking", "-"),
        ),
        (
            "becomes read only",
            json!({"type": "string"}),
            json!({"type": "string", "readOnly": true}),
            ("breaking", "-"),
        ),
        (
            "becomes write only",
            json!({"type": "string"}),
            json!({"type": "string", "writeOnly": true}),
            ("-", "breaking"),
        ),
    ] {
        assert_effects(row, &with(old), &with(new), expected);
    }
}

#[test]
fn schemas_that_hold_themselves_are_compared() {
    let tree = |limit: u64| {
        let mut api = with_schema(&json!({"$ref": "#/components/schemas/Tree"}));
        api["components"] = json!({"schemas": {"Tree": {"type": "object", "properties": {
            "name": {"type": "string", "maxLength": limit},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}}}});
        api
    };
    assert_effects("a tree", &tree(5), &tree(4), ("breaking", "safe"));
    let comparison = assert_effects("the same tree", &tree(5), &tree(5), ("-", "-"));
    assert_eq!((comparison.changed.len(), comparison.unchanged), (0, 1));
}

#[test]
fn discriminators_are_compared_by_what_they_name() {
    let pets = |cat: u64, kinds: &[&str]| {
        let mut api = with_schema(&json!({"$ref": "#/components/schemas/Pet"}));
        let one_of: Vec<Value> =
            kinds.iter().map(|kind| json!({"$ref": format!("#/components/schemas/{kind}")})).collect();
        let pet = |limit: u64| {
            json!({"type": "object", "required": ["kind"], "properties": {
                "kind": {"type": "string"}, "name": {"type": "string", "maxLength": limit}}})
        };
        api["components"] = json!({"schemas": {
            "Pet": {"oneOf": one_of, "discriminator": {"propertyName": "kind"}},
            "Cat": pet(cat), "Dog": pet(9)}});
        api
    };
    let both = ["Cat", "Dog"];
    assert_effects("one of the kinds", &pets(9, &both), &pets(8, &both), ("breaking", "safe"));
    assert_effects("one kind less", &pets(9, &both), &pets(9, &["Dog"]), ("breaking", "safe"));
    assert_effects("one kind more", &pets(9, &["Dog"]), &pets(9, &both), ("safe", "breaking"));
}

/// What comes to a parent by its heirs, which refer to it and not the other way round.
#[test]
fn heirs_of_a_discriminator_are_compared() {
    let pets = |limit: u64| {
        let mut api = with_schema(&json!({"$ref": "#/components/schemas/Pet"}));
        api["components"] = json!({"schemas": {
            "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                "discriminator": {"propertyName": "kind"}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"},
                {"type": "object", "properties": {"name": {"type": "string", "maxLength": limit}}}]}}});
        api
    };
    assert_effects("an heir", &pets(9), &pets(8), ("breaking", "safe"));
}
