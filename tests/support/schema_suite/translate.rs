//! From a JSON Schema to schemas of OpenAPI 3.0 that accept the same values, or the reason why there are none.

use serde_json::{Map, Value, json};

use super::{Draft, Group};

/// The schema object that OpenAPI 3.0 has for each keyword is the one that both drafts have.
const SHARED: &[&str] = &[
    "default",
    "description",
    "enum",
    "format",
    "maximum",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "title",
    "uniqueItems",
];

/// The same, with whole numbers for values.
const COUNTS: &[&str] = &["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"];

/// Formats that JSON Schema names, and neither its draft 4 nor OpenAPI 3.0.
const OTHER_FORMATS: &[&str] = &[
    "duration",
    "idn-email",
    "idn-hostname",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri-template",
];

type Translated<T> = Result<T, String>;

/// The schemas that say in OpenAPI 3.0 what `schema` says in `draft`.
pub(super) fn translate(schema: &Value, draft: Draft) -> Translated<Map<String, Value>> {
    let (dialect, definitions) = match draft {
        Draft::Four => ("http://json-schema.org/draft-04/schema#", "definitions"),
        Draft::Twenty => ("https://json-schema.org/draft/2020-12/schema", "$defs"),
    };
    let mut schema = schema.clone();
    let mut named = Map::new();
    if let Some(members) = schema.as_object_mut() {
        if members.shift_remove("$schema").is_some_and(|found| found != dialect) {
            return Err("a dialect of its own".to_owned());
        }
        if let Some(Value::Object(found)) = members.shift_remove(definitions) {
            named = found;
        }
    }
    let translator = Translator { draft, definitions, named: &named };
    let mut schemas = Map::new();
    schemas.insert(Group::SCHEMA.to_owned(), translator.schema(&schema)?);
    for (name, schema) in &named {
        let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if !fits || name.is_empty() || name == Group::SCHEMA {
            return Err("a definition whose name no component can have".to_owned());
        }
        schemas.insert(name.clone(), translator.schema(schema)?);
    }
    Ok(schemas)
}

struct Translator<'a> {
    draft: Draft,
    /// The keyword of schemas that have a name.
    definitions: &'static str,
    named: &'a Map<String, Value>,
}

impl Translator<'_> {
    fn schema(&self, schema: &Value) -> Translated<Value> {
        match schema {
            Value::Bool(true) => Ok(json!({})),
            Value::Bool(false) => Ok(json!({ "not": {} })),
            Value::Object(members) => match members.get("$ref") {
                Some(reference) => self.reference(reference, members),
                None => self.keywords(members),
            },
            _ => Err("a schema that is no object".to_owned()),
        }
    }

    fn reference(&self, reference: &Value, members: &Map<String, Value>) -> Translated<Value> {
        // Draft 4 ignores what stands beside a reference, and so does OpenAPI 3.0.
        if self.draft == Draft::Twenty && members.len() > 1 {
            return Err("keywords beside `$ref`".to_owned());
        }
        let local = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
        let name = match local {
            Some("") => Some(Group::SCHEMA),
            Some(pointer) => pointer
                .strip_prefix('/')
                .and_then(|pointer| pointer.strip_prefix(self.definitions)?.strip_prefix('/'))
                .filter(|name| self.named.contains_key(*name)),
            None => None,
        };
        match name {
            Some(name) => Ok(json!({ "$ref": format!("#/components/schemas/{name}") })),
            None if local.is_some() => Err("a reference to a place that is no component".to_owned()),
            None => Err("a reference to another document".to_owned()),
        }
    }

    fn keywords(&self, members: &Map<String, Value>) -> Translated<Value> {
        let mut translated = Map::new();
        for (key, value) in members {
            match key.as_str() {
                "type" => types(value, members, &mut translated)?,
                "format" if value.as_str().is_some_and(|format| OTHER_FORMATS.contains(&format)) => {
                    return Err(format!("the format {value}, which OpenAPI 3.0 does not name"));
                }
                "const" if !members.contains_key("enum") => {
                    translated.insert("enum".to_owned(), json!([value]));
                }
                "exclusiveMaximum" => exclusive("maximum", key, value, members, &mut translated)?,
                "exclusiveMinimum" => exclusive("minimum", key, value, members, &mut translated)?,
                "items" | "not" => {
                    if value.is_array() {
                        return Err("items by position".to_owned());
                    }
                    translated.insert(key.clone(), self.schema(value)?);
                }
                "additionalProperties" => {
                    let value = if value.is_boolean() { value.clone() } else { self.schema(value)? };
                    translated.insert(key.clone(), value);
                }
                "allOf" | "anyOf" | "oneOf" => {
                    let parts = value.as_array().into_iter().flatten().map(|part| self.schema(part));
                    translated.insert(key.clone(), parts.collect::<Translated<_>>()?);
                }
                "properties" => {
                    let properties = value.as_object().into_iter().flatten();
                    let properties = properties.map(|(name, value)| Ok((name.clone(), self.schema(value)?)));
                    let properties = properties.collect::<Translated<Map<_, _>>>()?;
                    translated.insert(key.clone(), Value::Object(properties));
                }
                "$comment" => {}
                _ if COUNTS.contains(&key.as_str()) => {
                    if !value.is_u64() {
                        return Err("a count that is written with a fraction".to_owned());
                    }
                    translated.insert(key.clone(), value.clone());
                }
                _ if SHARED.contains(&key.as_str()) => {
                    translated.insert(key.clone(), value.clone());
                }
                _ => return Err(format!("`{key}`, which OpenAPI 3.0 does not have")),
            }
        }
        if translated.get("type").is_some_and(|found| found == "array") && !translated.contains_key("items") {
            // OpenAPI 3.0 asks for `items` at arrays; this one accepts any.
            translated.insert("items".to_owned(), json!({}));
        }
        Ok(Value::Object(translated))
    }
}

/// `type`: OpenAPI 3.0 has one type and `nullable`.
fn types(found: &Value, members: &Map<String, Value>, translated: &mut Map<String, Value>) -> Translated<()> {
    let names = match found {
        Value::Array(names) => names.as_slice(),
        name => std::slice::from_ref(name),
    };
    let nullable = names.iter().any(|name| name == "null");
    let others: Vec<_> = names.iter().filter(|name| *name != "null").collect();
    match others[..] {
        [name] => {
            translated.insert("type".to_owned(), name.clone());
            if nullable {
                translated.insert("nullable".to_owned(), json!(true));
            }
        }
        [] if !members.contains_key("enum") && !members.contains_key("const") => {
            translated.insert("enum".to_owned(), json!([null]));
        }
        _ => return Err("several types".to_owned()),
    }
    Ok(())
}

/// `exclusiveMaximum` and `exclusiveMinimum`: a flag beside the limit in draft 4 and OpenAPI 3.0, the limit itself in
/// draft 2020-12.
fn exclusive(
    limit: &str,
    key: &str,
    value: &Value,
    members: &Map<String, Value>,
    translated: &mut Map<String, Value>,
) -> Translated<()> {
    if value.is_number() {
        if members.contains_key(limit) {
            return Err("two limits on one side".to_owned());
        }
        translated.insert(limit.to_owned(), value.clone());
        translated.insert(key.to_owned(), json!(true));
    } else {
        translated.insert(key.to_owned(), value.clone());
    }
    Ok(())
}
