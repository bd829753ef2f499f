//! What the generator refuses: one small document a rule.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_spec::Document;
use asp_validation_codegen::{Unsupported, generate};

/// A rule, and the parts of a document that break it: path items, schemas.
const REFUSED: &[(&str, &str, &str)] = &[
    ("all-of", "", "A: { allOf: [{ type: string }] }"),
    ("one-of", "", "A: { oneOf: [{ type: string }] }"),
    ("any-of", "", "A: { anyOf: [{ type: string }] }"),
    ("not", "", "A: { not: { type: string } }"),
    ("discriminator", "", "A: { type: object, discriminator: { propertyName: kind } }"),
    ("unique-items", "", "A: { type: array, uniqueItems: true, items: {} }"),
    ("read-only", "", "A: { type: object, properties: { id: { type: string, readOnly: true } } }"),
    ("write-only", "", "A: { type: object, properties: { id: { type: string, writeOnly: true } } }"),
    ("format", "", "A: { type: string, format: date-time }"),
    ("format", "", "A: { type: number, format: double }"),
    ("format", "", "A: { format: int32 }"),
    ("enum-member", "", "A: { enum: [{ a: 1 }] }"),
    ("multiple-of", "", "A: { type: number, multipleOf: 0 }"),
    ("number-precision", "", "A: { type: number, maximum: 123456789012345678901234567890 }"),
    ("pattern-look-around", "", "A: { type: string, pattern: '^(?!a)' }"),
    ("pattern-backreference", "", "A: { type: string, pattern: '^(a)\\1$' }"),
    ("pattern-syntax", "", "A: { type: string, pattern: '[a' }"),
    ("pattern-size", "", "A: { type: string, pattern: '^.*a.{20}$' }"),
    (
        "cookie-parameter",
        "/a: { get: { parameters: [{ name: c, in: cookie, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "parameter-style",
        "'/a/{b}': { get: { parameters: [{ name: b, in: path, required: true, style: matrix, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "parameter-explode",
        "/a: { get: { parameters: [{ name: b, in: query, explode: false, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "parameter-content",
        "/a: { get: { parameters: [{ name: b, in: query, content: { application/json: {} } }], responses: {} } }",
        "",
    ),
    (
        "parameter-type",
        "/a: { get: { parameters: [{ name: b, in: query, schema: { type: array, items: {} } }], responses: {} } }",
        "",
    ),
    (
        "parameter-type",
        "/a: { get: { parameters: [{ name: b, in: query, schema: { type: object } }], responses: {} } }",
        "",
    ),
    (
        "parameter-type",
        "/a: { get: { parameters: [{ name: b, in: query, schema: {} }], responses: {} } }",
        "",
    ),
    (
        "parameter-type",
        "/a: { get: { responses: { '200': { description: d, headers: { X: { schema: {} } } } } } }",
        "",
    ),
    (
        "allow-empty-value",
        "/a: { get: { parameters: [{ name: b, in: query, allowEmptyValue: true, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "allow-reserved",
        "/a: { get: { parameters: [{ name: b, in: query, allowReserved: true, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "duplicate-parameter",
        "/a: { get: { parameters: [{ name: B, in: header, schema: { type: string } }, { name: b, in: header, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "path-parameter-optional",
        "'/a/{b}': { get: { parameters: [{ name: b, in: path, schema: { type: string } }], responses: {} } }",
        "",
    ),
    (
        "path-parameter-unused",
        "/a: { get: { parameters: [{ name: b, in: path, required: true, schema: { type: string } }], responses: {} } }",
        "",
    ),
    ("path-parameter-undescribed", "'/a/{b}': { get: { responses: {} } }", ""),
    ("path-template", "'/a/{b}.{c}': { get: { responses: {} } }", ""),
    ("path-template", "'/a/x{b}': { get: { responses: {} } }", ""),
    ("path-template", "'/a/{b}/{b}': { get: { responses: {} } }", ""),
    ("path-template", "'/a?b=c': { get: { responses: {} } }", ""),
    (
        "path-ambiguity",
        "'/a/{b}': { get: { parameters: [{ name: b, in: path, required: true, schema: { type: string } }], responses: {} } }, '/a/{c}': { get: { parameters: [{ name: c, in: path, required: true, schema: { type: string } }], responses: {} } }",
        "",
    ),
    ("path-reference", "/a: { $ref: '#/paths/~1b' }, /b: { get: { responses: {} } }", ""),
    (
        "operation-id",
        "/a: { get: { operationId: a, responses: {} }, put: { operationId: a, responses: {} } }",
        "",
    ),
    ("callbacks", "/a: { get: { callbacks: { c: { x: {} } }, responses: {} } }", ""),
    ("media-type", "/a: { post: { requestBody: { content: { text/plain: {} } }, responses: {} } }", ""),
    (
        "media-types",
        "/a: { post: { requestBody: { content: { application/json: {}, text/plain: {} } }, responses: {} } }",
        "",
    ),
    ("media-type", "/a: { get: { responses: { '200': { description: d, content: { '*/*': {} } } } } }", ""),
    (
        "encoding",
        "/a: { post: { requestBody: { content: { application/json: { encoding: { b: { contentType: text/plain } } } } }, responses: {} } }",
        "",
    ),
    ("status-range", "/a: { get: { responses: { 4XX: { description: d } } } }", ""),
    ("default-response", "/a: { get: { responses: { default: { description: d } } } }", ""),
];

fn refused(paths: &str, schemas: &str) -> Vec<Unsupported> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths: {{ {paths} }}\ncomponents: {{ schemas: {{ {schemas} }} }}\n"
    );
    let document = Document::from_text(&text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    generate(&document).err().unwrap_or_default()
}

#[test]
fn each_rule_refuses_what_it_names_and_nothing_else() {
    for (rule, paths, schemas) in REFUSED {
        let rules: Vec<_> = refused(paths, schemas).iter().map(|refused| refused.rule).collect();
        assert_eq!(rules, [*rule], "{paths}{schemas}");
    }
}

#[test]
fn each_message_says_where_what_and_what_to_do() {
    let messages: Vec<String> = REFUSED
        .iter()
        .flat_map(|(_, paths, schemas)| refused(paths, schemas))
        .map(|refused| refused.to_string())
        .collect();
    insta::assert_snapshot!("messages", messages.join("\n"));
}

#[test]
fn everything_is_refused_at_once_and_shared_objects_once() {
    let schemas = "A: { type: string, format: date }, B: { allOf: [], nullable: true, enum: [[]] }";
    let operation = |id: &str| {
        format!(
            "{id}: {{ operationId: {id}, requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }}, responses: {{ default: {{ description: d }} }} }}"
        )
    };
    let paths = format!("/a: {{ {}, {} }}", operation("put"), operation("post"));
    let refused = refused(&paths, schemas);
    let found: Vec<_> = refused.iter().map(|refused| (refused.rule, refused.operation.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("format", None),
            ("all-of", None),
            ("enum-member", None),
            ("default-response", Some("put")),
            ("default-response", Some("post")),
        ]
    );
    assert_eq!(
        refused[3].to_string(),
        "/paths/~1a/put/responses/default: default-response: a `default` response, which validators do not support yet \
         (in operation `put`); list the statuses one by one"
    );
}

#[test]
fn more_properties_than_the_runtime_marks_are_refused() {
    let properties = |count: usize| {
        let properties: Vec<_> = (0..count).map(|number| format!("p{number}: {{}}")).collect();
        refused("", &format!("A: {{ type: object, properties: {{ {} }} }}", properties.join(", ")))
    };
    assert_eq!(properties(256), []);
    assert_eq!(properties(257)[0].rule, "property-count");
    assert_eq!(asp_validation_runtime::tables::ObjectRules::MOST_PROPERTIES, 256);
}

#[test]
fn an_empty_document_is_fine() {
    assert_eq!(refused("", ""), []);
}
