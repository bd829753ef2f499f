//! progenitor's one file, cut into files that a person can read: the client, the types, and one file a tag.
//!
//! progenitor emits `mod types`, `Client`, one trait a tag (`ClientRoomsExt`), and `mod builder` with the builders of
//! all operations. Here the builders move to their tag: `rooms.rs` holds the trait, its implementation and
//! `mod builder`. Modules find what they name with `super::` because each tag's file imports it.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use quote::format_ident;
use syn::visit::{self, Visit};
use syn::{File, Item, ItemMod, ItemTrait, Type, parse_quote};

/// The files by name, relative to the `generated` folder.
///
/// # Errors
///
/// If the file does not have the parts that progenitor emits with builders and separate tags.
pub(super) fn into_files(file: File) -> anyhow::Result<BTreeMap<String, File>> {
    let mut client = Vec::new();
    let mut imports = Vec::new();
    let mut types = None;
    let mut builders = None;
    let mut tags: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types = Some(module),
            Item::Mod(module) if module.ident == "builder" => builders = Some(module),
            // The hand-written `generated.rs` re-exports what this module would.
            Item::Mod(module) if module.ident == "prelude" => {}
            Item::Use(import) => {
                imports.push(import.clone());
                client.push(Item::Use(import));
            }
            Item::Trait(item) if tag_of(&item.ident.to_string()).is_some() => {
                let tag = tag_of(&item.ident.to_string()).context("a trait without a tag")?;
                tags.entry(tag).or_default().push(Item::Trait(item));
            }
            Item::Impl(item) => {
                let tag = item
                    .trait_
                    .as_ref()
                    .and_then(|(path, _)| tag_of(&path.segments.last()?.ident.to_string()));
                match tag {
                    Some(tag) => tags.entry(tag).or_default().push(Item::Impl(item)),
                    None => client.push(Item::Impl(item)),
                }
            }
            other => client.push(other),
        }
    }
    let mut files = BTreeMap::new();
    let builders = contents(builders.context("progenitor emitted no builders")?);
    distribute(builders, &mut tags)?;
    for (tag, items) in tags {
        let mut all: Vec<Item> = imports
            .iter()
            .map(|import| {
                let mut import = import.clone();
                import.vis = syn::Visibility::Inherited;
                Item::Use(import)
            })
            .collect();
        all.push(parse_quote!(
            use super::{client::Client, types};
        ));
        all.extend(items);
        insert(&mut files, format!("{tag}.rs"), file_of(&all))?;
    }
    split_types(contents(types.context("progenitor emitted no types")?), &mut files)?;
    insert(&mut files, "client.rs".to_owned(), file_of(&client))?;
    Ok(files)
}

/// The file name for the trait of a tag: `room_types` for `ClientRoomTypesExt`.
fn tag_of(trait_name: &str) -> Option<String> {
    let name = trait_name.strip_prefix("Client")?.strip_suffix("Ext")?;
    let mut snake = String::new();
    for (index, character) in name.chars().enumerate() {
        if character.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    // Operations without a tag come in a trait without a name in the middle.
    Some(if snake.is_empty() { "operations".to_owned() } else { snake })
}

/// Puts each builder, with its impls, into a module `builder` of the tag whose trait returns it.
fn distribute(builders: Vec<Item>, tags: &mut BTreeMap<String, Vec<Item>>) -> anyhow::Result<()> {
    let mut tag_of_builder = HashMap::new();
    for (tag, items) in &*tags {
        for item in items {
            if let Item::Trait(item) = item {
                for name in returned_builders(item) {
                    tag_of_builder.insert(name, tag.clone());
                }
            }
        }
    }
    let mut imports = Vec::new();
    let mut by_tag: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in builders {
        let name = match &item {
            Item::Use(_) => {
                imports.push(item);
                continue;
            }
            Item::Struct(item) => item.ident.to_string(),
            Item::Impl(item) => type_name(&item.self_ty).context("a builder impl for no plain type")?,
            _ => anyhow::bail!("progenitor emitted an unknown kind of item among the builders"),
        };
        let tag =
            tag_of_builder.get(&name).with_context(|| format!("no trait returns the builder {name}"))?;
        by_tag.entry(tag.clone()).or_default().push(item);
    }
    for (tag, items) in by_tag {
        let module: ItemMod = {
            let name = format_ident!("builder");
            parse_quote! {
                /// Builders of the operations; each is sent with `send`.
                pub mod #name { #(#imports)* #(#items)* }
            }
        };
        tags.entry(tag).or_default().push(Item::Mod(module));
    }
    Ok(())
}

/// The names of the builders in a trait's return types, `builder::ListRooms<'_>`.
fn returned_builders(item: &ItemTrait) -> Vec<String> {
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
    builders.visit_item_trait(item);
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
    anyhow::ensure!(
        !files.contains_key(&name),
        "a tag would write {name}, which every client has: rename the tag"
    );
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

    #[test]
    fn a_tag_gives_its_trait_and_its_builders_to_one_file() {
        let file: File = parse_quote! {
            use progenitor_client::ResponseValue;
            pub mod types { pub struct Room; pub mod builder { pub struct Room; } }
            pub struct Client;
            pub trait ClientRoomTypesExt { fn get(&self) -> builder::GetRoomType<'_>; }
            impl ClientRoomTypesExt for Client { fn get(&self) -> builder::GetRoomType<'_> { todo!() } }
            pub mod builder { use super::types; pub struct GetRoomType<'a>(&'a ()); impl<'a> GetRoomType<'a> {} }
            pub mod prelude { pub use super::Client; }
        };
        let files = into_files(file).unwrap();
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["client.rs", "room_types.rs", "types.rs", "types/builder.rs"]);
        let text = prettyplease::unparse(&files["room_types.rs"]);
        assert!(text.contains("pub trait ClientRoomTypesExt"), "{text}");
        assert!(text.contains("pub struct GetRoomType<'a>"), "{text}");
    }

    #[test]
    fn a_tag_that_is_called_like_a_file_of_every_client_is_an_error() {
        let file: File = parse_quote! {
            pub mod types {}
            pub trait ClientTypesExt { fn get(&self) -> builder::Get<'_>; }
            pub mod builder { pub struct Get<'a>(&'a ()); }
        };
        let error = into_files(file).err().unwrap().to_string();
        assert!(error.contains("types.rs") && error.contains("rename the tag"), "{error}");
    }

    #[test]
    fn a_builder_that_no_trait_returns_is_an_error() {
        let file: File = parse_quote! {
            pub mod types {}
            pub trait ClientRoomsExt {}
            pub mod builder { pub struct GetRoom; }
        };
        let error = into_files(file).err().unwrap().to_string();
        assert!(error.contains("no trait returns the builder GetRoom"), "{error}");
    }
}
