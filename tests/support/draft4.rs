//! Schemas of an OpenAPI 3.0 document as JSON Schema draft 4, for validators of others to judge by.

use asp_spec::Document;
use serde_json::{Map, Value, json};

/// The schema at `pointer` with all component schemas beside it, such as other validators take it.
pub fn schema(document: &Document, pointer: &str) -> Value {
    let components = document.components("schemas").map(|(name, node)| {
        // What is a name here may be a keyword elsewhere, so each schema is converted by itself.
        (name.to_owned(), convert(node.value()))
    });
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "allOf": [{"$ref": format!("#{pointer}")}],
        "components": {"schemas": components.collect::<Map<_, _>>()},
    })
}

/// A schema object of OpenAPI 3.0 as a schema of draft 4: `nullable` becomes a type, and what constrains nothing or
/// is OpenAPI's own goes.
pub fn convert(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    if let Some(reference) = schema.get("$ref") {
        return json!({"$ref": reference});
    }
    let mut converted = Map::new();
    for (key, value) in schema {
        let value = match key.as_str() {
            "properties" => {
                let members = value.as_object().into_iter().flatten();
                members.map(|(name, schema)| (name.clone(), convert(schema))).collect::<Map<_, _>>().into()
            }
            "allOf" | "anyOf" | "oneOf" => {
                value.as_array().into_iter().flatten().map(convert).collect::<Vec<_>>().into()
            }
            "items" | "not" | "additionalProperties" => convert(value),
            "type" if schema.get("nullable") == Some(&Value::Bool(true)) => json!([value, "null"]),
            "type" | "enum" | "format" | "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum"
            | "exclusiveMaximum" | "minLength" | "maxLength" | "pattern" | "minItems" | "maxItems"
            | "uniqueItems" | "required" | "minProperties" | "maxProperties" => value.clone(),
            _ => continue,
        };
        converted.insert(key.clone(), value);
    }
    converted.into()
}
