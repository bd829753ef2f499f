//! Operations: the enum, and a file of contracts a tag.

use asp_spec::Method;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Emission, documentation, field, imports, integer, option};
use crate::ir::{Operation, Parameter, Part, PathParameter, Response, Use};

impl Emission<'_> {
    /// `operation.rs`
    pub(super) fn operation_enum(&self) -> TokenStream {
        let variants = &self.variants;
        let documentation = self.api.operations.iter().map(|operation| {
            let Operation { id, method, path, .. } = operation;
            documentation(&format!("{id}: {} {path}", method.name()))
        });
        let (modules, names): (Vec<&Ident>, Vec<&Ident>) =
            self.contracts.iter().map(|(module, name)| (module, name)).unzip();
        let contract = if variants.is_empty() {
            quote!(match self {})
        } else {
            quote!(match self { #(Self::#variants => &super::#modules::#names),* })
        };
        quote! {
            #![doc = " The operations of the document."]

            use asp_validation_runtime::tables::{Contract, Method, Operations, RouteNode, UnknownOperation};

            /// An operation of the document.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum Operation {
                #(#[doc = #documentation] #variants,)*
            }

            impl Operation {
                /// Every operation, in the order of the document.
                pub const ALL: &'static [Self] = &[#(Self::#variants),*];

                /// What the document says about the operation.
                pub fn contract(self) -> &'static Contract {
                    #contract
                }

                /// The `operationId`.
                pub fn operation_id(self) -> &'static str {
                    self.contract().operation_id
                }

                /// The HTTP method.
                pub fn method(self) -> Method {
                    self.contract().method
                }

                /// The path template, such as `/rooms/{id}`.
                pub fn path_template(self) -> &'static str {
                    self.contract().path_template
                }

                /// The first tag.
                pub fn tag(self) -> Option<&'static str> {
                    self.contract().tag
                }
            }

            impl Operations for Operation {
                const ALL: &'static [Self] = Self::ALL;
                const ROUTES: &'static RouteNode<Self> = &super::routes::ROOT;

                fn contract(self) -> &'static Contract {
                    Self::contract(self)
                }
            }

            impl std::fmt::Display for Operation {
                /// Writes the `operationId`.
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    formatter.write_str(self.operation_id())
                }
            }

            impl std::str::FromStr for Operation {
                type Err = UnknownOperation;

                /// The operation of an `operationId`.
                fn from_str(id: &str) -> Result<Self, UnknownOperation> {
                    Self::from_id(id)
                }
            }
        }
    }

    /// A file of contracts for each tag.
    pub(super) fn contracts(&self) -> Vec<(String, TokenStream)> {
        let file = |(module, operations): (&String, &Vec<(usize, Ident)>)| {
            let imports = imports();
            let statics = operations.iter().filter_map(|(index, name)| {
                let operation = self.api.operations.get(*index)?;
                let documentation = documentation(&operation.id);
                let table = self.contract(operation);
                Some(quote!(#[doc = #documentation] pub static #name: Contract = #table;))
            });
            let title =
                operations.first().and_then(|(index, _)| self.api.operations.get(*index)?.tag.as_deref());
            let title = title.map_or_else(
                || " The operations without a tag.".to_owned(),
                |tag| format!(" The operations tagged{}.", documentation(tag)),
            );
            (module.clone(), quote!(#![doc = #title] #imports #(#statics)*))
        };
        self.modules.iter().map(file).collect()
    }

    fn contract(&self, operation: &Operation) -> TokenStream {
        let Operation { pointer, id, path, .. } = operation;
        let method = method(operation.method);
        let tag = field("tag", operation.tag.as_ref().map(|tag| quote!(Some(#tag))));
        let path_parameters =
            operation.path_parameters.iter().map(|PathParameter { segment, part, parameter }| {
                let segment = integer(*segment as u64);
                let part = option(part.as_ref().map(|Part { literals, index }| {
                    let index = integer(*index as u64);
                    quote!(Part { literals: &[#(#literals),*], index: #index })
                }));
                let parameter = self.parameter_reference(parameter);
                quote!(PathParameter { segment: #segment, part: #part, parameter: #parameter })
            });
        let path_parameters = list("path", path_parameters);
        let parameters = |parameters: &[Use<Parameter>]| {
            parameters.iter().map(|parameter| self.parameter_reference(parameter)).collect::<Vec<_>>()
        };
        let query = list("query", parameters(&operation.query));
        let headers = list("headers", parameters(&operation.headers));
        let cookies = list("cookies", parameters(&operation.cookies));
        let body = operation.body.as_ref().map(|body| {
            let body = self.body_reference(body);
            quote!(Some(#body))
        });
        let body = field("body", body);
        let by_number = |responses: &[(u16, Use<Response>)]| {
            let entry = |(number, response): &(u16, Use<Response>)| {
                let (number, response) = (integer(*number), self.response_reference(response));
                quote!((#number, #response))
            };
            responses.iter().map(entry).collect::<Vec<_>>()
        };
        let responses = list("responses", by_number(&operation.responses.exact));
        let ranges = list("ranges", by_number(&operation.responses.ranges));
        let default = operation.responses.default.as_ref().map(|response| {
            let response = self.response_reference(response);
            quote!(Some(#response))
        });
        let default = field("default", default);
        quote!(Contract {
            pointer: #pointer,
            operation_id: #id,
            method: #method,
            path_template: #path,
            #tag #path_parameters #query #headers #cookies #body #responses #ranges #default
            ..Contract::NONE
        })
    }
}

/// A field with a list, which is left to the base if it is empty.
fn list(name: &str, entries: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut entries = entries.into_iter().peekable();
    let some = entries.peek().is_some();
    field(name, some.then(|| quote!(&[#(#entries),*])))
}

pub(super) fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(Method::Get),
        Method::Put => quote!(Method::Put),
        Method::Post => quote!(Method::Post),
        Method::Delete => quote!(Method::Delete),
        Method::Options => quote!(Method::Options),
        Method::Head => quote!(Method::Head),
        Method::Patch => quote!(Method::Patch),
        Method::Trace => quote!(Method::Trace),
    }
}
