//! From the intermediate representation to Rust source.

mod array;
mod body;
mod combination;
mod enumeration;
mod number;
mod object;
mod operation;
mod parameter;
mod pattern;
mod response;
mod route;
mod schema;
mod string;

use std::collections::HashMap;

use asp_spec::Pointer;
use indexmap::IndexMap;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::Artifact;
use crate::error::Unsupported;
use crate::ir::{Api, Use};
use crate::name::Scope;

/// Files that do not depend on tags; no tag takes their names.
const FIXED_FILES: &[&str] = &[
    "operation",
    "operations",
    "routes",
    "schemas",
    "patterns",
    "parameters",
    "headers",
    "bodies",
    "responses",
];

/// Writes the source of `api`, one artifact a file.
pub(crate) fn emit(api: &Api) -> Result<Vec<Artifact>, Vec<Unsupported>> {
    let emission = Emission::new(api);
    let mut files = vec![("operation".to_owned(), emission.operation_enum())];
    files.push(("routes".to_owned(), emission.routes()));
    files.extend(emission.contracts());
    files.push(("schemas".to_owned(), emission.schemas()));
    let shared = [
        ("patterns", emission.patterns(), api.patterns.len()),
        ("parameters", emission.shared_parameters(), api.parameters.len()),
        ("headers", emission.shared_headers(), api.headers.len()),
        ("bodies", emission.shared_bodies(), api.bodies.len()),
        ("responses", emission.shared_responses(), api.responses.len()),
    ];
    let shared = shared.into_iter().filter(|(_, _, count)| *count > 0);
    files.extend(shared.map(|(name, tokens, _)| (name.to_owned(), tokens)));
    files.into_iter().map(|(name, tokens)| file(&name, tokens).map_err(|error| vec![error])).collect()
}

fn file(name: &str, tokens: TokenStream) -> Result<Artifact, Unsupported> {
    let path = format!("{name}.rs");
    match syn::parse2(tokens) {
        Ok(file) => Ok(Artifact { contents: prettyplease::unparse(&file), path }),
        Err(error) => Err(Unsupported {
            rule: "generator-fault",
            pointer: Pointer::root(),
            operation: None,
            found: format!("source for `{path}` that is no Rust: {error}"),
            help: "report this: it is a fault of the generator, not of the document".to_owned(),
        }),
    }
}

/// What all files need to know: the identifiers of everything that has a name.
struct Emission<'a> {
    api: &'a Api,
    schemas: Names<'a>,
    patterns: Names<'a>,
    parameters: Names<'a>,
    headers: Names<'a>,
    bodies: Names<'a>,
    responses: Names<'a>,
    /// The variants of `Operation`, in the order of the operations.
    variants: Vec<Ident>,
    /// The operations of each tag's module, and their statics.
    modules: IndexMap<String, Vec<(usize, Ident)>>,
    /// The module and the static of each operation.
    contracts: Vec<(Ident, Ident)>,
}

type Names<'a> = HashMap<&'a str, Ident>;

impl<'a> Emission<'a> {
    fn new(api: &'a Api) -> Self {
        let mut scope = Scope::default();
        let variants = api.operations.iter().map(|operation| ident(&scope.variant(&operation.id))).collect();
        let mut emission = Self {
            api,
            schemas: names(api.schemas.keys(), schema_name),
            patterns: names(api.patterns.keys(), pattern_name),
            parameters: names(api.parameters.keys(), schema_name),
            headers: names(api.headers.keys(), schema_name),
            bodies: names(api.bodies.keys(), schema_name),
            responses: names(api.responses.keys(), schema_name),
            variants,
            modules: IndexMap::new(),
            contracts: Vec::new(),
        };
        emission.place_operations();
        emission
    }

    /// Gives each operation its module, named by its tag.
    fn place_operations(&mut self) {
        let mut module_scope = Scope::with_reserved(FIXED_FILES);
        let mut module_of: HashMap<Option<&str>, String> = HashMap::from([(None, "operations".to_owned())]);
        let mut scopes: HashMap<String, Scope> = HashMap::new();
        for (index, operation) in self.api.operations.iter().enumerate() {
            let tag = operation.tag.as_deref();
            let module =
                module_of.entry(tag).or_insert_with(|| module_scope.module(tag.unwrap_or_default())).clone();
            let name = ident(&scopes.entry(module.clone()).or_default().constant(&operation.id));
            self.contracts.push((ident(&module), name.clone()));
            self.modules.entry(module).or_default().push((index, name));
        }
    }
}

/// A reference to a table: in place, or by the name that it has in `module`.
fn reference<T>(
    used: &Use<T>,
    names: &Names<'_>,
    module: &str,
    inline: impl FnOnce(&T) -> TokenStream,
) -> TokenStream {
    match used {
        Use::Inline(table) => {
            let table = inline(table);
            quote!(&#table)
        }
        Use::Named(pointer) => {
            let module = ident(module);
            let name = names.get(pointer.as_str());
            quote!(&super::#module::#name)
        }
    }
}

fn names<'a>(keys: impl Iterator<Item = &'a String>, wanted: impl Fn(&str) -> String) -> Names<'a> {
    let mut scope = Scope::default();
    keys.map(|key| (key.as_str(), ident(&scope.constant(&wanted(key))))).collect()
}

/// The name for a place: the component's, followed by the way into it if it is not a component itself.
fn schema_name(pointer: &str) -> String {
    // The keys of headers carry the header's name behind `#`.
    let place = pointer.rsplit_once('#').map_or(pointer, |(place, _)| place);
    // And those of schemas for one use alone the place of it, behind `~in`.
    let place = place.replace("~in/components/schemas/", "~in/");
    let pointer = Pointer::parse(&place).unwrap_or_default();
    let skipped = if place.starts_with("/components/") { 2 } else { 0 };
    pointer.tokens().skip(skipped).collect::<Vec<_>>().join(" ")
}

/// The name for a pattern: what it says in plain characters, since that is what one recognises it by.
fn pattern_name(source: &str) -> String {
    let name: String = source.chars().filter(char::is_ascii).take(60).collect();
    if name.chars().any(|character| character.is_ascii_alphanumeric()) { name } else { "pattern".to_owned() }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// An integer without the type behind it, which the table already says.
fn integer(value: impl Into<u64>) -> Literal {
    Literal::u64_unsuffixed(value.into())
}

/// `Some(value)` or `None`.
fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// A field that is left to the base of the struct update if it says nothing.
fn field(name: &str, value: Option<TokenStream>) -> TokenStream {
    let name = ident(name);
    value.map(|value| quote!(#name: #value,)).unwrap_or_default()
}

/// `Some` variant of the enum `name` of the runtime, whose variants are called as those of `value` are.
fn variant(name: &str, value: impl std::fmt::Debug) -> TokenStream {
    let (name, variant) = (ident(name), ident(&format!("{value:?}")));
    quote!(Some(#name::#variant))
}

/// A field with a limit, which is an `Option` in the table if `optional`.
fn limit(name: &str, value: Option<u64>, optional: bool) -> TokenStream {
    let value = value.map(integer);
    field(name, value.map(|value| if optional { quote!(Some(#value)) } else { quote!(#value) }))
}

/// The documentation of a static: code, so that no text of the document is taken for markup.
fn documentation(text: &str) -> String {
    format!(" `{}`", printable(text))
}

/// Text of the document as it may stand in comments and code spans: what may not is a space.
pub(crate) fn printable(text: &str) -> String {
    // Characters that turn the direction of text are an error in comments: readers see other code than the compiler.
    let is_turned = |character| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_odd = |character: char| character == '`' || character.is_control() || is_turned(character);
    text.replace(is_odd, " ")
}

/// The head of every file of tables.
fn imports() -> TokenStream {
    quote!(
        use asp_validation_runtime::tables::*;
    )
}
