//! What fuzzers call: each function takes any bytes and panics on a fault.
//!
//! `tests/fuzz` has a target for each, for libFuzzer; the tests call them with a bounded number of mutated seeds
//! ([`mutate`]) in every run.

use std::sync::OnceLock;

use asp_documented::{Errata, Page};
use asp_spec::Document;
use asp_validation::{Limits, Operation, Request, Response, Verdict};
use asp_validation_codegen::{Loaded, generate, interpret};
use asp_validation_runtime::tables::Schema;
use asp_validation_runtime::{ViolationKind, judge_json};

use crate::random::Random;

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

/// Reads a text as a saved copy of a reference page: the first byte says whether as text or as HTML.
///
/// # Panics
///
/// If the facts don't survive being written and read, if a page differs from itself, or if the reference can't show them.
pub fn page(data: &[u8]) {
    let Some((pick, text)) = data.split_first() else { return };
    // Larger copies are no different, and slower.
    let text = String::from_utf8_lossy(text.get(..text.len().min(1 << 15)).unwrap_or_default());
    let text = if pick % 2 == 0 { text.into_owned() } else { format!("<html>{text}") };
    let page = asp_documented::import(&text).page;
    let facts = page.to_toml();
    let again = Page::from_toml(&facts).unwrap_or_else(|error| panic!("{error}: {facts}"));
    assert_eq!(again, page, "facts are lost in their file");
    assert!(asp_documented::changes(&page, &again).is_empty(), "a page differs from itself");
    let errata = Errata::default();
    let html = asp_documented::reference(document_of_pages(), &[page], &errata);
    assert_eq!(html.matches("<script").count(), 1, "a page brings its own script: {html}");
}

fn document_of_pages() -> &'static Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let text = "openapi: 3.0.3\ninfo: { title: Empty, version: 1.0.0 }\npaths: {}\n";
        Document::from_text(text).unwrap()
    })
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

/// What is put into seeds: what means something to JSON, to HTTP and to documents.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\\u00e9",
    b"null",
    b"true",
    b"1e999",
    b"-0.0",
    b"10000000000000000000000",
    b"\"a\":",
    b"{\"\":",
    b"\n",
    b" ",
    b"\0",
    b"\x80",
    b"\xC3\xA9",
    b"\xED\xA0\x80",
    b"\xF0\x9F\x98\x80",
    b"%",
    b"%2F",
    b"%C3%A9",
    b"%zz",
    b"+",
    b"&",
    b"=",
    b";",
    b"/",
    b"//",
    b"?",
    b"#",
    b"..",
    b"{a}",
    b"\xFF",
    b"content-type: application/json\n",
    b"content-type: application/x-www-form-urlencoded\n",
    b"[a]",
    b"[]",
    b"|",
    b".",
    b"--x",
    b"\r\n",
    b"\r\n\r\n",
    b"cookie: a=b; ",
    b"$ref",
    b"allOf: [{}]",
    b"- ",
    b"type: object",
];

/// Calls `target` with every seed and with `count` mutations of them.
///
/// # Panics
///
/// If `target` does.
pub fn mutate(seeds: &[Vec<u8>], count: usize, target: impl Fn(&[u8])) {
    let mut random = Random::new();
    for seed in seeds {
        target(seed);
    }
    for _ in 0..count {
        let mut data = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            let place = random.below(data.len() + 1);
            match random.below(5) {
                0 => {
                    data.truncate(place);
                }
                1 => {
                    let end = data.len().min(place + 1 + random.below(8));
                    data.drain(place..end);
                }
                2 if place < data.len() => data[place] = u8::try_from(random.below(256)).unwrap(),
                3 => {
                    let end = data.len().min(place + 1 + random.below(64));
                    let copy = data[place..end].to_vec();
                    data.splice(place..place, copy);
                }
                _ => {
                    let piece = PIECES[random.below(PIECES.len())];
                    data.splice(place..place, piece.iter().copied());
                }
            }
        }
        target(&data);
    }
}
