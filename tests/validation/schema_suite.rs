//! The JSON Schema Test Suite: which of its cases OpenAPI 3.0 shares.

use std::collections::BTreeMap;
use std::fmt::Write;

use asp_spec::Document;
use asp_tests::schema_suite::{Draft, read};
use serde_json::Value;

/// No case is lost between the files and the two lists.
#[test]
fn every_case_is_used_or_left_out() {
    let (groups, left_out) = read();
    for draft in Draft::ALL {
        let cases = |text: &[u8]| {
            let groups: Vec<Value> = serde_json::from_slice(text).unwrap();
            groups.iter().map(|group| group["tests"].as_array().unwrap().len()).sum::<usize>()
        };
        let all: usize = draft.files().iter().map(|(_, text)| cases(text)).sum();
        let used: usize =
            groups.iter().filter(|group| group.draft == draft).map(|group| group.cases.len()).sum();
        let left: usize = left_out.iter().filter(|group| group.draft == draft).map(|group| group.cases).sum();
        assert_eq!(used + left, all, "{}", draft.name());
    }
}

#[test]
fn every_schema_that_is_used_is_one_of_openapi() {
    for group in read().0 {
        if let Err(error) = Document::from_value(group.document()) {
            panic!("{} {}, {}: {error}", group.draft.name(), group.file, group.description);
        }
    }
}

/// How many cases of each file are used, and how many are left out for which reason: what a reviewer reads.
#[test]
fn what_is_left_out_has_a_reason() {
    let (groups, left_out) = read();
    let mut files: BTreeMap<(Draft, String), (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for group in groups {
        files.entry((group.draft, group.file)).or_default().0 += group.cases.len();
    }
    for group in left_out {
        let (_, reasons) = files.entry((group.draft, group.file)).or_default();
        *reasons.entry(group.reason).or_default() += group.cases;
    }
    let mut text = String::new();
    for draft in Draft::ALL {
        let own =
            || files.iter().filter(|((of, _), _)| *of == draft).map(|((_, file), counts)| (file, counts));
        let used: usize = own().map(|(_, (used, _))| used).sum();
        let left: usize = own().flat_map(|(_, (_, reasons))| reasons.values()).sum();
        writeln!(text, "{}: {used} cases used, {left} left out", draft.name()).unwrap();
        for (file, (used, reasons)) in own() {
            writeln!(text, "  {file}: {used} used").unwrap();
            for (reason, count) in reasons {
                writeln!(text, "    {count} left out: {reason}").unwrap();
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| insta::assert_snapshot!("schema-suite", text));
}
