//! Schema objects.

use proc_macro2::TokenStream;
use quote::quote;

use super::enumeration::enumeration;
use super::number::number_rules;
use super::{Emission, documentation, field, imports, reference};
use crate::ir::{Schema, Type, Use};

impl Emission<'_> {
    /// `schemas.rs`: the schemas that have a name.
    pub(super) fn schemas(&self) -> TokenStream {
        let imports = imports();
        let statics = self.api.schemas.iter().map(|(pointer, schema)| {
            let name = self.schemas.get(pointer.as_str());
            let documentation = documentation(pointer);
            let table = self.schema(schema);
            quote!(#[doc = #documentation] pub static #name: Schema = #table;)
        });
        quote!(#![doc = " The schemas that have a name."] #imports #(#statics)*)
    }

    /// A reference to a schema.
    pub(super) fn schema_reference(&self, used: &Use<Schema>) -> TokenStream {
        reference(used, &self.schemas, "schemas", |schema| self.schema(schema))
    }

    fn schema(&self, schema: &Schema) -> TokenStream {
        let pointer = &schema.pointer;
        let types = field("types", types(&schema.types));
        let enumeration = schema.enumeration.as_deref().map(enumeration);
        let enumeration = field("enumeration", enumeration);
        let string = field("string", schema.string.as_ref().map(|rules| self.string_rules(rules)));
        let number = field("number", schema.number.as_ref().map(number_rules));
        let array = field("array", schema.array.as_ref().map(|rules| self.array_rules(rules)));
        let object = field("object", schema.object.as_ref().map(|rules| self.object_rules(rules)));
        let combination = schema.combination.as_ref().map(|combination| self.combination(combination));
        let combination = field("combination", combination);
        quote!(Schema {
            pointer: #pointer, #types #enumeration #string #number #array #object #combination ..Schema::ANY
        })
    }
}

/// The set of types; `None` for all of them.
fn types(types: &[Type]) -> Option<TokenStream> {
    if types.contains(&Type::Object) && types.contains(&Type::String) {
        return None;
    }
    let set = types.iter().map(|name| match name {
        Type::Null => quote!(Types::NULL),
        Type::Boolean => quote!(Types::BOOLEAN),
        Type::Integer => quote!(Types::INTEGER),
        Type::Number => quote!(Types::NUMBER),
        Type::String => quote!(Types::STRING),
        Type::Array => quote!(Types::ARRAY),
        Type::Object => quote!(Types::OBJECT),
    });
    set.reduce(|left, right| quote!(#left.or(#right)))
}
