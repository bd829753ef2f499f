//! Schema objects.

use std::sync::OnceLock;

use asp_validation_runtime::tables::{Combination, Schema, Types};

use super::order::order;
use super::{Deferred, Interpretation, leak, leak_text};
use crate::ir::{self, Type, Use};

impl<'a> Interpretation<'a> {
    /// Builds the schemas that have a name.
    pub(super) fn schemas(&mut self) {
        let api = self.api;
        for key in order(api) {
            if let Some(schema) = api.schemas.get(key) {
                let built = self.schema(schema);
                self.named.insert(key, built);
                if key == schema.pointer {
                    self.met.insert(schema.pointer.clone(), built);
                }
            }
        }
        for (key, deferred) in &self.deferred {
            if let Some(schema) = self.named.get(key) {
                deferred.target.get_or_init(|| schema);
            }
        }
    }

    /// A reference to a schema; to one that stands for it if it is not built yet.
    pub(super) fn schema_use(&mut self, used: &'a Use<ir::Schema>) -> &'static Schema {
        let key = match used {
            Use::Inline(schema) => return self.schema(schema),
            Use::Named(key) => key.as_str(),
        };
        if let Some(schema) = self.named.get(key) {
            return schema;
        }
        let pointer = self.api.schemas.get(key).map_or(key, |schema| &schema.pointer);
        self.deferred.entry(key).or_insert_with(|| defer(pointer)).schema
    }

    fn schema(&mut self, schema: &'a ir::Schema) -> &'static Schema {
        let built = leak(Schema {
            pointer: leak_text(&schema.pointer),
            types: types(&schema.types),
            enumeration: schema.enumeration.as_deref().map(super::enumeration::enumeration),
            string: schema.string.as_ref().map(|rules| self.string_rules(rules)),
            number: schema.number.as_ref().map(super::number::number_rules),
            array: schema.array.as_ref().map(|rules| self.array_rules(rules)),
            object: schema.object.as_ref().map(|rules| self.object_rules(rules)),
            combination: schema.combination.as_ref().map(|combination| self.combination(combination)),
        });
        self.met.entry(schema.pointer.clone()).or_insert(built);
        built
    }
}

fn defer(pointer: &str) -> Deferred {
    let target: &'static OnceLock<_> = leak(OnceLock::new());
    let combination = leak(Combination { deferred: Some(target), ..Combination::NONE });
    let schema = leak(Schema { pointer: leak_text(pointer), combination: Some(combination), ..Schema::ANY });
    Deferred { schema, target }
}

fn types(types: &[Type]) -> Types {
    let one = |name: &Type| match name {
        Type::Null => Types::NULL,
        Type::Boolean => Types::BOOLEAN,
        Type::Integer => Types::INTEGER,
        Type::Number => Types::NUMBER,
        Type::String => Types::STRING,
        Type::Array => Types::ARRAY,
        Type::Object => Types::OBJECT,
    };
    types.iter().map(one).fold(Types::NONE, Types::or)
}
