//! Large documents: what is generated grows with the number of operations, not faster. Time is measured by
//! `cargo xtask bench`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;

use asp_spec::Document;
use asp_validation_codegen::generate;

fn document(operations: usize) -> Document {
    let mut text = String::from("openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n");
    for number in 0..operations {
        let tag = number / 10;
        write!(
            text,
            "  /v1/things{number}/{{id}}:\n    get:\n      operationId: getThing{number}\n      tags: [tag{tag}]\n      \
             parameters: [{{ name: id, in: path, required: true, schema: {{ $ref: '#/components/schemas/Id' }} }}]\n      \
             responses:\n        '200': {{ description: d, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/T{number}' }} }} }} }}\n"
        )
        .unwrap();
    }
    text.push_str("components:\n  schemas:\n    Id: { type: string, pattern: '^t-.+$' }\n");
    for number in 0..operations {
        writeln!(
            text,
            "    T{number}: {{ type: object, required: [id], properties: {{ id: {{ $ref: '#/components/schemas/Id' }}, name: {{ type: string, maxLength: 8 }} }} }}"
        )
        .unwrap();
    }
    Document::from_text(&text).unwrap()
}

fn size(operations: usize) -> usize {
    let artifacts = generate(&document(operations)).unwrap();
    artifacts.iter().map(|artifact| artifact.contents.len()).sum()
}

#[test]
fn size_grows_linearly() {
    let (small, medium, large) = (size(25), size(250), size(2_500));
    assert!(medium < 12 * small && large < 12 * medium, "25: {small}, 250: {medium}, 2500: {large}");
}

/// A document of `schemas`, one a line.
fn with_schemas(schemas: &str) -> Document {
    let head = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    Document::from_text(&format!("{head}{schemas}")).unwrap()
}

/// Schemas of which each is a part of the one before it.
fn chain(length: usize) -> Document {
    let mut text = String::from("    S0: { type: object }\n");
    for number in 1..length {
        let before = number - 1;
        writeln!(text, "    S{number}: {{ allOf: [{{ $ref: '#/components/schemas/S{before}' }}] }}").unwrap();
    }
    with_schemas(&text)
}

#[test]
fn combinations_may_nest_deeply_up_to_the_limit() {
    assert!(generate(&chain(10_000)).is_ok());
    let refused = generate(&chain(10_001)).unwrap_err();
    assert_eq!(refused.iter().map(|refused| refused.rule).collect::<Vec<_>>(), ["combination-size"]);
    assert_eq!(refused[0].pointer.as_str(), "/components/schemas/S10000");
}

#[test]
fn a_schema_may_have_many_heirs() {
    let mut text =
        String::from("    Parent: { type: object, discriminator: { propertyName: kind, mapping: {");
    let count = 2_000;
    for number in 0..count {
        write!(text, " k{number}: S{number},").unwrap();
    }
    text.push_str(" } } }\n");
    for number in 0..count {
        writeln!(text, "    S{number}: {{ allOf: [{{ $ref: '#/components/schemas/Parent' }}] }}").unwrap();
    }
    let artifacts = generate(&with_schemas(&text)).unwrap();
    let schemas = artifacts.iter().find(|artifact| artifact.path == "schemas.rs").unwrap();
    // Two names for each heir, and one for the parent.
    assert_eq!(schemas.contents.matches("(\"").count(), 2 * count + 1);
}
