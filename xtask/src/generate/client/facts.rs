//! What the client knows of the document beside progenitor's code: its operations, throttling and pages.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use asp_spec::snippets::snake_case;
use asp_spec::{Document, Node, Operation};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, parse_quote};

use super::example::example;
use super::rewrite::{Call, variant};

/// The calls of all builders, by their names.
pub(super) fn calls(document: &Document) -> BTreeMap<String, Call> {
    let mut calls = BTreeMap::new();
    for operation in document.operations() {
        let Some(id) = operation.id() else { continue };
        let mut places = BTreeMap::from([("body".to_owned(), "body".to_owned())]);
        for parameter in operation.parameters() {
            let (Some(name), Some(place)) = (parameter.text("name"), parameter.text("in")) else { continue };
            places.insert(snake_case(name), format!("{place} {name}"));
        }
        let example = example(&operation);
        let pointer = operation.node.pointer().to_string();
        let operation = variant(id);
        calls.insert(operation.to_string(), Call { operation, places, pointer, example });
    }
    calls
}

/// `operations.rs`: the operations, and how throttled requests are repeated.
pub(super) fn operations(document: &Document) -> anyhow::Result<File> {
    let (mut variants, mut names) = (Vec::new(), Vec::new());
    let (mut ids, mut methods, mut paths) = (Vec::new(), Vec::new(), Vec::new());
    for operation in document.operations() {
        let id = operation.id().with_context(|| format!("{} has no operationId", operation.label()))?;
        let (variant, path) = (variant(id), operation.path);
        let docs = format!(" `{}`: {} {path}", id, operation.method.name());
        let method = format_ident!("{}", operation.method.name());
        variants.push(quote!(#[doc = #docs] #variant));
        names.push(quote!(Self::#variant));
        ids.push(quote!(Self::#variant => #id));
        methods.push(quote!(Self::#variant => Method::#method));
        paths.push(quote!(Self::#variant => #path));
    }
    let count = names.len();
    let throttling = throttling(document)?;
    Ok(parse_quote! {
        use std::time::Duration;

        use reqwest::Method;

        use crate::retry::Throttling;

        /// The operations, in the order of the document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation { #(#variants),* }

        impl Operation {
            /// All operations.
            pub const ALL: &'static [Self] = &[#(#names),*];

            /// How many there are.
            pub(crate) const COUNT: usize = #count;

            /// The document's name of the operation, such as `createRoom`.
            pub const fn operation_id(self) -> &'static str { match self { #(#ids),* } }

            /// The HTTP method.
            pub const fn method(self) -> Method { match self { #(#methods),* } }

            /// The path template, such as `/enterprise/hospitality/v1/rooms/{roomId}`.
            pub const fn path(self) -> &'static str { match self { #(#paths),* } }
        }

        #throttling
    })
}

/// The document's `x-throttling`.
fn throttling(document: &Document) -> anyhow::Result<TokenStream> {
    let root = document.root();
    let throttling = root.get("x-throttling").context("the document has no x-throttling")?;
    let number = |member: &str| {
        let value = throttling.get(member).and_then(|node| node.value().as_u64());
        value.with_context(|| format!("x-throttling has no whole number `{member}`"))
    };
    ensure!(
        throttling.text("afterMax") == Some("repeat"),
        "the client only knows x-throttling that repeats the longest wait"
    );
    let status = u16::try_from(number("status")?)?;
    let multiplier = u32::try_from(number("multiplier")?)?;
    let (first, longest) = (number("firstWaitSeconds")?, number("maxWaitSeconds")?);
    Ok(quote! {
        /// How throttled requests are repeated (document: `/x-throttling`).
        pub const THROTTLING: Throttling = Throttling {
            status: #status,
            first_wait: Duration::from_secs(#first),
            multiplier: #multiplier,
            longest_wait: Duration::from_secs(#longest),
        };
    })
}

/// `pages.rs`: how the lists are read page by page (the document's `x-pagination`).
pub(super) fn pages(document: &Document) -> anyhow::Result<File> {
    let mut items = Vec::new();
    for operation in document.operations() {
        let Some(pagination) = operation.node.get("x-pagination") else { continue };
        items.push(list(&operation, &pagination).with_context(|| operation.label())?);
    }
    Ok(parse_quote! {
        use super::types;
        use crate::pages::{Items, Limit, Page, Pages, Sealed};
        use crate::Operation;

        #(#items)*
    })
}

/// The impls for one list.
fn list(operation: &Operation<'_>, pagination: &Node<'_>) -> anyhow::Result<TokenStream> {
    let text = |member: &str| pagination.text(member).with_context(|| format!("no `{member}`"));
    let (request_token, limit) = (text("requestToken")?, format_ident!("{}", snake_case(text("limit")?)));
    let operation_name = variant(operation.id().context("no operationId")?);
    let tag = format_ident!("{}", operation.tag().context("no tag")?.replace('-', "_"));
    let schema = operation
        .responses()
        .find(|(status, _)| status.starts_with('2'))
        .and_then(|(_, response)| response.get("content")?.get("application/json")?.get("schema"))
        .context("no success body")?;
    let page = name_of(&schema).context("the page has no schema of its own")?;
    let (array, item) = array(&schema.resolve(), text("items")?)?;
    let response_token = text("responseToken")?;
    let token = token(&schema.resolve(), response_token)?;
    Ok(quote! {
        impl Sealed for types::#page {}

        impl Page for types::#page {
            type Item = types::#item;

            fn next_token(&self) -> Option<&str> { #token }

            fn into_items(self) -> Vec<types::#item> { self.#array }
        }

        impl super::#tag::builder::#operation_name<'_> {
            /// The pages of the list, one after another, from the page of `next_token` on if that is set.
            ///
            /// Unless a limit is set, pages are as large as the service allows.
            pub fn pages(mut self) -> Pages<types::#page> {
                if let Ok(limit @ None) = &mut self.#limit {
                    *limit = Some(Limit::GREATEST);
                }
                let client = self.client.clone();
                let tokens = (#request_token, #response_token);
                Pages::new(client, Operation::#operation_name, tokens, self.request())
            }

            /// The items of all pages, one after another.
            ///
            /// Unless a limit is set, pages are as large as the service allows.
            pub fn stream(self) -> Items<types::#page> {
                self.pages().into_items()
            }
        }
    })
}

/// The type of a schema by its name in the document.
fn name_of(schema: &Node<'_>) -> Option<syn::Ident> {
    let name = schema.reference()?.strip_prefix("#/components/schemas/")?;
    Some(format_ident!("{name}"))
}

/// The field of the items, and their type.
fn array(page: &Node<'_>, pointer: &str) -> anyhow::Result<(syn::Ident, syn::Ident)> {
    let name = pointer.strip_prefix('/').unwrap_or_default();
    let array = page.get("properties").and_then(|properties| properties.get(name)).context("no items")?;
    let item = array.resolve().get("items").as_ref().and_then(name_of).context("items without a schema")?;
    Ok((format_ident!("{}", snake_case(name)), item))
}

/// The expression that reads the continuation token; each step may be missing.
fn token(page: &Node<'_>, pointer: &str) -> anyhow::Result<TokenStream> {
    let steps: Vec<_> = pointer.split('/').skip(1).collect();
    let (last, through) = steps.split_last().context("no response token")?;
    let mut expression = quote!(self);
    let mut node = page.clone();
    for step in through {
        let required =
            node.get("required").is_some_and(|list| list.items().any(|item| item.as_str() == Some(step)));
        ensure!(!required, "the client expects `{step}` to be optional");
        node = node.get("properties").and_then(|all| all.get(step)).context("no response token")?.resolve();
        let field = format_ident!("{}", snake_case(step));
        expression = quote!(#expression.#field.as_ref()?);
    }
    let field = format_ident!("{}", snake_case(last));
    Ok(quote!(#expression.#field.as_deref()))
}
