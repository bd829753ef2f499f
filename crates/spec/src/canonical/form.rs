//! Objects of every kind in their canonical form.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::defaults::{default_style, is_default};
use super::order::{is_empty, sort_set, sorted};
use crate::grammar::{Shape, grammar};
use crate::{Kind, Method, Node, Operation, Pointer};

type Members = BTreeMap<String, Value>;

/// Writes canonical forms; remembers what references led to.
#[derive(Default)]
pub(super) struct Writer {
    /// The references that are being followed.
    open: Vec<Pointer>,
    /// How many references were left in place because they lead back into what is being written.
    circles: usize,
    known: HashMap<(Kind, Pointer), Value>,
}

impl Writer {
    /// The object of `kind` at `node`, or what the reference there leads to; named schemas are kept by name.
    pub(super) fn referable(&mut self, kind: Kind, node: &Node<'_>) -> Value {
        let Some(reference) = node.reference() else { return self.object(kind, node) };
        let Some(target) = node.document().follow(reference) else { return sorted(node.value()) };
        if kind == Kind::Schema
            && let Some(name) = target.component_name()
        {
            return json!({"$ref": name});
        }
        if self.open.contains(target.pointer()) {
            self.circles += 1;
            return json!({"$ref": target.pointer().as_str()});
        }
        let key = (kind, target.pointer().clone());
        if let Some(value) = self.known.get(&key) {
            return value.clone();
        }
        let circles = self.circles;
        self.open.push(target.pointer().clone());
        let value = self.referable(kind, &target);
        self.open.pop();
        if self.circles == circles {
            self.known.insert(key, value.clone());
        }
        value
    }

    /// The object of `kind` that is written at `node`.
    pub(super) fn object(&mut self, kind: Kind, node: &Node<'_>) -> Value {
        let mut members = match kind {
            Kind::PathItem => self.path_item(node),
            _ => self.members(kind, node),
        };
        match kind {
            Kind::Schema => tidy_schema(&mut members),
            Kind::Response => lower_header_names(&mut members),
            Kind::SecurityRequirement => members.values_mut().for_each(sort_set),
            Kind::SecurityScheme if node.text("in") == Some("header") => {
                members.entry("name".to_owned()).and_modify(|name| *name = lower(name));
            }
            Kind::Parameter | Kind::Header | Kind::Encoding => drop_default_style(kind, node, &mut members),
            _ => {}
        }
        members.retain(|key, value| !is_default(kind, key, value));
        Value::Object(members.into_iter().collect())
    }

    fn members(&mut self, kind: Kind, node: &Node<'_>) -> Members {
        let grammar = grammar(kind);
        node.entries()
            .filter_map(|(key, child)| Some((key.to_owned(), self.shape(&child, grammar.shape_of(key)?))))
            .collect()
    }

    fn shape(&mut self, node: &Node<'_>, shape: Shape) -> Value {
        match shape {
            Shape::Object(kind) => self.object(kind, node),
            Shape::Referable(kind) => self.referable(kind, node),
            Shape::BooleanOrSchema if node.value().is_object() => self.referable(Kind::Schema, node),
            Shape::Map(&inner) => {
                let members: Members =
                    node.entries().map(|(key, child)| (key.to_owned(), self.shape(&child, inner))).collect();
                Value::Object(members.into_iter().collect())
            }
            Shape::List(&inner) => node.items().map(|child| self.shape(&child, inner)).collect(),
            Shape::Any
            | Shape::String
            | Shape::Boolean
            | Shape::Number
            | Shape::Count
            | Shape::OneOf(_)
            | Shape::BooleanOrSchema => sorted(node.value()),
        }
    }

    /// The operation with everything that it inherits; method and path are the caller's.
    pub(super) fn operation(&mut self, operation: &Operation<'_>) -> Members {
        let mut members = self.members(Kind::Operation, &operation.node);
        for key in ["operationId", "parameters", "servers", "security"] {
            members.remove(key);
        }
        members.entry("tags".to_owned()).and_modify(sort_set);
        members.insert("parameters".to_owned(), self.parameters(operation));
        members.insert("servers".to_owned(), self.servers(operation.inherited("servers").as_ref()));
        let security = self.security(operation.inherited("security").as_ref());
        members.insert("security".to_owned(), security);
        members.retain(|key, value| !value.is_null() && !is_default(Kind::Operation, key, value));
        members
    }

    /// The parameters by place and name.
    fn parameters(&mut self, operation: &Operation<'_>) -> Value {
        let mut places: BTreeMap<String, Members> = BTreeMap::new();
        for parameter in operation.parameters() {
            let place = parameter.text("in").unwrap_or_default();
            let mut name = parameter.text("name").unwrap_or_default().to_owned();
            if place == "header" {
                name.make_ascii_lowercase();
                if ["accept", "authorization", "content-type"].contains(&name.as_str()) {
                    continue;
                }
            }
            let mut value = self.object(Kind::Parameter, &parameter);
            if let Some(members) = value.as_object_mut() {
                members.shift_remove("in");
                members.shift_remove("name");
            }
            places.entry(place.to_owned()).or_default().insert(name, value);
        }
        let places = places
            .into_iter()
            .map(|(place, parameters)| (place, Value::Object(parameters.into_iter().collect())));
        Value::Object(places.collect())
    }

    /// The servers in their order; OpenAPI's default if there is none.
    pub(super) fn servers(&mut self, servers: Option<&Node<'_>>) -> Value {
        let servers = servers.map(|servers| self.shape(servers, Shape::List(&Shape::Object(Kind::Server))));
        servers.filter(|servers| !is_empty(servers)).unwrap_or_else(|| json!([{"url": "/"}]))
    }

    /// The security requirements, sorted; null if nothing is required.
    pub(super) fn security(&mut self, security: Option<&Node<'_>>) -> Value {
        let Some(security) = security else { return Value::Null };
        let mut security = self.shape(security, Shape::List(&Shape::Object(Kind::SecurityRequirement)));
        sort_set(&mut security);
        if is_empty(&security) { Value::Null } else { security }
    }

    /// A path item of a callback: those of the document are read operation by operation.
    fn path_item(&mut self, node: &Node<'_>) -> Members {
        let mut members = Members::new();
        for (key, child) in node.entries() {
            if let Some(method) = Method::from_key(key) {
                let operation = self.operation(&Operation::new(method, "", child, node.clone()));
                members.insert(key.to_owned(), Value::Object(operation.into_iter().collect()));
            } else if !["parameters", "servers"].contains(&key) {
                members.insert(key.to_owned(), sorted(child.value()));
            }
        }
        members
    }
}

/// Sorts the lists whose order has no meaning.
fn tidy_schema(members: &mut Members) {
    for key in ["required", "enum", "allOf", "anyOf", "oneOf"] {
        members.entry(key.to_owned()).and_modify(sort_set);
    }
}

fn lower_header_names(members: &mut Members) {
    let Some(Value::Object(headers)) = members.get_mut("headers") else { return };
    let lowered: Members = std::mem::take(headers)
        .into_iter()
        .map(|(name, header)| (name.to_ascii_lowercase(), header))
        .filter(|(name, _)| name != "content-type")
        .collect();
    *headers = lowered.into_iter().collect::<Map<_, _>>();
}

fn lower(name: &Value) -> Value {
    name.as_str().map_or_else(|| name.clone(), |name| json!(name.to_ascii_lowercase()))
}

fn drop_default_style(kind: Kind, node: &Node<'_>, members: &mut Members) {
    let default = default_style(kind, node.text("in"));
    let style = node.text("style").unwrap_or(default);
    if style == default {
        members.remove("style");
    }
    if node.get("explode").is_some_and(|explode| *explode.value() == (style == "form")) {
        members.remove("explode");
    }
}
