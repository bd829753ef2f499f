//! Rules about the keywords of schemas: which there are, and at which type they stand.

use std::collections::HashSet;

use super::survey::Survey;
use super::{Findings, Rule};
use crate::Kind;

pub(super) const SCHEMA_KEYWORD: Rule = Rule {
    id: "schema-keyword",
    statement: "Schemas use type, format, nullable, minLength, maxLength, pattern, minimum, maximum, items, minItems, maxItems, properties, required, default, description and example.",
    why: "These are the keywords that all generators and validators enforce alike; a keyword that one of them ignores is a false promise.",
    check: schema_keyword,
};

const ALLOWED: &[&str] = &[
    "default",
    "description",
    "example",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "nullable",
    "pattern",
    "properties",
    "required",
    "type",
];

/// Keywords that people reach for, and what to write in their place.
const INSTEAD: &[(&str, &str)] = &[
    ("additionalProperties", "leave it out: clients must accept fields that they do not know"),
    ("allOf", "write the properties of all parts into one schema"),
    ("anyOf", "write one schema that says what the alternatives have in common"),
    ("deprecated", "say in the description what to use instead"),
    ("discriminator", "write one schema for each case"),
    (
        "enum",
        "write a string and list the values in its description: clients must accept values that are added later",
    ),
    ("exclusiveMaximum", "give the greatest allowed value as `maximum`"),
    ("exclusiveMinimum", "give the smallest allowed value as `minimum`"),
    ("externalDocs", "name the page in the description"),
    ("not", "say what is allowed, for example with a pattern"),
    ("oneOf", "write one schema for each case, and an operation for each"),
    ("readOnly", "write one schema for requests and one for responses"),
    ("title", "say it in the description; the schema's name is its title"),
    ("writeOnly", "write one schema for requests and one for responses"),
];

fn schema_keyword(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema) {
        let unknown = schema
            .members()
            .map(|(key, _)| key)
            .filter(|key| !ALLOWED.contains(key) && !key.starts_with("x-"));
        for (key, member) in unknown.filter_map(|key| Some((key, schema.get(key)?))) {
            let instead = INSTEAD.iter().find(|(keyword, _)| *keyword == key);
            let remedy = instead.map_or("take it out, and say it in the description", |(_, remedy)| remedy);
            findings.add(&member, format!("the keyword `{key}` is outside the profile"), remedy);
        }
    }
}

pub(super) const SCHEMA_TYPE: Rule = Rule {
    id: "schema-type",
    statement: "Every schema has a `type`.",
    why: "Without a type any value fits, and every keyword below it applies only by accident.",
    check: schema_type,
};

fn schema_type(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema).filter(|schema| !schema.has("type")) {
        findings.add(schema, "a schema without a type", "add `type`");
    }
}

pub(super) const KEYWORD_TYPE: Rule = Rule {
    id: "keyword-type",
    statement: "A constraint stands at the type that it constrains.",
    why: "At another type it has no effect, and some generators drop the whole schema.",
    check: keyword_type,
};

/// Constraints, and the types that they constrain.
const CONSTRAINTS: &[(&str, &[&str])] = &[
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
];

fn keyword_type(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema) {
        let Some(kind) = schema.text("type") else { continue };
        for (keyword, types) in CONSTRAINTS.iter().filter(|(_, types)| !types.contains(&kind)) {
            if let Some(member) = schema.get(keyword) {
                let remedy = format!("take it out, or let the type be {}", types.join(" or "));
                findings.add(&member, format!("`{keyword}` of a value of type {kind}"), remedy);
            }
        }
    }
}

pub(super) const SCHEMA_FORMAT: Rule = Rule {
    id: "schema-format",
    statement: "The only formats are int32 and int64, of integers.",
    why: "Other formats are checked by some tools and ignored by others, and they change the types of the client.",
    check: schema_format,
};

fn schema_format(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema) {
        let Some(format) = schema.get("format") else { continue };
        let name = format.as_str().unwrap_or_default();
        if schema.text("type") != Some("integer") || !["int32", "int64"].contains(&name) {
            let found = format!(
                "the format `{name}` of a value of type {}",
                schema.text("type").unwrap_or("unknown")
            );
            findings.add(&format, found, "take it out; a pattern says what a string looks like");
        }
    }
}

pub(super) const ARRAY_ITEMS: Rule = Rule {
    id: "array-items",
    statement: "An array says what its items are.",
    why: "OpenAPI requires it, and a list of anything cannot be checked.",
    check: array_items,
};

fn array_items(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema) {
        if schema.text("type") == Some("array") && !schema.has("items") {
            findings.add(schema, "an array without `items`", "add `items`");
        }
    }
}

pub(super) const REQUIRED_PROPERTY: Rule = Rule {
    id: "required-property",
    statement: "`required` lists properties of its object, each once.",
    why: "A misspelt name requires a field that nobody can know.",
    check: required_property,
};

fn required_property(survey: &Survey<'_>, findings: &mut Findings) {
    for schema in survey.all(Kind::Schema).filter(|schema| schema.text("type") == Some("object")) {
        let mut seen = HashSet::new();
        for item in schema.get("required").into_iter().flat_map(|required| required.items()) {
            let name = item.as_str().unwrap_or_default();
            if schema.get("properties").is_none_or(|properties| !properties.has(name)) {
                findings.add(
                    &item,
                    format!("the object has no property `{name}`"),
                    "add the property, or mend the name",
                );
            } else if !seen.insert(name) {
                findings.add(&item, format!("`{name}` is required twice"), "keep one of the two");
            }
        }
    }
}
