//! Takes out what can't be described: operations and responses in which something was refused.

use std::collections::{BTreeSet, HashMap, HashSet};

use asp_spec::{Document, Kind, Method, Node, Operation, Pointer};
use percent_encoding::percent_decode_str;

use super::loosen::loosen;
use crate::error::Unsupported;
use crate::ir::{Api, Response, RouteNode, Use};

/// Rules that stand at schemas and concern the parameter or header that has the schema.
const OF_PARAMETERS: &[&str] = &["parameter-nesting"];

/// Rules under which the operation itself is described in full, or as far as it goes: a body of a media type that is
/// refused isn't judged, those of others are.
const HARMLESS: &[&str] = &["media-type", "operation-id"];

/// Leaves out what `warnings` spoil, and returns the operations that are gone.
///
/// What stands in a schema spoils nothing but what [`loosen`](super::loosen) says: its keyword isn't enforced, the rest is.
pub(super) fn leave_out(api: &mut Api, document: &Document, warnings: &[Unsupported]) -> Vec<String> {
    let in_schemas = warnings.iter().filter(|warning| is_in_schema(&warning.pointer));
    loosen(api, &Spoilt { places: in_schemas.map(|warning| warning.pointer.clone()).collect() });
    let is_more = |warning: &&Unsupported| {
        let is_keyword = is_in_schema(&warning.pointer) && !OF_PARAMETERS.contains(&warning.rule);
        !is_keyword && !HARMLESS.contains(&warning.rule)
    };
    let places = warnings.iter().filter(is_more).map(|warning| warning.pointer.clone());
    let spoilt = Spoilt { places: places.collect() };
    if spoilt.places.is_empty() {
        return Vec::new();
    }
    let operations = document.operations_of_all_paths();
    let mut gone: HashSet<String> = HashSet::new();
    let mut taken: HashSet<(Method, String)> = HashSet::new();
    for operation in operations.iter().filter(|operation| spoilt.has_operation(operation)) {
        gone.insert(place_of_operation(operation));
        taken.insert((operation.method, shape(operation.path)));
    }
    let mut left_out = Vec::new();
    let mut responses: HashMap<String, HashSet<String>> = HashMap::new();
    for operation in &operations {
        // Nobody can tell its requests from those of an operation that is gone.
        let is_taken = taken.contains(&(operation.method, shape(operation.path)));
        let place = place_of_operation(operation);
        if is_taken || gone.contains(&place) {
            left_out.push(operation.label());
            gone.insert(place);
        } else {
            responses.insert(place, spoilt.responses(operation));
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

fn place_of_operation(operation: &Operation<'_>) -> String {
    operation.node.pointer().as_str().to_owned()
}

/// What the paths of a template have in common: its text without the names of parameters, and without what servers do
/// not see as the path.
fn shape(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut shape = String::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        shape.push_str(&decoded(literal));
        // Parameters that touch are as one.
        if !shape.ends_with(PARAMETER) {
            shape.push_str(PARAMETER);
        }
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    shape + &decoded(rest)
}

fn place_of(response: &Use<Response>) -> &str {
    match response {
        Use::Named(pointer) => pointer,
        Use::Inline(response) => &response.pointer,
    }
}

/// What stands for a parameter in a [`shape`].
const PARAMETER: &str = "{}";

/// Places where something was refused.
pub(super) struct Spoilt {
    places: BTreeSet<Pointer>,
}

impl Spoilt {
    fn within<'s>(&'s self, place: &'s Pointer) -> impl Iterator<Item = &'s Pointer> {
        // Other places may sort between the place and what is in it: `/a`, `/a-b`, `/a/b`.
        let inner = place.join("");
        let at = self.places.get(place).into_iter();
        at.chain(self.places.range(inner..).take_while(move |found| found.is_within(place)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(super) fn has_within(&self, place: &Pointer) -> bool {
        self.within(place).next().is_some()
    }

    fn has(&self, node: &Node<'_>) -> bool {
        self.has_within(node.pointer())
    }

    /// A parameter or a header, references followed, or its schema.
    fn has_parameter(&self, node: &Node<'_>) -> bool {
        self.has(node) || node.get("schema").is_some_and(|schema| self.has(&schema.resolve()))
    }

    fn has_operation(&self, operation: &Operation<'_>) -> bool {
        let place = operation.node.pointer();
        let responses = place.join("responses");
        let item = place.first(2);
        // Another item if the path refers to it.
        let path = Pointer::root().join("paths").join(operation.path);
        self.places.contains(&item)
            || self.places.contains(&path)
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
    let mut tree = Tree { places: Vec::with_capacity(api.operations.len()), methods: HashMap::new() };
    let mut kept = 0;
    for operation in &api.operations {
        if gone.contains(&operation.pointer) {
            tree.places.push(None);
            tree.methods.entry(shape(&operation.path)).or_default().push(operation.method);
        } else {
            tree.places.push(Some(kept));
            kept += 1;
        }
    }
    api.operations.retain(|operation| !gone.contains(&operation.pointer));
    tree.renumber(&mut api.routes, &mut String::new());
}

/// What becomes of the operations in the tree of paths.
struct Tree {
    /// The new index of each operation.
    places: Vec<Option<usize>>,
    /// The methods that are gone, by the shape of their paths.
    methods: HashMap<String, Vec<Method>>,
}

impl Tree {
    fn renumber(&self, node: &mut RouteNode, shape: &mut String) {
        node.operations = node.operations.iter().filter_map(|index| *self.places.get(*index)?).collect();
        if node.path.is_some() {
            for method in self.methods.get(shape.as_str()).into_iter().flatten() {
                if !node.left_out.contains(method) {
                    node.left_out.push(*method);
                }
            }
        }
        let length = shape.len();
        let mut follow = |segment: &str, next: &mut RouteNode| {
            shape.truncate(length);
            shape.extend(["/", segment]);
            self.renumber(next, shape);
        };
        for (literal, next) in &mut node.literals {
            follow(literal, next);
        }
        for (literals, next) in &mut node.mixed {
            follow(&literals.join(PARAMETER), next);
        }
        if let Some(next) = &mut node.parameter {
            follow(PARAMETER, next);
        }
    }
}
