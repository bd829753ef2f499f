//! Rules that are allowed: what is refused is left out, and nothing else is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_spec::{Document, Lenient};
use asp_validation_codegen::{Generated, Options, Unsupported, generate_with};

/// Reads a document with these paths and components, and generates as the options ask for.
fn generate(paths: &str, components: &str, options: Options) -> Result<Generated, Vec<Unsupported>> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths: {{ {paths} }}\ncomponents: {{ {components} }}\n"
    );
    let Lenient { document, losses, .. } =
        Document::from_text_leniently(&text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    generate_with(&document, &options.with_losses(losses))
}

fn allowed(paths: &str, components: &str) -> Generated {
    generate(paths, components, Options::new().allow_all()).unwrap()
}

fn file<'a>(generated: &'a Generated, path: &str) -> &'a str {
    let artifact = generated.artifacts.iter().find(|artifact| artifact.path == path);
    &artifact.unwrap_or_else(|| panic!("no {path}")).contents
}

/// An operation `id` with these members beside its responses.
fn operation(method: &str, id: &str, members: &str) -> String {
    format!("{method}: {{ operationId: {id}, {members} responses: {{ '204': {{ description: d }} }} }}")
}

#[test]
fn a_keyword_that_is_refused_is_not_enforced_and_the_others_are() {
    let schemas = "schemas: { A: { type: string, maxLength: 7, minLenght: 3, pattern: '(?=a)b' } }";
    let generated = allowed("", schemas);
    let text = file(&generated, "schemas.rs");
    assert!(text.contains("max_length: Some(7)") && !text.contains("pattern:"), "{text}");
    let rules: Vec<_> = generated.warnings.iter().map(|warning| warning.rule).collect();
    assert_eq!(rules, ["unknown-key", "pattern-look-around"]);
}

#[test]
fn only_rules_that_are_allowed_become_warnings() {
    let schemas = "schemas: { A: { type: string, minLenght: 3, pattern: '(?=a)b' } }";
    let refused = |options| generate("", schemas, options).map(|_| ()).unwrap_err();
    let rules = |refused: Vec<Unsupported>| refused.iter().map(|found| found.rule).collect::<Vec<_>>();
    assert_eq!(rules(refused(Options::new())), ["unknown-key", "pattern-look-around"]);
    assert_eq!(rules(refused(Options::new().allow("unknown-key"))), ["pattern-look-around"]);
    assert_eq!(rules(refused(Options::new().allow("pattern-look-around"))), ["unknown-key"]);
    let both = Options::new().allow("unknown-key").allow("pattern-look-around");
    assert_eq!(both.allowed().collect::<Vec<_>>(), ["pattern-look-around", "unknown-key"]);
    assert_eq!(generate("", schemas, both).unwrap().warnings.len(), 2);
}

/// Members of an operation in which something is refused, so that its requests can't be judged.
const SPOILT: &[&str] = &[
    "requestbody: { content: {} },",
    "requestBody: { $ref: '#/components/requestBodies/Missing' },",
    "requestBody: { $ref: '#/components/requestBodies/Bad' },",
    "parameters: [{ in: query }],",
    "parameters: [{ $ref: '#/components/parameters/Bad' }],",
    "parameters: [{ $ref: '#/components/parameters/Missing' }],",
    "parameters: [{ name: b, in: query, schema: {} }, { name: b, in: query, schema: {} }],",
    "parameters: [{ name: b, in: path, required: true, schema: { type: string } }],",
];

const COMPONENTS: &str = "requestBodies: { Bad: { contents: {}, content: { application/json: {} } } }, \
    parameters: { Bad: { name: b, in: query, collectionFormat: csv, schema: { type: string } }, Good: { name: g, in: query, schema: { type: string } } }";

#[test]
fn an_operation_whose_request_cannot_be_described_is_left_out_and_its_method_is_known() {
    for members in SPOILT {
        let good = "parameters: [{ $ref: '#/components/parameters/Good' }],";
        let paths =
            format!("/a: {{ {}, {} }}", operation("get", "good", good), operation("put", "bad", members));
        let generated = allowed(&paths, COMPONENTS);
        assert_eq!(generated.left_out, ["bad"], "{members}");
        let enumeration = file(&generated, "operation.rs");
        assert!(enumeration.contains("Good") && !enumeration.contains("Bad"), "{members}: {enumeration}");
        let routes = file(&generated, "routes.rs");
        assert!(routes.contains("methods: &[Method::Get, Method::Put]"), "{members}: {routes}");
        assert!(routes.contains("operations: &[Operation::Good]"), "{members}: {routes}");
        for artifact in &generated.artifacts {
            assert!(!artifact.contents.contains("Bad"), "{members}: {}", artifact.contents);
        }
        assert!(generated.warnings.iter().all(|warning| warning.operation.as_deref() != Some("good")));
    }
}

#[test]
fn what_all_operations_of_a_path_share_spoils_all_of_them() {
    let operations = operation("get", "get", "") + ", " + &operation("put", "put", "");
    for shared in ["{ in: query }", "{ $ref: '#/components/parameters/Bad' }"] {
        let paths = format!(
            "/a: {{ parameters: [{shared}], {operations} }}, /b: {{ {} }}",
            operation("get", "b", "")
        );
        assert_eq!(allowed(&paths, COMPONENTS).left_out, ["get", "put"], "{shared}");
    }
}

#[test]
fn a_response_that_cannot_be_described_is_left_out_and_its_operation_is_not() {
    for bad in [
        "{ description: d, contnet: {} }",
        "{ $ref: '#/components/responses/Bad' }",
        "{ $ref: '#/components/responses/Missing' }",
        "{ description: d, headers: { X: { type: string } } }",
    ] {
        let paths = format!(
            "/a: {{ get: {{ operationId: a, responses: {{ '200': {bad}, '204': {{ description: d }} }} }} }}"
        );
        let generated = allowed(&paths, "responses: { Bad: { description: d, contnet: {} } }");
        assert_eq!(generated.left_out, <[&str; 0]>::default(), "{bad}");
        let contracts = file(&generated, "operations.rs");
        assert!(contracts.contains("/responses/204") && !contracts.contains("200"), "{bad}: {contracts}");
        assert!(generated.artifacts.iter().all(|artifact| !artifact.contents.contains("Bad")), "{bad}");
    }
}

/// With one of its responses gone, a response for all other statuses would be taken for that one too.
#[test]
fn a_response_for_many_statuses_goes_with_one_that_is_left_out() {
    let paths = "/a: { get: { operationId: a, responses: { '200': { description: d, contnet: {} }, \
        4XX: { description: many }, default: { description: rest }, '204': { description: d } } } }";
    let contracts = allowed(paths, "");
    let contracts = file(&contracts, "operations.rs");
    assert!(contracts.contains("/responses/204"), "{contracts}");
    assert!(
        !contracts.contains("/responses/4XX") && !contracts.contains("/responses/default"),
        "{contracts}"
    );
}

#[test]
fn shared_names_leave_an_operation_as_it_is() {
    let callbacks = "callbacks: { c: { x: {} } },";
    let paths = format!("/a: {{ {}, {} }}", operation("get", "a", callbacks), operation("put", "a", ""));
    let generated = allowed(&paths, "");
    assert_eq!(generated.left_out, <[&str; 0]>::default());
    let rules: Vec<_> = generated.warnings.iter().map(|warning| warning.rule).collect();
    assert_eq!(rules, ["operation-id"]);
    assert!(file(&generated, "operation.rs").contains("A2"));
}

#[test]
fn without_refusals_the_options_change_nothing() {
    let paths = format!("/a: {{ {} }}", operation("get", "a", ""));
    let strict = generate(&paths, "", Options::new()).unwrap();
    let lax = allowed(&paths, "");
    assert_eq!(strict.artifacts, lax.artifacts);
    assert_eq!((strict.warnings.len(), lax.warnings.len()), (0, 0));
}

/// Two templates for the same paths, or one that servers see as another: requests of the one are taken for the other's.
#[test]
fn operations_that_share_their_requests_with_one_that_is_left_out_are_left_out_too() {
    let id = "parameters: [{ name: id, in: path, required: true, schema: { type: string } }],";
    let name = "parameters: [{ name: name, in: path, required: true, schema: { type: string } }],";
    for (first, second, second_parameters) in [
        ("/a/{id}", "/a/{name}", name),
        ("/a/{id}", "/a/{id}#again", id),
        ("/a/{id}", "/a/{name}{name}", name),
    ] {
        let paths = format!(
            "'{first}': {{ {}, {} }}, '{second}': {{ {}, {} }}",
            operation("get", "one", id),
            operation("put", "kept", id),
            operation("get", "two", second_parameters),
            operation("post", "three", second_parameters),
        );
        let generated = allowed(&paths, "");
        assert_eq!(generated.left_out, ["one", "two", "three"], "{second}");
        let routes = file(&generated, "routes.rs");
        let methods = "methods: &[Method::Put, Method::Get, Method::Post]";
        assert!(routes.contains(methods) && routes.contains("operations: &[Operation::Kept]"), "{routes}");
    }
}

/// One media type that nobody reads leaves the others as they are.
#[test]
fn a_media_type_that_is_refused_is_not_judged_and_the_others_are() {
    let body = "requestBody: { content: { application/json: { schema: { type: string } }, \
        application/cbor: { schema: { type: object } } } },";
    let generated = allowed(&format!("/a: {{ {} }}", operation("put", "a", body)), "");
    assert_eq!(generated.left_out, <[&str; 0]>::default());
    let contracts = file(&generated, "operations.rs");
    assert!(contracts.contains("Reading::Unread") && contracts.contains("Types::STRING"), "{contracts}");
    let nonsense = "requestBody: { content: { schema: {} } },";
    let generated = allowed(&format!("/a: {{ {} }}", operation("put", "a", nonsense)), "");
    let contracts = file(&generated, "operations.rs");
    assert!(contracts.contains("\"*/*\"") && contracts.contains("Reading::Unread"), "{contracts}");
}

/// The schema `A`, which says `members`, beside `Bad`, in which something is left out, and `Good`.
fn combined(members: &str) -> String {
    let schemas = format!(
        "schemas: {{ A: {{ {members} }}, Bad: {{ type: string, pattern: '(?=a)b' }}, \
         Good: {{ type: integer }}, Circle: {{ properties: {{ next: {{ $ref: '#/components/schemas/Circle' }}, \
         bad: {{ $ref: '#/components/schemas/Bad' }} }} }} }}"
    );
    let text = file(&allowed("", &schemas), "schemas.rs").to_owned();
    let start = text.find("pub static A:").unwrap();
    let end = text[start..].find("};\n").unwrap();
    text[start..start + end].to_owned()
}

#[test]
fn a_not_above_what_is_left_out_is_left_out_too() {
    for bad in [
        "{ type: string, pattern: '(?=a)b' }",
        "{ $ref: '#/components/schemas/Bad' }",
        "{ $ref: '#/components/schemas/Circle' }",
        "{ properties: { a: { items: { $ref: '#/components/schemas/Bad' } } } }",
        "{ not: { $ref: '#/components/schemas/Bad' } }",
    ] {
        let table = combined(&format!("not: {bad}"));
        assert!(!table.contains("not: Some"), "{bad}: {table}");
        let inside = combined(&format!("properties: {{ p: {{ not: {bad} }} }}"));
        assert!(!inside.contains("not: Some"), "{bad}: {inside}");
    }
    let kept = combined("pattern: '(?=a)b', not: { $ref: '#/components/schemas/Good' }");
    assert!(kept.contains("not: Some"), "{kept}");
}

#[test]
fn a_one_of_above_what_is_left_out_is_judged_as_any_of() {
    let (bad, good) = ("{ $ref: '#/components/schemas/Bad' }", "{ $ref: '#/components/schemas/Good' }");
    let table = combined(&format!("oneOf: [{bad}, {good}]"));
    assert!(table.contains("any_of: &[") && !table.contains("one_of"), "{table}");
    let beside = combined(&format!("oneOf: [{bad}, {good}], anyOf: [{good}]"));
    assert_eq!((beside.matches("any_of: &[").count(), beside.contains("one_of")), (2, false), "{beside}");
    let kept = combined(&format!("anyOf: [{bad}], oneOf: [{good}]"));
    assert!(kept.contains("any_of: &[") && kept.contains("one_of: &["), "{kept}");
}

#[test]
fn schemas_of_operations_are_loosened_too() {
    let bad = "{ schema: { not: { $ref: '#/components/schemas/Bad' } } }";
    let members = format!(
        "parameters: [{{ name: q, in: query, schema: {{ not: {{ $ref: '#/components/schemas/Bad' }} }} }}], \
         requestBody: {{ content: {{ application/json: {bad} }} }},"
    );
    let paths = format!("/a: {{ {} }}", operation("put", "a", &members));
    let generated = allowed(&paths, "schemas: { Bad: { type: string, pattern: '(?=a)b' } }");
    assert_eq!(generated.left_out, <[&str; 0]>::default());
    let contracts = file(&generated, "operations.rs");
    assert!(contracts.contains("Put") && !contracts.contains("not: Some"), "{contracts}");
}

#[test]
fn a_string_that_may_be_null_is_read_as_bytes_as_any_string_is() {
    let body = "requestBody: { content: { application/xml: { schema: { type: string, nullable: true } } } },";
    let paths = format!("/a: {{ {} }}", operation("put", "a", body));
    let generated = generate(&paths, "", Options::new()).unwrap();
    let contracts = file(&generated, "operations.rs");
    assert!(contracts.contains("Reading::Bytes"), "{contracts}");
}
