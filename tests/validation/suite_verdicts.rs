//! The JSON Schema Test Suite: our verdict on every case that OpenAPI 3.0 shares.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::OnceLock;

use asp_spec::Document;
use asp_tests::schema_suite::{Draft, Group, read};

use crate::judged::Judged;

/// Files with schemas that the generator refuses: the rule, and why it is right to.
const REFUSED: &[(Draft, &str, &str, &str)] = &[
    (
        Draft::Four,
        "optional/bignum.json",
        "number-precision",
        "the limit was rounded when the schema was read",
    ),
    (
        Draft::Twenty,
        "optional/bignum.json",
        "number-precision",
        "the limit was rounded when the schema was read",
    ),
    (
        Draft::Twenty,
        "optional/format/unknown.json",
        "unknown-format",
        "a format that nobody knows is ignored there, and here refused unless that is allowed, since it may be a slip",
    ),
];

/// What becomes of the groups.
#[derive(Default)]
struct Outcome {
    /// Per file: how many cases are judged.
    judged: BTreeMap<(Draft, String), usize>,
    /// Per file: how many cases have a schema that is refused, by rule.
    refused: BTreeMap<(Draft, String), BTreeMap<&'static str, usize>>,
    /// Draft, file, schema, value and verdict of each case of which the suite says otherwise.
    different: Vec<String>,
}

fn outcome() -> &'static Outcome {
    static OUTCOME: OnceLock<Outcome> = OnceLock::new();
    OUTCOME.get_or_init(|| {
        let mut outcome = Outcome::default();
        for group in read().0 {
            judge(&group, &mut outcome);
        }
        outcome
    })
}

/// Judges the cases of `group` from their texts.
fn judge(group: &Group, outcome: &mut Outcome) {
    let file = (group.draft, group.file.clone());
    let judged = match Judged::new(Document::from_value(group.document()).unwrap()) {
        Ok(judged) => judged,
        Err(refused) => {
            let rules = outcome.refused.entry(file).or_default();
            *rules.entry(refused.first().unwrap().rule).or_default() += group.cases.len();
            return;
        }
    };
    *outcome.judged.entry(file).or_default() += group.cases.len();
    let pointer = format!("/components/schemas/{}", Group::SCHEMA);
    for case in &group.cases {
        if judged.accepts(&pointer, &case.data) != Ok(case.valid) {
            outcome.different.push(format!(
                "{} {}: {}: {}: {}",
                group.draft.name(),
                group.file,
                group.description,
                case.description,
                judged.judge(&pointer, &case.data)
            ));
        }
    }
}

#[test]
fn every_verdict_is_that_of_the_suite() {
    let Outcome { judged, different, .. } = outcome();
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(!judged.is_empty());
}

/// Both directions: what is refused must be listed, and what is listed must be refused.
#[test]
fn every_schema_that_is_refused_is_listed_with_the_reason() {
    let files = outcome().refused.iter();
    let found: BTreeSet<_> = files
        .flat_map(|((draft, file), rules)| rules.keys().map(|rule| (*draft, file.as_str(), *rule)))
        .collect();
    let listed: BTreeSet<_> = REFUSED.iter().map(|(draft, file, rule, _)| (*draft, *file, *rule)).collect();
    assert_eq!(found, listed);
    assert_eq!(listed.len(), REFUSED.len(), "an entry is there twice");
}

/// How many cases of each file are judged: what a reviewer reads.
#[test]
fn how_many_cases_are_judged() {
    let Outcome { judged, refused, .. } = outcome();
    let files: BTreeSet<_> = judged.keys().chain(refused.keys()).collect();
    let mut text = String::new();
    for draft in Draft::ALL {
        let own = || files.iter().filter(|(of, _)| *of == draft);
        let cases = |file| judged.get(file).copied().unwrap_or(0);
        let left = |file| refused.get(file).map_or(0, |rules| rules.values().sum());
        let (all, all_left): (usize, usize) =
            (own().map(|file| cases(file)).sum(), own().map(|file| left(file)).sum());
        writeln!(text, "{}: {all} cases judged, {all_left} with a schema that is refused", draft.name())
            .unwrap();
        for file in own() {
            writeln!(text, "  {}: {} judged", file.1, cases(file)).unwrap();
            for (rule, cases) in refused.get(file).into_iter().flatten() {
                writeln!(text, "    {cases} with a schema that is refused: {rule}").unwrap();
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| insta::assert_snapshot!("suite-verdicts", text));
}
