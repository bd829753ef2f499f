//! Parameters and headers.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Emission, Names, documentation, field, imports, reference};
use crate::ir::{Parameter, Style, Use};

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
        let Parameter { name, pointer, required, allow_empty, style: written, schema } = parameter;
        let required = field("required", required.then(|| quote!(true)));
        let allow_empty = field("allow_empty", allow_empty.then(|| quote!(true)));
        let written = field("style", (*written != Style::Simple { explode: false }).then(|| style(*written)));
        let schema = field("schema", schema.as_ref().map(|schema| self.schema_reference(schema)));
        quote!(Parameter { name: #name, pointer: #pointer, #required #allow_empty #written #schema ..Parameter::NONE })
    }
}

pub(super) fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple { explode } => quote!(Style::Simple { explode: #explode }),
        Style::Label { explode } => quote!(Style::Label { explode: #explode }),
        Style::Matrix { explode } => quote!(Style::Matrix { explode: #explode }),
        Style::Form { explode } => quote!(Style::Form { explode: #explode }),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
        Style::Bytes => quote!(Style::Bytes),
    }
}
