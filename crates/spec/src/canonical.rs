//! One form for documents that mean the same.
//!
//! Two documents with equal canonical forms describe the same API in the same words. The form is a JSON object with
//! these members; all keys are sorted, and a member that would be empty is left out:
//!
//! | member | what it holds |
//! | --- | --- |
//! | `openapi`, `info`, `externalDocs`, `x-...` | as in the document |
//! | `servers` | every server that the document names anywhere, by URL, each once |
//! | `tags` | tag objects by name |
//! | `securitySchemes` | security schemes by name |
//! | `schemas` | named schemas by name, used or not |
//! | `operations` | operations by operationId, or by `METHOD path` where there is none or it is taken |
//! | `paths`, `components` | what belongs to neither of the above: texts and extensions of path items and sections |
//!
//! An operation has `method`, `path`, and everything that applies to it, wherever it is written:
//!
//! | in the document | in the canonical form |
//! | --- | --- |
//! | parameters of the operation and its path item | `parameters`, by `in`, then by name |
//! | `servers` of the operation, its path item or the root | `servers`, in their order; `/` if there is none |
//! | `security` of the operation or the root | `security`, sorted, scopes sorted |
//! | references to anything but a named schema | the object itself |
//! | references to a named schema | `{"$ref": "Name"}` |
//! | names of headers | in small letters |
//! | header parameters Accept, Authorization and Content-Type, response header Content-Type | left out, as OpenAPI says |
//!
//! What says the same in several ways is said in one:
//!
//! | in the document | in the canonical form |
//! | --- | --- |
//! | order of keys, of `tags` of an operation, `required`, `enum`, `allOf`, `anyOf`, `oneOf` | sorted |
//! | `required: []`, `properties: {}`, `headers: {}` and other empty lists and maps | left out |
//! | `false` for `required`, `deprecated`, `nullable`, `readOnly`, `writeOnly`, `uniqueItems`, `exclusiveMinimum`, `exclusiveMaximum`, `allowEmptyValue`, `allowReserved`, `attribute`, `wrapped` | left out |
//! | `minLength: 0`, `minItems: 0`, `minProperties: 0`, `additionalProperties: true` or `{}` | left out |
//! | `style` and `explode` as OpenAPI has them by default in that place | left out |
//! | `1.0` | `1` |
//!
//! Components that are not schemas or security schemes have no place of their own: they are where they are used.

mod defaults;
mod form;
mod order;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{Document, Kind, Node};
use form::Writer;

pub(crate) use order::sorted;

/// The canonical form of `document`; see the [module](self) for what it holds.
pub fn canonical(document: &Document) -> Value {
    let mut writer = Writer::default();
    let root = document.root();
    let mut form = BTreeMap::new();
    for (key, member) in root.entries() {
        let value = match key {
            "info" => writer.object(Kind::Info, &member),
            "externalDocs" => writer.object(Kind::ExternalDocumentation, &member),
            "openapi" => member.value().clone(),
            key if key.starts_with("x-") => sorted(member.value()),
            _ => continue,
        };
        form.insert(key.to_owned(), value);
    }
    let operations = operations(document, &mut writer);
    let mut insert = |key: &str, value: Value| {
        if !order::is_empty(&value) {
            form.insert(key.to_owned(), value);
        }
    };
    insert("servers", servers(&root, &operations, &mut writer));
    insert("operations", Value::Object(operations));
    insert("tags", tags(&root, &mut writer));
    insert("securitySchemes", section(document, "securitySchemes", Kind::SecurityScheme, &mut writer));
    insert("schemas", section(document, "schemas", Kind::Schema, &mut writer));
    insert("paths", rest_of_paths(&root));
    insert("components", extensions(root.get("components")));
    Value::Object(form.into_iter().collect())
}

/// What the root gives to operations that have no member `key`, `servers` or `security`, of their own; null if nothing.
pub(crate) fn of_root(document: &Document, key: &str) -> Value {
    let mut writer = Writer::default();
    let member = document.root().get(key);
    match key {
        "servers" => writer.servers(member.as_ref()),
        _ => writer.security(member.as_ref()),
    }
}

fn operations(document: &Document, writer: &mut Writer) -> Map<String, Value> {
    let mut operations = BTreeMap::new();
    for operation in document.operations() {
        let mut form = writer.operation(&operation);
        form.insert("method".to_owned(), json!(operation.method.name()));
        form.insert("path".to_owned(), json!(operation.path));
        let mut name = operation.label();
        if operations.contains_key(&name) {
            name = format!("{} {}", operation.method.name(), operation.path);
        }
        operations.insert(name, Value::Object(form.into_iter().collect()));
    }
    operations.into_iter().collect()
}

/// The servers of the root and of all operations, each once, by URL.
fn servers(root: &Node<'_>, operations: &Map<String, Value>, writer: &mut Writer) -> Value {
    let of_root = root.get("servers").map(|servers| writer.servers(Some(&servers)));
    let of_operations = operations.values().filter_map(|operation| operation.get("servers"));
    let all = of_root.iter().chain(of_operations).filter_map(Value::as_array).flatten();
    let mut servers: Vec<Value> = Vec::new();
    for server in all {
        if !servers.contains(server) {
            servers.push(server.clone());
        }
    }
    servers.sort_by_cached_key(|server| (server["url"].to_string(), server.to_string()));
    Value::Array(servers)
}

fn tags(root: &Node<'_>, writer: &mut Writer) -> Value {
    let mut tags = BTreeMap::new();
    for tag in root.get("tags").into_iter().flat_map(|tags| tags.items()) {
        let name = tag.text("name").unwrap_or_default().to_owned();
        let mut value = writer.object(Kind::Tag, &tag);
        if let Some(members) = value.as_object_mut() {
            members.shift_remove("name");
        }
        tags.insert(name, value);
    }
    Value::Object(tags.into_iter().collect())
}

fn section(document: &Document, name: &str, kind: Kind, writer: &mut Writer) -> Value {
    let section: BTreeMap<String, Value> = document
        .components(name)
        .map(|(name, component)| (name.to_owned(), writer.referable(kind, &component)))
        .collect();
    Value::Object(section.into_iter().collect())
}

/// Texts and extensions of path items, and extensions between them.
fn rest_of_paths(root: &Node<'_>) -> Value {
    let mut rest = BTreeMap::new();
    for (path, path_item) in root.get("paths").into_iter().flat_map(|paths| paths.entries()) {
        let value = if path.starts_with("x-") {
            sorted(path_item.value())
        } else {
            let is_own =
                |key: &str| ["$ref", "summary", "description"].contains(&key) || key.starts_with("x-");
            let own = path_item.entries().filter(|(key, _)| is_own(key));
            let own: BTreeMap<_, _> =
                own.map(|(key, member)| (key.to_owned(), sorted(member.value()))).collect();
            Value::Object(own.into_iter().collect())
        };
        if path.starts_with("x-") || !order::is_empty(&value) {
            rest.insert(path.to_owned(), value);
        }
    }
    Value::Object(rest.into_iter().collect())
}

fn extensions(node: Option<Node<'_>>) -> Value {
    let entries = node.into_iter().flat_map(|node| node.entries()).filter(|(key, _)| key.starts_with("x-"));
    let extensions: BTreeMap<_, _> =
        entries.map(|(key, member)| (key.to_owned(), sorted(member.value()))).collect();
    Value::Object(extensions.into_iter().collect())
}
