//! `enum`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Constant;

pub(super) fn enumeration(constants: &[Constant]) -> TokenStream {
    let constants = constants.iter().map(|constant| match constant {
        Constant::Null => quote!(Constant::Null),
        Constant::Boolean(flag) => quote!(Constant::Boolean(#flag)),
        Constant::Number(number) => quote!(Constant::Number(Decimal::literal(#number))),
        Constant::String(text) => quote!(Constant::String(#text)),
    });
    quote!(Some(&[#(#constants),*]))
}
