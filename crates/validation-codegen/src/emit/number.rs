//! `minimum`, `maximum`, both exclusive flags, `multipleOf`, `format` of numbers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{field, variant};
use crate::ir::{Bound, NumberRules};

pub(super) fn number_rules(rules: &NumberRules) -> TokenStream {
    let bound = |Bound { limit, exclusive }: &Bound| quote!(Some(Bound { limit: Decimal::literal(#limit), exclusive: #exclusive }));
    let minimum = field("minimum", rules.minimum.as_ref().map(bound));
    let maximum = field("maximum", rules.maximum.as_ref().map(bound));
    let step = rules.multiple_of.as_ref().map(|step| quote!(Some(Decimal::literal(#step))));
    let multiple_of = field("multiple_of", step);
    let format = field("format", rules.format.map(|format| variant("NumberFormat", format)));
    quote!(Some(&NumberRules { #minimum #maximum #multiple_of #format ..NumberRules::NONE }))
}
