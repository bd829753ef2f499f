//! `allOf`, `anyOf`, `oneOf`, `not`, `discriminator`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, field};
use crate::ir::{Combination, Discriminator, Schema, Use};

impl Emission<'_> {
    pub(super) fn combination(&self, combination: &Combination) -> TokenStream {
        let Combination { all_of, any_of, one_of, not, discriminator } = combination;
        let all_of = field("all_of", self.list(all_of));
        let any_of = field("any_of", self.list(any_of));
        let one_of = field("one_of", self.list(one_of));
        let not = not.as_ref().map(|not| {
            let not = self.schema_reference(not);
            quote!(Some(#not))
        });
        let not = field("not", not);
        let discriminator =
            field("discriminator", discriminator.as_ref().map(|table| self.discriminator(table)));
        quote!(Some(&Combination { #all_of #any_of #one_of #not #discriminator ..Combination::NONE }))
    }

    fn list(&self, schemas: &[Use<Schema>]) -> Option<TokenStream> {
        let references = schemas.iter().map(|schema| self.schema_reference(schema));
        (!schemas.is_empty()).then(|| quote!(&[#(#references),*]))
    }

    fn discriminator(&self, discriminator: &Discriminator) -> TokenStream {
        let Discriminator { property, mapping } = discriminator;
        let mapping = mapping.iter().map(|(value, schema)| {
            let schema = self.schema_reference(schema);
            quote!((#value, #schema))
        });
        quote!(Some(&Discriminator { property: #property, mapping: &[#(#mapping),*] }))
    }
}
