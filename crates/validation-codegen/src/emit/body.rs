//! Bodies.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameter::style;
use super::{Emission, documentation, field, imports, reference};
use crate::ir::{Body, Content, Field, Reading, Use};

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
        let Body { pointer, required, content } = body;
        let content = content.iter().map(|content| self.content(content));
        quote!(Body { pointer: #pointer, required: #required, content: &[#(#content),*] })
    }

    fn content(&self, content: &Content) -> TokenStream {
        let Content { media_type, reading, schema } = content;
        let reading = match reading {
            Reading::Json => None,
            Reading::Text => Some(quote!(Reading::Text)),
            Reading::Bytes => Some(quote!(Reading::Bytes)),
            Reading::Form(list) => {
                let list = fields(list);
                Some(quote!(Reading::Form { fields: #list }))
            }
            Reading::Multipart(list) => {
                let list = fields(list);
                Some(quote!(Reading::Multipart { fields: #list }))
            }
            Reading::ByType => Some(quote!(Reading::ByType)),
            Reading::Unread => Some(quote!(Reading::Unread)),
        };
        let reading = field("reading", reading);
        let schema = field("schema", schema.as_ref().map(|schema| self.schema_reference(schema)));
        quote!(Content { media_type: #media_type, #reading #schema ..Content::NONE })
    }
}

fn fields(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|Field { name, style: written }| {
        let written = style(*written);
        quote!(Field { name: #name, style: #written })
    });
    quote!(&[#(#fields),*])
}
