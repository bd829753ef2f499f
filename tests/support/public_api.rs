//! The public items of a crate's source, one line an item: what a user of the crate can write.
//!
//! Read from the source with syn, so that it needs no nightly rustdoc and says the same on every toolchain.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, Type, Visibility};

/// Lists the public items below the folder `source`, file by file in the order of their names, items in the order of
/// the source. A struct's private fields, function bodies, docs and files of tests are left out; derives are shown. What a
/// macro of the crate defines stands with the macro, in its own terms.
///
/// # Panics
///
/// If a file cannot be read or is no Rust.
pub fn list(source: &Path) -> String {
    let mut files = Vec::new();
    read_folder(source, "", &mut files);
    let mut types = BTreeSet::new();
    for (_, items) in &files {
        find_types(items, &mut types);
    }
    let mut lines = Vec::new();
    for (module, items) in &files {
        list_items(items, module, &types, &mut lines);
    }
    lines.join("\n") + "\n"
}

/// Reads the files of a folder, each with the path of its module.
fn read_folder(folder: &Path, module: &str, files: &mut Vec<(String, Vec<Item>)>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name == "tests" {
            continue;
        }
        let module = if module.is_empty() { name } else { format!("{module}::{name}") };
        if path.is_dir() {
            read_folder(&path, &module, files);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((module, syn::parse_file(&text).unwrap().items));
        }
    }
}

/// Finds the names of public types: those that implementations of traits are listed for.
fn find_types(items: &[Item], types: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => drop(types.insert(item.ident.to_string())),
            Item::Enum(item) if is_public(&item.vis) => drop(types.insert(item.ident.to_string())),
            Item::Mod(item) => {
                item.content.iter().for_each(|(_, inner)| find_types(inner, types));
            }
            _ => {}
        }
    }
}

fn list_items(items: &[Item], module: &str, types: &BTreeSet<String>, lines: &mut Vec<String>) {
    for item in items {
        if let Item::Mod(item) = item
            && let Some((_, inner)) = &item.content
            && is_public(&item.vis)
        {
            list_items(inner, &format!("{module}::{}", item.ident), types, lines);
        } else {
            let condition = condition(item);
            lines.extend(
                list_item(item, types).into_iter().map(|line| format!("{module}: {condition}{line}")),
            );
        }
    }
}

/// The lines for one item; none if it is not public.
fn list_item(item: &Item, types: &BTreeSet<String>) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let name = &item.ident;
            let (generics, derives) = (text(&item.generics), derives(&item.attrs));
            let own = format!("struct {name}{generics}{}{derives}", openness(&item.attrs));
            let fields = match &item.fields {
                Fields::Named(fields) => fields.named.iter().collect(),
                Fields::Unnamed(fields) => fields.unnamed.iter().collect(),
                Fields::Unit => Vec::new(),
            };
            let fields = fields.into_iter().enumerate().filter(|(_, field)| is_public(&field.vis));
            let fields = fields.map(|(number, field)| {
                let field_name = field.ident.as_ref().map_or_else(|| number.to_string(), ToString::to_string);
                format!("{name}.{field_name}: {}", text(&field.ty))
            });
            [own].into_iter().chain(fields).collect()
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let (generics, open) = (text(&item.generics), openness(&item.attrs));
            let own = format!("enum {}{generics}{open}{}", item.ident, derives(&item.attrs));
            let variants = item.variants.iter().map(|variant| {
                let open = openness(&variant.attrs);
                format!("{}::{}{open}", item.ident, text(&without_attributes(variant)))
            });
            [own].into_iter().chain(variants).collect()
        }
        Item::Trait(item) if is_public(&item.vis) => {
            let members = item.items.iter().filter_map(|inner| match inner {
                TraitItem::Fn(function) => Some(format!("{}::{}", item.ident, text(&function.sig))),
                TraitItem::Type(inner) => {
                    Some(format!("{}::type {}: {}", item.ident, inner.ident, text(&inner.bounds)))
                }
                TraitItem::Const(inner) => {
                    Some(format!("{}::const {}: {}", item.ident, inner.ident, text(&inner.ty)))
                }
                _ => None,
            });
            let own = format!("trait {}{}: {}", item.ident, text(&item.generics), text(&item.supertraits));
            [own].into_iter().chain(members).collect()
        }
        Item::Impl(item) => {
            let owner = text(&item.self_ty);
            if let Some((path, _)) = &item.trait_ {
                let is_public = name_of(&item.self_ty).is_none_or(|name| types.contains(&name));
                let own = format!("impl{} {} for {owner}", text(&item.generics), text(path));
                let own = format!("{own} {}", text(&item.generics.where_clause)).trim_end().to_owned();
                let types = item.items.iter().filter_map(|inner| match inner {
                    ImplItem::Type(inner) => {
                        Some(format!("{own} type {} = {}", inner.ident, text(&inner.ty)))
                    }
                    _ => None,
                });
                return if is_public { [own.clone()].into_iter().chain(types).collect() } else { Vec::new() };
            }
            let functions = item.items.iter().filter_map(|inner| match inner {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    Some(format!("{owner}::{}", text(&function.sig)))
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    Some(format!("{owner}::const {}: {}", constant.ident, text(&constant.ty)))
                }
                _ => None,
            });
            functions.collect()
        }
        Item::Fn(item) if is_public(&item.vis) => vec![text(&item.sig)],
        // Its items are in a file of their own.
        Item::Mod(item) if is_public(&item.vis) => vec![format!("mod {}", item.ident)],
        Item::Use(item) if is_public(&item.vis) => vec![format!("use {}", text(&item.tree))],
        Item::Const(item) if is_public(&item.vis) => {
            vec![format!("const {}: {}", item.ident, text(&item.ty))]
        }
        Item::Type(item) if is_public(&item.vis) => {
            vec![format!("type {}{} = {}", item.ident, text(&item.generics), text(&item.ty))]
        }
        Item::Macro(item) => list_macro(item),
        _ => Vec::new(),
    }
}

/// Under which condition an item is there.
fn condition(item: &Item) -> String {
    let attributes = match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        _ => return String::new(),
    };
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let conditions: Vec<_> = conditions.map(|attribute| format!("[{}] ", text(&attribute.meta))).collect();
    conditions.concat()
}

/// The public items in the definition of a macro, or its use.
fn list_macro(item: &syn::ItemMacro) -> Vec<String> {
    let Some(name) = &item.ident else {
        return vec![format!(
            "{}!({})",
            text(&item.mac.path),
            tidy(&without_docs(&item.mac.tokens).to_string())
        )];
    };
    let mut found = Vec::new();
    find_public(item.mac.tokens.clone(), &mut found);
    found.into_iter().map(|line| format!("{name}! defines {line}")).collect()
}

/// Finds what follows on `pub` in tokens, up to the body.
fn find_public(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "pub" => {
                // What is public within the crate alone is none of its users' business.
                if matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                {
                    continue;
                }
                let is_body = |token: &TokenTree| match token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    _ => false,
                };
                let item: TokenStream =
                    std::iter::from_fn(|| tokens.next_if(|token| !is_body(token))).collect();
                found.push(tidy(&item.to_string()));
            }
            TokenTree::Group(group) => find_public(group.stream(), found),
            _ => {}
        }
    }
}

/// Tokens without attributes, which is what docs are.
fn without_docs(tokens: &TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_attribute = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            && tokens.next_if(|next| matches!(next, TokenTree::Group(_))).is_some();
        if !is_attribute {
            kept.extend([token]);
        }
    }
    kept
}

/// The name of a type, without what it is generic over.
fn name_of(owner: &Type) -> Option<String> {
    match owner {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        Type::Reference(reference) => name_of(&reference.elem),
        _ => None,
    }
}

fn without_attributes(variant: &syn::Variant) -> syn::Variant {
    let mut variant = variant.clone();
    variant.attrs.clear();
    variant.fields.iter_mut().for_each(|field| field.attrs.clear());
    variant
}

/// What attributes say about who may make or match it.
fn openness(attributes: &[syn::Attribute]) -> &'static str {
    let is_open = attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
    if is_open { " non-exhaustive" } else { "" }
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
