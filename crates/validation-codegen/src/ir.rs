//! The document as validators see it: what `lower` makes and `emit` writes.

use std::collections::BTreeMap;

use asp_spec::Method;
use indexmap::IndexMap;

use crate::pattern::Automaton;

/// Everything that validators need to know. Maps are keyed by JSON pointer into the document, in the order in which
/// their entries are written.
#[derive(Debug, Default)]
pub(crate) struct Api {
    pub(crate) schemas: IndexMap<String, Schema>,
    /// Keyed by the pattern as the document writes it.
    pub(crate) patterns: IndexMap<String, Automaton>,
    pub(crate) parameters: IndexMap<String, Parameter>,
    pub(crate) headers: IndexMap<String, Parameter>,
    pub(crate) bodies: IndexMap<String, Body>,
    pub(crate) responses: IndexMap<String, Response>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) routes: RouteNode,
}

/// Something that stands where it is used, or elsewhere under a name.
#[derive(Debug)]
pub(crate) enum Use<T> {
    Inline(Box<T>),
    /// The JSON pointer of a component, or of another place that is referred to.
    Named(String),
}

#[derive(Debug)]
pub(crate) struct Schema {
    pub(crate) pointer: String,
    pub(crate) types: Vec<Type>,
    pub(crate) enumeration: Option<Vec<Constant>>,
    pub(crate) string: Option<StringRules>,
    pub(crate) number: Option<NumberRules>,
    pub(crate) array: Option<ArrayRules>,
    pub(crate) object: Option<ObjectRules>,
    pub(crate) combination: Option<Combination>,
}

impl Schema {
    /// The schema at `pointer` that accepts every value.
    pub(crate) fn any(pointer: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            types: Type::ALL.to_vec(),
            enumeration: None,
            string: None,
            number: None,
            array: None,
            object: None,
            combination: None,
        }
    }

    /// The schemas that this one refers to or holds.
    pub(crate) fn uses(&self) -> Vec<&Use<Self>> {
        let mut uses = Vec::new();
        uses.extend(self.array.iter().filter_map(|rules| rules.items.as_ref()));
        if let Some(rules) = &self.object {
            uses.extend(rules.properties.iter().filter_map(|property| property.schema.as_ref()));
            if let Additional::Schema(schema) = &rules.additional {
                uses.push(schema);
            }
        }
        if let Some(combination) = &self.combination {
            uses.extend(combination.all_of.iter().chain(&combination.any_of).chain(&combination.one_of));
            uses.extend(&combination.not);
            let mapping = combination.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
            uses.extend(mapping.map(|(_, schema)| schema));
        }
        uses
    }
}

/// The schemas that apply to the same value.
#[derive(Debug, Default)]
pub(crate) struct Combination {
    pub(crate) all_of: Vec<Use<Schema>>,
    pub(crate) any_of: Vec<Use<Schema>>,
    pub(crate) one_of: Vec<Use<Schema>>,
    pub(crate) not: Option<Use<Schema>>,
    pub(crate) discriminator: Option<Discriminator>,
}

#[derive(Debug)]
pub(crate) struct Discriminator {
    pub(crate) property: String,
    /// Each value once.
    pub(crate) mapping: Vec<(String, Use<Schema>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    /// Every type; integers are numbers.
    pub(crate) const ALL: [Self; 6] =
        [Self::Null, Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object];
}

#[derive(Debug)]
pub(crate) enum Constant {
    Null,
    Boolean(bool),
    /// As JSON writes it.
    Number(String),
    String(String),
    Array(Vec<Constant>),
    Object(Vec<(String, Constant)>),
}

#[derive(Debug)]
pub(crate) struct StringRules {
    pub(crate) min_length: u64,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) format: Option<StringFormat>,
}

/// The variants are called as those of the runtime are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StringFormat {
    Byte,
    Date,
    DateTime,
    Duration,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    Iri,
    IriReference,
    JsonPointer,
    Time,
    Uri,
    UriReference,
    UriTemplate,
    Uuid,
}

#[derive(Debug)]
pub(crate) struct NumberRules {
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    /// As JSON writes it.
    pub(crate) multiple_of: Option<String>,
    pub(crate) format: Option<NumberFormat>,
}

#[derive(Debug)]
pub(crate) struct Bound {
    /// As JSON writes it.
    pub(crate) limit: String,
    pub(crate) exclusive: bool,
}

/// The variants are called as those of the runtime are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFormat {
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float,
    Double,
}

#[derive(Debug)]
pub(crate) struct ArrayRules {
    pub(crate) items: Option<Use<Schema>>,
    pub(crate) min_items: u64,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique_items: bool,
}

#[derive(Debug)]
pub(crate) struct ObjectRules {
    pub(crate) properties: Vec<Property>,
    pub(crate) additional: Additional,
    pub(crate) min_properties: u64,
    pub(crate) max_properties: Option<u64>,
}

#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) schema: Option<Use<Schema>>,
    pub(crate) access: Access,
}

impl Property {
    /// The key as compact JSON writes it, with its quotes and the colon.
    pub(crate) fn key(&self) -> String {
        format!("{}:", serde_json::Value::from(self.name.as_str()))
    }
}

/// The variants are called as those of the runtime are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    ReadWrite,
    ReadOnly,
    WriteOnly,
}

#[derive(Debug)]
pub(crate) enum Additional {
    Allowed,
    Forbidden,
    Schema(Use<Schema>),
}

/// A parameter or a header.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) pointer: String,
    pub(crate) required: bool,
    pub(crate) allow_empty: bool,
    pub(crate) style: Style,
    /// `None` for any value.
    pub(crate) schema: Option<Use<Schema>>,
}

/// How a value is written. Scalars in the styles `simple` and `form` are bare text: `Simple`, not exploded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple { explode: bool },
    Label { explode: bool },
    Matrix { explode: bool },
    Form { explode: bool },
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
    Bytes,
}

#[derive(Debug)]
pub(crate) struct PathParameter {
    pub(crate) segment: usize,
    /// `None` for the whole segment.
    pub(crate) part: Option<Part>,
    pub(crate) parameter: Use<Parameter>,
}

/// A parameter that is a part of its segment.
#[derive(Debug)]
pub(crate) struct Part {
    /// The text around the parameters of the segment, of which there is one more than of these.
    pub(crate) literals: Vec<String>,
    /// Which of them this is.
    pub(crate) index: usize,
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) pointer: String,
    pub(crate) required: bool,
    pub(crate) content: Vec<Content>,
}

#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) reading: Reading,
    /// `None` for any value.
    pub(crate) schema: Option<Use<Schema>>,
}

/// How a body is read.
#[derive(Debug)]
pub(crate) enum Reading {
    Json,
    Text,
    Bytes,
    Form(Vec<Field>),
    Multipart(Vec<Field>),
    /// As the type of the body says, which the document leaves open.
    ByType,
    /// Not at all: the body is not judged.
    Unread,
}

/// A field of a form that is not written as fields are by default.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) style: Style,
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) pointer: String,
    pub(crate) headers: Vec<Use<Parameter>>,
    pub(crate) body: Option<Body>,
}

#[derive(Debug, Default)]
pub(crate) struct Responses {
    /// By status.
    pub(crate) exact: Vec<(u16, Use<Response>)>,
    /// By the first digit of the status.
    pub(crate) ranges: Vec<(u16, Use<Response>)>,
    pub(crate) default: Option<Use<Response>>,
}

impl Responses {
    /// Keeps the responses that `keeps` says.
    pub(crate) fn retain(&mut self, keeps: impl Fn(&Use<Response>) -> bool) {
        self.exact.retain(|(_, response)| keeps(response));
        self.ranges.retain(|(_, response)| keeps(response));
        self.default = self.default.take().filter(keeps);
    }
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) pointer: String,
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) tag: Option<String>,
    pub(crate) path_parameters: Vec<PathParameter>,
    pub(crate) query: Vec<Use<Parameter>>,
    pub(crate) headers: Vec<Use<Parameter>>,
    pub(crate) cookies: Vec<Use<Parameter>>,
    pub(crate) body: Option<Use<Body>>,
    pub(crate) responses: Responses,
}

/// A place in the tree of path templates.
#[derive(Debug, Default)]
pub(crate) struct RouteNode {
    pub(crate) literals: BTreeMap<String, RouteNode>,
    /// Segments that are partly parameters, by the text around these: those with more literal characters first.
    pub(crate) mixed: Vec<(Vec<String>, RouteNode)>,
    pub(crate) parameter: Option<Box<RouteNode>>,
    /// The template that ends here.
    pub(crate) path: Option<String>,
    /// The operations of that path: indices into [`Api::operations`].
    pub(crate) operations: Vec<usize>,
    /// The methods of the operations of that path that were left out.
    pub(crate) left_out: Vec<Method>,
}
