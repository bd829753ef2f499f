//! Documentation that typify leaves out, and messages that say where.

use anyhow::ensure;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, ImplItem, Item, Visibility, parse_quote};

/// Documents the types: where they stand in the document, and their members.
pub(super) fn of_types(file: &mut File) {
    for item in &mut file.items {
        match item {
            Item::Struct(item) => {
                // The document may give it more members; builders make it.
                item.attrs.push(parse_quote!(#[non_exhaustive]));
                let source = format!("\n\nDocument: `/components/schemas/{}`.", item.ident);
                append(&mut item.attrs, &source);
                for field in &mut item.fields {
                    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    or_text(&mut field.attrs, &format!(" The member `{}`.", member(&name)));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                for function in &mut item.items {
                    let ImplItem::Fn(function) = function else { continue };
                    or_text(&mut function.attrs, " A builder without values.");
                }
            }
            Item::Mod(module) => {
                let text = match module.ident.to_string().as_str() {
                    "builder" => " Builders of the types, which check each value.",
                    _ => " Why a value is none of a type.",
                };
                or_text(&mut module.attrs, text);
            }
            _ => {}
        }
    }
}

/// Documents the types' builders; their messages name the member by a JSON pointer.
///
/// # Errors
///
/// If typify has no message of a member that is missing or of one that cannot be converted.
pub(super) fn of_builders(file: &mut File) -> anyhow::Result<()> {
    for item in &mut file.items {
        match item {
            Item::Struct(item) => {
                let text = format!(" Builder of [`{0}`](super::{0}).", item.ident);
                or_text(&mut item.attrs, &text);
            }
            Item::Impl(item) if item.trait_.is_none() => {
                for function in &mut item.items {
                    let ImplItem::Fn(function) = function else { continue };
                    if matches!(function.vis, Visibility::Public(_)) {
                        let text = format!(
                            " Sets the member `{}`; a value that cannot be one is an error when it is built.",
                            member(&function.sig.ident.to_string())
                        );
                        or_text(&mut function.attrs, &text);
                    }
                }
            }
            _ => {}
        }
    }
    let mut messages = Messages::default();
    messages.visit_file_mut(file);
    ensure!(
        messages.missing > 0 && messages.converted > 0,
        "typify words its messages otherwise: {messages:?}"
    );
    Ok(())
}

/// Puts pointers in the place of typify's words.
#[derive(Debug, Default)]
struct Messages {
    missing: usize,
    converted: usize,
}

impl VisitMut for Messages {
    fn visit_lit_str_mut(&mut self, text: &mut syn::LitStr) {
        let value = text.value();
        if let Some(name) = value.strip_prefix("no value supplied for ") {
            *text = syn::LitStr::new(&format!("/{}: is missing", member(name)), text.span());
            self.missing += 1;
        }
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        if call.path.is_ident("format")
            && let Ok(text) = call.parse_body::<syn::LitStr>()
            && let Some(rest) = text.value().strip_prefix("error converting supplied value for ")
            && let Some(name) = rest.strip_suffix(": {e}")
        {
            self.converted += 1;
            call.tokens =
                syn::LitStr::new(&format!("/{}: {{e}}", member(name)), text.span()).to_token_stream();
        }
        visit_mut::visit_macro_mut(self, call);
    }
}

/// The document's spelling of a field: `roomTypeId` for `room_type_id`.
fn member(field: &str) -> String {
    let mut member = String::new();
    for (index, word) in field.split('_').enumerate() {
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if index > 0 => member.push(first.to_ascii_uppercase()),
            Some(first) => member.push(first),
            None => {}
        }
        member.push_str(characters.as_str());
    }
    member
}

fn has_docs(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

/// Documents what has no documentation.
fn or_text(attributes: &mut Vec<Attribute>, text: &str) {
    if !has_docs(attributes) {
        attributes.insert(0, parse_quote!(#[doc = #text]));
    }
}

/// Adds to a documentation.
pub(super) fn append(attributes: &mut Vec<Attribute>, more: &str) {
    let text = attributes.iter_mut().rev().find(|attribute| attribute.path().is_ident("doc"));
    let Some(attribute) = text else { return or_text(attributes, more.trim_start()) };
    if let syn::Meta::NameValue(value) = &mut attribute.meta
        && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &mut value.value
    {
        *text = syn::LitStr::new(&(text.value() + more), text.span());
    }
}
