//! The texts of `JSONTestSuite`: what parsers must accept (`y_`) and refuse (`n_`), and what is left open (`i_`).

use std::collections::{BTreeMap, BTreeSet};

use asp_tests::corpora;
use asp_validation_runtime::{JsonProblem, Limits};

use crate::outcome::{Outcome, Reading, Seen};

/// More levels than any of the texts that must be accepted has.
const DEEP: usize = 512;

const LONE_SURROGATE: Outcome = Outcome::NotJson(JsonProblem::LoneSurrogate);

/// What the suite leaves open, without the prefix, and what is decided here.
///
/// The copy of the suite at hand calls some of these `y_`, since its owner has decided as well.
const DECIDED: &[(&str, Outcome)] = &[
    // RFC 8259, section 6, lets parsers limit range and precision. Nothing is rounded here, so no limit is needed.
    ("number_double_huge_neg_exp.json", Outcome::Accepted),
    ("number_huge_exp.json", Outcome::Accepted),
    ("number_neg_int_huge_exp.json", Outcome::Accepted),
    ("number_pos_double_huge_exp.json", Outcome::Accepted),
    ("number_real_neg_overflow.json", Outcome::Accepted),
    ("number_real_pos_overflow.json", Outcome::Accepted),
    ("number_real_underflow.json", Outcome::Accepted),
    ("number_too_big_neg_int.json", Outcome::Accepted),
    ("number_too_big_pos_int.json", Outcome::Accepted),
    ("number_very_big_negative_int.json", Outcome::Accepted),
    // Accepted where the limit allows it; by default 128 levels are enough, and the stack is safe.
    ("structure_500_nested_arrays.json", Outcome::Accepted),
    // RFC 8259, section 8.2: half of a surrogate pair is no character, and each receiver makes something else of it.
    ("object_key_lone_2nd_surrogate.json", LONE_SURROGATE),
    ("string_1st_valid_surrogate_2nd_invalid.json", LONE_SURROGATE),
    ("string_incomplete_surrogate_and_escape_valid.json", LONE_SURROGATE),
    ("string_incomplete_surrogate_pair.json", LONE_SURROGATE),
    ("string_incomplete_surrogates_escape_valid.json", LONE_SURROGATE),
    ("string_invalid_lonely_surrogate.json", LONE_SURROGATE),
    ("string_invalid_surrogate.json", LONE_SURROGATE),
    ("string_inverted_surrogates_U+1D11E.json", LONE_SURROGATE),
    ("string_lone_second_surrogate.json", LONE_SURROGATE),
    // RFC 8259, section 8.1: JSON between systems is UTF-8.
    ("string_UTF-8_invalid_sequence.json", Outcome::NotUtf8),
    ("string_UTF8_surrogate_U+D800.json", Outcome::NotUtf8),
    ("string_invalid_utf-8.json", Outcome::NotUtf8),
    ("string_iso_latin_1.json", Outcome::NotUtf8),
    ("string_lone_utf8_continuation_byte.json", Outcome::NotUtf8),
    ("string_not_in_unicode_range.json", Outcome::NotUtf8),
    ("string_overlong_sequence_2_bytes.json", Outcome::NotUtf8),
    ("string_overlong_sequence_6_bytes.json", Outcome::NotUtf8),
    ("string_overlong_sequence_6_bytes_null.json", Outcome::NotUtf8),
    ("string_truncated-utf-8.json", Outcome::NotUtf8),
];

/// What the suite leaves open as well, and the copy at hand lacks.
const DECIDED_HERE: &[(&[u8], Outcome)] = &[
    // RFC 8259, section 8.1: writers must not add a byte order mark, readers may refuse it.
    (b"\xef\xbb\xbf{}", Outcome::NotJson(JsonProblem::Value)),
    // No UTF-8, with a byte order mark or without.
    (b"\xff\xfe[\0\"\0a\0\"\0]\0", Outcome::NotUtf8),
    (b"[\0\"\0\xe9\0\"\0]\0", Outcome::NotUtf8),
    // All ASCII, so that it is UTF-8 as well: the zero bytes are what is wrong.
    (b"[\0\"\0a\0\"\0]\0", Outcome::NotJson(JsonProblem::Value)),
    (b"\0[\0\"\0a\0\"\0]", Outcome::NotJson(JsonProblem::Value)),
    (br#"["\udbff"]"#, LONE_SURROGATE),
];

/// Texts that must be accepted, and where a contract may not be kept all the same.
///
/// RFC 8259, section 4: names should be unique, or receivers differ. So a key that stands twice is a violation.
const REPEATED_KEYS: &[&str] = &["object_duplicated_key.json", "object_duplicated_key_and_value.json"];

/// Texts that must be refused, and are before their fault is reached: their thousands of brackets are never closed.
const TOO_DEEP: &[&str] = &["structure_100000_opening_arrays.json", "structure_open_array_object.json"];

/// Numbers that no double can hold, which `serde_json` refuses: here they are compared as they are written.
const BEYOND_DOUBLES: &[&str] = &[
    "y_number_huge_exp.json",
    "y_number_neg_int_huge_exp.json",
    "y_number_pos_double_huge_exp.json",
    "y_number_real_neg_overflow.json",
    "y_number_real_pos_overflow.json",
];

fn texts() -> Vec<(String, Vec<u8>)> {
    corpora::json_files(&corpora::package("json-syntax").join("tests/inputs"))
}

/// The outcome of each text whose name starts with `prefix`, by the rest of the name.
fn outcomes(prefix: &str) -> BTreeMap<String, Outcome> {
    let outcome = |(name, text): (String, Vec<u8>)| {
        Some((name.strip_prefix(prefix)?.to_owned(), Outcome::of(&text, DEEP)))
    };
    texts().into_iter().filter_map(outcome).collect()
}

#[test]
fn all_texts_are_there() {
    let mut counts = BTreeMap::new();
    for (name, _) in texts() {
        *counts.entry(name.split_once('_').unwrap().0.to_owned()).or_insert(0) += 1;
    }
    let expected = [("i", 19), ("n", 188), ("y", 107)];
    assert_eq!(counts, expected.map(|(prefix, count)| (prefix.to_owned(), count)).into());
}

#[test]
fn what_must_be_accepted_is_accepted() {
    let mut repeated = Vec::new();
    for (name, outcome) in outcomes("y_") {
        if outcome == Outcome::RepeatedKey {
            repeated.push(name);
        } else {
            assert_eq!(outcome, Outcome::Accepted, "{name}");
        }
    }
    assert_eq!(repeated, REPEATED_KEYS);
}

#[test]
fn what_must_be_refused_is_refused() {
    let mut deep = Vec::new();
    for (name, outcome) in outcomes("n_") {
        match outcome {
            Outcome::NotUtf8 | Outcome::NotJson(_) => {}
            Outcome::TooDeep => deep.push(name),
            Outcome::Accepted | Outcome::RepeatedKey => panic!("{name} is accepted"),
        }
    }
    assert_eq!(deep, TOO_DEEP);
}

#[test]
fn what_is_left_open_is_decided() {
    let (mut open, accepted) = (outcomes("i_"), outcomes("y_"));
    for (name, decided) in DECIDED {
        let outcome = open.remove(*name).or_else(|| accepted.get(*name).copied());
        assert_eq!(outcome, Some(*decided), "{name}");
    }
    assert_eq!(open, BTreeMap::new(), "decide these");
    for (text, decided) in DECIDED_HERE {
        assert_eq!(Outcome::of(text, DEEP), *decided, "{}", text.escape_ascii());
    }
}

#[test]
fn all_texts_are_read_like_serde_json_reads_them() {
    let own = DECIDED_HERE.iter().map(|(text, _)| (text.escape_ascii().to_string(), text.to_vec()));
    let mut different = BTreeSet::new();
    for (name, text) in texts().into_iter().chain(own) {
        let (ours, theirs) = (Outcome::of(&text, Limits::DEFAULT.depth), Reading::of(&text));
        if ours.seen() != theirs.seen {
            assert_eq!((ours, theirs.seen), (Outcome::Accepted, Seen::BeyondDoubles), "{name}");
            different.insert(name);
        }
    }
    assert_eq!(different, BEYOND_DOUBLES.iter().map(ToString::to_string).collect());
}
