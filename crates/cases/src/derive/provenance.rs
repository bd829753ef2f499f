//! What the reference pages say of a place of the document, and which errata explain it.

use std::collections::BTreeMap;

use asp_documented::{Errata, Page, Statement, statements};
use asp_spec::Document;

use crate::Checks;

/// Facts and errata, by operation and subject.
pub(super) struct Provenance<'a> {
    /// By operation, `METHOD path`, and subject.
    statements: BTreeMap<(String, String), Vec<Statement>>,
    errata: &'a Errata,
}

impl<'a> Provenance<'a> {
    pub(super) fn new(pages: &[Page], errata: &'a Errata, document: &Document) -> Self {
        let mut by_subject: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for statement in statements(pages, document) {
            let key = (statement.operation.clone(), statement.subject.clone());
            by_subject.entry(key).or_default().push(statement);
        }
        Self { statements: by_subject, errata }
    }

    /// What a case checks that looks at `pointers`, which are about `subjects` of the operation `name`.
    ///
    /// `aspects` says which aspects of the subjects count; all of them if none of these is said.
    pub(super) fn checks(
        &self,
        name: &str,
        subjects: &[&str],
        aspects: &[&str],
        pointers: Vec<String>,
    ) -> Checks {
        let all: Vec<_> = subjects
            .iter()
            .filter_map(|subject| self.statements.get(&(name.to_owned(), (*subject).to_owned())))
            .flatten()
            .collect();
        let mut wanted: Vec<_> =
            all.iter().copied().filter(|statement| aspects.contains(&statement.aspect.as_str())).collect();
        if wanted.is_empty() {
            wanted = all;
        }
        let mut checks = Checks { pointers, ..Checks::default() };
        for statement in wanted {
            if let Some(fact) = statement.sides.fact.as_ref().filter(|_| !is_wording(&statement.aspect)) {
                checks.facts.push(fact.clone());
            }
            if !statement.is_same {
                checks
                    .errata
                    .extend(self.errata.covering(&statement.sides).map(|erratum| erratum.id.clone()));
            }
        }
        for list in [&mut checks.facts, &mut checks.errata] {
            list.sort();
            list.dedup();
        }
        checks
    }
}

/// Whether an aspect says how a page is written.
fn is_wording(aspect: &str) -> bool {
    ["text", "section", "placeholder", "group", "listed as", "called as", "request line"].contains(&aspect)
        || aspect.starts_with("paragraph ")
}
