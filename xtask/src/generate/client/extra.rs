//! Types that keep the members that the document doesn't know, whatever they are.
//!
//! typify keeps them in a map of values, by a derived implementation that fails on values that no number or string of
//! Rust can hold. Here they are kept as text, by the crate's own `extra::read!`.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Field, File, Item, ItemStruct, Type, parse_quote};

/// The field that typify adds for other members.
const FIELD: &str = "extra";

/// Rewrites the types.
///
/// # Errors
///
/// If other types than those of the schemas `open` keep other members, or a type has a field whose reading typify controls in a way that is not known here.
pub(super) fn in_types(file: &mut File, open: &BTreeSet<String>) -> anyhow::Result<()> {
    let (mut items, mut found) = (Vec::new(), BTreeSet::new());
    for mut item in std::mem::take(&mut file.items) {
        let reader = match &mut item {
            Item::Struct(item) => read_leniently(item)?,
            _ => None,
        };
        if let (Item::Struct(item), Some(_)) = (&item, &reader) {
            found.insert(item.ident.to_string());
        }
        items.push(item);
        items.extend(reader);
    }
    file.items = items;
    ensure!(found == *open, "types that keep other members: {found:?} instead of {open:?}");
    Ok(())
}

/// Rewrites the types' builders: without a value, there are no other members.
pub(super) fn in_builders(file: &mut File) {
    struct Builders;
    impl VisitMut for Builders {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if is_map(ty) {
                *ty = parse_quote!(crate::extra::Extra);
            }
            visit_mut::visit_type_mut(self, ty);
        }

        fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
            let is_default = matches!(&field.expr, Expr::Call(call)
                if matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Err")));
            if matches!(&field.member, syn::Member::Named(name) if name == FIELD) && is_default {
                field.expr = parse_quote!(Ok(::std::default::Default::default()));
            }
            visit_mut::visit_field_value_mut(self, field);
        }
    }
    Builders.visit_file_mut(file);
}

fn is_map(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let names: Vec<_> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names == ["serde_json", "Map"]
}

/// Changes a struct with other members, and returns how it is read.
fn read_leniently(item: &mut ItemStruct) -> anyhow::Result<Option<Item>> {
    let is_extra =
        |field: &Field| field.ident.as_ref().is_some_and(|name| name == FIELD) && is_map(&field.ty);
    if !item.fields.iter().any(is_extra) {
        return Ok(None);
    }
    let mut members = Vec::new();
    for field in &mut item.fields {
        let name = field.ident.clone().context("a field without a name")?;
        if is_extra(field) {
            field.ty = parse_quote!(crate::extra::Extra);
            let docs = " Members that the document doesn't know.";
            field.attrs.insert(0, parse_quote!(#[doc = #docs]));
            continue;
        }
        let mut member = name.to_string();
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let value: syn::LitStr = meta.value()?.parse()?;
                match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("rename") => member = value.value(),
                    Some("skip_serializing_if") => {}
                    _ => return Err(meta.error("an unknown way to read a field")),
                }
                Ok(())
            })?;
        }
        let ty = &field.ty;
        members.push(quote!(#name: #ty = #member));
    }
    let mut derives = 0;
    for attribute in item.attrs.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let paths = attribute
            .parse_args_with(syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated)?;
        let is_read = |path: &syn::Path| path.segments.last().is_some_and(|last| last.ident == "Deserialize");
        let kept: Vec<_> = paths.iter().filter(|path| !is_read(path)).collect();
        derives += paths.len() - kept.len();
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
    ensure!(derives == 1, "{} is not read as expected", item.ident);
    let name = &item.ident;
    Ok(Some(parse_quote!(crate::extra::read! { #name { #(#members),* } })))
}
