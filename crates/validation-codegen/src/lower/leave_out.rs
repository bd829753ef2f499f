//! Takes out what can't be described: operations and responses in which something was refused.

use std::collections::{BTreeSet, HashMap, HashSet};

use asp_spec::{Document, Kind, Node, Operation, Pointer};

use crate::error::Unsupported;
use crate::ir::{Api, Response, RouteNode, Use};

/// Rules that stand at schemas and concern the parameter or header that has the schema.
const OF_PARAMETERS: &[&str] = &["parameter-nesting"];

/// Rules under which the operation itself is described in full.
const HARMLESS: &[&str] = &["operation-id"];

/// Leaves out what `warnings` spoil, and returns the operations that are gone.
///
/// What stands in a schema spoils nothing: its keyword isn't enforced, the rest is.
pub(super) fn leave_out(api: &mut Api, document: &Document, warnings: &[Unsupported]) -> Vec<String> {
    let is_more = |warning: &&Unsupported| {
        let is_keyword = is_in_schema(&warning.pointer) && !OF_PARAMETERS.contains(&warning.rule);
        !is_keyword && !HARMLESS.contains(&warning.rule)
    };
    let places = warnings.iter().filter(is_more).map(|warning| warning.pointer.clone());
    let spoilt = Spoilt { places: places.collect() };
    if spoilt.places.is_empty() {
        return Vec::new();
    }
    let mut gone: HashSet<String> = HashSet::new();
    let mut left_out = Vec::new();
    let mut responses: HashMap<String, HashSet<String>> = HashMap::new();
    for operation in document.operations_of_all_paths() {
        let pointer = operation.node.pointer().as_str().to_owned();
        if spoilt.has_operation(&operation) {
            left_out.push(operation.label());
            gone.insert(pointer);
        } else {
            responses.insert(pointer, spoilt.responses(&operation));
        }
    }
    for operation in &mut api.operations {
        if let Some(responses) = responses.get(&operation.pointer) {
            operation.responses.retain(|response| !responses.contains(place_of(response)));
        }
    }
    take_out_operations(api, &gone);
    let keeps = |key: &str| {
        // The keys of headers carry the header's name behind `#`.
        let place = Pointer::parse(key.split('#').next().unwrap_or(key)).unwrap_or_default();
        document.at(&place).is_none_or(|node| !spoilt.has(&node))
    };
    api.parameters.retain(|key, _| keeps(key));
    api.headers.retain(|key, _| keeps(key));
    api.bodies.retain(|key, _| keeps(key));
    api.responses.retain(|key, _| {
        let node = Pointer::parse(key).and_then(|place| document.at(&place));
        node.is_none_or(|node| !spoilt.has_response(&node))
    });
    left_out
}

/// Whether the grammar has a schema around the place.
fn is_in_schema(place: &Pointer) -> bool {
    place.kinds().contains(&Kind::Schema)
}

fn place_of(response: &Use<Response>) -> &str {
    match response {
        Use::Named(pointer) => pointer,
        Use::Inline(response) => &response.pointer,
    }
}

/// The places where something was refused that is more than a keyword of a schema.
struct Spoilt {
    places: BTreeSet<Pointer>,
}

impl Spoilt {
    fn within<'s>(&'s self, place: &'s Pointer) -> impl Iterator<Item = &'s Pointer> {
        // Other places may sort between the place and what is in it: `/a`, `/a-b`, `/a/b`.
        let inner = place.join("");
        let at = self.places.get(place).into_iter();
        at.chain(self.places.range(inner..).take_while(move |found| found.is_within(place)))
    }

    fn has(&self, node: &Node<'_>) -> bool {
        self.within(node.pointer()).next().is_some()
    }

    /// A parameter or a header, references followed, or its schema.
    fn has_parameter(&self, node: &Node<'_>) -> bool {
        self.has(node) || node.get("schema").is_some_and(|schema| self.has(&schema.resolve()))
    }

    fn has_operation(&self, operation: &Operation<'_>) -> bool {
        let place = operation.node.pointer();
        let responses = place.join("responses");
        let item = place.first(2);
        self.places.contains(&item)
            || self.within(&item.join("parameters")).next().is_some()
            || self.within(place).any(|found| !found.is_within(&responses))
            || operation.parameters().iter().any(|parameter| self.has_parameter(parameter))
            || operation.request_body().is_some_and(|body| self.has(&body))
    }

    /// The responses of the operation that can't be judged. If there are any, a response for many statuses is one of
    /// them: it would be taken for theirs.
    fn responses(&self, operation: &Operation<'_>) -> HashSet<String> {
        let place = operation.node.pointer().join("responses");
        let is_spoilt = |key: &str, node: &Node<'_>| {
            self.within(&place.join(key)).next().is_some() || self.has_response(node)
        };
        let mut spoilt: HashSet<String> = operation
            .responses()
            .filter(|(key, node)| is_spoilt(key, node))
            .map(|(_, node)| node.pointer().as_str().to_owned())
            .collect();
        if !spoilt.is_empty() || self.within(&place).next().is_some() {
            let of_many = operation.responses().filter(|(key, _)| key.parse::<u16>().is_err());
            spoilt.extend(of_many.map(|(_, node)| node.pointer().as_str().to_owned()));
        }
        spoilt
    }

    fn has_response(&self, node: &Node<'_>) -> bool {
        let headers = node.get("headers");
        let mut headers = headers.iter().flat_map(Node::entries);
        self.has(node) || headers.any(|(_, header)| self.has_parameter(&header.resolve()))
    }
}

/// Takes operations out, and out of the tree of paths: their methods stay there, so that no other path is taken for
/// theirs.
fn take_out_operations(api: &mut Api, gone: &HashSet<String>) {
    let mut places = Vec::with_capacity(api.operations.len());
    let mut kept = 0;
    for operation in &api.operations {
        if gone.contains(&operation.pointer) {
            places.push(Err(operation.method));
        } else {
            places.push(Ok(kept));
            kept += 1;
        }
    }
    api.operations.retain(|operation| !gone.contains(&operation.pointer));
    renumber(&mut api.routes, &places);
}

fn renumber(node: &mut RouteNode, places: &[Result<usize, asp_spec::Method>]) {
    let found = std::mem::take(&mut node.operations);
    for place in found.into_iter().filter_map(|index| places.get(index)) {
        match place {
            Ok(index) => node.operations.push(*index),
            Err(method) => node.left_out.push(*method),
        }
    }
    for next in node.literals.values_mut() {
        renumber(next, places);
    }
    for (_, next) in &mut node.mixed {
        renumber(next, places);
    }
    if let Some(next) = &mut node.parameter {
        renumber(next, places);
    }
}
