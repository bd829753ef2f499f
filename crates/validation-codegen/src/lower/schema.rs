//! Schema objects: every keyword is claimed by a family, is known to constrain nothing, or is refused.

use asp_spec::Node;

use super::{Lowering, array, enumeration, number, object, shown, string};
use crate::ir::{Schema, Type, Use};

/// Keywords that constrain no value.
const ANNOTATIONS: &[&str] =
    &["title", "description", "example", "default", "deprecated", "externalDocs", "xml"];

/// What this file lowers itself.
const OWN: &[&str] = &["type", "nullable"];

/// Keywords that validators do not enforce yet: keyword, rule, what to do.
const REFUSED: &[(&str, &str, &str)] = &[
    ("allOf", "all-of", "write the properties of all parts into one object schema"),
    ("oneOf", "one-of", "describe the value with one schema"),
    ("anyOf", "any-of", "describe the value with one schema"),
    ("not", "not", "describe what is accepted rather than what is not"),
    ("discriminator", "discriminator", "describe the value with one schema"),
    ("uniqueItems", "unique-items", "take the keyword out and say so in the description"),
    ("readOnly", "read-only", "use one schema for requests and another for responses"),
    ("writeOnly", "write-only", "use one schema for requests and another for responses"),
];

impl<'a> Lowering<'a> {
    /// The schema at `node` where it is used: by name if it is a reference.
    pub(super) fn schema_use(&mut self, node: &Node<'a>) -> Use<Schema> {
        match node.reference() {
            Some(_) => Use::Named(self.reserve(&node.resolve())),
            None => Use::Inline(Box::new(self.schema(node))),
        }
    }

    /// The schema object at `node`.
    pub(super) fn schema(&mut self, node: &Node<'a>) -> Schema {
        self.check_keywords(node);
        Schema {
            pointer: node.pointer().as_str().to_owned(),
            types: types(node),
            enumeration: self.enumeration(node),
            string: self.string_rules(node),
            number: self.number_rules(node),
            array: self.array_rules(node),
            object: self.object_rules(node),
        }
    }

    fn check_keywords(&mut self, node: &Node<'a>) {
        let families = [
            OWN,
            enumeration::KEYWORDS,
            string::KEYWORDS,
            number::KEYWORDS,
            array::KEYWORDS,
            object::KEYWORDS,
        ];
        for (key, value) in node.entries() {
            let claimed = families.iter().any(|keywords| keywords.contains(&key));
            if claimed || ANNOTATIONS.contains(&key) || key.starts_with("x-") {
                continue;
            }
            // Flags that are off say nothing.
            if value.value() == &serde_json::Value::Bool(false) {
                continue;
            }
            if let Some((_, rule, help)) = REFUSED.iter().find(|(keyword, _, _)| *keyword == key) {
                self.refuse(rule, &value, format!("`{key}`, which validators do not enforce yet"), *help);
            } else {
                let found = format!("`{key}: {}`, which validators do not know", shown(&value));
                self.refuse("unknown-keyword", &value, found, "take the keyword out");
            }
        }
    }
}

/// The types of the values that fit: `type`, and null if `nullable` stands beside it. Without `type` any value fits.
pub(super) fn types(node: &Node<'_>) -> Vec<Type> {
    let Some(name) = node.text("type") else {
        return vec![Type::Null, Type::Boolean, Type::Number, Type::String, Type::Array, Type::Object];
    };
    let named = match name {
        "boolean" => Type::Boolean,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "string" => Type::String,
        "array" => Type::Array,
        _ => Type::Object,
    };
    if node.flag("nullable") { vec![named, Type::Null] } else { vec![named] }
}
