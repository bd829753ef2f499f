//! Rules about the values that keywords have.

use serde_json::Value;

use super::survey::Survey;
use super::{Findings, Rule};
use crate::{Kind, Node};

pub(super) const BOUNDS: Rule = Rule {
    id: "bounds",
    statement: "A lower bound is not above the upper one, and bounds of integers are whole numbers that the format holds.",
    why: "No value would fit, or the bound would be rounded in some languages.",
    check: bounds,
};

fn bounds(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema) {
        for (lower, upper) in [("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")] {
            let (Some(low), Some(high)) = (schema.get(lower), schema.get(upper)) else { continue };
            if low.value().as_f64() > high.value().as_f64() {
                let found = format!("`{lower}` {} is above `{upper}` {}", low.value(), high.value());
                findings.add(&low, found, "swap or mend the bounds");
            }
        }
        if schema.text("type") == Some("integer") {
            for bound in ["minimum", "maximum"].iter().filter_map(|key| schema.get(key)) {
                if !is_integer(bound.value(), schema.text("format")) {
                    findings.add(
                        &bound,
                        format!("{} as a bound", bound.value()),
                        "write a whole number that the format holds",
                    );
                }
            }
        }
    }
}

fn is_integer(value: &Value, format: Option<&str>) -> bool {
    let held = value.as_i64().is_some_and(|number| format != Some("int32") || i32::try_from(number).is_ok());
    held || (format.is_none() && value.is_u64())
}

pub(super) const DEFAULT: Rule = Rule {
    id: "default",
    statement: "A default is a scalar without a pattern, fits its schema, and stands only where the value may be left out.",
    why: "It is what the service uses for a value that is not sent; a required value is always sent.",
    check: default,
};

fn default(survey: &Survey<'_>, findings: &mut Findings) {
    const REMEDY: &str = "take the default out, or let the value be optional";
    for schema in survey.all(Kind::Schema) {
        if let Some(default) = schema.get("default").filter(|default| !fits(default.value(), schema)) {
            findings.add(
                &default,
                format!("the default {}", default.value()),
                "write a value that the schema allows",
            );
        }
    }
    for parameter in survey.all(Kind::Parameter).filter(|parameter| parameter.flag("required")) {
        if parameter.get("schema").is_some_and(|schema| schema.resolve().has("default")) {
            findings.add(parameter, "a required parameter with a default", REMEDY);
        }
    }
    for schema in survey.all(Kind::Schema) {
        let Some(properties) = schema.get("properties") else { continue };
        let required = schema.get("required").into_iter().flat_map(|required| required.items());
        for property in required.filter_map(|name| properties.get(name.as_str()?)) {
            if property.resolve().has("default") {
                findings.add(&property, "a required property with a default", REMEDY);
            }
        }
    }
}

/// Whether `value` has the type of `schema` and is within its bounds. Only scalars without a pattern have defaults.
fn fits(value: &Value, schema: &Node<'_>) -> bool {
    let limit = |key| schema.get(key).and_then(|bound| bound.value().as_f64());
    let within = |size: f64, lower, upper| {
        limit(lower).is_none_or(|bound| size >= bound) && limit(upper).is_none_or(|bound| size <= bound)
    };
    match schema.text("type") {
        _ if value.is_null() => schema.flag("nullable"),
        Some("string") if schema.has("pattern") => false,
        Some("string") => {
            // Lengths of texts that people write fit into a f64 exactly.
            #[expect(clippy::cast_precision_loss, reason = "no default has 2^53 characters")]
            value.as_str().is_some_and(|text| within(text.chars().count() as f64, "minLength", "maxLength"))
        }
        Some("integer") => {
            is_integer(value, schema.text("format"))
                && value.as_f64().is_some_and(|number| within(number, "minimum", "maximum"))
        }
        Some("number") => value.as_f64().is_some_and(|number| within(number, "minimum", "maximum")),
        Some("boolean") => value.is_boolean(),
        Some("array" | "object") => false,
        _ => true,
    }
}
