//! `items`, `minItems`, `maxItems`, `uniqueItems`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, field, limit};
use crate::ir::ArrayRules;

impl Emission<'_> {
    pub(super) fn array_rules(&self, rules: &ArrayRules) -> TokenStream {
        let ArrayRules { items, min_items, max_items, unique_items } = rules;
        let items = items.as_ref().map(|items| {
            let items = self.schema_reference(items);
            quote!(Some(#items))
        });
        let items = field("items", items);
        let min_items = limit("min_items", (*min_items > 0).then_some(*min_items), false);
        let max_items = limit("max_items", *max_items, true);
        let unique_items = field("unique_items", unique_items.then(|| quote!(true)));
        quote!(Some(&ArrayRules { #items #min_items #max_items #unique_items ..ArrayRules::NONE }))
    }
}
