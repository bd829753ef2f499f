//! Requests that keep the contract, to be sent or to be broken.

use asp_spec::{Node, Operation};
use serde_json::{Map, Value};

use super::units::{Action, Kind, body};
use crate::{Authorization, Body, Control, Expect, Send, Step};

/// A placeholder.
pub(super) fn place(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// The name of the unit that a case creates for itself.
pub(super) const OWN: &str = "own";

/// An id of the right form that no unit has.
pub(super) const UNKNOWN: &str = "unknown";

/// The status of success.
pub(super) fn success(operation: &Operation<'_>) -> u16 {
    operation
        .responses()
        .filter_map(|(status, _)| status.parse().ok())
        .find(|status| *status < 300)
        .unwrap_or(200)
}

impl<'a> Kind<'a> {
    pub(super) fn operation(&self, action: Action) -> &Operation<'a> {
        match action {
            Action::Create => &self.create,
            Action::List => &self.list,
            Action::Get => &self.get,
            Action::Update => &self.update,
            Action::Delete => &self.delete,
        }
    }

    /// A request that keeps the contract: `unit` and `parent` are the names of placeholders for the unit that it is about
    /// and for its parent.
    pub(super) fn request(&self, action: Action, unit: &str, parent: &str) -> Send {
        let operation = self.operation(action);
        let is_about_one = matches!(action, Action::Get | Action::Update | Action::Delete);
        let path = if is_about_one {
            self.unit.one.replace("{{id}}", &place(unit))
        } else {
            self.unit.collection.clone()
        };
        let is_list = action == Action::List;
        let query = is_list.then(|| (self.unit.parent_parameter.clone(), place(parent)));
        Send {
            operation: operation.label(),
            method: operation.method.name().to_owned(),
            path,
            query: query.into_iter().collect(),
            body: operation
                .request_body()
                .and_then(|body_of| body(&body_of))
                .map(|schema| Body::Json(self.members(&schema, unit, parent))),
            authorization: Authorization::Own,
            breaks: Vec::new(),
            expect: Expect { status: vec![success(operation)], ..Expect::default() },
            creates: (action == Action::Create).then(|| self.unit.name.clone()),
            save: Vec::new(),
        }
    }

    /// The request that creates a unit in the place of `parent`, whose id is kept under `name`.
    pub(super) fn creation(&self, name: &str, parent: &str) -> Step {
        let mut send = self.request(Action::Create, "", parent);
        send.save = vec![(name.to_owned(), "/id".to_owned())];
        Step::Send(Box::new(send))
    }

    /// Every required member of a body.
    fn members(&self, schema: &Node<'_>, unit: &str, parent: &str) -> Value {
        let required: Vec<_> = schema.get("required").iter().flat_map(Node::items).collect();
        let members = required.iter().filter_map(Node::as_str).map(|member| {
            let value = if member == self.unit.name_member {
                place("name")
            } else if member == self.unit.parent_member {
                place(parent)
            } else {
                place(unit)
            };
            (member.to_owned(), Value::String(value))
        });
        Value::Object(members.collect::<Map<_, _>>())
    }
}

impl Send {
    /// The same with another status expected.
    pub(super) fn gets(mut self, status: &[u16]) -> Self {
        self.expect.status = status.to_vec();
        self
    }

    pub(super) fn by(mut self, authorization: Authorization) -> Self {
        self.authorization = authorization;
        self
    }

    /// The same with a member of the body replaced.
    pub(super) fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        if let Some(Body::Json(Value::Object(members))) = &mut self.body {
            members.insert(member.to_owned(), value.into());
        }
        self
    }

    pub(super) fn without(mut self, member: &str) -> Self {
        if let Some(Body::Json(Value::Object(members))) = &mut self.body {
            members.shift_remove(member);
        }
        self
    }

    /// The same with the name of the unit that it creates under which its id is kept.
    pub(super) fn saving(mut self, name: &str) -> Self {
        self.save = vec![(name.to_owned(), "/id".to_owned())];
        self
    }

    pub(super) fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.retain(|(known, _)| known != name);
        self.query.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn step(self) -> Step {
        Step::Send(Box::new(self))
    }
}

/// A request to the control API.
pub(super) fn control(method: &str, path: impl Into<String>, body: Option<Value>) -> Control {
    Control { method: method.to_owned(), path: path.into(), body }
}
