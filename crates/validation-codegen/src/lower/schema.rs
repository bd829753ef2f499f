//! Schema objects: every keyword is claimed by a family, is known to constrain nothing, or is refused.

use asp_spec::Node;

use super::{Lowering, access, array, combination, enumeration, format, number, object, shown, string};
use crate::ir::{Schema, Type, Use};

/// Keywords that constrain no value.
const ANNOTATIONS: &[&str] =
    &["title", "description", "example", "default", "deprecated", "externalDocs", "xml"];

/// What this file lowers itself.
const OWN: &[&str] = &["type", "nullable"];

impl<'a> Lowering<'a> {
    /// The schema at `node` where it is used: by name if it is a reference.
    pub(super) fn schema_use(&mut self, node: &Node<'a>) -> Use<Schema> {
        match node.reference() {
            Some(_) => Use::Named(self.reserve(&node.resolve())),
            None => Use::Inline(Box::new(self.schema_within(node, false, None))),
        }
    }

    /// The schema object at `node` as a part of the `allOf` of `whole`, directly or not.
    pub(super) fn schema_within(&mut self, node: &Node<'a>, plain: bool, whole: Option<Node<'a>>) -> Schema {
        let before = std::mem::replace(&mut self.whole, whole);
        let schema = self.schema_as(node, plain);
        self.whole = before;
        schema
    }

    /// The schema object at `node`, without the alternatives that its discriminator adds if `plain`.
    fn schema_as(&mut self, node: &Node<'a>, plain: bool) -> Schema {
        self.check_keywords(node);
        let schema = Schema {
            pointer: node.pointer().as_str().to_owned(),
            types: types(node),
            enumeration: self.enumeration(node),
            string: self.string_rules(node),
            number: self.number_rules(node),
            array: self.array_rules(node),
            object: self.object_rules(node),
            combination: self.combination(node, plain),
        };
        if plain { schema } else { self.with_heirs(node, schema) }
    }

    fn check_keywords(&mut self, node: &Node<'a>) {
        let families = [
            OWN,
            ANNOTATIONS,
            access::KEYWORDS,
            array::KEYWORDS,
            combination::KEYWORDS,
            enumeration::KEYWORDS,
            format::KEYWORDS,
            number::KEYWORDS,
            object::KEYWORDS,
            string::KEYWORDS,
        ];
        for (key, value) in node.entries() {
            let claimed = families.iter().any(|keywords| keywords.contains(&key));
            if !claimed && !key.starts_with("x-") {
                let found = format!("`{key}: {}`, which validators do not know", shown(&value));
                self.refuse("unknown-keyword", &value, found, "take the keyword out");
            }
        }
    }
}

/// The types of the values that fit: `type`, and null if `nullable` stands beside it. Without `type` any value fits.
pub(super) fn types(node: &Node<'_>) -> Vec<Type> {
    let Some(name) = node.text("type") else { return Type::ALL.to_vec() };
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
