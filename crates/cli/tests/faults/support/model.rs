//! What must be in the database, by what was answered.

use std::collections::{BTreeMap, BTreeSet};

use asp_server::test_support::kind::Kind;
use serde_json::{Value, json};

use super::{Client, Tenant};

/// A unit that is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unit {
    pub(crate) kind: Kind,
    pub(crate) parent: String,
    pub(crate) name: String,
}

/// What the answers say about the database.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// By id what a unit may be now, where nothing means that it is gone. One state if the last answer said so; two if
    /// the last request had no answer.
    pub(crate) states: BTreeMap<String, Vec<Option<Unit>>>,
    /// Units whose creation had no answer.
    pub(crate) unanswered: Vec<Unit>,
}

impl Model {
    /// The ids of the units of a kind that are surely there.
    pub(crate) fn of_kind(&self, kind: Kind) -> Vec<String> {
        let here = |states: &Vec<Option<Unit>>| matches!(&states[..], [Some(unit)] if unit.kind == kind);
        self.states.iter().filter(|(_, states)| here(states)).map(|(id, _)| id.clone()).collect()
    }

    /// Holds the model against the server, reading everything through the API; afterwards every state is certain.
    pub(crate) fn check(&mut self, client: &mut Client, tenant: &Tenant) {
        let units = walk(client, tenant);
        check_rules(client, tenant, &units);
        let mut unanswered = std::mem::take(&mut self.unanswered);
        for (id, unit) in &units {
            if self.states.contains_key(id) {
                continue;
            }
            let place = unanswered.iter().position(|asked| asked == unit);
            let place = place.unwrap_or_else(|| panic!("nobody asked for {id}: {unit:?}"));
            unanswered.swap_remove(place);
        }
        for (id, states) in &self.states {
            let found = units.get(id).cloned();
            assert!(states.contains(&found), "{id} is {found:?}, by the answers {states:?}");
            let kind = states.iter().flatten().next().map(|unit| unit.kind);
            let Some(kind) = kind else { continue };
            let answer = client.call("GET", &kind.at(id), Some(&tenant.token), None);
            match found {
                Some(unit) => {
                    let expected = json!({ "id": id, unit.kind.parent_id(): unit.parent, "name": unit.name });
                    assert_eq!((answer.status, answer.json()), (200, expected));
                }
                None => assert_eq!(answer.status, 404, "{id} is in no list: {}", answer.text()),
            }
        }
        self.states = units.into_iter().map(|(id, unit)| (id, vec![Some(unit)])).collect();
    }
}

/// All units, by lists from the organization down.
fn walk(client: &mut Client, tenant: &Tenant) -> BTreeMap<String, Unit> {
    let mut units = BTreeMap::new();
    let mut parents: Vec<(Option<Kind>, String)> = vec![(None, tenant.organization.clone())];
    while let Some((kind, parent)) = parents.pop() {
        for child in Kind::ALL.into_iter().filter(|child| child.parent() == kind) {
            for (id, name) in list(client, tenant, child, &parent) {
                parents.push((Some(child), id.clone()));
                let unit = Unit { kind: child, parent: parent.clone(), name };
                let twice = units.insert(id, unit);
                assert_eq!(twice, None, "it is in two places");
            }
        }
    }
    units
}

/// Ids and names of the units of a kind in a parent.
fn list(client: &mut Client, tenant: &Tenant, kind: Kind, parent: &str) -> Vec<(String, String)> {
    let first = format!("{}&maxResults={}", kind.list(parent), kind.largest_page());
    let (mut target, mut units) = (first.clone(), Vec::new());
    loop {
        let answer = client.call("GET", &target, Some(&tenant.token), None);
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        let page = answer.json();
        for item in page[kind.units()].as_array().unwrap() {
            assert_eq!(item[kind.parent_id()], parent, "{item}");
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            units.push((text("id"), text("name")));
        }
        let Some(token) = page["paginationContext"]["nextToken"].as_str() else { return units };
        target = format!("{first}&nextToken={token}");
    }
}

/// What must hold whatever was written: nothing without its parent, no room name twice in a property, no role without
/// its unit or unit without the role of its creator.
fn check_rules(client: &mut Client, tenant: &Tenant, units: &BTreeMap<String, Unit>) {
    // Whoever has lost the parent is in no list, but counted here.
    let state = client.control("GET", "/state", None);
    for kind in Kind::ALL {
        let listed = units.values().filter(|unit| unit.kind == kind).count();
        assert_eq!(state["units"][kind.units()], listed, "{kind:?}: there are others than those in lists");
    }
    let mut names = BTreeSet::new();
    for unit in units.values().filter(|unit| unit.kind == Kind::Room) {
        let property = &units[&unit.parent].parent;
        assert!(names.insert((property, &unit.name)), "two rooms of a property are called {}", unit.name);
    }
    let roles = client.control("GET", &format!("/accounts/{}/roles", tenant.account), None);
    let unit = |role: &Value| role["unit"].as_str().unwrap().to_owned();
    let with_role: BTreeSet<_> = roles.as_array().unwrap().iter().map(unit).collect();
    let of_hospitality =
        units.iter().filter(|(_, unit)| !unit.kind.is_residential()).map(|(id, _)| id.clone());
    let expected: BTreeSet<_> = of_hospitality.chain([tenant.organization.clone()]).collect();
    assert_eq!(with_role, expected, "roles and units");
}
