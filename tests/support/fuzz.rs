//! What fuzzers call: each function takes any bytes and panics on a fault.
//!
//! `tests/fuzz` has a target for each, for libFuzzer; `tests/validation/fuzz.rs` calls them with a bounded number of
//! mutated seeds in every run of the tests.

use std::sync::OnceLock;

use asp_spec::Document;
use asp_validation::{Limits, Operation, Request, Response, Verdict};
use asp_validation_codegen::{Loaded, generate, interpret};
use asp_validation_runtime::tables::Schema;
use asp_validation_runtime::{ViolationKind, judge_json};

/// Judges a text: the first byte picks the schema.
///
/// # Panics
///
/// If the parser takes what is no JSON, if the shortcut for plain bodies changes the verdict, or if a verdict is larger
/// than the limits allow.
pub fn judge(data: &[u8]) {
    let Some((pick, text)) = data.split_first() else { return };
    let schemas = schemas();
    let schema = schemas[usize::from(*pick) % schemas.len()];
    let verdict = judge_json(schema, text, &Limits::DEFAULT);
    if verdict.is_valid() {
        assert!(serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok(), "no JSON is valid");
    }
    // A line break in front keeps the parser from its shortcut.
    let careful = judge_json(schema, &[b"\n", text].concat(), &Limits::DEFAULT);
    assert_eq!(kinds(&verdict), kinds(&careful), "the shortcut changes the verdict");
    check_size(&verdict);
}

/// Judges an exchange: parts are separated by the byte 0xFF, which is in no UTF-8 text.
///
/// # Panics
///
/// If a verdict is larger than the limits allow.
pub fn exchange(data: &[u8]) {
    let mut parts = data.splitn(6, |byte| *byte == 0xFF);
    let mut next = || parts.next().unwrap_or_default();
    let mut text = || String::from_utf8_lossy(next()).into_owned();
    let (method, path, query, lines) = (text(), text(), text(), text());
    let headers: Vec<(&str, &str)> = lines.lines().filter_map(|line| line.split_once(':')).collect();
    let (status, body) = (next(), next());
    let request = Request::new(&method, &path).with_query(&query).with_headers(&headers).with_body(body);
    check_size(&asp_validation::check_request(&request));
    let status =
        status.iter().fold(0_u16, |number, byte| number.wrapping_mul(10).wrapping_add(u16::from(*byte)));
    let operation = Operation::ALL[usize::from(status) % Operation::ALL.len()];
    // Our document has few styles and media types: the other one has all.
    let styles = styles();
    check_size(&styles.check(&request, &Limits::DEFAULT));
    let operation_of_styles = styles.operations()[usize::from(status) % styles.operations().len()];
    for status in [200, 201, 204, 400, 429, status] {
        let response = Response::new(status).with_headers(&headers).with_body(body);
        check_size(&asp_validation::check_response(operation, &response));
        check_size(&operation_of_styles.check_response(&response, &Limits::DEFAULT));
    }
}

/// Routes a path, and again by trying the path templates one after the other.
///
/// # Panics
///
/// If the two disagree.
pub fn routing(data: &[u8]) {
    let path = String::from_utf8_lossy(data);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fitting = Operation::ALL.iter().filter_map(|operation| {
        let parameters = fits(operation.path_template(), path)?;
        (operation.method().name() == "GET").then_some((parameters, *operation))
    });
    // Of several templates the one wins that has literals where the others have parameters.
    let expected = fitting.min_by_key(|(parameters, _)| parameters.clone()).map(|(_, operation)| operation);
    assert_eq!(asp_validation::route("GET", path).found(), expected, "{path:?}");
}

/// Reads a text as an OpenAPI document and generates validators for it.
///
/// # Panics
///
/// If something on the way does.
pub fn document(data: &[u8]) {
    // Larger documents are no different, and slower.
    let text = String::from_utf8_lossy(data.get(..data.len().min(1 << 14)).unwrap_or_default());
    let Ok(document) = Document::from_text(&text) else { return };
    let source = generate(&document);
    let tables = interpret(&document);
    assert_eq!(source.is_ok(), tables.is_ok(), "one is refused and the other is not");
    for (_, schema) in tables.iter().flat_map(Loaded::schemas) {
        for text in ["null", "1.5", "\"a\"", "[[]]", r#"{"a":{"b":1}}"#] {
            check_size(&judge_json(schema, text.as_bytes(), &Limits::DEFAULT));
        }
    }
}

/// The validators of a document with everything that an exchange can be made of.
///
/// # Panics
///
/// If the case cannot be read.
pub fn styles() -> &'static Loaded {
    static STYLES: OnceLock<Loaded> = OnceLock::new();
    STYLES.get_or_init(|| interpret(&case("exchange")).unwrap())
}

/// A document that the validators' own tests use.
fn case(name: &str) -> Document {
    let cases = crate::root().join("crates/validation-codegen/tests/cases");
    let text = std::fs::read_to_string(cases.join(name).with_extension("yaml")).unwrap();
    Document::from_text(&text).unwrap()
}

/// The schemas of our document, and those of a document with every keyword.
fn schemas() -> &'static [&'static Schema] {
    static SCHEMAS: OnceLock<Vec<&'static Schema>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let documents = ["kitchen-sink", "combinations"].map(case);
        let loaded =
            [crate::document()].into_iter().chain(documents).map(|document| interpret(&document).unwrap());
        loaded.flat_map(|loaded| loaded.schemas().map(|(_, schema)| schema).collect::<Vec<_>>()).collect()
    })
}

/// Which segments of `path` are parameters of `template`, if it fits.
fn fits(template: &str, path: &str) -> Option<Vec<bool>> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let segments = template.iter().zip(&path).map(|(expected, found)| {
        let is_parameter = expected.starts_with('{');
        let fits = if is_parameter {
            !found.is_empty()
        } else {
            // A broken escape is no escape.
            percent_encoding::percent_decode_str(found).eq(expected.bytes())
        };
        fits.then_some(is_parameter)
    });
    if template.len() == path.len() { segments.collect() } else { None }
}

/// What was found and by which rule; offsets differ by the byte in front.
fn kinds(verdict: &Verdict) -> Vec<(String, String)> {
    let kind = |kind: &ViolationKind| match kind {
        ViolationKind::Json { problem, .. } => format!("{problem:?}"),
        ViolationKind::Utf8 { .. } => "utf8".to_owned(),
        other => format!("{other:?}"),
    };
    let violations = verdict.violations().iter();
    violations.map(|violation| (violation.instance.clone(), kind(&violation.kind))).collect()
}

/// Checks that a verdict can be shown, and stays within the limits.
fn check_size(verdict: &Verdict) {
    assert!(verdict.violations().len() <= Limits::DEFAULT.violations);
    let shown = verdict.to_string();
    // A step of a pointer has at most 256 bytes, before escapes and masks, and there are at most as many as levels.
    let largest = Limits::DEFAULT.violations * (Limits::DEFAULT.depth * 4 * 256 + 4096);
    assert!(shown.len() <= largest, "a verdict of {} bytes", shown.len());
    assert!(!shown.contains(|character: char| character.is_control() && character != '\n'), "{shown:?}");
}
