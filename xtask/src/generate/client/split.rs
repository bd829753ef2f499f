//! progenitor's one file, cut into files that a person can read: the types, and one file a tag.
//!
//! progenitor emits `mod types`, `Client`, one trait a tag (`ClientRoomsExt`), and `mod builder` with the builders of
//! all operations. Here each tag gets one file: `rooms.rs` has the tag's operations as methods of the hand-written
//! `Client`, so that nobody has to import a trait, and their builders in `mod builder`. progenitor's own `Client` is
//! left out.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, bail, ensure};
use syn::visit::{self, Visit};
use syn::{File, ImplItem, Item, ItemImpl, ItemMod, ItemTrait, ReturnType, TraitItem, Type, parse_quote};

use asp_spec::snippets::snake_case;

use super::rewrite::{Call, rewrite};

/// What a tag's file is made of.
#[derive(Default)]
struct Tag {
    operations: Option<ItemTrait>,
    implementation: Option<ItemImpl>,
    builders: Vec<Item>,
}

/// The files by name, relative to the `generated` folder.
///
/// # Errors
///
/// If the file does not have the parts that progenitor emits with builders and separate tags.
pub(super) fn into_files(
    file: File,
    calls: &BTreeMap<String, Call>,
) -> anyhow::Result<BTreeMap<String, File>> {
    let mut types = None;
    let mut builders = None;
    let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types = Some(module),
            Item::Mod(module) if module.ident == "builder" => builders = Some(module),
            // The crate root re-exports what this module would.
            Item::Mod(module) if module.ident == "prelude" => {}
            Item::Trait(item) => {
                let tag = tag_of(&item.ident.to_string()).context("a trait without a tag")?;
                tags.entry(tag).or_default().operations = Some(item);
            }
            Item::Impl(item) => {
                let tag = item
                    .trait_
                    .as_ref()
                    .and_then(|(path, _)| tag_of(&path.segments.last()?.ident.to_string()));
                // The others are those of progenitor's client.
                if let Some(tag) = tag {
                    tags.entry(tag).or_default().implementation = Some(item);
                }
            }
            Item::Struct(item) if item.ident == "Client" => {}
            Item::Use(_) | Item::Const(_) => {}
            _ => bail!("progenitor emitted an unknown kind of item"),
        }
    }
    let mut files = BTreeMap::new();
    let builders = contents(builders.context("progenitor emitted no builders")?);
    distribute(builders, &mut tags)?;
    for (tag, parts) in tags {
        let file = tag_file(parts, calls).with_context(|| format!("the tag {tag}"))?;
        insert(&mut files, format!("{tag}.rs"), file)?;
    }
    split_types(contents(types.context("progenitor emitted no types")?), &mut files)?;
    Ok(files)
}

/// The file name for the trait of a tag: `room_types` for `ClientRoomTypesExt`.
fn tag_of(trait_name: &str) -> Option<String> {
    let name = snake_case(trait_name.strip_prefix("Client")?.strip_suffix("Ext")?);
    // Operations without a tag come in a trait without a name in the middle.
    Some(if name.is_empty() { "operations".to_owned() } else { name })
}

/// The operations of a tag as methods of the client, and their builders.
fn tag_file(tag: Tag, calls: &BTreeMap<String, Call>) -> anyhow::Result<File> {
    let operations = tag.operations.context("no trait")?;
    let mut methods = tag.implementation.context("no implementation of the trait")?.items;
    for method in &mut methods {
        let ImplItem::Fn(method) = method else { bail!("more than functions in the trait") };
        let declared = operations.items.iter().find_map(|item| match item {
            TraitItem::Fn(declared) if declared.sig.ident == method.sig.ident => Some(declared),
            _ => None,
        });
        method.attrs.clone_from(&declared.context("an undeclared function in the trait")?.attrs);
        method.vis = parse_quote!(pub);
        let builders = returned_builders(&method.sig.output);
        if let Some(call) = builders.first().and_then(|name| calls.get(name)) {
            replace_example(&mut method.attrs, &call.example)?;
        }
    }
    let mut builders = tag.builders;
    for item in &mut builders {
        rewrite(item, calls)?;
        link_to_methods(item);
    }
    let mut file: File = parse_quote! {
        use super::types;
        use crate::{Client, Error, Operation, Response};

        impl Client {
            #(#methods)*
        }

        /// Builders of the operations; each is sent with `send`.
        pub mod builder {
            #[allow(unused_imports)]
            use super::{Client, Error, Operation, Response, types};
            #(#builders)*
        }
    };
    for mut attribute in operations.attrs {
        attribute.style = syn::AttrStyle::Inner(<syn::Token![!]>::default());
        file.attrs.push(attribute);
    }
    Ok(file)
}

/// Puts an example that runs in the place of progenitor's, which has no values.
fn replace_example(attributes: &mut [syn::Attribute], example: &str) -> anyhow::Result<()> {
    let doc = attributes.iter_mut().find(|attribute| attribute.path().is_ident("doc")).context("no docs")?;
    let syn::Meta::NameValue(value) = &doc.meta else { bail!("docs that are no text") };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &value.value else {
        bail!("docs that are no text")
    };
    let text = text.value();
    let (before, _) = text.split_once("```ignore").context("progenitor's docs have no example")?;
    let text = format!("{before}\n{example}");
    *doc = parse_quote!(#[doc = #text]);
    Ok(())
}

/// Lets a builder's docs link to the method of the client rather than to that of the trait.
fn link_to_methods(item: &mut Item) {
    let Item::Struct(item) = item else { return };
    let name = snake_case(&item.ident.to_string());
    item.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
    let text = format!(" Builder of [`Client::{name}`].");
    item.attrs.insert(0, parse_quote!(#[doc = #text]));
}

/// Gives each builder, with its impls, to the tag whose trait returns it.
fn distribute(builders: Vec<Item>, tags: &mut BTreeMap<String, Tag>) -> anyhow::Result<()> {
    let mut tag_of_builder = HashMap::new();
    for (tag, parts) in &*tags {
        for item in parts.operations.iter().flat_map(|operations| &operations.items) {
            let TraitItem::Fn(function) = item else { continue };
            for name in returned_builders(&function.sig.output) {
                tag_of_builder.insert(name, tag.clone());
            }
        }
    }
    for item in builders {
        let name = match &item {
            Item::Use(_) => continue,
            Item::Struct(item) => item.ident.to_string(),
            Item::Impl(item) => type_name(&item.self_ty).context("a builder impl for no plain type")?,
            _ => bail!("progenitor emitted an unknown kind of item among the builders"),
        };
        let tag = tag_of_builder
            .get(&name)
            .and_then(|tag| tags.get_mut(tag))
            .with_context(|| format!("no trait returns the builder {name}"))?;
        tag.builders.push(item);
    }
    Ok(())
}

/// The name of the builder in a return type, `builder::ListRooms<'_>`.
fn returned_builders(output: &ReturnType) -> Vec<String> {
    struct Builders(Vec<String>);
    impl<'ast> Visit<'ast> for Builders {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            if let [module, name] = segments.as_slice()
                && module == "builder"
            {
                self.0.push(name.clone());
            }
            visit::visit_path(self, path);
        }
    }
    let mut builders = Builders(Vec::new());
    builders.visit_return_type(output);
    builders.0
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// `types.rs`, with its inner modules in files of their own.
fn split_types(items: Vec<Item>, files: &mut BTreeMap<String, File>) -> anyhow::Result<()> {
    let mut kept = Vec::new();
    for item in items {
        match item {
            Item::Mod(mut module) if module.content.is_some() => {
                let name = module.ident.to_string();
                if let Some((_, items)) = module.content.take() {
                    insert(files, format!("types/{name}.rs"), file_of(&items))?;
                }
                module.semi = Some(syn::token::Semi::default());
                kept.push(Item::Mod(module));
            }
            other => kept.push(other),
        }
    }
    insert(files, "types.rs".to_owned(), file_of(&kept))
}

/// Adds a file whose name must be free: a tag may be called like a file that every client has.
fn insert(files: &mut BTreeMap<String, File>, name: String, file: File) -> anyhow::Result<()> {
    ensure!(!files.contains_key(&name), "a tag would write {name}, which every client has: rename the tag");
    files.insert(name, file);
    Ok(())
}

fn contents(module: ItemMod) -> Vec<Item> {
    module.content.map(|(_, items)| items).unwrap_or_default()
}

fn file_of(items: &[Item]) -> File {
    parse_quote!(#(#items)*)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files without any operation's facts: builders are left as they are if they have no impl.
    fn files_of(file: File) -> anyhow::Result<BTreeMap<String, File>> {
        into_files(file, &BTreeMap::new())
    }

    #[test]
    fn a_tag_gives_its_operations_and_its_builders_to_one_file() {
        let file: File = parse_quote! {
            use progenitor_client::ResponseValue;
            pub mod types { pub struct Room; pub mod builder { pub struct Room; } }
            pub struct Client;
            /// Room types.
            pub trait ClientRoomTypesExt {
                /// Gets one.
                fn get(&self) -> builder::GetRoomType<'_>;
            }
            impl ClientRoomTypesExt for Client { fn get(&self) -> builder::GetRoomType<'_> { todo!() } }
            pub mod builder { use super::types; pub struct GetRoomType<'a>(&'a ()); }
            pub mod prelude { pub use super::Client; }
        };
        let files = files_of(file).unwrap();
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["room_types.rs", "types.rs", "types/builder.rs"]);
        let text = prettyplease::unparse(&files["room_types.rs"]);
        for expected in [
            "//! Room types.",
            "impl Client {",
            "/// Gets one.",
            "pub fn get(&self)",
            "pub struct GetRoomType<'a>",
        ] {
            assert!(text.contains(expected), "{expected}: {text}");
        }
    }

    #[test]
    fn a_tag_that_is_called_like_a_file_of_every_client_is_an_error() {
        let file: File = parse_quote! {
            pub mod types {}
            pub trait ClientTypesExt { fn get(&self) -> builder::Get<'_>; }
            impl ClientTypesExt for Client { fn get(&self) -> builder::Get<'_> { todo!() } }
            pub mod builder { pub struct Get<'a>(&'a ()); }
        };
        let error = files_of(file).err().unwrap().to_string();
        assert!(error.contains("types.rs") && error.contains("rename the tag"), "{error}");
    }

    #[test]
    fn a_builder_that_no_trait_returns_is_an_error() {
        let file: File = parse_quote! {
            pub mod types {}
            pub trait ClientRoomsExt {}
            pub mod builder { pub struct GetRoom; }
        };
        let error = files_of(file).err().unwrap().to_string();
        assert!(error.contains("no trait returns the builder GetRoom"), "{error}");
    }
}
