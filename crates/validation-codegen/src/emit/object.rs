//! `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`,
//! `readOnly`, `writeOnly`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, field, limit, option};
use crate::ir::{Access, Additional, ObjectRules};

impl Emission<'_> {
    pub(super) fn object_rules(&self, rules: &ObjectRules) -> TokenStream {
        let ObjectRules { properties, additional, min_properties, max_properties } = rules;
        let members = properties.iter().map(|property| {
            let (name, required) = (&property.name, property.required);
            let schema = option(property.schema.as_ref().map(|schema| self.schema_reference(schema)));
            let key = property.key();
            let access = match property.access {
                Access::ReadWrite => None,
                Access::ReadOnly => Some(quote!(Access::ReadOnly)),
                Access::WriteOnly => Some(quote!(Access::WriteOnly)),
            };
            let access = field("access", access);
            quote!(Property { name: #name, key: #key, required: #required, schema: #schema, #access ..Property::NONE })
        });
        let properties = field("properties", (!properties.is_empty()).then(|| quote!(&[#(#members),*])));
        let additional = match additional {
            Additional::Allowed => None,
            Additional::Forbidden => Some(quote!(Additional::Forbidden)),
            Additional::Schema(schema) => {
                let schema = self.schema_reference(schema);
                Some(quote!(Additional::Schema(#schema)))
            }
        };
        let additional = field("additional", additional);
        let min_properties = limit("min_properties", (*min_properties > 0).then_some(*min_properties), false);
        let max_properties = limit("max_properties", *max_properties, true);
        quote!(Some(&ObjectRules { #properties #additional #min_properties #max_properties ..ObjectRules::NONE }))
    }
}
