//! Loading a document, and what a loaded document guarantees.

mod lenient;
mod lines;
mod references;
mod structure;
mod text;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

pub use lenient::Lenient;
pub(crate) use references::pointer_of;

use crate::{Kind, Method, Node, Operation, Pointer, Problem};

/// An OpenAPI 3.0 document that is well formed.
///
/// What a value of this type guarantees:
///
/// - no object has a key twice, or one that OpenAPI 3.0.3 does not define (`x-` members aside);
/// - every value has the type that its place asks for, and required members are there;
/// - every `$ref` is local, stands alone in its object, leads to an object of the right kind, and no chain of
///   references is a circle.
#[derive(Clone, Debug)]
pub struct Document {
    value: Value,
}

/// Why a document could not be loaded.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The text is not YAML or JSON, or has a key twice.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
        /// What the parser found.
        message: String,
    },
    /// The text is well-formed YAML, but no OpenAPI 3.0 document.
    #[error("{}", summary(.0))]
    Problems(Vec<Problem>),
}

impl LoadError {
    /// The error as problems, so that callers list all findings alike; a syntax error stands at the root.
    pub fn into_problems(self) -> Vec<Problem> {
        match self {
            Self::Problems(problems) => problems,
            Self::Syntax { line, column, message } => vec![Problem::new(
                "syntax",
                &Pointer::root(),
                format!("line {line}, column {column}: {message}"),
                "mend the YAML there",
            )],
        }
    }
}

fn summary(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Document {
    /// Reads a document from YAML or JSON text.
    ///
    /// # Errors
    ///
    /// [`LoadError::Syntax`] for text that is no YAML, and for duplicate keys; [`LoadError::Problems`] with everything
    /// that breaks the guarantees above.
    pub fn from_text(text: &str) -> Result<Self, LoadError> {
        Self::from_value(text::parse(text)?)
    }

    /// Takes a document from a value that is already parsed: how tests and tools change one in memory.
    ///
    /// # Errors
    ///
    /// [`LoadError::Problems`], as for [`Document::from_text`].
    pub fn from_value(value: Value) -> Result<Self, LoadError> {
        let problems = structure::check(&value);
        if !problems.is_empty() {
            return Err(LoadError::Problems(problems));
        }
        let document = Self { value };
        let problems = references::check(&document);
        if problems.is_empty() { Ok(document) } else { Err(LoadError::Problems(problems)) }
    }

    /// The document as it was read, keys in the author's order.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The document in the types that progenitor takes: a second reading, by openapiv3.
    ///
    /// # Errors
    ///
    /// A problem if openapiv3 cannot read what the grammar lets through, such as a number too large for its types.
    pub fn to_openapi(&self) -> Result<OpenAPI, Problem> {
        OpenAPI::deserialize(&self.value).map_err(|error| {
            Problem::new(
                "typed-model",
                &Pointer::root(),
                format!("openapiv3 cannot read the document: {error}"),
                "write the value in a form that its types hold",
            )
        })
    }

    /// The whole document as a node.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, Pointer::root(), &self.value)
    }

    /// The node at `pointer`, references not followed.
    pub fn at(&self, pointer: &Pointer) -> Option<Node<'_>> {
        let value = pointer.tokens().try_fold(&self.value, |value, token| match value {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            value => value.get(&*token),
        })?;
        Some(Node::new(self, pointer.clone(), value))
    }

    /// The node that the local reference `reference`, such as `#/components/schemas/Room`, leads to.
    pub fn follow(&self, reference: &str) -> Option<Node<'_>> {
        self.at(&pointer_of(reference)?)
    }

    /// The components of one section, such as `schemas`, in the author's order.
    pub fn components<'a>(&'a self, section: &str) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let section = self.root().get("components").and_then(|components| components.get(section));
        section.into_iter().flat_map(|section| section.entries().collect::<Vec<_>>())
    }

    /// Every operation, path by path in the author's order, methods of a path in the author's order.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        let paths = self.root().get("paths");
        paths.into_iter().flat_map(|paths| paths.entries().collect::<Vec<_>>()).flat_map(
            |(path, path_item)| {
                let methods: Vec<_> = path_item
                    .entries()
                    .filter_map(|(key, node)| Method::from_key(key).map(|method| (method, node)))
                    .collect();
                methods
                    .into_iter()
                    .map(move |(method, node)| Operation::new(method, path, node, path_item.clone()))
            },
        )
    }

    /// Every operation as [`Document::operations`] has them, and those that a path has by referring to another path item.
    ///
    /// What stands beside the reference is left open (OpenAPI 3.0.3, path item object): it comes first here.
    pub fn operations_of_all_paths(&self) -> Vec<Operation<'_>> {
        let paths = self.root().get("paths");
        let mut operations: Vec<Operation<'_>> = Vec::new();
        for (path, own) in paths.iter().flat_map(Node::entries) {
            let start = operations.len();
            let referred = own.reference().map(|_| own.resolve());
            for item in [Some(own), referred].into_iter().flatten() {
                for (key, node) in item.entries() {
                    let Some(method) = Method::from_key(key) else { continue };
                    let mut known = operations.iter().skip(start);
                    if known.all(|operation| operation.method != method) {
                        operations.push(Operation::new(method, path, node, item.clone()));
                    }
                }
            }
        }
        operations
    }

    /// The operation that the place `pointer` is part of.
    pub fn operation_at(&self, pointer: &Pointer) -> Option<Operation<'_>> {
        let mut tokens = pointer.tokens();
        let paths =
            self.root().get("paths").filter(|_| tokens.next().is_some_and(|token| token == "paths"))?;
        let (path, _) = paths.value().as_object()?.get_key_value(&*tokens.next()?)?;
        let method = Method::from_key(&tokens.next()?)?;
        let item = paths.get(path)?;
        Some(Operation::new(method, path, item.get(method.key())?, item))
    }

    /// Visits every object of the document; see [`crate::walk`].
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(Kind, &Node<'a>)) {
        crate::walk(&self.root(), Kind::OpenApi, visit);
    }

    /// The lines of `text`, from 1, on which the values at `pointers` start; `None` where there is no such value.
    ///
    /// Reads the text again: meant for messages, after something was found.
    pub fn lines_of<'a>(text: &str, pointers: impl IntoIterator<Item = &'a Pointer>) -> Vec<Option<u64>> {
        lines::lines_of(text, pointers)
    }
}
