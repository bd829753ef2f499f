//! Bodies.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, documentation, imports, reference};
use crate::ir::{Body, Use};

impl Emission<'_> {
    /// `bodies.rs`: the request bodies that are components.
    pub(super) fn shared_bodies(&self) -> TokenStream {
        let imports = imports();
        let statics = self.api.bodies.iter().map(|(pointer, body)| {
            let name = self.bodies.get(pointer.as_str());
            let documentation = documentation(pointer);
            let table = self.body(body);
            quote!(#[doc = #documentation] pub static #name: Body = #table;)
        });
        quote!(#![doc = " The request bodies that have a name."] #imports #(#statics)*)
    }

    /// A reference to a request body.
    pub(super) fn body_reference(&self, used: &Use<Body>) -> TokenStream {
        reference(used, &self.bodies, "bodies", |body| self.body(body))
    }

    pub(super) fn body(&self, body: &Body) -> TokenStream {
        let Body { pointer, required, media_type, schema } = body;
        let schema =
            schema.as_ref().map_or_else(|| quote!(&Schema::ANY), |schema| self.schema_reference(schema));
        quote!(Body { pointer: #pointer, required: #required, media_type: #media_type, schema: #schema })
    }
}
