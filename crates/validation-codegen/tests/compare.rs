//! What changed between two documents, for senders and for readers: one row a kind of change.

#![cfg(feature = "interpret")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    reason = "tables have a row a kind of change, with values in place"
)]

use asp_spec::Document;
use asp_validation_codegen::compare::{Audience, Comparison, Edition, Effect, Exchange, Finding, compare};
use asp_validation_codegen::{Loaded, interpret};
use asp_validation_runtime::{Limits, Request, Response};
use serde_json::{Value, json};

#[path = "compare/equivalent.rs"]
mod equivalent;
#[path = "compare/exchanges.rs"]
mod exchanges;
#[path = "compare/mutations.rs"]
mod mutations;
#[path = "compare/outside.rs"]
mod outside;
#[path = "compare/schemas.rs"]
mod schemas;

/// What a change does to senders and to readers; `-` for nothing.
type Expected = (&'static str, &'static str);

fn document(value: &Value) -> Document {
    Document::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}\n{value:#}"))
}

fn compared(old: &Value, new: &Value) -> Comparison {
    let comparison = compare(&document(old), &document(new)).unwrap_or_else(|error| panic!("{error}"));
    for finding in &comparison.findings {
        check_witness(old, new, finding);
    }
    comparison
}

/// The worst that happens to senders and to readers.
fn effects(comparison: &Comparison) -> (String, String) {
    let worst = |audience| {
        let mut effects = comparison.findings.iter().filter(|finding| finding.audience == audience);
        effects.next().map_or_else(|| "-".to_owned(), |finding| finding.effect.to_string())
    };
    (worst(Audience::Senders), worst(Audience::Readers))
}

fn assert_effects(row: &str, old: &Value, new: &Value, expected: Expected) -> Comparison {
    let comparison = compared(old, new);
    let (senders, readers) = effects(&comparison);
    assert_eq!((senders.as_str(), readers.as_str()), expected, "{row}: {:#?}", comparison.findings);
    comparison
}

fn load(value: &Value) -> Loaded {
    interpret(&document(value)).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Whether the document accepts the exchange as one of the operation with that path.
fn accepts(loaded: &Loaded, exchange: &Exchange, operation: &str) -> bool {
    match exchange {
        Exchange::Request { method, path, headers, body } => {
            let request = Request::new(method, path).with_headers(headers).with_body(body);
            loaded.check(&request, &Limits::DEFAULT).is_valid()
        }
        Exchange::Response { status, headers, body } => {
            let response = Response::new(*status).with_headers(headers).with_body(body);
            let operation = loaded.operation(operation).unwrap();
            operation.check_response(&response, &Limits::DEFAULT).is_valid()
        }
    }
}

/// A breaking change has a witness, and each witness of what is judged is accepted by one side and refused by the other.
fn check_witness(old: &Value, new: &Value, finding: &Finding) {
    let Some(witness) = &finding.witness else {
        assert_ne!(finding.effect, Effect::Breaking, "{finding:#?}");
        return;
    };
    assert!(!witness.reasons.is_empty(), "{finding:#?}");
    if ["security", "servers"].contains(&finding.rule) {
        return;
    }
    let operation = &finding.occurrences[0].operation;
    let (old, new) = (load(old), load(new));
    let (passes, fails) = match witness.refused_by {
        Edition::New => (old, new),
        Edition::Old => (new, old),
    };
    assert!(accepts(&passes, &witness.exchange, operation), "{finding:#?}");
    // A request for an operation that is gone may pass as one for another operation.
    let is_elsewhere = match &witness.exchange {
        Exchange::Request { method, path, .. } if finding.rule == "operation" => {
            fails.route(method, path).found().is_some_and(|found| found.contract().operation_id != operation)
        }
        _ => false,
    };
    assert!(is_elsewhere || !accepts(&fails, &witness.exchange, operation), "{finding:#?}");
}

/// A document with one operation that takes and gives a value of `schema`.
fn with_schema(schema: &Value) -> Value {
    let content = json!({"application/json": {"schema": schema}});
    api(&json!({
        "/things": {"post": {
            "operationId": "makeThing",
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "Made.", "content": content}},
        }},
    }))
}

fn api(paths: &Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "Things", "version": "1.0.0"}, "paths": paths})
}
