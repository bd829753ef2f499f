//! Responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, documentation, imports, option, reference};
use crate::ir::{Response, Use};

impl Emission<'_> {
    /// `responses.rs`: the responses that are components.
    pub(super) fn shared_responses(&self) -> TokenStream {
        let imports = imports();
        let statics = self.api.responses.iter().map(|(pointer, response)| {
            let name = self.responses.get(pointer.as_str());
            let documentation = documentation(pointer);
            let table = self.response(response);
            quote!(#[doc = #documentation] pub static #name: Response = #table;)
        });
        quote!(#![doc = " The responses that have a name."] #imports #(#statics)*)
    }

    /// A reference to a response.
    pub(super) fn response_reference(&self, used: &Use<Response>) -> TokenStream {
        reference(used, &self.responses, "responses", |response| self.response(response))
    }

    fn response(&self, response: &Response) -> TokenStream {
        let Response { pointer, headers, body } = response;
        let headers = headers.iter().map(|header| self.header_reference(header));
        let body = option(body.as_ref().map(|body| {
            let body = self.body(body);
            quote!(&#body)
        }));
        quote!(Response { pointer: #pointer, headers: &[#(#headers),*], body: #body })
    }
}
