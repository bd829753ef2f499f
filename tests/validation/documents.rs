//! Each schema of our document, and of the documents that the generator is tested with, before values at and about all
//! its limits: our verdict is that of another validator.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use asp_spec::{Document, Node, Pointer};

use crate::boundaries::instances;
use crate::judged::Judged;
use crate::peer::{Comparison, Peer, compare};

/// Components, and methods of operations, for which a discriminator has a say, by document. JSON Schema has none, so nobody can be asked.
const LEFT_OUT: &[(&str, &[&str])] = &[(
    "combinations",
    &["AnyShape", "Cat", "Dog", "Home", "Lonely", "Loose", "Pet", "Shape", "Terrier", "post"],
)];

/// How many values were judged, and how.
type Counts = BTreeMap<Comparison, usize>;

/// Compares the verdicts on values about every schema of `document`; all differences are told at once.
fn check(name: &str, document: Document) -> Counts {
    let judged = Judged::new(document).unwrap_or_else(|refused| panic!("{name}: {refused:#?}"));
    let (mut counts, mut different, mut left_out) = (Counts::new(), Vec::new(), BTreeSet::new());
    for pointer in judged.pointers() {
        // A table that a discriminator asks for has no place of its own.
        let node = Pointer::parse(pointer).and_then(|place| judged.document.at(&place));
        let Some(node) = node.filter(|node| !has_discriminator(node)) else {
            left_out.extend(pointer.split('/').nth(3));
            continue;
        };
        let peer = Peer::new(&judged, pointer);
        for value in instances(&node) {
            match compare(&judged, pointer, &peer, &value) {
                Ok(comparison) => *counts.entry(comparison).or_default() += 1,
                Err(unexplained) => different.push(unexplained.to_string()),
            }
        }
    }
    let count = different.len();
    different.truncate(5);
    assert!(different.is_empty(), "{name}: {count} differences, such as:\n{}", different.join("\n\n"));
    let listed = LEFT_OUT.iter().find(|(document, _)| *document == name).map_or(&[][..], |(_, names)| *names);
    assert_eq!(left_out, listed.iter().copied().collect(), "{name}");
    counts
}

/// Whether a discriminator has a say in what the schema accepts.
fn has_discriminator(node: &Node<'_>) -> bool {
    let mut seen = HashSet::new();
    let mut waiting = vec![node.resolve()];
    while let Some(node) = waiting.pop() {
        let is_inside = node.pointer().tokens().any(|token| token == "discriminator");
        if is_inside || node.has("discriminator") {
            return true;
        }
        if seen.insert(node.pointer().clone()) {
            waiting.extend(node.entries().map(|(_, child)| child.resolve()));
            waiting.extend(node.items().map(|child| child.resolve()));
        }
    }
    false
}

#[test]
fn every_schema_of_our_document_is_judged_as_another_validator_does() {
    let counts = check("smart-properties", asp_tests::document());
    assert!(counts[&Comparison::BothAccept] > 1_000 && counts[&Comparison::BothRefuse] > 1_000, "{counts:?}");
    // Numbers at the ends of `int64` and beyond: the other one reads those as doubles.
    let unclear =
        counts.values().sum::<usize>() - counts[&Comparison::BothAccept] - counts[&Comparison::BothRefuse];
    assert!(unclear < 10, "nearly nothing is left unclear: {counts:?}");
}

#[test]
fn every_schema_of_the_generators_cases_is_judged_as_another_validator_does() {
    let folder = asp_tests::root().join("crates/validation-codegen/tests/cases");
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let document = Document::from_text(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let counts = check(name, document);
            let has = |comparison| counts.contains_key(&comparison);
            assert!(has(Comparison::BothAccept) && has(Comparison::BothRefuse), "{name}: {counts:?}");
            seen.insert(name.to_owned());
        }
    }
    assert!(LEFT_OUT.iter().all(|(name, _)| seen.contains(*name)), "{seen:?}");
}
