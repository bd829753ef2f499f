//! Members that say what holds without them.

use serde_json::Value;

use crate::Kind;

/// Whether the member `key` of an object of `kind` may be left out when it has `value`: OpenAPI 3.0.3 has that value by
/// default there. `style` and `explode` depend on the place, see [`default_style`].
pub(super) fn is_default(kind: Kind, key: &str, value: &Value) -> bool {
    match (kind, key) {
        (Kind::Parameter | Kind::Header, "required" | "deprecated" | "allowEmptyValue" | "allowReserved")
        | (Kind::RequestBody, "required")
        | (Kind::Operation, "deprecated")
        | (Kind::Encoding, "allowReserved")
        | (Kind::Xml, "attribute" | "wrapped")
        | (
            Kind::Schema,
            "nullable" | "readOnly" | "writeOnly" | "uniqueItems" | "deprecated" | "exclusiveMinimum"
            | "exclusiveMaximum",
        ) => value == false,
        (Kind::Schema, "minLength" | "minItems" | "minProperties") => value == 0,
        (Kind::Schema, "additionalProperties") => value == true || is_empty_object(value),
        // An empty list of alternatives allows nothing, which is not what its absence means; examples and defaults may
        // be anything; scopes and values must be there.
        (Kind::Schema, "enum" | "anyOf" | "oneOf" | "items" | "not" | "default")
        | (Kind::OAuthFlow, "scopes")
        | (Kind::Example, "value")
        | (Kind::Link, "requestBody")
        | (Kind::SecurityRequirement, _)
        | (_, "example" | "schema") => false,
        (_, key) if key.starts_with("x-") => false,
        _ => super::order::is_empty(value),
    }
}

fn is_empty_object(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// The style of a parameter in `place`, of a header, or of a part of a form, when none is written.
pub(super) fn default_style(kind: Kind, place: Option<&str>) -> &'static str {
    match (kind, place) {
        (Kind::Header, _) | (Kind::Parameter, Some("path" | "header")) => "simple",
        _ => "form",
    }
}
