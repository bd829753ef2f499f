//! Parameters and headers.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, Names, documentation, imports, reference};
use crate::ir::{Parameter, Use};

impl Emission<'_> {
    /// `parameters.rs`: the parameters that are components.
    pub(super) fn shared_parameters(&self) -> TokenStream {
        self.shared(&self.api.parameters, &self.parameters, " The parameters that have a name.")
    }

    /// `headers.rs`: the headers that are components, once for each name under which they are sent.
    pub(super) fn shared_headers(&self) -> TokenStream {
        self.shared(&self.api.headers, &self.headers, " The headers that have a name.")
    }

    fn shared(&self, tables: &IndexMap<String, Parameter>, names: &Names<'_>, title: &str) -> TokenStream {
        let imports = imports();
        let statics = tables.iter().map(|(key, parameter)| {
            let name = names.get(key.as_str());
            let documentation = documentation(&parameter.pointer);
            let table = self.parameter(parameter);
            quote!(#[doc = #documentation] pub static #name: Parameter = #table;)
        });
        quote!(#![doc = #title] #imports #(#statics)*)
    }

    /// A reference to a parameter.
    pub(super) fn parameter_reference(&self, used: &Use<Parameter>) -> TokenStream {
        reference(used, &self.parameters, "parameters", |parameter| self.parameter(parameter))
    }

    /// A reference to a header of a response.
    pub(super) fn header_reference(&self, used: &Use<Parameter>) -> TokenStream {
        reference(used, &self.headers, "headers", |header| self.parameter(header))
    }

    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        let Parameter { name, pointer, required, schema } = parameter;
        let schema = self.schema_reference(schema);
        quote!(Parameter { name: #name, pointer: #pointer, required: #required, schema: #schema })
    }
}
