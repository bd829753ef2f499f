//! The document as progenitor should see it: what it cannot express is put in words that it can.

use anyhow::{Context, ensure};
use openapiv3::{
    AdditionalProperties, IntegerType, OpenAPI, Operation, Parameter, ParameterSchemaOrContent, ReferenceOr,
    Schema, SchemaKind, StatusCode, Type,
};
use std::collections::{BTreeMap, BTreeSet};

/// The document for progenitor, and the schemas that were added to it, by name with the type that stands for them.
pub(super) struct Lowered {
    pub(super) openapi: OpenAPI,
    pub(super) replacements: BTreeMap<String, String>,
    /// The schemas that keep the members that the document does not know.
    pub(super) open: BTreeSet<String>,
}

/// Lowers the document.
///
/// # Errors
///
/// If a page limit is not a whole number from 1 on, or stands elsewhere than in the components' parameters.
pub(super) fn lower(mut openapi: OpenAPI) -> anyhow::Result<Lowered> {
    without_error_responses(&mut openapi);
    let open = keep_unknown_members(&mut openapi);
    let replacements = limits_as_types(&mut openapi)?;
    Ok(Lowered { openapi, replacements, open })
}

/// Takes out error responses, so that every error response reaches the runtime whole.
///
/// With them, progenitor parses a documented error and, if that fails (an HTML page from a gateway, an empty body),
/// drops the status and the headers.
fn without_error_responses(openapi: &mut OpenAPI) {
    for operation in operations(openapi) {
        operation.responses.responses.retain(|status, _| is_success(status));
    }
}

fn is_success(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    }
}

/// All operations.
fn operations(openapi: &mut OpenAPI) -> impl Iterator<Item = &mut Operation> {
    openapi
        .paths
        .paths
        .values_mut()
        .filter_map(|item| match item {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { .. } => None,
        })
        .flat_map(|item| {
            [
                &mut item.get,
                &mut item.put,
                &mut item.post,
                &mut item.delete,
                &mut item.options,
                &mut item.head,
                &mut item.patch,
                &mut item.trace,
            ]
            .into_iter()
            .flatten()
        })
}

/// Lets the objects that are only read keep the members that the document does not know, in a field `extra`; their names.
fn keep_unknown_members(openapi: &mut OpenAPI) -> BTreeSet<String> {
    let (mut read, mut written) = (BTreeSet::new(), BTreeSet::new());
    let seen = openapi.clone();
    let mut seen_operations = openapi.clone();
    for operation in operations(&mut seen_operations) {
        for response in operation.responses.responses.values() {
            collect(&seen, &serde_json::to_value(response).unwrap_or_default(), &mut read);
        }
        if let Some(body) = &operation.request_body {
            collect(&seen, &serde_json::to_value(body).unwrap_or_default(), &mut written);
        }
    }
    let mut open = BTreeSet::new();
    let Some(components) = &mut openapi.components else { return open };
    for name in read.difference(&written) {
        if let Some(ReferenceOr::Item(schema)) = components.schemas.get_mut(name)
            && let SchemaKind::Type(Type::Object(object)) = &mut schema.schema_kind
            && object.additional_properties.is_none()
        {
            let anything = Schema {
                schema_data: openapiv3::SchemaData::default(),
                schema_kind: SchemaKind::Any(openapiv3::AnySchema::default()),
            };
            let anything = AdditionalProperties::Schema(Box::new(ReferenceOr::Item(anything)));
            object.additional_properties = Some(anything);
            open.insert(name.clone());
        }
    }
    open
}

/// Adds the names of the schemas that a value refers to, through other components too.
fn collect(openapi: &OpenAPI, value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(serde_json::Value::as_str) {
                if let Some(name) = target.strip_prefix("#/components/schemas/")
                    && !names.insert(name.to_owned())
                {
                    return;
                }
                let document = serde_json::to_value(&openapi.components).unwrap_or_default();
                let pointer = target.strip_prefix("#/components").unwrap_or_default();
                if let Some(found) = document.pointer(pointer) {
                    collect(openapi, found, names);
                }
            }
            members.values().for_each(|member| collect(openapi, member, names));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(openapi, item, names)),
        _ => {}
    }
}

/// The parameter that limits an operation's pages.
fn limit_of(operation: &Operation) -> Option<&str> {
    operation.extensions.get("x-pagination")?.get("limit")?.as_str()
}

/// Gives each page limit a type that knows its range: progenitor ignores `maximum`.
fn limits_as_types(openapi: &mut OpenAPI) -> anyhow::Result<BTreeMap<String, String>> {
    let limits: BTreeSet<String> =
        operations(openapi).filter_map(|operation| limit_of(operation).map(str::to_owned)).collect();
    let mut typed = BTreeMap::new();
    let mut added = BTreeMap::new();
    let components = openapi.components.as_mut().context("no components")?;
    for (key, parameter) in &mut components.parameters {
        let ReferenceOr::Item(parameter) = parameter else { continue };
        let data = match parameter {
            Parameter::Query { parameter_data, .. } if limits.contains(&parameter_data.name) => {
                parameter_data
            }
            _ => continue,
        };
        let ParameterSchemaOrContent::Schema(schema) = &mut data.format else { continue };
        let ReferenceOr::Item(Schema { schema_kind: SchemaKind::Type(Type::Integer(integer)), .. }) = schema
        else {
            continue;
        };
        let IntegerType { minimum: Some(1), maximum: Some(greatest), .. } = integer else {
            anyhow::bail!("the limit `{}` needs a minimum of 1 and a maximum", data.name);
        };
        let name = format!("LimitOf{greatest}");
        let path = format!("crate::pages::Limit<{greatest}>");
        let reference = ReferenceOr::Reference { reference: format!("#/components/schemas/{name}") };
        let limit = std::mem::replace(schema, reference);
        let clash = components.schemas.insert(name.clone(), limit);
        ensure!(clash.is_none() || added.contains_key(&name), "the schema name {name} is taken");
        added.insert(name, path);
        typed.insert(format!("#/components/parameters/{key}"), data.name.clone());
    }
    for operation in operations(openapi) {
        let Some(limit) = limit_of(operation) else { continue };
        let is_limit = |parameter: &ReferenceOr<Parameter>| match parameter {
            ReferenceOr::Reference { reference } => typed.get(reference).is_some_and(|name| name == limit),
            ReferenceOr::Item(_) => false,
        };
        ensure!(
            operation.parameters.iter().any(is_limit),
            "the limit `{limit}` must be a parameter of the components with a schema of its own"
        );
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use asp_spec::Document;
    use serde_json::json;

    use super::*;

    /// A list of rooms with this schema of the limit.
    fn list(limit: &serde_json::Value) -> OpenAPI {
        let page = json!({"type": "object", "properties": {"rooms": {"type": "array", "items": {"type": "string"}}}});
        let room = json!({"type": "object", "properties": {"name": {"type": "string"}}});
        let reference = |name: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "paths": {"/rooms": {
                "get": {
                    "operationId": "listRooms",
                    "x-pagination": {"requestToken": "t", "responseToken": "/t", "items": "/rooms", "limit": "max"},
                    "parameters": [{"$ref": "#/components/parameters/Max"}],
                    "responses": {
                        "200": {"description": "d", "content": reference("RoomPage")},
                        "404": {"description": "d"},
                    },
                },
                "post": {
                    "operationId": "createRoom",
                    "requestBody": {"content": reference("Room")},
                    "responses": {"201": {"description": "d", "content": reference("Room")}},
                },
            }},
            "components": {
                "parameters": {"Max": {"name": "max", "in": "query", "schema": limit}},
                "schemas": {"RoomPage": page, "Room": room},
            },
        });
        Document::from_value(document).unwrap().to_openapi().unwrap()
    }

    #[test]
    fn what_progenitor_cannot_express_is_lowered() {
        let lowered = lower(list(&json!({"type": "integer", "minimum": 1, "maximum": 50}))).unwrap();
        let text = serde_json::to_value(&lowered.openapi).unwrap();
        let statuses = text.pointer("/paths/~1rooms/get/responses").unwrap().as_object().unwrap();
        assert_eq!(statuses.keys().collect::<Vec<_>>(), ["200"]);
        assert_eq!(
            text.pointer("/components/parameters/Max/schema/$ref").unwrap(),
            "#/components/schemas/LimitOf50"
        );
        assert_eq!(lowered.replacements["LimitOf50"], "crate::pages::Limit<50>");
        // What is only read keeps other members; what is written has none.
        assert!(text.pointer("/components/schemas/RoomPage/additionalProperties").is_some());
        assert!(text.pointer("/components/schemas/Room/additionalProperties").is_none());
    }

    #[test]
    fn a_limit_that_gets_no_type_is_an_error() {
        let range = json!({"type": "integer", "minimum": 1, "maximum": 50});
        let mut inline = list(&range);
        for operation in operations(&mut inline) {
            operation.parameters.clear();
        }
        for openapi in [inline, list(&json!({"$ref": "#/components/schemas/Room"}))] {
            let error = lower(openapi).err().unwrap().to_string();
            assert!(error.starts_with("the limit `max` must be a parameter of the components"), "{error}");
        }
    }

    #[test]
    fn a_limit_without_a_range_is_an_error() {
        for limit in [json!({"type": "integer"}), json!({"type": "integer", "minimum": 0, "maximum": 5})] {
            let error = lower(list(&limit)).err().unwrap();
            assert_eq!(error.to_string(), "the limit `max` needs a minimum of 1 and a maximum");
        }
    }
}
