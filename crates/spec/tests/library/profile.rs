//! The authoring profile: the library follows it, and each rule refuses at least one change to it.

mod document;
mod exchanges;
mod schemas;

use std::collections::HashSet;

use asp_spec::profile::{RULES, check};
use asp_spec::{Document, Pointer};
use serde_json::Value;

use crate::sample::{at, changed, library};

/// A change that breaks one rule, and the place where that is found.
struct Case {
    rule: &'static str,
    pointer: &'static str,
    change: fn(&mut Value),
}

const fn case(rule: &'static str, pointer: &'static str, change: fn(&mut Value)) -> Case {
    Case { rule, pointer, change }
}

fn cases() -> impl Iterator<Item = &'static Case> {
    document::CASES.iter().chain(exchanges::CASES).chain(schemas::CASES)
}

/// The problems as `rule pointer`.
fn found(document: &Document) -> Vec<String> {
    check(document).iter().map(|problem| format!("{} {}", problem.rule, problem.pointer.as_str())).collect()
}

#[test]
fn the_library_follows_the_profile() {
    assert_eq!(check(&library()), []);
}

#[test]
fn each_bad_document_breaks_exactly_its_rule() {
    let mut wrong = Vec::new();
    for Case { rule, pointer, change } in cases() {
        let (found, expected) = (found(&changed(change)), format!("{rule} {pointer}"));
        if found != [expected.as_str()] {
            wrong.push(format!("{expected}: found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_has_a_bad_document() {
    let tried: HashSet<_> = cases().map(|case| case.rule).collect();
    let all: HashSet<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(tried, all);
}

#[test]
fn each_problem_says_where_what_and_what_to_do() {
    for Case { rule, change, .. } in cases() {
        let document = changed(change);
        for problem in check(&document) {
            assert!(document.at(&problem.pointer).is_some(), "{problem}");
            for text in [&problem.found, &problem.remedy] {
                assert!(!text.is_empty() && !text.contains('\n') && !text.ends_with('.'), "{rule}: {text:?}");
                let first = text.chars().next().unwrap();
                assert!(!first.is_uppercase(), "{rule}: {text:?} begins with a capital");
            }
        }
    }
}

#[test]
fn problems_are_in_the_order_of_the_document() {
    let document = changed(|value| {
        at(value, "/components/schemas/Shelf")["oneOf"] = serde_json::json!([{"type": "object"}]);
        at(value, "/info")["version"] = "".into();
        at(value, "/paths/~1shelves/post")["summary"] = "".into();
    });
    let expected = ["/info/version", "/paths/~1shelves/post", "/components/schemas/Shelf/oneOf"];
    let pointers: Vec<_> = check(&document).into_iter().map(|problem| problem.pointer).collect();
    assert_eq!(pointers, expected.map(|pointer| Pointer::parse(pointer).unwrap()));
}
