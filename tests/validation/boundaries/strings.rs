//! Values about the rules for strings.

use asp_spec::Node;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;

use super::limits;
use crate::json::Json;

/// Texts about each format: of it, nearly of it, and not.
pub(crate) const FORMATS: &[(&str, &[&str])] = &[
    ("date", &["2024-02-29", "2023-02-29", "2024-13-01", "2024-1-01", "2024-01-01T00:00:00Z", "0000-01-01"]),
    (
        "date-time",
        &[
            "2024-02-29T23:59:59Z",
            "2024-02-29t23:59:59.123456789+05:30",
            "2024-02-30T00:00:00Z",
            "2024-02-29T24:00:00Z",
            "1998-12-31T23:59:60Z",
            "1998-12-31T22:59:60Z",
            "2024-02-29 23:59:59Z",
            "2024-02-29T23:59:59",
            "2024-02-29T23:59:59+24:00",
        ],
    ),
    ("time", &["12:00:00Z", "23:59:60Z", "12:00:00", "12:00:00+01:00", "24:00:00Z", "12:00:00.5z"]),
    ("duration", &["P1Y2M3DT4H5M6S", "P1W", "PT0S", "P", "P1DT", "P1Y2W", "1D", "PT1.5S"]),
    (
        "email",
        &[
            "a@example.com",
            "a.b+c@example.com",
            "\"a b\"@example.com",
            "a@",
            "@example.com",
            "a..b@example.com",
            "a",
        ],
    ),
    (
        "hostname",
        &[
            "example.com",
            "xn--bcher-kva.example",
            "-a.example",
            "a-.example",
            "a_b.example",
            "",
            "a..b",
            "EXAMPLE",
        ],
    ),
    ("ipv4", &["127.0.0.1", "255.255.255.256", "01.2.3.4", "1.2.3", "1.2.3.4.5", " 1.2.3.4"]),
    (
        "ipv6",
        &[
            "::1",
            "2001:db8::8:800:200c:417a",
            "::ffff:1.2.3.4",
            "1::2::3",
            "12345::",
            "fe80::1%eth0",
            "1:2:3:4:5:6:7",
        ],
    ),
    (
        "uri",
        &[
            "https://example.com/a?b#c",
            "urn:isbn:1",
            "//example.com",
            "/a",
            "http://a b",
            "http://[::1]/",
            "a:%zz",
        ],
    ),
    ("uri-reference", &["https://example.com/a?b#c", "/a", "", "#c", "a b", "%zz", "\u{e9}"]),
    ("iri", &["https://example.com/\u{e9}", "urn:\u{e9}", "/a", "http://a b"]),
    ("iri-reference", &["/\u{e9}", "", "a b", "http://[::1"]),
    ("json-pointer", &["", "/a/0", "/~0~1", "/~2", "a", "/a~"]),
    (
        "uuid",
        &[
            "123e4567-e89b-12d3-a456-426614174000",
            "123E4567-E89B-12D3-A456-426614174000",
            "123e4567e89b12d3a456426614174000",
            "123e4567-e89b-12d3-a456-42661417400g",
        ],
    ),
    ("byte", &["", "AAAA", "AAA=", "AA==", "A===", "AAA", "A-_A", "AAAA\n"]),
    ("binary", &["", "\u{0}"]),
    ("password", &["", "secret"]),
];

const KEYWORDS: [&str; 3] = ["minLength", "maxLength", "pattern"];

pub(super) fn base(node: &Node<'_>) -> Json {
    let pattern = node.text("pattern");
    let format = node.text("format").and_then(|name| FORMATS.iter().find(|(known, _)| *known == name));
    let least = node.value().get("minLength").and_then(Value::as_u64).unwrap_or(0);
    let least = usize::try_from(least).unwrap();
    match (pattern, format) {
        (Some(pattern), _) => {
            let all = of_pattern(pattern, least);
            let fits = all.iter().find(|text| text.chars().count() >= least);
            Json::string(fits.or(all.first()).cloned().unwrap_or_default())
        }
        (None, Some((_, texts))) => Json::string(texts.first().copied().unwrap_or_default()),
        (None, None) => Json::string("a".repeat(least)),
    }
}

/// Strings at and about the limits.
pub(crate) fn variants(node: &Node<'_>) -> Vec<Json> {
    let mut texts: Vec<String> = Vec::new();
    let lengths = limits(node, "minLength", "maxLength");
    for length in &lengths {
        texts.extend(["a", "\u{e9}", "\u{1f600}"].map(|character| character.repeat(*length)));
    }
    if let Some(pattern) = node.text("pattern") {
        let lengths = lengths.iter().copied().chain([0, 1, 2, 300]);
        for text in lengths.flat_map(|length| of_pattern(pattern, length)) {
            let mut shorter = text.clone();
            shorter.pop();
            texts.extend([
                format!("{text}\n"),
                format!("{text}\u{2028}"),
                format!(" {text}"),
                format!("{text}\u{e9}"),
                shorter,
            ]);
            texts.push(text.chars().skip(1).collect());
            texts.push(text.to_uppercase());
            texts.push(text);
        }
    }
    for (_, samples) in FORMATS.iter().filter(|(name, _)| node.text("format") == Some(*name)) {
        texts.extend(samples.iter().map(|sample| (*sample).to_owned()));
    }
    if node.text("type") == Some("string") || KEYWORDS.iter().any(|keyword| node.has(keyword)) {
        texts.extend(["", "a", "null", "1", "\u{0}", "\u{1f600}\u{e9}\"\\/\n"].map(str::to_owned));
    }
    texts.into_iter().map(Json::String).collect()
}

/// Texts that match the pattern, in which what repeats does so about `length` times; none if it cannot be read.
pub(super) fn of_pattern(pattern: &str, length: usize) -> Vec<String> {
    let Ok(pattern) = jsonschema_regex::to_rust_regex(pattern) else { return Vec::new() };
    let Ok(hir) = regex_syntax::parse(&pattern) else { return Vec::new() };
    let mut texts: Vec<String> = Vec::new();
    // What does not repeat counts too.
    let fixed = example(&hir, 0).chars().count();
    for repetitions in [length, length.saturating_sub(fixed), length.saturating_sub(fixed).saturating_add(1)]
    {
        texts.push(example(&hir, repetitions));
    }
    texts.dedup();
    texts
}

/// A text that matches, in which what repeats does so as often, if it may.
fn example(hir: &Hir, repetitions: usize) -> String {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(Class::Unicode(class)) => {
            let mut starts = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::end);
            starts.next_back().map(String::from).unwrap_or_default()
        }
        HirKind::Class(Class::Bytes(class)) => {
            let mut starts = class.ranges().iter().map(|range| char::from(range.start()));
            starts.next().map(String::from).unwrap_or_default()
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.map_or(usize::MAX, |most| usize::try_from(most).unwrap());
            let count = repetitions.max(usize::try_from(repetition.min).unwrap()).min(most);
            example(&repetition.sub, repetitions).repeat(count)
        }
        HirKind::Capture(capture) => example(&capture.sub, repetitions),
        HirKind::Concat(parts) => parts.iter().map(|part| example(part, repetitions)).collect(),
        HirKind::Alternation(parts) => {
            parts.first().map(|part| example(part, repetitions)).unwrap_or_default()
        }
    }
}

#[test]
fn examples_match_their_patterns() {
    for (pattern, length, expected) in
        [("^t-.+$", 4, "t-\u{10ffff}\u{10ffff}"), ("^[a-c]{2,3}(x|y)?$", 0, "cc"), ("^a$", 5, "a")]
    {
        assert!(
            of_pattern(pattern, length).iter().any(|text| text == expected),
            "{pattern}: {:?}",
            of_pattern(pattern, length)
        );
    }
}
