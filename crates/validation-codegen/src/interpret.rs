//! From the intermediate representation to tables in memory: the same that `emit` writes as source, without a compiler.
//!
//! Tables are static, so what is built here is never freed. That suits tests and tools that load a document once.

mod array;
mod body;
mod combination;
mod enumeration;
mod number;
mod object;
mod operation;
mod order;
mod parameter;
mod response;
mod route;
mod schema;
mod string;

use std::collections::HashMap;
use std::sync::OnceLock;

use asp_spec::Document;
use asp_validation_runtime::tables::{Body, Parameter, Pattern, Response, RouteNode, Schema};
use asp_validation_runtime::{Limits, Request, Route, Verdict};
use indexmap::IndexMap;

pub use operation::LoadedOperation;

use crate::error::Unsupported;
use crate::ir::Api;
use crate::lower;
use crate::options::Options;

/// The validators of a document, in memory.
#[derive(Debug)]
pub struct Loaded {
    schemas: IndexMap<String, &'static Schema>,
    operations: &'static [LoadedOperation],
    routes: &'static RouteNode<LoadedOperation>,
}

impl Loaded {
    /// Every operation, in the order of the document.
    pub fn operations(&self) -> &'static [LoadedOperation] {
        self.operations
    }

    /// The operation with the operationId `id`.
    pub fn operation(&self, id: &str) -> Option<LoadedOperation> {
        self.operations.iter().copied().find(|operation| operation.contract().operation_id == id)
    }

    /// The operation of `method` and `path`; see [`RouteNode::route`].
    pub fn route(&self, method: &str, path: &str) -> Route<LoadedOperation> {
        self.routes.route(method, path)
    }

    /// Finds the operation of a request and judges the request against it.
    pub fn check(&self, request: &Request<'_>, limits: &Limits) -> Verdict {
        match self.route(request.method, request.path).operation() {
            Ok(operation) => operation.check_request(request, limits),
            Err(reason) => Verdict::NotJudged(reason),
        }
    }

    /// The schema at `pointer`, a JSON pointer into the document; one that is a reference is what it leads to.
    pub fn schema(&self, pointer: &str) -> Option<&'static Schema> {
        self.schemas.get(pointer).copied()
    }

    /// All schemas with the JSON pointers of their places: those that have a name first, in the order of the document.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &'static Schema)> {
        self.schemas.iter().map(|(pointer, schema)| (pointer.as_str(), *schema))
    }
}

/// Builds the validators of `document` in memory, never to be freed: for tests, and for tools that load a document
/// once. They say what those that [`generate`](crate::generate) writes say.
///
/// # Errors
///
/// Everything in the document that validators cannot enforce.
pub fn interpret(document: &Document) -> Result<Loaded, Vec<Unsupported>> {
    interpret_with(document, &Options::new())
}

/// Builds the validators of `document` as far as `options` ask for them; see [`interpret`].
///
/// # Errors
///
/// Everything in the document that validators cannot enforce, under rules that the options do not allow.
pub fn interpret_with(document: &Document, options: &Options) -> Result<Loaded, Vec<Unsupported>> {
    let lower::Lowered { api, .. } = lower::lower(document, options)?;
    Ok(load(document, &api))
}

/// Builds the validators of `document` from what it was lowered to.
pub(crate) fn load(document: &Document, api: &Api) -> Loaded {
    let mut interpretation = Interpretation::new(api);
    interpretation.schemas();
    let operations = interpretation.operations();
    let routes = interpretation.route_node(&api.routes, operations);
    let mut schemas = IndexMap::new();
    for (_, node) in document.components("schemas") {
        if let Some(schema) = interpretation.named.get(node.resolve().pointer().as_str()) {
            schemas.insert(node.pointer().as_str().to_owned(), *schema);
        }
    }
    for (pointer, schema) in interpretation.met {
        schemas.entry(pointer).or_insert(schema);
    }
    Loaded { schemas, operations, routes }
}

/// Tables that are being built.
#[derive(Debug)]
struct Interpretation<'a> {
    api: &'a Api,
    /// Schemas with a table of their own, by key.
    named: HashMap<&'a str, &'static Schema>,
    /// What stands for those that are not built yet: references run in circles.
    deferred: IndexMap<&'a str, Deferred>,
    patterns: HashMap<&'a str, &'static Pattern>,
    /// Parameters and headers that have a name.
    parameters: HashMap<&'a str, &'static Parameter>,
    bodies: HashMap<&'a str, &'static Body>,
    responses: HashMap<&'a str, &'static Response>,
    /// Every schema by its place, named or not.
    met: IndexMap<String, &'static Schema>,
}

/// A schema that stands for another one, and where that one is entered.
#[derive(Clone, Copy, Debug)]
struct Deferred {
    schema: &'static Schema,
    target: &'static OnceLock<&'static Schema>,
}

impl<'a> Interpretation<'a> {
    fn new(api: &'a Api) -> Self {
        Self {
            api,
            named: HashMap::new(),
            deferred: IndexMap::new(),
            patterns: HashMap::new(),
            parameters: HashMap::new(),
            bodies: HashMap::new(),
            responses: HashMap::new(),
            met: IndexMap::new(),
        }
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_list<T>(values: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(values.into_iter().collect())
}

fn leak_text(text: &str) -> &'static str {
    Box::leak(Box::from(text))
}
