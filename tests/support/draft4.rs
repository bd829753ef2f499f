//! Schemas of an OpenAPI 3.0 document as JSON Schema draft 4, for validators of others to judge by.

use asp_spec::{Document, Pointer};
use serde_json::{Map, Value, json};

/// The schema at `pointer` with all component schemas beside it, such as other validators take it.
///
/// # Panics
///
/// If there is none.
pub fn schema(document: &Document, pointer: &str) -> Value {
    let components = document.components("schemas").map(|(name, node)| {
        // What is a name here may be a keyword elsewhere, so each schema is converted by itself.
        (name.to_owned(), convert(node.value()))
    });
    // Only the components go along: what stands elsewhere is written out.
    let own = if pointer.starts_with("/components/schemas/") {
        json!({"$ref": format!("#{}", fragment(pointer))})
    } else {
        let place = Pointer::parse(pointer).unwrap();
        convert(document.at(&place).unwrap().value())
    };
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "allOf": [own],
        "components": {"schemas": components.collect::<Map<_, _>>()},
    })
}

/// The pointer as a fragment of a URI: what may not stand there is percent-encoded.
fn fragment(pointer: &str) -> String {
    let encode = |byte: u8| {
        let plain = byte.is_ascii_alphanumeric() || b"/~._-".contains(&byte);
        if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    pointer.bytes().map(encode).collect()
}

/// A schema object of OpenAPI 3.0 as a schema of draft 4.
///
/// `nullable` becomes a type, integers are told by value where draft 4 tells them by how they are written, formats of
/// numbers become limits, and what constrains nothing or is OpenAPI's own goes. What discriminators ask for goes too:
/// draft 4 has no such thing.
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
            "type" => {
                let name = if value == "integer" { &Value::from("number") } else { value };
                if schema.get("nullable") == Some(&Value::Bool(true)) {
                    json!([name, "null"])
                } else {
                    name.clone()
                }
            }
            "enum" | "format" | "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum"
            | "exclusiveMaximum" | "minLength" | "maxLength" | "pattern" | "minItems" | "maxItems"
            | "uniqueItems" | "required" | "minProperties" | "maxProperties" => value.clone(),
            _ => continue,
        };
        converted.insert(key.clone(), value);
    }
    let is_integer = schema.get("type").is_some_and(|name| name == "integer");
    let format = schema.get("format").and_then(Value::as_str).and_then(number_format);
    let more = is_integer.then(|| json!({"multipleOf": 1})).into_iter().chain(format);
    let more: Vec<_> = more.collect();
    if !more.is_empty() {
        let all_of = converted.entry("allOf").or_insert_with(|| json!([]));
        all_of.as_array_mut().into_iter().for_each(|parts| parts.extend(more.clone()));
    }
    converted.into()
}

/// What a format of numbers asks of numbers.
fn number_format(format: &str) -> Option<Value> {
    let (minimum, maximum) = match format {
        "int8" => (json!(i8::MIN), json!(i8::MAX)),
        "int16" => (json!(i16::MIN), json!(i16::MAX)),
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" => (json!(i64::MIN), json!(i64::MAX)),
        "uint8" => (json!(u8::MIN), json!(u8::MAX)),
        "uint16" => (json!(u16::MIN), json!(u16::MAX)),
        "uint32" => (json!(u32::MIN), json!(u32::MAX)),
        "uint64" => (json!(u64::MIN), json!(u64::MAX)),
        // The last double below the midpoint to the power of two above: what is read as infinity does not fit.
        "float" => {
            return Some(
                json!({"minimum": -3.402_823_567_797_336_2e38, "maximum": 3.402_823_567_797_336_2e38}),
            );
        }
        _ => return None,
    };
    Some(json!({"multipleOf": 1, "minimum": minimum, "maximum": maximum}))
}
