//! The public items of a crate's source, one line an item: what a user of the crate can write.
//!
//! Read from the source with syn, so that it needs no nightly rustdoc and says the same on every toolchain.

use std::path::Path;

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

/// Lists the public items below the folder `source`, file by file in the order of their names, items in the order of
/// the source. A struct's private fields, function bodies and docs are left out; derives are shown.
///
/// # Panics
///
/// If a file cannot be read or is no Rust.
pub fn list(source: &Path) -> String {
    let mut lines = Vec::new();
    list_folder(source, "", &mut lines);
    lines.join("\n") + "\n"
}

fn list_folder(folder: &Path, module: &str, lines: &mut Vec<String>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let module = if module.is_empty() { name } else { format!("{module}::{name}") };
        if path.is_dir() {
            list_folder(&path, &module, lines);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            list_items(&syn::parse_file(&text).unwrap().items, &module, lines);
        }
    }
}

fn list_items(items: &[Item], module: &str, lines: &mut Vec<String>) {
    for item in items {
        if let Item::Mod(item) = item
            && let Some((_, inner)) = &item.content
            && is_public(&item.vis)
        {
            list_items(inner, &format!("{module}::{}", item.ident), lines);
        } else {
            lines.extend(list_item(item).into_iter().map(|line| format!("{module}: {line}")));
        }
    }
}

/// The lines for one item; none if it is not public.
fn list_item(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let name = &item.ident;
            let own = format!("struct {name}{}{}", text(&item.generics), derives(&item.attrs));
            let fields = match &item.fields {
                Fields::Named(fields) => fields.named.iter().collect(),
                Fields::Unnamed(_) | Fields::Unit => Vec::new(),
            };
            let fields = fields.into_iter().filter(|field| is_public(&field.vis));
            let fields = fields.map(|field| format!("{name}.{}: {}", text(&field.ident), text(&field.ty)));
            [own].into_iter().chain(fields).collect()
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let own = format!("enum {}{}", item.ident, derives(&item.attrs));
            let variants = item.variants.iter().map(without_attributes);
            let variants = variants.map(|variant| format!("{}::{}", item.ident, text(&variant)));
            [own].into_iter().chain(variants).collect()
        }
        Item::Trait(item) if is_public(&item.vis) => {
            let functions = item.items.iter().filter_map(|inner| match inner {
                TraitItem::Fn(function) => Some(format!("{}::{}", item.ident, text(&function.sig))),
                _ => None,
            });
            [format!("trait {}", item.ident)].into_iter().chain(functions).collect()
        }
        Item::Impl(item) => {
            let owner = text(&item.self_ty);
            if let Some((path, _)) = &item.trait_ {
                return vec![format!("impl {} for {owner}", text(path))];
            }
            let functions = item.items.iter().filter_map(|inner| match inner {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    Some(format!("{owner}::{}", text(&function.sig)))
                }
                _ => None,
            });
            functions.collect()
        }
        Item::Fn(item) if is_public(&item.vis) => vec![text(&item.sig)],
        Item::Use(item) if is_public(&item.vis) => vec![format!("use {}", text(&item.tree))],
        _ => Vec::new(),
    }
}

fn without_attributes(variant: &syn::Variant) -> syn::Variant {
    syn::Variant { attrs: Vec::new(), ..variant.clone() }
}

fn derives(attributes: &[syn::Attribute]) -> String {
    let lists: Vec<_> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .map(|list| tidy(&list.tokens.to_string()))
        .collect();
    if lists.is_empty() { String::new() } else { format!(" derives {}", lists.join(", ")) }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn text(tokens: &impl ToTokens) -> String {
    tidy(&tokens.to_token_stream().to_string())
}

/// Tokens as a person writes them: the token stream's text has a space between any two.
fn tidy(tokens: &str) -> String {
    let mut text = tokens.to_owned();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("< ", "<"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        (" :", ":"),
        ("' ", "'"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}
