//! YAML and JSON text to a value.

use serde_json::Value;

use crate::LoadError;

/// Parses `text` once; duplicate keys and YAML booleans such as `yes` are not let through.
pub(super) fn parse(text: &str) -> Result<Value, LoadError> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| {
        let location = error.location();
        // The library's messages for users, without its advice to developers; it repeats the place at the end.
        let rendered = error.render_with_options(serde_saphyr::render_options! {
            formatter: &serde_saphyr::UserMessageFormatter,
            snippets: serde_saphyr::SnippetMode::Off,
        });
        LoadError::Syntax {
            line: location.as_ref().map_or(1, serde_saphyr::Location::line),
            column: location.as_ref().map_or(1, serde_saphyr::Location::column),
            message: rendered.split(" at line ").next().unwrap_or(&rendered).to_owned(),
        }
    })
}

/// One dialect for every reading: YAML 1.2 booleans and numbers, and no limit that a document of thousands of
/// operations would meet. Aliases stay limited: they are how a small text becomes a huge one.
pub(super) fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_depth: 128,
        },
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::Error,
        strict_booleans: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_key_is_refused_with_its_line() {
        let error = parse("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert!(matches!(error, LoadError::Syntax { line: 3, .. }), "{error}");
        assert_eq!(error.to_string(), "line 3, column 1: duplicate mapping key `a` is not allowed here");
    }

    #[test]
    fn words_are_strings_and_only_true_and_false_are_booleans() {
        let value = parse("country: NO\nanswer: yes\nflag: true\n").unwrap();
        assert_eq!(value, serde_json::json!({"country": "NO", "answer": "yes", "flag": true}));
    }

    #[test]
    fn json_is_read_by_the_same_parser() {
        assert_eq!(parse(r#"{"a": [1, 2.5, "x"]}"#).unwrap(), serde_json::json!({"a": [1, 2.5, "x"]}));
    }
}
