//! Judging against tables written by hand: order and number of violations, where the text breaks off, serialization.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation_runtime::tables::*;
use asp_validation_runtime::{JsonProblem, Limits, Location, Verdict, ViolationKind, judge_json};

static NAME_RULES: StringRules =
    StringRules { min_length: 2, max_length: Some(4), pattern: Some(&LOWER), ..StringRules::NONE };

/// `^[a-z]*$`
static LOWER: Pattern = Pattern {
    source: "^[a-z]*$",
    prefix: b"",
    start: 1,
    accepting: 1,
    certain: None,
    run: None,
    classes: Pattern::classes(&[(b'a', b'z', 1)]),
    columns: 2,
    transitions: Transitions::Narrow(b"\0\0\0\x01"),
};

static NAME: Schema =
    Schema { pointer: "/s/Name", types: Types::STRING, string: Some(&NAME_RULES), ..Schema::ANY };

static ITEM: Schema = Schema {
    pointer: "/s/Item",
    types: Types::OBJECT,
    object: Some(&ObjectRules {
        properties: &[
            Property { name: "name", required: true, schema: Some(&NAME), ..Property::NONE },
            Property { name: "count", required: true, schema: Some(&COUNT), ..Property::NONE },
        ],
        additional: Additional::Forbidden,
        max_properties: Some(3),
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};

static COUNT: Schema = Schema {
    pointer: "/s/Count",
    types: Types::INTEGER,
    number: Some(&NumberRules {
        maximum: Some(Bound { limit: Decimal::literal("9"), exclusive: false }),
        ..NumberRules::NONE
    }),
    ..Schema::ANY
};

static LIST: Schema = Schema {
    pointer: "/s/List",
    types: Types::ARRAY,
    array: Some(&ArrayRules { items: Some(&ITEM), min_items: 2, max_items: Some(2), ..ArrayRules::NONE }),
    ..Schema::ANY
};

fn shown(verdict: &Verdict) -> Vec<String> {
    verdict.violations().iter().map(ToString::to_string).collect()
}

#[test]
fn the_whole_comes_before_its_members_and_length_before_pattern() {
    let body = r#"[{"extra": 1, "name": "LONGER", "count": 10, "more": []}, {"count": "1"}, {"name": "ok", "count": 9.0}]"#;
    let verdict = judge_json(&LIST, body.as_bytes(), &Limits::DEFAULT);
    assert_eq!(
        shown(&verdict),
        [
            "body: has 3 items, at most 2 are allowed (/s/List/maxItems)",
            "body /0: has 4 members, at most 3 are allowed (/s/Item/maxProperties)",
            "body /0/extra: is not documented, and other members are refused (/s/Item/additionalProperties)",
            "body /0/name: has 6 characters, at most 4 are allowed (/s/Name/maxLength)",
            "body /0/name: does not match the pattern `^[a-z]*$` (/s/Name/pattern)",
            "body /0/count: is 10, at most 9 is allowed (/s/Count/maximum)",
            "body /0/more: is not documented, and other members are refused (/s/Item/additionalProperties)",
            "body /1: lacks the required member `name` (/s/Item/required)",
            "body /1/count: is of type string, must be integer (/s/Count/type)",
        ]
    );
}

#[test]
fn what_was_found_before_the_text_breaks_off_stays() {
    let verdict = judge_json(&LIST, br#"[{"name": "A", "count": 01}]"#, &Limits::DEFAULT);
    assert_eq!(
        shown(&verdict),
        [
            "body /0/name: has 1 character, at least 2 are required (/s/Name/minLength)",
            "body /0/name: does not match the pattern `^[a-z]*$` (/s/Name/pattern)",
            "body /0/count: is no valid JSON at byte 25: no JSON number can look like this",
        ]
    );
    let last = verdict.violations().last().unwrap();
    assert_eq!(last.kind, ViolationKind::Json { offset: 25, problem: JsonProblem::Number });
    assert_eq!(last.location, Location::Body);
}

#[test]
fn violations_are_capped_and_the_cap_is_told() {
    let items = vec!["{}"; 200].join(",");
    let verdict = judge_json(&LIST, format!("[{items}]").as_bytes(), &Limits::DEFAULT);
    let Verdict::Violations(violations) = &verdict else { panic!("there are violations") };
    assert_eq!(violations.list.len(), 100);
    assert!(violations.truncated);
    // Found last, listed first: the cap does not push it out.
    assert_eq!(violations.list[0].document, "/s/List/maxItems");
    assert!(verdict.to_string().ends_with("and more: only the first 100 are listed"));
    let one = judge_json(&LIST, b"[{}, {}]", &Limits::DEFAULT.with_violations(0));
    assert_eq!(one.violations().len(), 1);
}

#[test]
fn long_numbers_are_told_by_their_length() {
    let verdict = judge_json(&COUNT, "9".repeat(1_000).as_bytes(), &Limits::DEFAULT);
    assert_eq!(
        shown(&verdict),
        ["body: is a number of 1000 characters, at most 9 is allowed (/s/Count/maximum)"]
    );
}

#[test]
fn characters_are_counted_and_not_bytes() {
    for (text, valid) in [("\"abcd\"", true), ("\"éééé\"", true), ("\"😀😀😀😀\"", true), ("\"😀\"", false)]
    {
        let verdict = judge_json(&NAME, text.as_bytes(), &Limits::DEFAULT);
        let lengths = verdict.violations().iter().filter(|found| found.kind.rule() != "pattern").count();
        assert_eq!(lengths == 0, valid, "{text}");
    }
    let escaped = judge_json(&NAME, br#""\u0061\ud83d\ude00""#, &Limits::DEFAULT);
    assert_eq!(shown(&escaped), ["body: does not match the pattern `^[a-z]*$` (/s/Name/pattern)"]);
}

#[cfg(feature = "serde")]
#[test]
fn verdicts_are_serialized() {
    let verdict = judge_json(&ITEM, br#"{"name": 1, "count": 10}"#, &Limits::DEFAULT);
    assert_eq!(
        serde_json::to_value(&verdict).unwrap(),
        serde_json::json!({
            "verdict": "violations",
            "violations": [
                {
                    "location": {"in": "body"}, "instance": "/name", "document": "/s/Name/type",
                    "kind": {"rule": "type", "expected": ["string"], "found": ["integer"]}, "message": "body /name: is of type integer, must be string (/s/Name/type)"
                },
                {
                    "location": {"in": "body"}, "instance": "/count", "document": "/s/Count/maximum",
                    "kind": {"rule": "maximum", "limit": "9", "exclusive": false, "found": "10"}, "message": "body /count: is 10, at most 9 is allowed (/s/Count/maximum)"
                }
            ],
            "truncated": false,
            "notJudged": null
        })
    );
    assert_eq!(serde_json::to_value(Verdict::Valid).unwrap(), serde_json::json!({"verdict": "valid"}));
    for violation in verdict.violations() {
        let kind = serde_json::to_value(&violation.kind).unwrap();
        assert_eq!(kind["rule"], violation.kind.rule());
    }
}

#[test]
fn a_violation_that_is_repeated_endlessly_is_described_a_bounded_number_of_times() {
    let mut text = format!("{{\"{}\":", "k".repeat(250)).repeat(100);
    text.push_str("{\"a\":1");
    text.push_str(&",\"a\":1".repeat(100_000));
    text.push_str(&"}".repeat(101));
    let measured = allocation_counter::measure(|| {
        let verdict = judge_json(&Schema::ANY, text.as_bytes(), &Limits::DEFAULT);
        let Verdict::Violations(violations) = verdict else { panic!("there are violations") };
        assert_eq!(violations.list.len(), 1);
        assert!(violations.truncated);
    });
    // Some hundred kB for each that is described.
    assert!(measured.bytes_total < 300 << 20, "{} bytes", measured.bytes_total);
}
