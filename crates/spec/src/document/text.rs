//! YAML and JSON text to a value.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::LoadError;

/// Parses `text` once; duplicate keys and YAML booleans such as `yes` are not let through.
///
/// JSON is read as JSON: several times faster than as YAML, and what YAML would read in another way, such as tabs and
/// control characters, means what JSON says. Text that only starts like JSON, such as YAML in flow style, is YAML.
pub(super) fn parse(text: &str) -> Result<Value, LoadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start().starts_with(['{', '[']) {
        return yaml(text);
    }
    match serde_json::from_str(text) {
        Ok(Unique(value)) => Ok(value),
        // The text is JSON; what is wrong is a key that stands twice.
        Err(error) if error.is_data() => Err(json_error(&error)),
        // Whoever got further knows better what the author meant.
        Err(error) => yaml(text).map_err(|other| later(json_error(&error), other)),
    }
}

fn yaml(text: &str) -> Result<Value, LoadError> {
    let read: Result<Unique, _> = serde_saphyr::from_str_with_options(text, options());
    read.map(|Unique(value)| value).map_err(|error| {
        let location = error.location();
        // The library's messages for users, without its advice to developers; it repeats the place at the end.
        let rendered = error.render_with_options(serde_saphyr::render_options! {
            formatter: &serde_saphyr::UserMessageFormatter,
            snippets: serde_saphyr::SnippetMode::Off,
        });
        LoadError::Syntax {
            line: location.as_ref().map_or(1, serde_saphyr::Location::line),
            column: location.as_ref().map_or(1, serde_saphyr::Location::column),
            message: message(&rendered),
        }
    })
}

/// How deep a text may nest, in levels: reading it takes stack in proportion. JSON is read within the same limit.
const MOST_LEVELS: usize = 128;

fn json_error(error: &serde_json::Error) -> LoadError {
    LoadError::Syntax {
        line: error.line() as u64,
        column: error.column() as u64,
        message: message(&error.to_string()),
    }
}

/// What the parser says, without the place at its end; limits in words for authors.
fn message(rendered: &str) -> String {
    if rendered.contains("recursion limit") || rendered.contains("Depth {") {
        return format!("more than {MOST_LEVELS} levels of nesting");
    }
    if rendered.contains("limits breached") {
        return "aliases (`*name`) that stand for millions of values: write out what they stand for"
            .to_owned();
    }
    rendered.split(" at line ").next().unwrap_or(rendered).to_owned()
}

fn later(left: LoadError, right: LoadError) -> LoadError {
    let place = |error: &LoadError| match error {
        LoadError::Syntax { line, column, .. } => (*line, *column),
        LoadError::Problems(_) => (0, 0),
    };
    if place(&right) > place(&left) { right } else { left }
}

/// One dialect for every reading: YAML 1.2 booleans and numbers, and no limit that a document of thousands of
/// operations would meet. Aliases stay limited: they are how a small text becomes a huge one.
pub(super) fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_depth: MOST_LEVELS,
        },
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::Error,
        strict_booleans: true,
    }
}

/// A value whose objects have no key twice, also where YAML would tell the keys apart: `200` and `"200"`.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Unique::deserialize(deserializer).map(|Unique(value)| value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Unique(item)) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if members.contains_key(&key) {
                return Err(A::Error::custom(format_args!(
                    "duplicate mapping key `{key}` is not allowed here"
                )));
            }
            let Unique(value) = map.next_value()?;
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_duplicate_key_is_refused_with_its_line() {
        let error = parse("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert!(matches!(error, LoadError::Syntax { line: 3, .. }), "{error}");
        assert_eq!(error.to_string(), "line 3, column 1: duplicate mapping key `a` is not allowed here");
    }

    #[test]
    fn a_duplicate_key_is_refused_in_json_too_with_its_line() {
        let error = parse("{\n  \"a\": 1,\n  \"b\": {\"c\": 2,\n    \"c\": 3}\n}").unwrap_err();
        assert!(matches!(error, LoadError::Syntax { line: 4, .. }), "{error}");
        assert!(error.to_string().ends_with("duplicate mapping key `c` is not allowed here"), "{error}");
    }

    #[test]
    fn keys_that_are_alike_once_read_are_duplicates() {
        let error = parse("200: a\n\"200\": b\n").unwrap_err();
        assert!(error.to_string().contains("duplicate mapping key `200`"), "{error}");
    }

    #[test]
    fn words_are_strings_and_only_true_and_false_are_booleans() {
        let value = parse("country: NO\nanswer: yes\nflag: true\n").unwrap();
        assert_eq!(value, json!({"country": "NO", "answer": "yes", "flag": true}));
    }

    #[test]
    fn keys_are_text_and_dates_are_strings() {
        let value = parse("429: a\n1.50: b\ntrue: c\nday: 2020-01-31\ntime: 2020-01-31T12:00:00Z\n").unwrap();
        assert_eq!(
            value,
            json!({"429": "a", "1.50": "b", "true": "c", "day": "2020-01-31", "time": "2020-01-31T12:00:00Z"})
        );
    }

    #[test]
    fn anchors_and_merge_keys_are_resolved() {
        let value = parse("a: &base {p: 1, q: 2}\nb:\n  <<: *base\n  q: 3\nc: *base\n").unwrap();
        assert_eq!(value, json!({"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}, "c": {"p": 1, "q": 2}}));
    }

    #[test]
    fn json_means_what_json_says() {
        for (text, expected) in [
            (r#"{"a": [1, 2.5, "x"]}"#, json!({"a": [1, 2.5, "x"]})),
            ("\u{feff}{\"a\": 1}", json!({"a": 1})),
            ("\r\n{\r\n\t\"a\":\t\"\u{7f}\\ud83d\\ude00\"\r\n}\r\n", json!({"a": "\u{7f}\u{1f600}"})),
            (
                r#"{"a": 18446744073709551615, "b": -9223372036854775808}"#,
                json!({"a": u64::MAX, "b": i64::MIN}),
            ),
        ] {
            assert_eq!(parse(text).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn yaml_in_flow_style_is_yaml() {
        assert_eq!(parse("{a: b, c: [d, e], }").unwrap(), json!({"a": "b", "c": ["d", "e"]}));
    }

    #[test]
    fn texts_that_ask_for_too_much_are_refused_in_words() {
        for text in ["[".repeat(200) + &"]".repeat(200), format!("a: {}", "[".repeat(200) + &"]".repeat(200))]
        {
            let error = parse(&text).unwrap_err();
            assert!(error.to_string().ends_with("more than 128 levels of nesting"), "{error}");
        }
        let line = |level: usize| {
            let ten = vec![if level == 0 { "1".to_owned() } else { format!("*x{}", level - 1) }; 10];
            format!("x{level}: &x{level} [{}]", ten.join(", "))
        };
        let error = parse(&(0..9).map(line).collect::<Vec<_>>().join("\n")).unwrap_err();
        assert!(error.to_string().contains("aliases (`*name`)"), "{error}");
    }

    #[test]
    fn an_error_stands_where_reading_stopped() {
        for text in
            ["{\n  \"a\": 1,\n  \"b\": [1}\n}", "{\n  \"a\": 1,\n  \"b\": \"x\n", "a: 1\nb: 2\nc: [\n"]
        {
            let error = parse(text).unwrap_err();
            assert!(matches!(error, LoadError::Syntax { line: 3.., .. }), "{text:?}: {error}");
        }
    }
}
