//! Members: unknown, missing, null or of the wrong type.

use serde_json::{Map, Value};

use super::{Fate, Repair};
use crate::document::structure;
use crate::grammar::{Kind, Shape, grammar, is_status_key};
use crate::{Pointer, Problem};

/// Members that describe, whatever object they stand in.
const ANNOTATIONS: &[&str] = &[
    "$comment",
    "$id",
    "$schema",
    "contentEncoding",
    "contentMediaType",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "id",
    "summary",
    "tags",
    "title",
    "xml",
];

/// Whether the member `key` describes only, so that nothing about exchanges is lost without it.
pub(super) fn is_annotation(key: &str) -> bool {
    key.starts_with("x-") || ANNOTATIONS.contains(&key)
}

/// Whether the member `key` of an object of `kind` says something about exchanges.
pub(super) fn matters(kind: Kind, key: &str) -> bool {
    match kind {
        Kind::OpenApi => key == "paths" || key == "components",
        Kind::Components => !["examples", "links", "callbacks", "securitySchemes"].contains(&key),
        Kind::Paths | Kind::Responses => true,
        Kind::PathItem | Kind::Operation => {
            !is_annotation(key) && !["operationId", "security", "servers", "callbacks"].contains(&key)
        }
        Kind::Response => !is_annotation(key) && key != "links",
        Kind::Parameter
        | Kind::Header
        | Kind::RequestBody
        | Kind::MediaType
        | Kind::Encoding
        | Kind::Schema
        | Kind::Discriminator => !is_annotation(key),
        Kind::Info
        | Kind::Contact
        | Kind::License
        | Kind::Server
        | Kind::ServerVariable
        | Kind::ExternalDocumentation
        | Kind::Callback
        | Kind::Example
        | Kind::Link
        | Kind::Tag
        | Kind::Xml
        | Kind::SecurityScheme
        | Kind::OAuthFlows
        | Kind::OAuthFlow
        | Kind::SecurityRequirement => false,
    }
}

impl Repair {
    pub(super) fn unknown_key(&mut self, key: &str, at: &Pointer, kind: Kind, matters: bool) -> Fate {
        let problem = structure::unknown_key(key, at, kind, &grammar(kind));
        if matches!(kind, Kind::OpenApi | Kind::Components) {
            // Nothing reads it, and references may lead there.
            self.warnings.push(problem);
            return Fate::Stay;
        }
        // A header is described by the key under which it stands (OpenAPI 3.0.3, header object).
        let is_name = kind == Kind::Header && ["name", "in"].contains(&key);
        self.lost(matters && !is_annotation(key) && !is_name, problem);
        Fate::Go
    }

    /// Gives the object what it must have, if it can be given without inventing anything.
    pub(super) fn missing_members(
        &mut self,
        members: &mut Map<String, Value>,
        at: &Pointer,
        kind: Kind,
        matters: bool,
    ) -> Fate {
        let grammar = grammar(kind);
        let mut fate = Fate::Stay;
        for field in grammar.fields.iter().filter(|field| field.required) {
            if members.contains_key(field.name) {
                continue;
            }
            let problem = structure::missing_key(field.name, at, kind);
            let empty = match (kind, field.name) {
                (Kind::Response, "description") | (Kind::Info, _) => Value::from(""),
                (Kind::OpenApi, "info") => serde_json::json!({"title": "", "version": ""}),
                (Kind::OpenApi, "paths") | (Kind::Operation, "responses") => Value::Object(Map::new()),
                _ => {
                    self.lost(matters, problem);
                    fate = Fate::Go;
                    continue;
                }
            };
            self.warnings.push(problem);
            members.insert(field.name.to_owned(), empty);
        }
        fate
    }

    /// A parameter or a header has one of `schema` and `content`.
    pub(super) fn schema_or_content(
        &mut self,
        members: &mut Map<String, Value>,
        at: &Pointer,
        kind: Kind,
        matters: bool,
    ) {
        let problem = || structure::schema_or_content(at, kind);
        match (members.contains_key("schema"), members.contains_key("content")) {
            (true, true) => {
                members.shift_remove("content");
                self.lost(matters, problem());
            }
            (false, false) => {
                members.insert("schema".to_owned(), Value::Object(Map::new()));
                self.warnings.push(problem());
            }
            _ => {}
        }
    }

    /// Ranges of statuses in lower case, as in `4xx`.
    pub(super) fn status_keys(&mut self, members: &mut Map<String, Value>, at: &Pointer) {
        let is_range = |key: &String| !is_status_key(key) && is_status_key(&key.to_ascii_uppercase());
        if !members.keys().any(is_range) {
            return;
        }
        let all = std::mem::take(members);
        for (key, response) in all {
            let upper = key.to_ascii_uppercase();
            if is_range(&key) && !members.contains_key(&upper) {
                self.read_as(&at.join(&key), format!("the status `{key}`"), &format!("`{upper}`"));
                members.insert(upper, response);
            } else {
                members.insert(key, response);
            }
        }
    }

    /// `null`: most often what is left of a member without a value in YAML.
    pub(super) fn null(&mut self, value: &mut Value, at: &Pointer, shape: Shape, matters: bool) -> Fate {
        let found = "null, where OpenAPI asks for a value";
        match shape {
            Shape::Object(kind) | Shape::Referable(kind)
                if matches!(
                    kind,
                    Kind::Schema | Kind::PathItem | Kind::Operation | Kind::MediaType | Kind::Responses
                ) =>
            {
                self.read_as(at, found.to_owned(), "an empty object");
                *value = Value::Object(Map::new());
                self.shape(value, at, shape, matters)
            }
            _ => {
                let remedy = "it is read as if it weren't there; take it out";
                self.warnings.push(Problem::new("wrong-type", at, found, remedy));
                Fate::Go
            }
        }
    }

    /// Strings, booleans and numbers; one that is written as another is read if its meaning is plain.
    pub(super) fn scalar(&mut self, value: &mut Value, at: &Pointer, shape: Shape, matters: bool) -> Fate {
        let (fits, expected) = match shape {
            Shape::String => (value.is_string(), "a string".to_owned()),
            Shape::Boolean => (value.is_boolean(), "true or false".to_owned()),
            Shape::Number => (value.is_number(), "a number".to_owned()),
            Shape::Count => (value.is_u64(), "a whole number, zero or more".to_owned()),
            Shape::OneOf(words) => {
                let fits = value.as_str().is_some_and(|word| words.contains(&word));
                (fits, format!("one of {}", words.join(", ")))
            }
            _ => return Fate::Stay,
        };
        if fits {
            return Fate::Stay;
        }
        let problem = structure::wrong_type(at, value, &expected);
        if let Some(meant) = meant(value, shape, matters) {
            let shown = match &meant {
                Value::String(text) => format!("the string `{text}`"),
                other => format!("`{other}`"),
            };
            self.read_as(at, problem.found, &shown);
            *value = meant;
            return Fate::Stay;
        }
        self.lost(matters, problem);
        Fate::Go
    }
}

/// What a value of another type plainly means.
fn meant(value: &Value, shape: Shape, matters: bool) -> Option<Value> {
    match (shape, value) {
        // Where text matters, a fraction may have been written in another way: `1.10`.
        (Shape::String, Value::Number(number)) if !(matters && number.is_f64()) => {
            Some(Value::from(number.to_string()))
        }
        (Shape::String, Value::Bool(flag)) => Some(Value::from(flag.to_string())),
        (Shape::Boolean, Value::String(text)) => {
            text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from)
        }
        (Shape::Count, Value::Number(number)) => whole(number.as_f64()?).map(Value::from),
        (Shape::OneOf(words), Value::String(text)) => {
            words.iter().find(|word| word.eq_ignore_ascii_case(text)).map(|word| Value::from(*word))
        }
        _ => None,
    }
}

/// The whole number that is written as a fraction, such as `3.0`.
fn whole(number: f64) -> Option<u64> {
    // Up to here every whole number is a double of its own.
    const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
    let fits = (0.0..=LARGEST_EXACT).contains(&number) && number.fract() == 0.0;
    fits.then(|| format!("{number:.0}").parse().ok())?
}
