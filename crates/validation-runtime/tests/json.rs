//! The parser against `serde_json`: both accept and refuse the same texts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/random.rs"]
mod random;

use asp_validation_runtime::tables::Schema;
use asp_validation_runtime::{Limits, Verdict, ViolationKind, judge_json};

use crate::random::Random;

/// Whether the parser refuses `text` as JSON. Duplicate keys, which `serde_json` does not see, are no refusal.
fn is_refused(text: &[u8]) -> bool {
    let limits = Limits::DEFAULT.with_depth(120);
    let verdict = judge_json(&Schema::ANY, text, &limits);
    match verdict {
        Verdict::Valid => false,
        Verdict::NotJudged(reason) => panic!("{reason}"),
        Verdict::Violations(violations) => {
            violations.list.iter().any(|violation| violation.kind != ViolationKind::DuplicateKey)
        }
    }
}

#[track_caller]
fn agree(text: &[u8]) {
    // Unlike `Value`, this reads no number into a double, so that none is refused for its size.
    let expected = serde_json::from_slice::<serde::de::IgnoredAny>(text).is_err();
    // While ignoring a string, serde_json looks into it as little as it can: surrogates only show when it is read.
    let expected = expected || reads_badly(text);
    assert_eq!(is_refused(text), expected, "{:?}", String::from_utf8_lossy(text));
    // A line break keeps the parser from its shortcut for bodies without escapes and control characters.
    let careful = [b"\n", text].concat();
    assert_eq!(is_refused(&careful), expected, "after a line break: {:?}", String::from_utf8_lossy(text));
}

/// Whether some string of the text cannot be read, or the text is no UTF-8.
fn reads_badly(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_err()
        || serde_json::from_slice::<serde_json::Value>(text)
            .is_err_and(|error| !error.to_string().starts_with("number out of range"))
}

const CORPUS: &[&str] = &[
    // Values.
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1.5e+10",
    "\"\"",
    "[]",
    "{}",
    "[1,2]",
    r#"{"a":1}"#,
    " \t\n\r1 \t\n\r",
    r#"{"a":{"b":[{"c":null},true,"x"]}}"#,
    "[[[[[[[[[[]]]]]]]]]]",
    "123456789012345678901234567890",
    "1e400",
    "-1E-400",
    "[1e999999999999]",
    "[0.1e0]",
    "\"\u{7f}\"",
    "\"é€😀\"",
    "\"\u{2028}\"",
    "\"\u{feff}\"",
    r#""\"\\\/\b\f\n\r\t\u0000\uFFFF\ud83d\ude00""#,
    r#"{"a\u0000":1}"#,
    r#"{"":0}"#,
    r#"{"a":1,"b":2,"c":3}"#,
    // No values.
    "",
    " ",
    "nul",
    "nulll",
    "TRUE",
    "True",
    "+1",
    "01",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "--1",
    "0x10",
    "1_000",
    "NaN",
    "Infinity",
    "-",
    "-a",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1,,2]",
    "{",
    "}",
    "{,}",
    r#"{"a"}"#,
    r#"{"a":}"#,
    r#"{"a":1,}"#,
    r#"{"a":1 "b":2}"#,
    r"{a:1}",
    r"{'a':1}",
    r"{1:1}",
    r#"{"a":1}}"#,
    "[1]]",
    "1 2",
    "\"",
    "\"a",
    "\"\\\"",
    r#""\x""#,
    r#""\u12""#,
    r#""\u12G4""#,
    r#""\ud800""#,
    r#""\udc00""#,
    r#""\ud800\u0041""#,
    r#""\ud800\ud800""#,
    r#"{"\ud800":1}"#,
    "\"\n\"",
    "\"\t\"",
    "\"\u{0}\"",
    "\"\u{1f}\"",
    "'a'",
    "// a\n1",
    "/* */1",
    "\u{feff}1",
    "\u{a0}1",
    "1\u{b}",
    "[1}",
    r#"{"a":1]"#,
    "tru",
    "f",
    "n",
    "t",
    "\\",
    "\"\\",
    "\"\\u",
    "[\"a\",\"b\"",
    ":",
    ",",
];

#[test]
fn the_corpus_is_judged_alike() {
    for text in CORPUS {
        agree(text.as_bytes());
        agree(format!("[{text}]").as_bytes());
        agree(format!("{{\"key\": {text}}}").as_bytes());
        agree(format!("{text} x").as_bytes());
    }
}

#[test]
fn no_utf8_is_refused_where_it_starts() {
    for (text, offset) in [
        (&b"\"\xff\""[..], 1),
        (b"\"a\xc3\"", 2),
        (b"\"\xc0\x80\"", 1),
        (b"\"\xed\xa0\x80\"", 1),
        (b"\"\xf4\x90\x80\x80\"", 1),
        (b"{}\x80", 2),
    ] {
        let verdict = judge_json(&Schema::ANY, text, &Limits::DEFAULT);
        assert_eq!(verdict.violations()[0].kind, ViolationKind::Utf8 { offset });
        agree(text);
    }
}

#[test]
fn every_cut_of_a_text_is_judged_alike() {
    let text = r#" {"a": [1.5e-3, -0, "x\n\ud83d\ude00y"], "b": {"c": null, "d": [true, false]}, "é": ""} "#
        .as_bytes();
    for end in 0..=text.len() {
        agree(&text[..end]);
    }
}

#[test]
fn random_mutations_are_judged_alike() {
    const PIECES: &[&[u8]] = &[
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"0",
        b"9",
        b"-",
        b"+",
        b".",
        b"e",
        b"E",
        b"u",
        b"\\u",
        b"\\ud83d",
        b"\\ude00",
        b"null",
        b"true",
        b"false",
        b" ",
        b"\n",
        b"\x00",
        b"\x1f",
        b"\x7f",
        b"\x80",
        b"\xc3\xa9",
        b"\xff",
        b"a",
        b"\"a\":",
    ];
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let seeds = [
        r#"{"rooms": [{"id": "amzn1.alexa.unit.did.AB", "name": "a\"b"}, {}], "next": null, "n": [1, -2.5e10, 0]}"#,
        r#"["\ud83d\ude00", "é€😀", {"a": {"a": [[], [{}]]}}, true, false, 1e5, 0.001]"#,
    ];
    for round in 0..40_000 {
        let mut text = seeds[round % seeds.len()].as_bytes().to_vec();
        for _ in 0..=random.below(3) {
            let start = random.below(text.len() + 1);
            let end = (start + random.below(4)).min(text.len());
            match random.below(3) {
                0 => drop(text.drain(start..end)),
                1 => drop(text.splice(start..start, PIECES[random.below(PIECES.len())].iter().copied())),
                _ => drop(text.splice(start..end, PIECES[random.below(PIECES.len())].iter().copied())),
            }
        }
        agree(&text);
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let judge = |text: String| judge_json(&Schema::ANY, text.as_bytes(), &Limits::DEFAULT);
    assert!(judge(nested(128)).is_valid());
    let verdict = judge(nested(129));
    assert_eq!(verdict.violations()[0].kind, ViolationKind::Depth { limit: 128 });
    assert!(!judge("[".repeat(1_000_000)).is_valid());
    assert!(!judge("{\"a\":".repeat(1_000_000)).is_valid());
}

#[test]
fn size_is_limited_where_asked() {
    let limits = Limits::DEFAULT.with_body(4);
    assert!(judge_json(&Schema::ANY, b"1234", &limits).is_valid());
    let verdict = judge_json(&Schema::ANY, b"12345", &limits);
    assert_eq!(verdict.violations()[0].kind, ViolationKind::BodySize { limit: 4, found: 5 });
}

#[test]
fn hostile_objects_are_judged_in_linear_time() {
    let keys: Vec<String> = (0..200_000).map(|number| format!("\"k{number}\":0")).collect();
    let text = format!("{{{}}}", keys.join(","));
    assert!(judge_json(&Schema::ANY, text.as_bytes(), &Limits::DEFAULT).is_valid());
    let text = format!("[{}]", vec!["{\"a\":1,\"a\":2}"; 100_000].join(","));
    let Verdict::Violations(violations) = judge_json(&Schema::ANY, text.as_bytes(), &Limits::DEFAULT) else {
        panic!("there are duplicates");
    };
    assert_eq!(violations.list.len(), 100);
    assert!(violations.truncated);
}
