//! `enum`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Constant;

pub(super) fn enumeration(constants: &[Constant]) -> TokenStream {
    let constants = constants.iter().map(constant);
    quote!(Some(&[#(#constants),*]))
}

fn constant(value: &Constant) -> TokenStream {
    match value {
        Constant::Null => quote!(Constant::Null),
        Constant::Boolean(flag) => quote!(Constant::Boolean(#flag)),
        Constant::Number(number) => quote!(Constant::Number(Decimal::literal(#number))),
        Constant::String(text) => quote!(Constant::String(#text)),
        Constant::Array(items) => {
            let items = items.iter().map(constant);
            quote!(Constant::Array(&[#(#items),*]))
        }
        Constant::Object(members) => {
            let members = members.iter().map(|(key, member)| {
                let member = constant(member);
                quote!((#key, #member))
            });
            quote!(Constant::Object(&[#(#members),*]))
        }
    }
}
