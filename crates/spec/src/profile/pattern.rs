//! The rule about patterns.

use std::collections::HashMap;

use regex_syntax::Parser;
use regex_syntax::hir::Look;

use super::survey::Survey;
use super::{Findings, Rule};
use crate::Kind;

pub(super) const PATTERN: Rule = Rule {
    id: "pattern",
    statement: "A pattern is a valid ECMAScript pattern, anchored by `^` and `$` on every branch, without look-around, back-references and flags.",
    why: "Only then do all languages match the same strings, and in linear time: unanchored patterns are searched for in some and matched in others.",
    check: pattern,
};

fn pattern(survey: &Survey<'_>, findings: &mut Findings) {
    // Documents repeat their patterns, and reading one takes longer than all else about a schema.
    let mut known: HashMap<&str, Option<(&str, &str)>> = HashMap::new();
    for pattern in survey.all(Kind::Schema).filter_map(|schema| schema.get("pattern")) {
        let text = pattern.as_str().unwrap_or_default();
        if let Some((found, remedy)) = known.entry(text).or_insert_with(|| flaw(text)) {
            findings.add(&pattern, format!("the pattern `{text}` {found}"), *remedy);
        }
    }
}

fn flaw(pattern: &str) -> Option<(&'static str, &'static str)> {
    const INVALID: (&str, &str) = ("is not valid", "write an ECMAScript pattern");
    if !jsonschema_regex::is_valid_ecma_regex(pattern) {
        return Some(INVALID);
    }
    // The groups that are left, `(` and `(?:`, mean the same everywhere.
    if has_special_group(pattern) {
        return Some(("looks around, names a group or sets flags", "use plain groups, `(` or `(?:`"));
    }
    let Ok(rust) = jsonschema_regex::to_rust_regex(pattern) else { return Some(INVALID) };
    let Ok(parsed) = Parser::new().parse(&rust) else {
        return Some((
            "refers back to a group or is too large",
            "write it without back-references, and smaller",
        ));
    };
    let properties = parsed.properties();
    let anchored = properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End);
    (!anchored).then_some((
        "is not anchored",
        "begin it with `^` and end it with `$`; put alternatives into a group between",
    ))
}

/// Whether a group begins with `(?` and anything but `:`; brackets and escapes do not count.
fn has_special_group(pattern: &str) -> bool {
    let mut in_class = false;
    let mut rest = pattern.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => drop(rest.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && rest.as_str().starts_with('?') && !rest.as_str().starts_with("?:") => {
                return true;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_anchored_patterns_pass() {
        for pattern in [
            r"^[A-Za-z0-9_=#;:?@&-]+$",
            r"^amzn1\.alexa\.unit\.did\..+$",
            "^(a|b)$",
            "^a$|^b$",
            r"^[(?=]\(?$",
            "^(?:a|b){1,3}$",
        ] {
            assert_eq!(flaw(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn other_patterns_are_refused_for_a_reason() {
        let cases = [
            ("a", "anchored"),
            ("^a|b$", "anchored"),
            ("^a", "anchored"),
            (r"^a\$", "anchored"),
            ("^a($", "valid"),
            (r"^(a)\1$", "refers back"),
            ("^(?!a).*$", "looks around"),
            ("^(?<=a)b$", "looks around"),
            ("^(?<name>a)$", "looks around"),
            ("^(?i:a)$", "looks around"),
            (r"^\u{110000}$", "valid"),
        ];
        for (pattern, reason) in cases {
            assert!(
                flaw(pattern).is_some_and(|(found, _)| found.contains(reason)),
                "{pattern}: {:?}",
                flaw(pattern)
            );
        }
    }
}
