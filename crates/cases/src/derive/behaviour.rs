//! What the descriptions of operations say in prose.

use asp_spec::Operation;
use serde_json::{Value, json};

use super::requests::{OWN, UNKNOWN, control, place, success};
use super::units::{Action, Kind};
use super::{Context, case};
use crate::{Case, Check, HeaderCheck, Need, Send, Step};

pub(super) fn derive(context: &Context<'_>, kind: &Kind<'_>, cases: &mut Vec<Case>) {
    let writing = Writing { context, kind };
    cases.push(writing.created_is_there());
    cases.push(writing.unknown_parent());
    cases.push(writing.updated());
    cases.push(writing.updated_twice());
    cases.push(writing.deleted());
    let has_id_in_body = !context.judge.broken(&writing.update("{{name}}").without("id")).is_empty();
    if has_id_in_body {
        cases.push(writing.ids_must_agree());
    }
    // Names are unique where their rule says so: where there is a rule.
    let is_unique = !context.judge.broken(&writing.creation("{{name}} ")).is_empty();
    if is_unique {
        cases.extend(writing.unique_names());
    } else {
        cases.push(writing.names_may_repeat());
    }
    if kind.delete.path.contains("/hospitality/") {
        cases.extend(writing.deleted_leaf_first());
    }
    cases.extend(writing.kept_by_who_is_in_it());
}

struct Writing<'a, 'd> {
    context: &'a Context<'d>,
    kind: &'a Kind<'d>,
}

impl Writing<'_, '_> {
    fn case(&self, operation: &Operation<'_>, name: &str, title: &str, status: u16) -> Case {
        let id = format!("{}.{name}", operation.label());
        let description = operation.node.pointer().join("description");
        let checks = self.context.checks_status(operation, status, &[description.as_str()]);
        let mut case = case(id, title.to_owned(), operation, crate::Kind::Behaviour, checks);
        case.given = self.context.parents(self.kind, "");
        case
    }

    fn parent(&self) -> &str {
        &self.kind.unit.parent
    }

    fn creation(&self, name: &str) -> Send {
        let send = self.kind.request(Action::Create, "", self.parent());
        send.with(&self.kind.unit.name_member, name).saving(OWN)
    }

    fn update(&self, name: &str) -> Send {
        let send = self.kind.request(Action::Update, OWN, self.parent());
        send.with(&self.kind.unit.name_member, name)
    }

    /// A get that must show a name, the id and the parent.
    fn shown(&self, unit: &str, name: &str) -> Step {
        let members = &self.kind.unit;
        let is = |member: &str, value: String| {
            let (at, is) = (format!("/{member}"), Some(Value::String(value)));
            Check { at, is, ..Check::default() }
        };
        let mut send = self.kind.request(Action::Get, unit, self.parent());
        send.expect.body = vec![
            is("id", place(unit)),
            is(&members.parent_member, place(self.parent())),
            is(&members.name_member, name.to_owned()),
        ];
        send.step()
    }

    fn created_is_there(&self) -> Case {
        let create = &self.kind.create;
        let title = "what was created can be read, and Location has its id";
        let mut case = self.case(create, "shows", title, success(create));
        let creation = self.creation("{{name}}").step();
        let mut located = self.creation("{{name}}-2").saving("second");
        located.expect.headers =
            vec![HeaderCheck { name: "Location".to_owned(), ends_with: "/id".to_owned() }];
        case.steps = vec![creation, self.shown(OWN, "{{name}}"), located.step()];
        case
    }

    fn unknown_parent(&self) -> Case {
        let title = "an unknown parent gives 400 or 403";
        let mut case = self.case(&self.kind.create, "unknown-parent", title, 400);
        case.given.clear();
        case.steps = vec![self.kind.request(Action::Create, "", UNKNOWN).gets(&[400, 403]).step()];
        case
    }

    fn names_may_repeat(&self) -> Case {
        let create = &self.kind.create;
        let title = "a repeated request creates another unit with the same name";
        let mut case = self.case(create, "names-may-repeat", title, success(create));
        let mut second = self.creation("{{name}}").saving("second");
        second.expect.body =
            vec![Check { at: "/id".to_owned(), is_not: Some(place(OWN).into()), ..Check::default() }];
        case.steps = vec![self.creation("{{name}}").step(), second.step(), self.shown("second", "{{name}}")];
        case
    }

    fn updated(&self) -> Case {
        let update = &self.kind.update;
        let title = "an update gives the name and leaves id and parent as they are";
        let mut case = self.case(update, "shows", title, success(update));
        case.steps = vec![
            self.creation("{{name}}").step(),
            self.update("{{name}}-new").step(),
            self.shown(OWN, "{{name}}-new"),
        ];
        case
    }

    fn updated_twice(&self) -> Case {
        let update = &self.kind.update;
        let title = "the same update again changes nothing more";
        let mut case = self.case(update, "repeated", title, success(update));
        let same = self.update("{{name}}-new").step();
        case.steps =
            vec![self.creation("{{name}}").step(), same.clone(), same, self.shown(OWN, "{{name}}-new")];
        case
    }

    fn ids_must_agree(&self) -> Case {
        let title = "an id in the body that is not the one in the path is refused";
        let mut case = self.case(&self.kind.update, "ids-agree", title, 400);
        case.steps = vec![
            self.creation("{{name}}").step(),
            self.update("{{name}}-new").with("id", place(UNKNOWN)).gets(&[400]).step(),
            self.shown(OWN, "{{name}}"),
        ];
        case
    }

    fn deleted(&self) -> Case {
        let delete = &self.kind.delete;
        let mut case = self.case(delete, "gone", "what was deleted is not there any more", 404);
        let request = |action| self.kind.request(action, OWN, self.parent());
        case.steps = vec![self.creation("{{name}}").step(), request(Action::Delete).step()];
        for action in [Action::Get, Action::Update, Action::Delete] {
            case.steps.push(request(action).gets(&[404]).step());
        }
        case
    }

    /// A name is unique in all of the parent's parent, may be taken when it is free again, and can be swapped.
    fn unique_names(&self) -> Vec<Case> {
        let (create, update) = (&self.kind.create, &self.kind.update);
        let second = |name: &str| self.creation(name).saving("second");
        let mut taken = self.case(create, "name-taken", "a name that another unit has is refused", 400);
        taken.steps = vec![self.creation("{{name}}").step(), second("{{name}}").gets(&[400]).step()];

        let mut again =
            self.case(create, "name-free", "the name of a deleted unit is free again", success(create));
        let delete = self.kind.request(Action::Delete, OWN, self.parent());
        again.steps = vec![self.creation("{{name}}").step(), delete.step(), second("{{name}}").step()];

        let mut onto =
            self.case(update, "name-taken", "an update to a name that another unit has is refused", 400);
        onto.steps = vec![
            self.creation("{{name}}").step(),
            second("{{name}}-2").step(),
            self.update("{{name}}-2").gets(&[400]).step(),
            self.shown(OWN, "{{name}}"),
        ];

        let mut own = self.case(update, "name-own", "an update to the own name is fine", success(update));
        own.steps = vec![self.creation("{{name}}").step(), self.update("{{name}}").step()];

        let mut swapped =
            self.case(update, "names-swapped", "names are swapped by a third one", success(update));
        let rename = |unit: &str, name: &str| {
            let send = self.kind.request(Action::Update, unit, self.parent());
            send.with(&self.kind.unit.name_member, name).step()
        };
        swapped.steps = vec![
            self.creation("{{name}}").step(),
            second("{{name}}-2").step(),
            rename(OWN, "{{name}}-3"),
            rename("second", "{{name}}"),
            rename(OWN, "{{name}}-2"),
            self.shown(OWN, "{{name}}-2"),
            self.shown("second", "{{name}}"),
        ];

        let mut cases = vec![taken, again, onto, own, swapped];
        if let Some(parent) = self.context.kind(self.parent()) {
            let mut across = self.case(
                create,
                "name-taken-across",
                "a name is unique across all parents of one grandparent",
                400,
            );
            let beside = Send {
                save: vec![("beside".to_owned(), "/id".to_owned())],
                ..parent.request(Action::Create, "", &parent.unit.parent)
            };
            let other = self.kind.request(Action::Create, "", "beside");
            across.steps = vec![self.creation("{{name}}").step(), beside.step(), other.gets(&[400]).step()];
            cases.push(across);
        }
        cases
    }

    /// A unit is not deleted before what is in it.
    fn deleted_leaf_first(&self) -> Option<Case> {
        let child = self.context.child(self.kind)?;
        let delete = &self.kind.delete;
        let mut case =
            self.case(delete, "leaf-first", "what has units in it is not deleted before them", 400);
        let mut inside = child.request(Action::Create, "", OWN).saving("inside");
        inside = inside.with(&child.unit.name_member, "{{name}}-inside");
        let request = self.kind.request(Action::Delete, OWN, self.parent());
        case.steps = vec![
            self.creation("{{name}}").step(),
            inside.step(),
            request.clone().gets(&[400]).step(),
            self.shown(OWN, "{{name}}"),
            child.request(Action::Delete, "inside", OWN).step(),
            request.step(),
        ];
        Some(case)
    }

    /// Devices keep a room, and who lives in a home keeps it: only the control API can bring either.
    fn kept_by_who_is_in_it(&self) -> Vec<Case> {
        let (delete, update) = (&self.kind.delete, &self.kind.update);
        let (path, put, statuses, title) = match self.kind.unit.name.as_str() {
            "room" => (
                "/rooms/{{own}}/devices",
                ("POST", Some(json!({}))),
                vec![400],
                "a room with devices is not deleted",
            ),
            "home" => {
                ("/homes/{{own}}/occupancy", ("PUT", None), vec![400, 403], "an occupied home is not deleted")
            }
            _ => return Vec::new(),
        };
        let request = |action| self.kind.request(action, OWN, self.parent());
        let mut cases = vec![self.case(delete, "kept", title, statuses[0])];
        let mut refused = vec![request(Action::Delete)];
        if self.kind.unit.name == "home" {
            cases.push(self.case(update, "kept", "an occupied home is not updated", statuses[0]));
            refused.push(request(Action::Update));
        }
        for (case, refused) in cases.iter_mut().zip(refused) {
            case.needs = vec![Need::Control];
            case.steps = vec![
                self.creation("{{name}}").step(),
                Step::Control(control(put.0, path, put.1.clone())),
                refused.gets(&statuses).step(),
                self.shown(OWN, "{{name}}"),
            ];
            case.finally = vec![control("DELETE", path, None)];
        }
        cases
    }
}
