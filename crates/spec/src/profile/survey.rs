//! One reading of the document for all rules.

use std::collections::HashMap;
use std::ops::Deref;

use crate::document::pointer_of;
use crate::{Document, Kind, Node, Operation, Pointer};

/// The objects of a document by kind, and its operations.
pub(super) struct Survey<'a> {
    pub(super) document: &'a Document,
    pub(super) operations: Vec<SurveyedOperation<'a>>,
    /// Every object that is no reference, in the author's order.
    pub(super) objects: Vec<(Kind, Node<'a>)>,
    pub(super) references: Vec<Reference<'a>>,
    by_kind: HashMap<Kind, Vec<usize>>,
}

/// An operation with its parameters and responses, which many rules ask for.
pub(super) struct SurveyedOperation<'a> {
    operation: Operation<'a>,
    /// References resolved, those of the path item included.
    pub(super) parameters: Vec<Node<'a>>,
    pub(super) responses: Vec<SurveyedResponse<'a>>,
}

/// A response of an operation.
pub(super) struct SurveyedResponse<'a> {
    pub(super) status: &'a str,
    /// What is written at the status: a response or a reference to one.
    pub(super) written: Node<'a>,
    /// The response itself.
    pub(super) response: Node<'a>,
}

/// A reference to anything but a path item.
pub(super) struct Reference<'a> {
    pub(super) kind: Kind,
    pub(super) node: Node<'a>,
    pub(super) target: Pointer,
}

impl<'a> Deref for SurveyedOperation<'a> {
    type Target = Operation<'a>;

    fn deref(&self) -> &Operation<'a> {
        &self.operation
    }
}

impl<'a> Survey<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let mut survey = Self {
            document,
            operations: document.operations().map(SurveyedOperation::new).collect(),
            objects: Vec::new(),
            references: Vec::new(),
            by_kind: HashMap::new(),
        };
        document.walk(&mut |kind, node| match node.reference().and_then(pointer_of) {
            Some(target) if kind != Kind::PathItem => {
                survey.references.push(Reference { kind, node: node.clone(), target });
            }
            _ => {
                survey.by_kind.entry(kind).or_default().push(survey.objects.len());
                survey.objects.push((kind, node.clone()));
            }
        });
        survey
    }

    /// The objects of `kind` that are defined somewhere, in the author's order; references are left out.
    pub(super) fn all(&self, kind: Kind) -> impl Iterator<Item = &Node<'a>> {
        self.by_kind.get(&kind).into_iter().flatten().map(|index| &self.objects[*index].1)
    }

    /// Every response of every operation.
    pub(super) fn responses(&self) -> impl Iterator<Item = &SurveyedResponse<'a>> {
        self.operations.iter().flat_map(|operation| &operation.responses)
    }
}

impl<'a> SurveyedOperation<'a> {
    fn new(operation: Operation<'a>) -> Self {
        let responses = operation.node.get("responses").into_iter().flat_map(|responses| responses.entries());
        let responses = responses.filter(|(status, _)| !status.starts_with("x-"));
        let responses = responses.map(|(status, written)| {
            let response = written.resolve();
            SurveyedResponse { status, written, response }
        });
        Self { parameters: operation.parameters(), responses: responses.collect(), operation }
    }
}
