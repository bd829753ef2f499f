//! The tree of path templates.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::method;
use super::{Emission, field, imports};
use crate::ir::RouteNode;

impl Emission<'_> {
    /// `routes.rs`
    pub(super) fn routes(&self) -> TokenStream {
        let imports = imports();
        let root = self.route_node(&self.api.routes);
        quote!(
            #![doc = " The path templates as a tree."]
            #imports
            use super::operation::Operation;

            #[doc = " The root: an empty path."]
            pub static ROOT: RouteNode<Operation> = #root;
        )
    }

    fn route_node(&self, node: &RouteNode) -> TokenStream {
        let literals = node.literals.iter().map(|(text, next)| {
            let next = self.route_node(next);
            quote!((#text, &#next))
        });
        let literals = field("literals", (!node.literals.is_empty()).then(|| quote!(&[#(#literals),*])));
        let mixed = node.mixed.iter().map(|(literals, next)| {
            let next = self.route_node(next);
            quote!((&[#(#literals),*], &#next))
        });
        let mixed = field("mixed", (!node.mixed.is_empty()).then(|| quote!(&[#(#mixed),*])));
        let parameter = node.parameter.as_ref().map(|next| {
            let next = self.route_node(next);
            quote!(Some(&#next))
        });
        let parameter = field("parameter", parameter);
        let operations = || node.operations.iter();
        let methods = operations().filter_map(|index| self.api.operations.get(*index));
        let methods =
            methods.map(|operation| operation.method).chain(node.left_out.iter().copied()).map(method);
        let ends = !node.operations.is_empty() || !node.left_out.is_empty();
        let methods = field("methods", ends.then(|| quote!(&[#(#methods),*])));
        let variants = operations().filter_map(|index| self.variants.get(*index));
        let described = !node.operations.is_empty();
        let variants = field("operations", described.then(|| quote!(&[#(Operation::#variants),*])));
        quote!(RouteNode { #literals #mixed #parameter #methods #variants ..RouteNode::NONE })
    }
}
