//! What the behaviour of all cases is told with.

use asp_validation_runtime::{Limits, Schema, judge_json};

/// The violations of `text` as `instance rule document`, with `#` for the part of the document that all share.
pub fn violations(schema: &'static Schema, text: &str) -> Vec<String> {
    let verdict = judge_json(schema, text.as_bytes(), &Limits::DEFAULT);
    let shown = verdict.violations().iter().map(|violation| {
        let document = violation.document.replace("/components/schemas/", "#");
        format!("{} {} {document}", violation.instance, violation.kind.rule()).trim().to_owned()
    });
    shown.collect()
}

/// Judges texts against `schema`: those that fit, and others with their violations.
#[track_caller]
pub fn check(schema: &'static Schema, good: &[&str], bad: &[(&str, &str)]) {
    for text in good {
        assert_eq!(violations(schema, text), Vec::<String>::new(), "{text}");
    }
    for (text, expected) in bad {
        assert_eq!(violations(schema, text).join(", "), *expected, "{text}");
    }
}
