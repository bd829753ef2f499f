//! Every rule that the server follows, with what is known of it.
//!
//! A rule is documented if a page states it, observed if public clients of the service only work if it holds, and
//! assumed otherwise. Where an assumption may be wrong in a way that matters there is a switch. A rule has one kind of
//! evidence for all that it states and for each of its operations; what is known in part is two rules.

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

/// The same section of both pages.
macro_rules! both {
    ($section:literal) => {
        concat!(residential!($section), "; ", hospitality!($section))
    };
}

mod access;
mod data;
mod exchanges;
mod login;

const LISTS: Scope =
    Scope::Only(&["listHomeCommunities", "listHomes", "listProperties", "listRoomTypes", "listRooms"]);
const CREATES: Scope =
    Scope::Only(&["createHomeCommunity", "createHome", "createProperty", "createRoomType", "createRoom"]);
/// The operations on one unit.
const UNITS: Scope = Scope::Only(&[
    "getHomeCommunity",
    "updateHomeCommunity",
    "deleteHomeCommunity",
    "getHome",
    "updateHome",
    "deleteHome",
    "getProperty",
    "updateProperty",
    "deleteProperty",
    "getRoomType",
    "updateRoomType",
    "deleteRoomType",
    "getRoom",
    "updateRoom",
    "deleteRoom",
]);

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
    /// None: the token endpoint, and requests that are for no operation.
    Outside,
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
            Self::Outside => false,
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

/// Every rule: who may do what, what is kept, how it is said, and how tokens are given.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    access::RULES.iter().chain(data::RULES).chain(exchanges::RULES).chain(login::RULES)
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
            assert_eq!(rule.operations().next().is_none(), rule.scope == Scope::Outside, "{}", rule.id);
        }
    }

    fn documented() -> impl Iterator<Item = &'static Rule> {
        rules().filter(|rule| rule.evidence == Evidence::Documented)
    }

    #[test]
    fn documented_rules_have_a_page_and_a_section() {
        let pages = ["Home and ", "Property, ", "Login with Amazon, page ", "page about ", "Handling "];
        for rule in documented() {
            for source in rule.source.split("; ") {
                let (page, section) = source.split_once(": ").unwrap_or_default();
                let is_page = pages.iter().any(|begin| page.starts_with(begin));
                assert!(is_page && !section.is_empty(), "{}: {source}", rule.id);
            }
        }
    }

    #[test]
    fn one_of_the_two_pages_is_the_source_for_the_operations_on_it_alone() {
        for rule in documented() {
            let names = |page: &str| rule.source.contains(page);
            let [residential, hospitality] = [names(residential!("")), names(hospitality!(""))];
            if !residential && !hospitality {
                continue;
            }
            for operation in rule.operations() {
                let is_on_page =
                    if Scope::Residential.contains(operation) { residential } else { hospitality };
                assert!(is_on_page, "{}: {} has nothing about {operation}", rule.id, rule.source);
            }
            assert!(
                !residential || rule.operations().any(|operation| Scope::Residential.contains(operation))
            );
            assert!(
                !hospitality || rule.operations().any(|operation| Scope::Hospitality.contains(operation))
            );
        }
    }

    #[test]
    fn what_is_assumed_in_part_is_a_rule_of_its_own() {
        for rule in rules().filter(|rule| rule.evidence != Evidence::Assumed) {
            for word in ["assumed", "not known", "may mean"] {
                assert!(!rule.source.contains(word), "{}: {}", rule.id, rule.source);
            }
        }
    }
}
