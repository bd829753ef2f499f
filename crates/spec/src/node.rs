//! A cursor into the document that knows its JSON pointer.

use std::fmt;

use serde_json::Value;

use crate::{Document, Pointer};

/// A value in the document together with where it stands.
///
/// Reading through nodes keeps the pointer that errors, validators and views need, and shows every key that is in the
/// text, known or not.
#[derive(Clone)]
pub struct Node<'a> {
    document: &'a Document,
    pointer: Pointer,
    value: &'a Value,
}

impl<'a> Node<'a> {
    pub(crate) fn new(document: &'a Document, pointer: Pointer, value: &'a Value) -> Self {
        Self { document, pointer, value }
    }

    /// The document that this node is part of.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// Where the node stands.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The member `key`, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.get(key)?;
        Some(Self::new(self.document, self.pointer.join(key), value))
    }

    /// The members of an object in the author's order; nothing for other values.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let (document, pointer) = (self.document, self.pointer.clone());
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(key, value)| (key.as_str(), Self::new(document, pointer.join(key), value)))
    }

    /// The members of an object as plain values: cheaper than [`Node::entries`] where most are passed over.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The items of an array; nothing for other values.
    pub fn items(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let (document, pointer) = (self.document, self.pointer.clone());
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| Self::new(document, pointer.join(&index.to_string()), value))
    }

    /// Whether this is an object that has the member `key`.
    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// The text of the string member `key`.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// The boolean member `key`; `false` if there is none, as OpenAPI defaults all its flags.
    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The `$ref` of a reference object.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// The node that a chain of references leads to; this node if it is no reference.
    ///
    /// In a loaded document every reference resolves and no chain is a circle.
    #[must_use]
    pub fn resolve(&self) -> Node<'a> {
        let mut node = self.clone();
        while let Some(target) = node.reference().and_then(|reference| self.document.follow(reference)) {
            node = target;
        }
        node
    }

    /// The component's name, if this node stands directly in a section of `components`, such as `Room` for
    /// `/components/schemas/Room`.
    pub fn component_name(&self) -> Option<String> {
        let mut tokens = self.pointer.tokens();
        if tokens.next()? != "components" {
            return None;
        }
        let name = tokens.nth(1)?.into_owned();
        tokens.next().is_none().then_some(name)
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Node({} = {})", self.pointer, self.value)
    }
}

/// The methods that a path item may have (OpenAPI 3.0.3, path item object), in the order in which views list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// The key in a path item: lowercase.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// The method as HTTP spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// The method of a path item's key, if it is one.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }
}

/// An operation with what it inherits from its path item and from the document.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/rooms/{roomId}`.
    pub path: &'a str,
    /// The operation object.
    pub node: Node<'a>,
    path_item: Node<'a>,
}

impl<'a> Operation<'a> {
    pub(crate) fn new(method: Method, path: &'a str, node: Node<'a>, path_item: Node<'a>) -> Self {
        Self { method, path, node, path_item }
    }

    /// The operationId, if there is one; the profile asks for it.
    pub fn id(&self) -> Option<&'a str> {
        self.node.text("operationId")
    }

    /// `METHOD path`: every operation has another.
    pub fn name(&self) -> String {
        format!("{} {}", self.method.name(), self.path)
    }

    /// The operationId, or [`Self::name`] where there is none: a name for people.
    pub fn label(&self) -> String {
        self.id().map_or_else(|| self.name(), str::to_owned)
    }

    /// The first tag.
    pub fn tag(&self) -> Option<&'a str> {
        self.node.get("tags")?.items().next()?.as_str()
    }

    /// The parameters, references resolved: those of the path item that the operation does not override, in order,
    /// then its own.
    pub fn parameters(&self) -> Vec<Node<'a>> {
        let read = |node: &Node<'a>| -> Vec<Node<'a>> {
            node.get("parameters")
                .map(|list| list.items().map(|item| item.resolve()).collect())
                .unwrap_or_default()
        };
        let own = read(&self.node);
        let identity = |node: &Node<'a>| (node.text("in"), node.text("name"));
        let mut parameters: Vec<_> = read(&self.path_item)
            .into_iter()
            .filter(|inherited| own.iter().all(|node| identity(node) != identity(inherited)))
            .collect();
        parameters.extend(own);
        parameters
    }

    /// The request body, references resolved.
    pub fn request_body(&self) -> Option<Node<'a>> {
        self.node.get("requestBody").map(|body| body.resolve())
    }

    /// The responses by status key (`200`, `4XX`, `default`), references resolved, in the author's order.
    pub fn responses(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let responses = self.node.get("responses");
        responses
            .into_iter()
            .flat_map(|responses| responses.entries().collect::<Vec<_>>())
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| (status, response.resolve()))
    }

    /// The member `key` of the operation or, if it has none, of its path item or of the document: how `servers` and
    /// `security` are inherited.
    pub fn inherited(&self, key: &str) -> Option<Node<'a>> {
        self.node
            .get(key)
            .or_else(|| self.path_item.get(key))
            .or_else(|| self.node.document().root().get(key))
    }
}
