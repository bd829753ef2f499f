//! Every rule that the server follows, with what is known of it.
//!
//! A rule is documented if a page states it, observed if public clients of the service only work if it holds, and
//! assumed otherwise. Where an assumption may be wrong in a way that matters there is a switch.

use asp_validation::Operation;
use serde::Serialize;
use utoipa::ToSchema;

/// The title of the page about the residential API.
macro_rules! residential {
    ($section:literal) => {
        concat!("Home and Community API: ", $section)
    };
}

/// The title of the page about the hospitality API.
macro_rules! hospitality {
    ($section:literal) => {
        concat!("Property, Room Type, and Room API: ", $section)
    };
}

mod access;
mod data;
mod exchanges;

/// What is known of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Evidence {
    /// A page of the vendor states it.
    Documented,
    /// Public clients of the service only work if it holds.
    Observed,
    /// Nobody outside the vendor knows; it is likely, or has to be decided somehow.
    Assumed,
}

/// Which operations a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    All,
    /// Those of the residential API.
    Residential,
    /// Those of the hospitality API.
    Hospitality,
    /// These, by operationId.
    Only(&'static [&'static str]),
}

/// A rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// Its name, which stays.
    pub(crate) id: &'static str,
    /// What the server does.
    pub(crate) statement: &'static str,
    /// What is known of it.
    pub(crate) evidence: Evidence,
    /// Where that comes from: a page and its section, or the reason of an assumption.
    pub(crate) source: &'static str,
    /// The switch that changes it.
    pub(crate) switch: Option<&'static str>,
    /// Which operations it is about.
    pub(crate) scope: Scope,
}

impl Scope {
    /// Whether an operation is among them.
    pub(crate) fn contains(self, operation: Operation) -> bool {
        let is_residential = operation.path_template().starts_with("/enterprise/residential/");
        match self {
            Self::All => true,
            Self::Residential => is_residential,
            Self::Hospitality => !is_residential,
            Self::Only(ids) => ids.contains(&operation.operation_id()),
        }
    }
}

impl Rule {
    /// The operations that it is about, in the order of the document.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Operation> {
        let scope = self.scope;
        Operation::ALL.iter().copied().filter(move |operation| scope.contains(*operation))
    }
}

/// Every rule: who may do what, what is kept, and how it is said.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    access::RULES.iter().chain(data::RULES).chain(exchanges::RULES)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::switches::SWITCHES;

    #[test]
    fn every_switch_changes_a_rule_and_every_rule_names_a_switch_that_there_is() {
        let named: BTreeSet<_> = rules().filter_map(|rule| rule.switch).collect();
        assert_eq!(named, SWITCHES.iter().map(|switch| switch.name).collect());
    }

    #[test]
    fn every_operation_has_a_rule_of_its_own() {
        for operation in Operation::ALL {
            let mut own = rules().filter(|rule| matches!(rule.scope, Scope::Only(_)));
            assert!(own.any(|rule| rule.scope.contains(*operation)), "{operation}");
        }
    }

    #[test]
    fn rules_have_ids_of_their_own_and_name_operations_that_there_are() {
        let mut ids = BTreeSet::new();
        for rule in rules() {
            assert!(ids.insert(rule.id), "{} is there twice", rule.id);
            assert!(!rule.statement.is_empty() && !rule.source.is_empty(), "{}", rule.id);
            if let Scope::Only(operations) = rule.scope {
                for id in operations {
                    assert!(id.parse::<Operation>().is_ok(), "{}: {id}", rule.id);
                }
            }
            assert!(rule.operations().next().is_some(), "{}", rule.id);
        }
    }

    #[test]
    fn documented_rules_have_a_page_and_a_section() {
        for rule in rules().filter(|rule| rule.evidence == Evidence::Documented) {
            assert!(rule.source.contains(": "), "{}: {}", rule.id, rule.source);
        }
    }
}
