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
