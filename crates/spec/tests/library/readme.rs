//! `openapi/README.md` explains every rule of the profile, in the words of the code.

use std::fs;

use asp_spec::profile::RULES;

fn readme() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/README.md")).unwrap()
}

#[test]
fn the_readme_has_a_row_for_each_rule_and_no_other() {
    let expected: Vec<_> =
        RULES.iter().map(|rule| format!("| `{}` | {} | {} |", rule.id, rule.statement, rule.why)).collect();
    let readme = readme();
    // The tables of rules are told from others by their head.
    let tables = readme.split("| rule | statement | reason |").skip(1);
    let rows = tables.flat_map(|table| table.lines().skip(2).take_while(|line| line.starts_with('|')));
    let written: Vec<_> = rows.collect();
    assert_eq!(written, expected, "write into openapi/README.md, in this order:\n{}", expected.join("\n"));
}

#[test]
fn rules_are_named_once_and_explained_in_sentences() {
    for (index, rule) in RULES.iter().enumerate() {
        assert!(RULES[..index].iter().all(|other| other.id != rule.id), "{} is there twice", rule.id);
        let is_kebab = rule.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(is_kebab, "{}", rule.id);
        for sentence in [rule.statement, rule.why] {
            assert!(sentence.ends_with('.') && !sentence.contains('|'), "{}: {sentence}", rule.id);
        }
    }
}
