//! Documents that others wrote: what is put right, what is lost, and that the outcome is well formed.

use asp_spec::{Document, Lenient, LoadError, Pointer};
use serde_json::{Value, json};

/// A document with these members beside or below the usual ones.
fn document(paths: &str, components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths: {{ {paths} }}\ncomponents: {{ {components} }}\n"
    )
}

fn read(text: &str) -> Lenient {
    Document::from_text_leniently(text).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

fn schema(text: &str) -> Lenient {
    read(&document("", &format!("schemas: {{ A: {text}, B: {{ type: string }} }}")))
}

fn rules(lenient: &Lenient) -> (Vec<String>, Vec<String>) {
    let list = |problems: &[asp_spec::Problem]| {
        problems.iter().map(|problem| format!("{} {}", problem.rule, problem.pointer)).collect()
    };
    (list(&lenient.warnings), list(&lenient.losses))
}

fn value_at(lenient: &Lenient, pointer: &str) -> Option<Value> {
    Some(lenient.document.at(&Pointer::parse(pointer).unwrap())?.value().clone())
}

/// The outcome is a document by the strict rules too.
fn assert_well_formed(lenient: &Lenient) {
    if let Err(error) = Document::from_value(lenient.document.value().clone()) {
        panic!("{error}\n{}", lenient.document.value());
    }
}

#[test]
fn a_document_without_faults_stays_as_it_is() {
    let text = include_str!("library.yaml");
    let lenient = read(text);
    assert_eq!(rules(&lenient), (Vec::new(), Vec::new()));
    assert_eq!(lenient.document.value(), Document::from_text(text).unwrap().value());
}

/// A schema with a fault whose meaning is plain, and what it is read as.
const PLAIN: &[(&str, &str, &str)] = &[
    ("{ type: [string] }", "/type", "{ type: string }"),
    ("{ type: [string, 'null'] }", "/type", "{ type: string, nullable: true }"),
    ("{ type: String }", "/type", "{ type: string }"),
    ("{ exclusiveMinimum: 5 }", "/exclusiveMinimum", "{ exclusiveMinimum: true, minimum: 5 }"),
    ("{ exclusiveMaximum: 5.5 }", "/exclusiveMaximum", "{ exclusiveMaximum: true, maximum: 5.5 }"),
    ("{ const: a }", "/const", "{ enum: [a] }"),
    ("{ items: true }", "/items", "{ items: {} }"),
    ("{ items: false }", "/items", "{ items: { not: {} } }"),
    ("{ items: }", "/items", "{ items: {} }"),
    ("{ properties: { a: } }", "/properties/a", "{ properties: { a: {} } }"),
    ("{ required: name }", "/required", "{ required: [name] }"),
    ("{ required: [404] }", "/required/0", "{ required: ['404'] }"),
    ("{ required: }", "/required", "{}"),
    ("{ maxLength: 3.0 }", "/maxLength", "{ maxLength: 3 }"),
    ("{ nullable: 'True' }", "/nullable", "{ nullable: true }"),
    ("{ additionalProperties: }", "/additionalProperties", "{}"),
    ("{ description: 1.5 }", "/description", "{ description: '1.5' }"),
    ("{ description: [] }", "/description", "{}"),
    ("{ examples: [1] }", "/examples", "{}"),
    ("{ xml: { atribute: true } }", "/xml/atribute", "{ xml: {} }"),
    ("{ externalDocs: { description: d } }", "/externalDocs", "{}"),
    (
        "{ $ref: '#/components/schemas/B', nullable: true, description: d, x-a: 1 }",
        "/nullable",
        "{ $ref: '#/components/schemas/B' }",
    ),
];

#[test]
fn a_fault_with_a_plain_meaning_is_a_warning_and_is_read_as_it_is_meant() {
    for (text, place, expected) in PLAIN {
        let lenient = schema(text);
        let places: Vec<_> = lenient.warnings.iter().map(|problem| problem.pointer.to_string()).collect();
        assert_eq!(places, [format!("/components/schemas/A{place}")], "{text}: {:?}", lenient.warnings);
        assert_eq!(lenient.losses, [], "{text}");
        let expected = schema(expected);
        assert_eq!(lenient.document.value(), expected.document.value(), "{text}");
        assert_eq!(rules(&expected), (Vec::new(), Vec::new()), "{text}");
        assert_well_formed(&lenient);
    }
}

/// A schema with a fault that nobody can put right, the rule, and what is left of it.
const LOST: &[(&str, &str, &str, &str)] = &[
    ("{ maxLength: '3' }", "wrong-type", "/maxLength", "{}"),
    ("{ maxLength: -1 }", "wrong-type", "/maxLength", "{}"),
    ("{ maxLength: 1.5 }", "wrong-type", "/maxLength", "{}"),
    ("{ required: true, type: string }", "wrong-type", "/required", "{ type: string }"),
    ("{ required: [1.10] }", "wrong-type", "/required/0", "{ required: [] }"),
    ("{ type: [string, integer] }", "wrong-type", "/type", "{}"),
    ("{ type: any }", "wrong-type", "/type", "{}"),
    ("{ exclusiveMinimum: 5, minimum: 6 }", "wrong-type", "/exclusiveMinimum", "{ minimum: 6 }"),
    ("{ minLenght: 3 }", "unknown-key", "/minLenght", "{}"),
    ("{ patternProperties: {} }", "unknown-key", "/patternProperties", "{}"),
    ("{ properties: [] }", "wrong-type", "/properties", "{}"),
    ("{ properties: { a: text } }", "wrong-type", "/properties/a", "{ properties: { a: {} } }"),
    ("{ allOf: [text, { type: string }] }", "wrong-type", "/allOf/0", "{ allOf: [{}, { type: string }] }"),
    ("{ discriminator: kind }", "wrong-type", "/discriminator", "{}"),
    ("{ discriminator: {} }", "missing-key", "/discriminator", "{}"),
    ("{ $ref: 5, type: string }", "wrong-type", "/$ref", "{ type: string }"),
    ("{ $ref: 'other.yaml#/B' }", "external-reference", "", "{}"),
    ("{ $ref: '#/components/schemas/C' }", "unresolved-reference", "", "{}"),
    ("{ $ref: '#/components/schemas/A' }", "reference-circle", "", "{}"),
    ("{ items: { $ref: '#/info' } }", "reference-kind", "/items", "{ items: {} }"),
    ("{ items: { $ref: '#/components/schemas' } }", "unresolved-reference", "/items", "{ items: {} }"),
    (
        "{ allOf: [{ $ref: 'b.yaml' }, { type: string }] }",
        "external-reference",
        "/allOf/0",
        "{ allOf: [{}, { type: string }] }",
    ),
];

#[test]
fn a_fault_that_nobody_can_put_right_is_a_loss_and_is_taken_out() {
    for (text, rule, place, expected) in LOST {
        let lenient = schema(text);
        assert_eq!(
            rules(&lenient),
            (Vec::new(), vec![format!("{rule} /components/schemas/A{place}")]),
            "{text}"
        );
        assert_eq!(lenient.document.value(), schema(expected).document.value(), "{text}");
        assert_well_formed(&lenient);
    }
}

/// Path items with a fault, the rules of the warnings and those of the losses.
const OPERATIONS: &[(&str, &[&str], &[&str])] = &[
    ("/a: { get: { responses: { '200': {} } } }", &["missing-key /paths/~1a/get/responses/200"], &[]),
    ("/a: { get: {} }", &["missing-key /paths/~1a/get"], &[]),
    ("/a: { get: }", &["wrong-type /paths/~1a/get", "missing-key /paths/~1a/get"], &[]),
    (
        "/a: { get: { responses: { 4xx: { description: d } } } }",
        &["wrong-type /paths/~1a/get/responses/4xx"],
        &[],
    ),
    (
        "/a: { get: { responses: { 20O: { description: d } } } }",
        &[],
        &["unknown-key /paths/~1a/get/responses/20O"],
    ),
    ("a: { get: { responses: {} } }", &[], &["unknown-key /paths/a"]),
    ("/a: { fetch: { responses: {} } }", &[], &["unknown-key /paths/~1a/fetch"]),
    ("/a: { get: { requestbody: {}, responses: {} } }", &[], &["unknown-key /paths/~1a/get/requestbody"]),
    (
        "/a: { get: { tags: a, security: {}, responses: {} } }",
        &["wrong-type /paths/~1a/get/tags", "wrong-type /paths/~1a/get/security"],
        &[],
    ),
    ("/a: { post: { requestBody: {}, responses: {} } }", &[], &["missing-key /paths/~1a/post/requestBody"]),
    (
        "/a: { post: { requestBody: { $ref: '#/components/requestBodies/B' }, responses: {} } }",
        &[],
        &["unresolved-reference /paths/~1a/post/requestBody"],
    ),
    (
        "/a: { get: { parameters: [{ in: query }, { name: b, in: query, schema: {} }], responses: {} } }",
        &["schema-or-content /paths/~1a/get/parameters/0"],
        &["missing-key /paths/~1a/get/parameters/0"],
    ),
    (
        "/a: { get: { parameters: [{ name: b, in: body, schema: {} }], responses: {} } }",
        &[],
        &["wrong-type /paths/~1a/get/parameters/0/in", "missing-key /paths/~1a/get/parameters/0"],
    ),
    (
        "/a: { get: { parameters: [{ $ref: '#/components/parameters/B' }], responses: {} } }",
        &[],
        &["unresolved-reference /paths/~1a/get/parameters/0"],
    ),
    (
        "/a: { get: { parameters: [{ name: b, in: query, schema: {}, content: {} }], responses: {} } }",
        &[],
        &["schema-or-content /paths/~1a/get/parameters/0"],
    ),
    (
        "/a: { get: { parameters: [{ name: b, in: query, type: string }], responses: {} } }",
        &["schema-or-content /paths/~1a/get/parameters/0"],
        &["unknown-key /paths/~1a/get/parameters/0/type"],
    ),
    (
        "/a: { get: { responses: { '200': { description: d, content: { application/json: { example: { $ref: '#/nowhere' }, examples: [1] } } } } } }",
        &["wrong-type /paths/~1a/get/responses/200/content/application~1json/examples"],
        &[],
    ),
    (
        "/a: { get: { responses: { '200': { description: d, links: { l: { $ref: '#/nowhere' } }, headers: { X: { name: X, schema: {} } } } } } }",
        &[
            "unknown-key /paths/~1a/get/responses/200/headers/X/name",
            "unresolved-reference /paths/~1a/get/responses/200/links/l",
        ],
        &[],
    ),
    (
        "/a: { get: { callbacks: { c: { x: { post: { requestBody: { content: 5 }, responses: {} } } } }, responses: {} } }",
        &[
            "wrong-type /paths/~1a/get/callbacks/c/x/post/requestBody/content",
            "missing-key /paths/~1a/get/callbacks/c/x/post/requestBody",
        ],
        &[],
    ),
    ("/a: { $ref: 'a.yaml' }", &[], &["external-reference /paths/~1a"]),
    (
        "/a: { get: { responses: { '200': { $ref: '#/components/requestBodies/R' } } } }",
        &[],
        &["reference-kind /paths/~1a/get/responses/200"],
    ),
    (
        "/a: { get: { responses: { '200': { $ref: '#/components/responses/One' } } } }",
        &[],
        &[
            "unresolved-reference /components/responses/Two",
            "unresolved-reference /paths/~1a/get/responses/200",
            "unresolved-reference /components/responses/One",
        ],
    ),
];

#[test]
fn faults_of_operations_are_warnings_unless_they_concern_exchanges() {
    let components = "requestBodies: { R: { content: {} } }";
    let aliases = "responses: { One: { $ref: '#/components/responses/Two' }, Two: { $ref: '#/components/responses/Three' } }";
    for (paths, warnings, losses) in OPERATIONS {
        let components = if paths.contains("/One") { aliases } else { components };
        let lenient = read(&document(paths, components));
        let (found_warnings, mut found_losses) = rules(&lenient);
        let mut losses: Vec<String> = losses.iter().map(|&text| text.to_owned()).collect();
        losses.sort();
        found_losses.sort();
        assert_eq!(found_warnings, *warnings, "{paths}");
        assert_eq!(found_losses, losses, "{paths}");
        assert_well_formed(&lenient);
    }
}

/// What is behind a parameter that nobody understands keeps its place: JSON pointers lead to where it is written.
#[test]
fn a_parameter_that_is_taken_out_leaves_a_place_that_openapi_ignores() {
    let paths = "/a: { get: { parameters: [{ in: query }, { name: b, in: query, schema: { type: string } }], responses: {} } }";
    let lenient = read(&document(paths, ""));
    assert_eq!(
        value_at(&lenient, "/paths/~1a/get/parameters/0"),
        Some(json!({"name": "Accept", "in": "header", "schema": {}}))
    );
    assert_eq!(value_at(&lenient, "/paths/~1a/get/parameters/1/name"), Some(json!("b")));
}

#[test]
fn a_reference_may_lead_to_any_place_that_holds_the_right_object() {
    let paths = "/a b: { get: { responses: { '200': { description: d, content: { application/json: { schema: { type: object } } } } } } }";
    let targets = "schemas: { A: { $ref: '#/paths/~1a%20b/get/responses/200/content/application~1json/schema' }, \
        B: { $ref: '#/components/x-schemas/In/properties/b' }, C: { $ref: '#/definitions/D' } }, \
        x-schemas: { In: { properties: { b: { $ref: '#/components/x-schemas/Out' } } }, Out: { maxLenght: 5 } }";
    let text = document(paths, targets) + "definitions: { D: { type: string, items: false } }\n";
    let lenient = read(&text);
    assert_eq!(
        rules(&lenient),
        (
            vec!["unknown-key /definitions".to_owned(), "wrong-type /definitions/D/items".to_owned()],
            vec!["unknown-key /components/x-schemas/Out/maxLenght".to_owned()]
        )
    );
    for schema in ["A", "B", "C"] {
        let node = lenient.document.at(&Pointer::parse("/components/schemas").unwrap()).unwrap();
        assert!(node.get(schema).unwrap().resolve().reference().is_none(), "{schema}");
    }
}

#[test]
fn what_is_missing_at_the_top_is_taken_as_empty() {
    let lenient = read("openapi: 3.0.0\n");
    assert_eq!(rules(&lenient), (vec!["missing-key (root)".to_owned(); 2], Vec::new()));
    assert_well_formed(&lenient);
}

#[test]
fn a_short_version_means_its_first_patch() {
    for version in ["3.0", "'3.0'"] {
        let text = format!("openapi: {version}\ninfo: {{ title: t, version: 1.0 }}\npaths: {{}}\n");
        let lenient = read(&text);
        assert_eq!(value_at(&lenient, "/openapi"), Some(json!("3.0.0")));
        assert_eq!(value_at(&lenient, "/info/version"), Some(json!("1.0")));
    }
}

#[test]
fn other_versions_and_other_texts_are_refused_with_a_remedy() {
    for (text, expected) in [
        ("swagger: '2.0'\n", "Swagger 2.0"),
        ("swagger: 2.0\n", "Swagger 2.0"),
        ("openapi: 3.1.0\n", "version 3.1.0"),
        ("openapi: 4\n", "version 4"),
        ("- a list\n", "starts with a line such as `openapi: 3.0.3`"),
        ("", "starts with a line such as `openapi: 3.0.3`"),
        ("{\"a\": 1, \"a\": 2}", "duplicate"),
    ] {
        let error = Document::from_text_leniently(text).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
        if let LoadError::Problems(problems) = error {
            assert!(problems.iter().all(|problem| problem.rule == "openapi-version"));
        }
    }
}

#[test]
fn the_operation_around_a_place_is_found() {
    let paths = "/a/b: { parameters: [], get: { operationId: a, responses: { '204': { description: d } } } }";
    let document = read(&document(paths, "")).document;
    let around = |pointer: &str| {
        document.operation_at(&Pointer::parse(pointer).unwrap()).map(|operation| operation.label())
    };
    assert_eq!(around("/paths/~1a~1b/get/responses/204"), Some("a".to_owned()));
    assert_eq!(around("/paths/~1a~1b/get"), Some("a".to_owned()));
    for pointer in
        ["", "/paths", "/paths/~1a~1b", "/paths/~1a~1b/parameters/0", "/paths/~1a/get", "/components/get"]
    {
        assert_eq!(around(pointer), None, "{pointer}");
    }
}
