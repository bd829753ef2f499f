//! OpenAPI 3.0.3 as a table: which object may have which members, and of what kind they are.
//!
//! One table serves three readers: the loader refuses what the table does not know, the profile walks the document by
//! kind, and references are checked to lead to an object of the kind that their place asks for.

use crate::Node;

/// The kinds of object that OpenAPI 3.0.3 defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each variant is the object of the same name in the OpenAPI 3.0.3 specification"
)]
pub enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocumentation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
}

/// What may stand in a place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Any,
    String,
    Boolean,
    Number,
    /// A whole number, zero or more.
    Count,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// An object of this kind.
    Object(Kind),
    /// An object of this kind, or a reference to one.
    Referable(Kind),
    /// An object whose members all have this shape.
    Map(&'static Shape),
    /// An array whose items all have this shape.
    List(&'static Shape),
    /// `additionalProperties`: a boolean or a schema.
    BooleanOrSchema,
}

/// A member that an object may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

/// What an object of some kind may contain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grammar {
    /// The members with fixed names.
    pub(crate) fields: &'static [Field],
    /// The members with free names, such as the paths of the document.
    pub(crate) free: Option<FreeMembers>,
    /// Whether `x-` members are allowed.
    pub(crate) extensible: bool,
}

/// Members whose names the author chooses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FreeMembers {
    /// What the names are, for messages.
    pub(crate) names: &'static str,
    accepts: fn(&str) -> bool,
    shape: Shape,
}

const fn may(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

const fn fixed(fields: &'static [Field]) -> Grammar {
    Grammar { fields, free: None, extensible: true }
}

const SCHEMA: Shape = Shape::Referable(Kind::Schema);
const SCHEMAS: Shape = Shape::Map(&SCHEMA);
const EXAMPLES: Shape = Shape::Map(&Shape::Referable(Kind::Example));
const HEADERS: Shape = Shape::Map(&Shape::Referable(Kind::Header));
const LINKS: Shape = Shape::Map(&Shape::Referable(Kind::Link));
const CALLBACKS: Shape = Shape::Map(&Shape::Referable(Kind::Callback));
const CONTENT: Shape = Shape::Map(&Shape::Object(Kind::MediaType));
const PARAMETERS: Shape = Shape::List(&Shape::Referable(Kind::Parameter));
const SERVERS: Shape = Shape::List(&Shape::Object(Kind::Server));
const SECURITY: Shape = Shape::List(&Shape::Object(Kind::SecurityRequirement));
const STRINGS: Shape = Shape::List(&Shape::String);
const DOCS: Shape = Shape::Object(Kind::ExternalDocumentation);

/// The grammar of `kind` (OpenAPI 3.0.3, section "Schema").
#[expect(clippy::too_many_lines, reason = "a table, one entry a kind")]
pub(crate) fn grammar(kind: Kind) -> Grammar {
    use Shape::{Any, Boolean, BooleanOrSchema, Count, List, Map, Number, Object, OneOf, Referable, String};
    match kind {
        Kind::OpenApi => fixed(
            const {
                &[
                    must("openapi", String),
                    must("info", Object(Kind::Info)),
                    may("servers", SERVERS),
                    must("paths", Object(Kind::Paths)),
                    may("components", Object(Kind::Components)),
                    may("security", SECURITY),
                    may("tags", List(&Object(Kind::Tag))),
                    may("externalDocs", DOCS),
                ]
            },
        ),
        Kind::Info => fixed(
            const {
                &[
                    must("title", String),
                    may("description", String),
                    may("termsOfService", String),
                    may("contact", Object(Kind::Contact)),
                    may("license", Object(Kind::License)),
                    must("version", String),
                ]
            },
        ),
        Kind::Contact => fixed(const { &[may("name", String), may("url", String), may("email", String)] }),
        Kind::License => fixed(const { &[must("name", String), may("url", String)] }),
        Kind::Server => fixed(
            const {
                &[
                    must("url", String),
                    may("description", String),
                    may("variables", Map(&Object(Kind::ServerVariable))),
                ]
            },
        ),
        Kind::ServerVariable => {
            fixed(const { &[may("enum", STRINGS), must("default", String), may("description", String)] })
        }
        Kind::Components => fixed(
            const {
                &[
                    may("schemas", SCHEMAS),
                    may("responses", Map(&Referable(Kind::Response))),
                    may("parameters", Map(&Referable(Kind::Parameter))),
                    may("examples", EXAMPLES),
                    may("requestBodies", Map(&Referable(Kind::RequestBody))),
                    may("headers", HEADERS),
                    may("securitySchemes", Map(&Referable(Kind::SecurityScheme))),
                    may("links", LINKS),
                    may("callbacks", CALLBACKS),
                ]
            },
        ),
        Kind::Paths => Grammar {
            fields: &[],
            free: Some(FreeMembers {
                names: "a path that starts with `/`",
                accepts: |key| key.starts_with('/'),
                shape: Object(Kind::PathItem),
            }),
            extensible: true,
        },
        Kind::PathItem => fixed(
            const {
                &[
                    may("$ref", String),
                    may("summary", String),
                    may("description", String),
                    may("get", Object(Kind::Operation)),
                    may("put", Object(Kind::Operation)),
                    may("post", Object(Kind::Operation)),
                    may("delete", Object(Kind::Operation)),
                    may("options", Object(Kind::Operation)),
                    may("head", Object(Kind::Operation)),
                    may("patch", Object(Kind::Operation)),
                    may("trace", Object(Kind::Operation)),
                    may("servers", SERVERS),
                    may("parameters", PARAMETERS),
                ]
            },
        ),
        Kind::Operation => fixed(
            const {
                &[
                    may("tags", STRINGS),
                    may("summary", String),
                    may("description", String),
                    may("externalDocs", DOCS),
                    may("operationId", String),
                    may("parameters", PARAMETERS),
                    may("requestBody", Referable(Kind::RequestBody)),
                    must("responses", Object(Kind::Responses)),
                    may("callbacks", CALLBACKS),
                    may("deprecated", Boolean),
                    may("security", SECURITY),
                    may("servers", SERVERS),
                ]
            },
        ),
        Kind::ExternalDocumentation => fixed(const { &[may("description", String), must("url", String)] }),
        Kind::Parameter => fixed(
            const {
                &[
                    must("name", String),
                    must("in", OneOf(&["query", "header", "path", "cookie"])),
                    may("description", String),
                    may("required", Boolean),
                    may("deprecated", Boolean),
                    may("allowEmptyValue", Boolean),
                    may(
                        "style",
                        OneOf(&[
                            "matrix",
                            "label",
                            "form",
                            "simple",
                            "spaceDelimited",
                            "pipeDelimited",
                            "deepObject",
                        ]),
                    ),
                    may("explode", Boolean),
                    may("allowReserved", Boolean),
                    may("schema", SCHEMA),
                    may("example", Any),
                    may("examples", EXAMPLES),
                    may("content", CONTENT),
                ]
            },
        ),
        Kind::RequestBody => {
            fixed(const { &[may("description", String), must("content", CONTENT), may("required", Boolean)] })
        }
        Kind::MediaType => fixed(
            const {
                &[
                    may("schema", SCHEMA),
                    may("example", Any),
                    may("examples", EXAMPLES),
                    may("encoding", Map(&Object(Kind::Encoding))),
                ]
            },
        ),
        Kind::Encoding => fixed(
            const {
                &[
                    may("contentType", String),
                    may("headers", HEADERS),
                    may("style", OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
                    may("explode", Boolean),
                    may("allowReserved", Boolean),
                ]
            },
        ),
        Kind::Responses => Grammar {
            fields: &[],
            free: Some(FreeMembers {
                names: "a status code, a range such as `4XX`, or `default`",
                accepts: is_status_key,
                shape: Referable(Kind::Response),
            }),
            extensible: true,
        },
        Kind::Response => fixed(
            const {
                &[
                    must("description", String),
                    may("headers", HEADERS),
                    may("content", CONTENT),
                    may("links", LINKS),
                ]
            },
        ),
        Kind::Callback => {
            let free =
                FreeMembers { names: "an expression", accepts: |_| true, shape: Object(Kind::PathItem) };
            Grammar { fields: &[], free: Some(free), extensible: true }
        }
        Kind::Example => fixed(
            const {
                &[
                    may("summary", String),
                    may("description", String),
                    may("value", Any),
                    may("externalValue", String),
                ]
            },
        ),
        Kind::Link => fixed(
            const {
                &[
                    may("operationRef", String),
                    may("operationId", String),
                    may("parameters", Map(&Any)),
                    may("requestBody", Any),
                    may("description", String),
                    may("server", Object(Kind::Server)),
                ]
            },
        ),
        Kind::Header => fixed(
            const {
                &[
                    may("description", String),
                    may("required", Boolean),
                    may("deprecated", Boolean),
                    may("allowEmptyValue", Boolean),
                    may("style", OneOf(&["simple"])),
                    may("explode", Boolean),
                    may("allowReserved", Boolean),
                    may("schema", SCHEMA),
                    may("example", Any),
                    may("examples", EXAMPLES),
                    may("content", CONTENT),
                ]
            },
        ),
        Kind::Tag => {
            fixed(const { &[must("name", String), may("description", String), may("externalDocs", DOCS)] })
        }
        Kind::Schema => fixed(
            const {
                &[
                    may("title", String),
                    may("multipleOf", Number),
                    may("maximum", Number),
                    may("exclusiveMaximum", Boolean),
                    may("minimum", Number),
                    may("exclusiveMinimum", Boolean),
                    may("maxLength", Count),
                    may("minLength", Count),
                    may("pattern", String),
                    may("maxItems", Count),
                    may("minItems", Count),
                    may("uniqueItems", Boolean),
                    may("maxProperties", Count),
                    may("minProperties", Count),
                    may("required", STRINGS),
                    may("enum", List(&Any)),
                    may("type", OneOf(&["array", "boolean", "integer", "number", "object", "string"])),
                    may("allOf", List(&SCHEMA)),
                    may("oneOf", List(&SCHEMA)),
                    may("anyOf", List(&SCHEMA)),
                    may("not", SCHEMA),
                    may("items", SCHEMA),
                    may("properties", SCHEMAS),
                    may("additionalProperties", BooleanOrSchema),
                    may("description", String),
                    may("format", String),
                    may("default", Any),
                    may("nullable", Boolean),
                    may("discriminator", Object(Kind::Discriminator)),
                    may("readOnly", Boolean),
                    may("writeOnly", Boolean),
                    may("xml", Object(Kind::Xml)),
                    may("externalDocs", DOCS),
                    may("example", Any),
                    may("deprecated", Boolean),
                ]
            },
        ),
        Kind::Discriminator => Grammar {
            fields: const { &[must("propertyName", String), may("mapping", Map(&String))] },
            free: None,
            extensible: false,
        },
        Kind::Xml => fixed(
            const {
                &[
                    may("name", String),
                    may("namespace", String),
                    may("prefix", String),
                    may("attribute", Boolean),
                    may("wrapped", Boolean),
                ]
            },
        ),
        Kind::SecurityScheme => fixed(
            const {
                &[
                    must("type", OneOf(&["apiKey", "http", "oauth2", "openIdConnect"])),
                    may("description", String),
                    may("name", String),
                    may("in", OneOf(&["query", "header", "cookie"])),
                    may("scheme", String),
                    may("bearerFormat", String),
                    may("flows", Object(Kind::OAuthFlows)),
                    may("openIdConnectUrl", String),
                ]
            },
        ),
        Kind::OAuthFlows => fixed(
            const {
                &[
                    may("implicit", Object(Kind::OAuthFlow)),
                    may("password", Object(Kind::OAuthFlow)),
                    may("clientCredentials", Object(Kind::OAuthFlow)),
                    may("authorizationCode", Object(Kind::OAuthFlow)),
                ]
            },
        ),
        Kind::OAuthFlow => fixed(
            const {
                &[
                    may("authorizationUrl", String),
                    may("tokenUrl", String),
                    may("refreshUrl", String),
                    must("scopes", Map(&String)),
                ]
            },
        ),
        Kind::SecurityRequirement => {
            let free =
                FreeMembers { names: "the name of a security scheme", accepts: |_| true, shape: STRINGS };
            Grammar { fields: &[], free: Some(free), extensible: false }
        }
    }
}

impl Grammar {
    /// The shape of the member `key`; `None` if no such member may stand here.
    pub(crate) fn shape_of(&self, key: &str) -> Option<Shape> {
        if let Some(field) = self.fields.iter().find(|field| field.name == key) {
            return Some(field.shape);
        }
        if self.extensible && key.starts_with("x-") {
            return Some(Shape::Any);
        }
        self.free.and_then(|free| (free.accepts)(key).then_some(free.shape))
    }
}

/// Whether `key` names a response: `200`, `4XX` or `default`.
pub(crate) fn is_status_key(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] | b"default" => true,
        [b'1'..=b'5', tens, units] => tens.is_ascii_digit() && units.is_ascii_digit(),
        _ => false,
    }
}

/// Visits every object below `node`, which is of `kind`, in the author's order, parents first.
///
/// References are visited as the places where they stand, with the kind of object that they stand for; they are not
/// followed. Values of extensions, examples and defaults are not visited.
pub fn walk<'a>(node: &Node<'a>, kind: Kind, visit: &mut dyn FnMut(Kind, &Node<'a>)) {
    visit(kind, node);
    if node.reference().is_some() && kind != Kind::PathItem {
        return;
    }
    let grammar = grammar(kind);
    for (key, child) in node.entries() {
        if let Some(shape) = grammar.shape_of(key) {
            walk_shape(&child, shape, visit);
        }
    }
}

fn walk_shape<'a>(node: &Node<'a>, shape: Shape, visit: &mut dyn FnMut(Kind, &Node<'a>)) {
    match shape {
        Shape::Object(kind) | Shape::Referable(kind) => walk(node, kind, visit),
        Shape::Map(&inner) => node.entries().for_each(|(_, child)| walk_shape(&child, inner, visit)),
        Shape::List(&inner) => node.items().for_each(|child| walk_shape(&child, inner, visit)),
        Shape::BooleanOrSchema if node.value().is_object() => walk(node, Kind::Schema, visit),
        Shape::Any
        | Shape::String
        | Shape::Boolean
        | Shape::Number
        | Shape::Count
        | Shape::OneOf(_)
        | Shape::BooleanOrSchema => {}
    }
}
