//! `minLength`, `maxLength`, `pattern`, `format` of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, field, limit, variant};
use crate::ir::StringRules;

impl Emission<'_> {
    pub(super) fn string_rules(&self, rules: &StringRules) -> TokenStream {
        let StringRules { min_length, max_length, pattern, format } = rules;
        let min_length = limit("min_length", (*min_length > 0).then_some(*min_length), false);
        let max_length = limit("max_length", *max_length, true);
        let pattern = pattern.as_ref().map(|source| {
            let name = self.patterns.get(source.as_str());
            quote!(Some(&super::patterns::#name))
        });
        let pattern = field("pattern", pattern);
        let format = field("format", format.map(|format| variant("StringFormat", format)));
        quote!(Some(&StringRules { #min_length #max_length #pattern #format ..StringRules::NONE }))
    }
}
