//! Every keyword that constrains a value, with its place.

use serde_json::Value;

use super::page::Page;
use crate::{Document, Kind};

pub(super) fn write(page: &mut Page, document: &Document) {
    page.line("pointer | keyword | value");
    document.walk(&mut |kind, node| {
        for (key, value) in node.members().filter(|(key, _)| is_constraint(kind, key)) {
            // Types and patterns are read more easily without quotes and doubled backslashes.
            let text = match value {
                Value::String(text) if key != "default" => text.clone(),
                value => value.to_string(),
            };
            page.line(&format!("{} | {key} | {text}", node.pointer()));
        }
    });
}

/// Whether the member constrains values, rather than describing them or holding other schemas.
fn is_constraint(kind: Kind, key: &str) -> bool {
    match kind {
        Kind::Schema => {
            !matches!(
                key,
                "$ref"
                    | "title"
                    | "description"
                    | "example"
                    | "externalDocs"
                    | "xml"
                    | "deprecated"
                    | "properties"
                    | "items"
                    | "allOf"
                    | "anyOf"
                    | "oneOf"
                    | "not"
            ) && !key.starts_with("x-")
        }
        Kind::Parameter | Kind::Header => {
            matches!(key, "required" | "style" | "explode" | "allowReserved" | "allowEmptyValue")
        }
        Kind::RequestBody => key == "required",
        _ => false,
    }
}
