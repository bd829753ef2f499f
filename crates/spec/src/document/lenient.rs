//! Reading documents that others wrote: what does not matter to exchanges is passed over, the rest is reported.

mod members;
mod references;
mod schema;

use serde_json::{Map, Value};

use super::{structure, text};
use crate::grammar::{Kind, Shape, grammar};
use crate::{Document, LoadError, Pointer, Problem};

/// A document as others wrote it, made well formed.
///
/// The document keeps the guarantees of [`Document`], with two exceptions: members that OpenAPI does not know may stand
/// at its top and in `components`, and references may lead there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lenient {
    /// The document, with what is listed below put right or taken out.
    pub document: Document,
    /// What breaks a rule of OpenAPI without a loss: it says nothing about exchanges, or its meaning is plain.
    pub warnings: Vec<Problem>,
    /// What says something about exchanges and was taken out, since nobody can tell what it means.
    pub losses: Vec<Problem>,
}

impl Document {
    /// Reads a document that others wrote, from YAML or JSON text, and says what had to be put right.
    ///
    /// [`Document::from_text`] refuses everything that breaks a rule of OpenAPI 3.0. Documents in the field break many
    /// rules that do not matter here: a response has no description, an example has the wrong form, members stand
    /// beside a `$ref`.
    ///
    /// # Errors
    ///
    /// [`LoadError::Syntax`] as for [`Document::from_text`], duplicate keys included; [`LoadError::Problems`] if the
    /// text is no OpenAPI 3.0 document at all.
    pub fn from_text_leniently(text: &str) -> Result<Lenient, LoadError> {
        let mut value = text::parse(text)?;
        read_version(&mut value)?;
        let mut repair = Repair::default();
        repair.object(&mut value, &Pointer::root(), Kind::OpenApi, true);
        let mut document = Self { value };
        repair.references(&mut document);
        Ok(Lenient { document, warnings: repair.warnings, losses: repair.losses })
    }
}

/// Checks the version, and writes it out in full: `openapi: 3.0` is meant as 3.0.0.
fn read_version(value: &mut Value) -> Result<(), LoadError> {
    if let Some(version) = value.get_mut("openapi") {
        let is_short = version.as_f64() == Some(3.0) || version.as_str() == Some("3.0");
        if is_short {
            *version = Value::from("3.0.0");
        }
    }
    structure::check_version(value).map_or(Ok(()), |problem| Err(LoadError::Problems(vec![problem])))
}

/// What becomes of a member or an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stay,
    Go,
}

/// The state of putting one document right.
#[derive(Debug, Default)]
struct Repair {
    warnings: Vec<Problem>,
    losses: Vec<Problem>,
    places: references::Places,
}

impl Repair {
    /// Reports something that was taken out: a loss if it stands where exchanges are described.
    fn lost(&mut self, matters: bool, problem: Problem) {
        if matters { self.losses.push(problem) } else { self.warnings.push(problem) }
    }

    /// Reports something that was read in another way than it is written.
    fn read_as(&mut self, at: &Pointer, found: String, meant: &str) {
        let remedy = format!("it is read as {meant}; write that");
        self.warnings.push(Problem::new("wrong-type", at, found, remedy));
    }

    /// Puts the object of `kind` at `at` right. `matters` tells whether it says something about exchanges.
    fn object(&mut self, value: &mut Value, at: &Pointer, kind: Kind, matters: bool) -> Fate {
        let Value::Object(members) = value else {
            let problem = structure::wrong_type(at, value, "an object");
            self.lost(matters, problem);
            return Fate::Go;
        };
        self.places.add(at, kind);
        match kind {
            Kind::Schema => self.schema_words(members, at),
            Kind::Responses => self.status_keys(members, at),
            Kind::PathItem => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    self.places.refer(at, kind, reference, matters);
                }
            }
            _ => {}
        }
        let grammar = grammar(kind);
        members.retain(|key, child| {
            let at = at.join(key);
            let fate = match grammar.shape_of(key) {
                Some(shape) => self.shape(child, &at, shape, matters && members::matters(kind, key)),
                None => self.unknown_key(key, &at, kind, matters),
            };
            fate == Fate::Stay
        });
        if matches!(kind, Kind::Parameter | Kind::Header) {
            self.schema_or_content(members, at, kind, matters);
        }
        let fate = self.missing_members(members, at, kind, matters);
        if fate == Fate::Go {
            self.places.remove(at);
        }
        fate
    }

    /// Puts the value at `at`, where `shape` must stand, right.
    fn shape(&mut self, value: &mut Value, at: &Pointer, shape: Shape, matters: bool) -> Fate {
        if value.is_null() && !matches!(shape, Shape::Any) {
            return self.null(value, at, shape, matters);
        }
        match shape {
            Shape::Any => Fate::Stay,
            Shape::String | Shape::Boolean | Shape::Number | Shape::Count | Shape::OneOf(_) => {
                self.scalar(value, at, shape, matters)
            }
            Shape::BooleanOrSchema if value.is_boolean() => Fate::Stay,
            Shape::BooleanOrSchema => self.shape(value, at, Shape::Referable(Kind::Schema), matters),
            Shape::Object(kind) => self.object(value, at, kind, matters),
            Shape::Referable(kind) => self.referable(value, at, kind, matters),
            Shape::Map(&inner) => {
                let Value::Object(members) = value else {
                    let problem = structure::wrong_type(at, value, "an object");
                    self.lost(matters, problem);
                    return Fate::Go;
                };
                members.retain(|key, child| self.shape(child, &at.join(key), inner, matters) == Fate::Stay);
                Fate::Stay
            }
            Shape::List(&inner) => self.list(value, at, inner, matters),
        }
    }

    fn list(&mut self, value: &mut Value, at: &Pointer, inner: Shape, matters: bool) -> Fate {
        if value.is_string() && matches!(inner, Shape::String) {
            self.read_as(at, "one string where a list of them is asked for".to_owned(), "a list of one");
            *value = Value::Array(vec![value.take()]);
        }
        let Value::Array(items) = value else {
            let problem = structure::wrong_type(at, value, "an array");
            self.lost(matters, problem);
            return Fate::Go;
        };
        let mut index = 0_usize;
        items.retain_mut(|item| {
            let at = at.join(&index.to_string());
            index += 1;
            if self.shape(item, &at, inner, matters) == Fate::Stay {
                return true;
            }
            // The places of the items behind this one stay what they are in the text.
            stand_in(inner).map(|stand_in| *item = stand_in).is_some()
        });
        Fate::Stay
    }

    /// An object of `kind`, or a reference to one.
    fn referable(&mut self, value: &mut Value, at: &Pointer, kind: Kind, matters: bool) -> Fate {
        if let Value::Object(members) = value
            && let Some(reference) = members.get("$ref")
        {
            if let Value::String(text) = reference {
                self.places.add(at, kind);
                self.places.refer(at, kind, text, matters);
                self.siblings(members, at, matters);
                return Fate::Stay;
            }
            let problem = structure::wrong_type(&at.join("$ref"), reference, "a string");
            self.lost(matters, problem);
            members.shift_remove("$ref");
        }
        if kind == Kind::Schema {
            return self.schema(value, at, matters);
        }
        self.object(value, at, kind, matters)
    }

    /// Members beside `$ref`: OpenAPI 3.0.3 says that they shall be ignored (reference object).
    fn siblings(&mut self, members: &mut Map<String, Value>, at: &Pointer, matters: bool) {
        members.retain(|key, _| {
            if key == "$ref" {
                return true;
            }
            if matters && !members::is_annotation(key) {
                let found = format!("`{key}` beside `$ref`, which OpenAPI 3.0 ignores");
                let remedy = "put the reference into `allOf` if both are meant";
                self.warnings.push(Problem::new("reference-sibling", &at.join(key), found, remedy));
            }
            false
        });
    }
}

/// What takes the place of an item that says nothing anybody understands.
fn stand_in(shape: Shape) -> Option<Value> {
    match shape {
        Shape::Referable(Kind::Schema) => Some(Value::Object(Map::new())),
        // OpenAPI 3.0.3 says that a header parameter of this name shall be ignored (parameter object, `name`).
        Shape::Referable(Kind::Parameter) => {
            Some(serde_json::json!({"name": "Accept", "in": "header", "schema": {}}))
        }
        _ => None,
    }
}
