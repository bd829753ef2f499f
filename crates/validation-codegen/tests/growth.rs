//! Large documents: time and size grow with the number of operations, not faster.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::time::{Duration, Instant};

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

fn measure(operations: usize) -> (Duration, usize) {
    let document = document(operations);
    let start = Instant::now();
    let artifacts = generate(&document).unwrap();
    let size = artifacts.iter().map(|artifact| artifact.contents.len()).sum();
    (start.elapsed(), size)
}

#[test]
fn time_and_size_grow_linearly() {
    let (_, small_size) = measure(25);
    let (medium, medium_size) = measure(250);
    let (large, large_size) = measure(2_500);
    assert!(large_size < 12 * medium_size && medium_size < 12 * small_size);
    // Ten times the work; quadratic growth would take a hundred times as long.
    assert!(large < medium * 40 + Duration::from_millis(500), "250: {medium:?}, 2500: {large:?}");
}
