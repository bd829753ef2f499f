//! From the document to the intermediate representation.

mod access;
mod array;
mod body;
mod combination;
mod discriminator;
mod enumeration;
mod expansion;
mod format;
mod leave_out;
mod loosen;
mod media_type;
mod number;
mod object;
mod operation;
mod parameter;
mod response;
mod route;
mod schema;
mod shape;
mod string;
mod style;

use std::collections::{HashMap, HashSet, VecDeque};

use asp_spec::{Document, Node, Pointer};
use indexmap::IndexMap;

use crate::error::Unsupported;
use crate::ir::{Api, Schema};
use crate::options::Options;
use crate::pattern::Automaton;

/// A document that was lowered.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) api: Api,
    /// What was refused and is allowed.
    pub(crate) warnings: Vec<Unsupported>,
    /// The operations that were left out: operationId, or method and path.
    pub(crate) left_out: Vec<String>,
}

/// Lowers `document`; all that is refused is collected.
pub(crate) fn lower(document: &Document, options: &Options) -> Result<Lowered, Vec<Unsupported>> {
    let mut lowering = Lowering { options: options.clone(), ..Lowering::default() };
    lowering.losses(document);
    for (_, schema) in document.components("schemas") {
        // An alias has no table of its own: its users refer to what it leads to.
        if schema.reference().is_none() {
            lowering.reserve(&schema);
        }
    }
    lowering.lower_reserved();
    lowering.operations(document);
    lowering.operation = None;
    lowering.lower_reserved();
    let (mut api, warnings) = lowering.finish()?;
    let left_out = leave_out::leave_out(&mut api, document, &warnings);
    in_order(&mut api.parameters, document, "parameters");
    in_order(&mut api.headers, document, "headers");
    in_order(&mut api.bodies, document, "requestBodies");
    in_order(&mut api.responses, document, "responses");
    Ok(Lowered { api, warnings, left_out })
}

/// The state of lowering one document.
#[derive(Debug, Default)]
struct Lowering<'a> {
    api: Api,
    /// The operation that is being lowered.
    operation: Option<String>,
    options: Options,
    unsupported: Vec<Unsupported>,
    /// What is refused by rules that the caller allows.
    warnings: Vec<Unsupported>,
    /// What was refused already: shared objects are met more than once.
    refused: HashSet<(&'static str, Pointer)>,
    /// Schemas with a table of their own; `None` until they are lowered.
    schemas: IndexMap<String, Option<Schema>>,
    /// Those of them that are not lowered yet.
    waiting: VecDeque<Waiting<'a>>,
    /// How many of them are for one use alone.
    variants: u64,
    /// The schema that has the one that is being lowered in its `allOf`, directly or not: the outermost.
    whole: Option<Node<'a>>,
    declared: access::Known<'a>,
    expansions: expansion::Expansions,
    heirs: discriminator::Heirs<'a>,
    /// Patterns by source; `None` for those that were refused.
    patterns: IndexMap<String, Option<Automaton>>,
}

/// A schema with a table of its own that is not lowered yet.
#[derive(Debug)]
struct Waiting<'a> {
    key: String,
    node: Node<'a>,
    /// Whether it is used without its discriminator.
    plain: bool,
    /// The schema that it is a part of, if the table is for that use alone.
    whole: Option<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// Refuses the construct at `node`. The caller goes on without it, since the rule may be allowed.
    fn refuse(
        &mut self,
        rule: &'static str,
        node: &Node<'a>,
        found: impl Into<String>,
        help: impl Into<String>,
    ) {
        let pointer = node.pointer().clone();
        if self.refused.insert((rule, pointer.clone())) {
            let operation = self.operation.clone();
            let list = if self.options.allows(rule) { &mut self.warnings } else { &mut self.unsupported };
            list.push(Unsupported { rule, pointer, operation, found: found.into(), help: help.into() });
        }
    }

    /// Refuses what was lost when the document was read.
    fn losses(&mut self, document: &Document) {
        for loss in self.options.losses().to_vec() {
            let operation = document.operation_at(&loss.pointer).map(|operation| operation.label());
            let list =
                if self.options.allows(loss.rule) { &mut self.warnings } else { &mut self.unsupported };
            list.push(Unsupported { operation, ..Unsupported::from(loss) });
        }
    }

    /// Gives the schema at `node` a table of its own, to be lowered later: references may run in circles.
    fn reserve(&mut self, node: &Node<'a>) -> String {
        self.reserve_as(node, false)
    }

    /// As [`Self::reserve`]; with `plain`, the table is that of the schema without its discriminator.
    fn reserve_as(&mut self, node: &Node<'a>, plain: bool) -> String {
        self.reserve_with(combination::key(node, plain), node, plain, None)
    }

    /// As [`Self::reserve_as`]; the table is that of the schema as a part of `whole`.
    fn reserve_within(&mut self, node: &Node<'a>, plain: bool, whole: Node<'a>) -> String {
        // No pointer has a `~` before a letter.
        let key = format!("{}~in{}", combination::key(node, plain), whole.pointer().as_str());
        if !self.schemas.contains_key(&key) {
            self.variants += 1;
        }
        self.reserve_with(key, node, plain, Some(whole))
    }

    fn reserve_with(&mut self, key: String, node: &Node<'a>, plain: bool, whole: Option<Node<'a>>) -> String {
        if !self.schemas.contains_key(&key) {
            self.schemas.insert(key.clone(), None);
            self.waiting.push_back(Waiting { key: key.clone(), node: node.clone(), plain, whole });
        }
        key
    }

    fn lower_reserved(&mut self) {
        while let Some(Waiting { key, node, plain, whole }) = self.waiting.pop_front() {
            let schema = self.schema_within(&node, plain, whole);
            self.schemas.insert(key, Some(schema));
        }
    }

    fn finish(mut self) -> Result<(Api, Vec<Unsupported>), Vec<Unsupported>> {
        if !self.unsupported.is_empty() {
            return Err(self.unsupported);
        }
        let lowered = |(pointer, schema): (String, Option<Schema>)| schema.map(|schema| (pointer, schema));
        self.api.schemas = self.schemas.into_iter().filter_map(lowered).collect();
        self.api.patterns = self
            .patterns
            .into_iter()
            .filter_map(|(source, automaton)| automaton.map(|automaton| (source, automaton)))
            .collect();
        Ok((self.api, self.warnings))
    }
}

/// Sorts tables, which stand in the order of their first use, into the order of the document.
fn in_order<T>(tables: &mut IndexMap<String, T>, document: &Document, section: &str) {
    let components = document.components(section).enumerate();
    let place: HashMap<String, usize> =
        components.map(|(index, (_, node))| (node.pointer().as_str().to_owned(), index)).collect();
    // The keys of headers carry the header's name behind `#`; the sort is stable.
    tables.sort_by_cached_key(|key, _| key.split('#').next().and_then(|pointer| place.get(pointer)).copied());
}

/// The count that the member `key` of `node` writes.
fn count(node: &Node<'_>, key: &str) -> Option<u64> {
    node.value().get(key)?.as_u64()
}

/// The value as a word for messages.
fn shown(node: &Node<'_>) -> String {
    node.as_str().map_or_else(|| node.value().to_string(), str::to_owned)
}
