//! The `jsonschema` crate: another validator, by other people, that judges the same values.

use std::cell::RefCell;
use std::fmt;
use std::sync::OnceLock;

use asp_tests::draft4;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::json::{Json, Spelling};
use crate::judged::Judged;

/// Formats of OpenAPI 3.0 that JSON Schema draft 2020-12 has too.
const SHARED_FORMATS: &[&str] = &[
    "date",
    "date-time",
    "time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "json-pointer",
    "uuid",
];

/// The other validator with one schema of a document.
pub(crate) struct Peer(Validator);

impl Peer {
    /// The schema at `pointer`, formats asserted.
    pub(crate) fn new(judged: &Judged, pointer: &str) -> Self {
        let mut schema = draft4::schema(&judged.document, pointer);
        mend_patterns(&mut schema);
        let mut options = jsonschema::draft4::options().should_validate_formats(true);
        for (format, validator) in formats() {
            options = options.with_format(*format, move |text: &str| validator.is_valid(&json!(text)));
        }
        // It does not know this one: whole groups of four, the last one padded (RFC 4648, section 4).
        options = options.with_format("byte", |text: &str| {
            let body = text.trim_end_matches('=');
            let is_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
            text.len().is_multiple_of(4) && text.len() - body.len() < 3 && body.bytes().all(is_alphabet)
        });
        Self(options.build(&schema).unwrap_or_else(|error| panic!("{error}: {schema:#}")))
    }

    fn accepts(&self, text: &str) -> bool {
        let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        self.0.is_valid(&value)
    }
}

/// Writes `.` as the class of what it matches in ECMAScript. The other validator takes it for everything but `\n`, where
/// ECMAScript has three more line terminators.
fn mend_patterns(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(mend_patterns),
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(pattern) if key == "pattern" => *pattern = without_dots(pattern),
                    member => mend_patterns(member),
                }
            }
        }
        _ => {}
    }
}

fn without_dots(pattern: &str) -> String {
    let (mut mended, mut escaped, mut in_class) = (String::new(), false, false);
    for character in pattern.chars() {
        match character {
            '.' if !escaped && !in_class => mended.push_str(r"[^\n\r\u2028\u2029]"),
            _ => mended.push(character),
        }
        in_class = if escaped { in_class } else { character == '[' || in_class && character != ']' };
        escaped = !escaped && character == '\\';
    }
    mended
}

/// The formats of JSON Schema draft 2020-12 by name; built once.
fn formats() -> &'static [(&'static str, Validator)] {
    static FORMATS: OnceLock<Vec<(&'static str, Validator)>> = OnceLock::new();
    FORMATS.get_or_init(|| {
        let build = |format: &&'static str| {
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            (*format, options.build(&json!({ "format": format })).unwrap())
        };
        SHARED_FORMATS.iter().map(build).collect()
    })
}

/// How two verdicts on one value compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Comparison {
    BothAccept,
    BothRefuse,
    /// The other one reads numbers into doubles, which are rounded: of the rounded value both say the same.
    Rounded,
    /// The other one cannot read numbers that are beyond doubles.
    BeyondDoubles,
}

/// A difference that nothing explains: what to look at.
#[derive(Debug)]
pub(crate) struct Unexplained(String);

impl fmt::Display for Unexplained {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Judges `value` with both validators and in every spelling.
pub(crate) fn compare(
    judged: &Judged,
    pointer: &str,
    peer: &Peer,
    value: &Json,
) -> Result<Comparison, Unexplained> {
    let text = value.text(Spelling::Compact);
    let fail = |what: &str| {
        let (verdict, document) = (judged.judge(pointer, &text), judged.document.value());
        Unexplained(format!("{what}\n{pointer}\n{text}\nours: {verdict}\n{document}"))
    };
    let accepts = |text: &str| judged.accepts(pointer, text).map_err(|problem| fail(&problem));
    let ours = accepts(&text)?;
    for spelling in Spelling::ALL {
        let other = value.text(spelling);
        if accepts(&other)? != ours {
            return Err(fail(&format!("the verdict depends on the spelling, it is another one for {other}")));
        }
    }
    let readings = as_read(value);
    let Some(first) = readings.first() else { return Ok(Comparison::BeyondDoubles) };
    let theirs = peer.accepts(&text);
    let verdicts = readings.iter().map(|read| accepts(&read.text(Spelling::Compact)));
    let verdicts = verdicts.collect::<Result<Vec<_>, _>>()?;
    let first = first.text(Spelling::Compact);
    if !verdicts.contains(&theirs) {
        return Err(fail(&format!("jsonschema says otherwise, also of {first}")));
    }
    match (ours, theirs) {
        (true, true) => Ok(Comparison::BothAccept),
        (false, false) => Ok(Comparison::BothRefuse),
        _ if readings.iter().any(|read| numbers(read) != numbers(value)) => Ok(Comparison::Rounded),
        _ => Err(fail(&format!(
            "the verdict depends on how numbers are written, it is another one for {first}"
        ))),
    }
}

/// The value with its numbers as doubles can hold them. With few digits; with all digits, where that is another number;
/// and the same with integers that have 64 bits too: the other validator takes one number for each of them, depending
/// on the keyword. None if it can read no value at all.
fn as_read(value: &Json) -> Vec<Json> {
    let text = value.text(Spelling::Compact);
    let Ok(read) = serde_json::from_str::<Value>(&text) else { return Vec::new() };
    let few = Json::from(&read);
    let digits = |integers: bool| {
        few.map_numbers(&|number| match number.parse::<f64>() {
            Ok(double) if double.abs() >= LARGEST_EXACT && (integers || number.contains(['.', 'e'])) => {
                format!("{double:.0}")
            }
            _ => number.to_owned(),
        })
    };
    let (all, integers) = (digits(false), digits(true));
    vec![few, all, integers]
}

/// Up to here every integer is a double of its own: 2^53.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The numbers of the value, in order, by value.
fn numbers(value: &Json) -> Vec<(bool, String, i128)> {
    let numbers = RefCell::new(Vec::new());
    value.map_numbers(&|number| {
        numbers.borrow_mut().push(digits(number));
        String::new()
    });
    numbers.into_inner()
}

/// The value of a number: whether it is negative, its digits without zeros at either end, and the power of ten of the
/// last one.
fn digits(number: &str) -> (bool, String, i128) {
    let (number, negative) = number.strip_prefix('-').map_or((number, false), |rest| (rest, true));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i128 = exponent.parse().unwrap_or(i128::from(i64::MAX));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let shown = all.trim_start_matches('0').trim_end_matches('0');
    if shown.is_empty() {
        return (false, String::new(), 0);
    }
    let zeros = all.len() - all.trim_end_matches('0').len();
    let count = |length: usize| i128::try_from(length).unwrap_or(i128::MAX);
    (negative, shown.to_owned(), exponent - count(fraction.len()) + count(zeros))
}

#[test]
fn equal_numbers_have_equal_digits() {
    for (left, right) in [("1", "1.0"), ("-0", "0e5"), ("120", "1.2e2"), ("0.010", "1E-2"), ("-1e+1", "-10")]
    {
        assert_eq!(digits(left), digits(right), "{left} {right}");
    }
    for (left, right) in [("1", "-1"), ("1", "10"), ("12", "1.2"), ("1", "0"), ("0.1", "0.10000000000000001")]
    {
        assert_ne!(digits(left), digits(right), "{left} {right}");
    }
}

/// A dot is put differently to the other validator because of this.
#[test]
fn dots_are_mended() {
    assert_eq!(without_dots(r"a\..[.\].]"), r"a\.[^\n\r\u2028\u2029][.\].]");
    let (plain, mended) = (json!({ "pattern": "^.$" }), json!({ "pattern": without_dots("^.$") }));
    let accepts =
        |schema: &Value| jsonschema::draft4::options().build(schema).unwrap().is_valid(&json!("\u{2028}"));
    assert!(accepts(&plain) && !accepts(&mended));
}

/// Each reason for which verdicts may differ has a value for which they do.
#[test]
fn every_reason_to_differ_is_needed() {
    let judged =
        Judged::of_schemas(&json!({ "S": { "type": "integer", "maximum": 9_007_199_254_740_992_u64 } }));
    let pointer = "/components/schemas/S";
    let peer = Peer::new(&judged, pointer);
    let found = |number: &str| compare(&judged, pointer, &peer, &Json::number(number)).unwrap();
    assert_eq!(found("9007199254740991.0"), Comparison::BothAccept);
    assert_eq!(found("9007199254740993"), Comparison::BothRefuse);
    assert_eq!(found("9007199254740992.5"), Comparison::Rounded);
    assert_eq!(found("1e400"), Comparison::BeyondDoubles);
}
