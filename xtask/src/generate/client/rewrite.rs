//! What becomes of progenitor's calls: the request is built as progenitor builds it, and the runtime sends it.
//!
//! progenitor's own `send` loses the status, the headers and the request id of a response that it cannot read, cannot
//! be told why a token was not to be had, and sends an undocumented header. So each `send` is cut after the request
//! is there. Setters keep the reason why a value is refused.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprLit, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Lit, Stmt, Token, Type, parse_quote,
};

/// What an operation's builder is called, and where its values go: the field's name to the place in the request.
pub(super) struct Call {
    pub(super) operation: syn::Ident,
    pub(super) places: BTreeMap<String, String>,
    /// Where the operation stands in the document: a JSON pointer.
    pub(super) pointer: String,
    /// An example of a call, as the text of a documentation test.
    pub(super) example: String,
}

/// Rewrites the builders' structs and impls.
///
/// # Errors
///
/// If progenitor emits another shape than the one that is known here.
pub(super) fn rewrite(item: &mut Item, calls: &BTreeMap<String, Call>) -> anyhow::Result<()> {
    match item {
        Item::Struct(item) => open_fields(item),
        Item::Impl(item) => {
            let Type::Path(path) = &*item.self_ty else { bail!("an impl for no plain type") };
            let name = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
            let call = calls.get(&name).with_context(|| format!("no operation for the builder {name}"))?;
            rewrite_impl(item, call).with_context(|| format!("the builder {name}"))?;
        }
        _ => {}
    }
    Ok(())
}

/// The conveniences beside the generated code read what a builder was told.
fn open_fields(item: &mut ItemStruct) {
    for field in &mut item.fields {
        field.vis = parse_quote!(pub(crate));
    }
}

fn rewrite_impl(item: &mut ItemImpl, call: &Call) -> anyhow::Result<()> {
    let mut added = Vec::new();
    let mut sends = 0;
    for member in &mut item.items {
        let ImplItem::Fn(function) = member else { continue };
        match function.sig.ident.to_string().as_str() {
            "new" => {
                function.vis = parse_quote!(pub(crate));
                let mut uninitialized = Uninitialized::default();
                uninitialized.visit_impl_item_fn_mut(function);
                let Uninitialized { errors, replaced } = uninitialized;
                ensure!(errors == replaced, "{replaced} of {errors} parameters say that they are missing");
            }
            "send" => {
                sends += 1;
                added.push(ImplItem::Fn(cut(function, call)?));
            }
            name => {
                let name = name.to_owned();
                document_setter(function, &name);
                keep_reason(function).with_context(|| format!("the setter {name}"))?;
            }
        }
    }
    ensure!(sends == 1, "{sends} functions `send`");
    item.items.extend(added);
    Ok(())
}

/// Says what a setter sets, which progenitor does not.
fn document_setter(function: &mut ImplItemFn, name: &str) {
    let text = match name {
        "body" => " The body of the request.".to_owned(),
        "body_map" => " Changes the body of the request by its builder.".to_owned(),
        name => {
            format!(" Sets the parameter `{name}`; a value that cannot be one is an error when it is sent.")
        }
    };
    function.attrs.push(parse_quote!(#[doc = #text]));
}

/// Cuts `send` after the request is built; the first half becomes the function that is returned.
fn cut(send: &mut ImplItemFn, call: &Call) -> anyhow::Result<ImplItemFn> {
    let operation = &call.operation;
    let answer = answer_type(send)?;
    let mut statements: Vec<Stmt> = Vec::new();
    let mut request = None;
    for statement in &send.block.stmts {
        match name_bound_by(statement).as_deref() {
            Some("header_map") => {}
            Some("url") => statements.push(url_of(statement)?),
            Some("request") => {
                request = Some(request_of(statement)?);
                break;
            }
            Some(name) if call.places.contains_key(name) => {
                let mut statement = statement.clone();
                let place = &call.places[name];
                let mut error = Refusal { operation: operation.clone(), place: place.clone(), replaced: 0 };
                error.visit_stmt_mut(&mut statement);
                ensure!(error.replaced == 1, "{name} is not checked as expected");
                statements.push(statement);
            }
            _ if is_header_append(statement) => {}
            _ => statements.push(statement.clone()),
        }
    }
    let request = request.context("`send` builds no request")?;
    let docs = format!(" The request of [`Operation::{operation}`] that `send` sends.");
    let built: ImplItemFn = parse_quote! {
        #[doc = #docs]
        pub(crate) fn request(&self) -> Result<reqwest::Request, Error> {
            #(#statements)*
            #request.map_err(|problem| Error::not_built(Operation::#operation, problem))
        }
    };
    send.sig.output = parse_quote!(-> Result<Response<#answer>, Error>);
    let more =
        format!("\n\n# Errors\n\nSee [`Error::kind`](crate::Error::kind). Document: `{}`.", call.pointer);
    super::docs::append(&mut send.attrs, &more);
    let call = format_ident!("{}", if answer.to_string() == "()" { "call_without_body" } else { "call" });
    send.block = parse_quote!({
        self.client.#call(Operation::#operation, &|| self.request()).await
    });
    Ok(built)
}

/// The `T` of `Result<ResponseValue<T>, Error<()>>`.
fn answer_type(send: &ImplItemFn) -> anyhow::Result<TokenStream> {
    struct Answer(Option<TokenStream>);
    impl VisitMut for Answer {
        fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
            if segment.ident == "ResponseValue"
                && let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments
            {
                let arguments = &arguments.args;
                self.0 = Some(quote!(#arguments));
            }
            visit_mut::visit_path_segment_mut(self, segment);
        }
    }
    let mut answer = Answer(None);
    answer.visit_return_type_mut(&mut send.sig.output.clone());
    answer.0.context("`send` returns no `ResponseValue`")
}

/// The name in `let name = ...`.
fn name_bound_by(statement: &Stmt) -> Option<String> {
    let Stmt::Local(local) = statement else { return None };
    match &local.pat {
        syn::Pat::Ident(pattern) => Some(pattern.ident.to_string()),
        _ => None,
    }
}

/// `header_map.append(...)`, which adds the document's version: a header that the service does not document.
fn is_header_append(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::MethodCall(call), _) = statement else { return false };
    matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("header_map"))
}

/// The builder chain in `let mut request = chain.headers(header_map).build()?`, without the headers and the `?`.
fn request_of(statement: &Stmt) -> anyhow::Result<Expr> {
    let Stmt::Local(local) = statement else { bail!("the request is bound by no `let`") };
    let init = local.init.as_ref().context("the request has no value")?;
    let Expr::Try(tried) = &*init.expr else { bail!("the request is not built with `?`") };
    let mut chain = (*tried.expr).clone();
    let mut headers = WithoutHeaders(0);
    headers.visit_expr_mut(&mut chain);
    ensure!(headers.0 == 1, "the request has {} header maps", headers.0);
    Ok(chain)
}

struct WithoutHeaders(usize);

impl VisitMut for WithoutHeaders {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == "headers"
        {
            *expr = (*call.receiver).clone();
            self.0 += 1;
        }
    }
}

/// The path in `let url = format!("{}/path/{}", client.baseurl, encode_path(&id.to_string()))`, behind the client's base
/// URL, which need not be read again.
fn url_of(statement: &Stmt) -> anyhow::Result<Stmt> {
    let unknown = "the URL is not built as expected";
    let Stmt::Local(local) = statement else { bail!(unknown) };
    let Some(init) = &local.init else { bail!(unknown) };
    let Expr::Macro(format) = &*init.expr else { bail!(unknown) };
    let arguments = format.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?;
    let mut arguments = arguments.into_iter();
    let Some(Expr::Lit(ExprLit { lit: Lit::Str(template), .. })) = arguments.next() else { bail!(unknown) };
    let path = template.value().strip_prefix("{}").context(unknown)?.to_owned();
    ensure!(arguments.next().is_some_and(|base| text(&base) == "client . baseurl"), unknown);
    let mut segments: Vec<Expr> = Vec::new();
    for argument in arguments {
        let Expr::Call(encode) = &argument else { bail!(unknown) };
        let Some(Expr::Reference(text)) = encode.args.first() else { bail!(unknown) };
        let Expr::MethodCall(text) = &*text.expr else { bail!(unknown) };
        ensure!(self::text(&*encode.func) == "encode_path" && text.method == "to_string", unknown);
        let id = &text.receiver;
        segments.push(parse_quote!(crate::ids::Segment(#id.as_ref())));
    }
    Ok(parse_quote!(let url = client.url(format_args!(#path, #(#segments),*));))
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// Replaces `.map_err(Error::InvalidRequest)` by an error that names the operation and the place; what was set stays, so that
/// the request can be built again.
struct Refusal {
    operation: syn::Ident,
    place: String,
    replaced: usize,
}

impl VisitMut for Refusal {
    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        let is_invalid_request = |argument: &Expr| {
            matches!(argument, Expr::Path(path)
                if path.path.segments.last().is_some_and(|segment| segment.ident == "InvalidRequest"))
        };
        if call.method == "map_err" && call.args.first().is_some_and(is_invalid_request) {
            let (operation, place) = (&self.operation, &self.place);
            call.args = parse_quote!(|problem| Error::refused(Operation::#operation, #place, problem));
            let set = &call.receiver;
            *call.receiver = match &**set {
                Expr::Path(_) if place.starts_with("path ") => {
                    parse_quote!(crate::ids::in_path(#set.as_ref()))
                }
                Expr::Path(_) => parse_quote!(#set.as_ref()),
                Expr::MethodCall(body) => {
                    let mut body = body.clone();
                    let set = &body.receiver;
                    *body.receiver = parse_quote!(#set.clone());
                    Expr::MethodCall(body)
                }
                _ => return,
            };
            self.replaced += 1;
        }
    }
}

/// Says how to mend a parameter that nobody has set.
#[derive(Default)]
struct Uninitialized {
    /// The values `Err(...)`.
    errors: usize,
    replaced: usize,
}

impl VisitMut for Uninitialized {
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        let is_error = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Err"));
        self.errors += usize::from(is_error);
        visit_mut::visit_expr_call_mut(self, call);
    }

    fn visit_lit_str_mut(&mut self, text: &mut syn::LitStr) {
        if let Some(name) = text.value().strip_suffix(" was not initialized") {
            *text = syn::LitStr::new(&format!("is missing: set it with `{name}`"), text.span());
            self.replaced += 1;
        }
    }
}

/// Lets a setter keep why a value is refused: progenitor says which type it could not be converted to.
fn keep_reason(function: &mut ImplItemFn) -> anyhow::Result<()> {
    struct Reason(bool, usize);
    impl VisitMut for Reason {
        fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
            // That of a body has the reason already, behind the name of a type.
            let takes_nothing = matches!(closure.inputs.first(), Some(syn::Pat::Wild(_)));
            if closure.body.to_token_stream().to_string().contains("conversion to") {
                *closure = parse_quote!(|problem| problem.to_string());
                self.0 |= takes_nothing;
                self.1 += 1;
            }
        }
    }
    let mut reason = Reason(false, 0);
    reason.visit_block_mut(&mut function.block);
    let expected = usize::from(function.sig.ident != "body_map");
    ensure!(reason.1 == expected, "{} reasons instead of {expected}", reason.1);
    if reason.0
        && let Some(clause) = &mut function.sig.generics.where_clause
    {
        let bounds: Vec<syn::WherePredicate> = clause
            .predicates
            .iter()
            .filter_map(|predicate| {
                let syn::WherePredicate::Type(bound) = predicate else { return None };
                let (ty, target) = (&bound.bounded_ty, bound.bounds.first()?);
                Some(parse_quote!(<#ty as #target>::Error: std::fmt::Display))
            })
            .collect();
        clause.predicates.extend(bounds);
    }
    Ok(())
}

/// The enum variant and the builder of an operation: `ListRooms` for `listRooms`.
pub(super) fn variant(operation_id: &str) -> syn::Ident {
    let mut characters = operation_id.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    format_ident!("{}", first.into_iter().chain(characters).collect::<String>())
}

#[cfg(test)]
mod tests;
