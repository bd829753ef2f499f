//! Rules about parameters, and about the schemas of parameters and headers.

use std::collections::HashMap;

use super::survey::Survey;
use super::{Findings, Rule, words};
use crate::{Kind, Node};

pub(super) const PARAMETER_REFERENCE: Rule = Rule {
    id: "parameter-reference",
    statement: "Parameters are written in `components/parameters` and used by reference.",
    why: "The same parameter is then described once, and the generators give it one type.",
    check: parameter_reference,
};

fn parameter_reference(survey: &Survey<'_>, findings: &mut Findings) {
    for parameter in survey.all(Kind::Parameter).filter(|node| node.component_name().is_none()) {
        findings.add(parameter, "a parameter in place", "move it to `components/parameters` and refer to it");
    }
}

pub(super) const PARAMETER_PLACE: Rule = Rule {
    id: "parameter-place",
    statement: "Parameters are in the path, the query or a header, never in a cookie.",
    why: "The client generator refuses cookies.",
    check: parameter_place,
};

fn parameter_place(survey: &Survey<'_>, findings: &mut Findings) {
    for place in survey.all(Kind::Parameter).filter_map(|parameter| parameter.get("in")) {
        if place.as_str() == Some("cookie") {
            findings.add(&place, "a cookie", "use a header or a query parameter");
        }
    }
}

pub(super) const PARAMETER_STYLE: Rule = Rule {
    id: "parameter-style",
    statement: "Parameters have a `schema` and the default style: no `style`, `explode`, `allowReserved`, `allowEmptyValue` or `content`.",
    why: "A plain value has one spelling in every language, and the client generator refuses the other styles.",
    check: parameter_style,
};

fn parameter_style(survey: &Survey<'_>, findings: &mut Findings) {
    for parameter in survey.all(Kind::Parameter) {
        for key in ["style", "explode", "allowReserved", "allowEmptyValue", "content"] {
            if let Some(member) = parameter.get(key) {
                let remedy =
                    if key == "content" { "write a `schema`" } else { "take it out: the default applies" };
                findings.add(&member, format!("`{key}` of a parameter"), remedy);
            }
        }
    }
}

pub(super) const PARAMETER_NAME: Rule = Rule {
    id: "parameter-name",
    statement: "Path and query parameters are lowerCamelCase, and a header parameter is not Accept, Authorization or Content-Type.",
    why: "Names become arguments of the client, and OpenAPI says that parameters for those three headers are ignored.",
    check: parameter_name,
};

fn parameter_name(survey: &Survey<'_>, findings: &mut Findings) {
    for parameter in survey.all(Kind::Parameter) {
        let Some(node) = parameter.get("name") else { continue };
        let name = node.as_str().unwrap_or_default();
        if parameter.text("in") != Some("header") {
            if !words::is_lower_camel(name) {
                findings.add(
                    &node,
                    format!("the parameter `{name}`"),
                    "write letters and digits, a small letter first",
                );
            }
        } else if !words::is_token(name) {
            findings.add(
                &node,
                format!("the header `{name}`"),
                "write a header name: letters, digits and `-`",
            );
        } else if ["accept", "authorization", "content-type"].contains(&name.to_lowercase().as_str()) {
            let remedy = "take it out: security schemes and media types say it";
            findings.add(&node, format!("a parameter for the header `{name}`"), remedy);
        }
    }
}

pub(super) const PARAMETER_UNIQUE: Rule = Rule {
    id: "parameter-unique",
    statement: "Within an operation no two parameters have the same name, also when place, case and separators do not count.",
    why: "They would be one argument of the client, twice.",
    check: parameter_unique,
};

fn parameter_unique(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        let mut seen = HashMap::new();
        for name in operation.parameters.iter().filter_map(|parameter| parameter.text("name")) {
            if let Some(first) = seen.insert(words::fold(name), name) {
                let found = format!("parameters `{first}` and `{name}` become one argument");
                findings.add(&operation.node, found, "rename one of them, or take it out");
            }
        }
    }
}

pub(super) const PARAMETER_REQUIRED: Rule = Rule {
    id: "parameter-required",
    statement: "A path parameter is `required: true`.",
    why: "OpenAPI asks for it: without the parameter the request has another path.",
    check: parameter_required,
};

fn parameter_required(survey: &Survey<'_>, findings: &mut Findings) {
    for parameter in survey.all(Kind::Parameter) {
        if parameter.text("in") == Some("path") && !parameter.flag("required") {
            findings.add(parameter, "a path parameter that is not required", "write `required: true`");
        }
    }
}

pub(super) const SCALAR_SCHEMA: Rule = Rule {
    id: "scalar-schema",
    statement: "The schema of a parameter or header is a string, an integer, a number or a boolean, and not nullable.",
    why: "A URL and a header hold text: lists and objects are spelt in many ways there, and null not at all.",
    check: scalar_schema,
};

fn scalar_schema(survey: &Survey<'_>, findings: &mut Findings) {
    let holders = survey.all(Kind::Parameter).chain(survey.all(Kind::Header));
    for schema in holders.filter_map(|holder| holder.get("schema")) {
        let target: Node<'_> = schema.resolve();
        if let Some(kind @ ("array" | "object")) = target.text("type") {
            findings.add(
                &schema,
                format!("a value of type {kind}"),
                "use a string, an integer, a number or a boolean",
            );
        } else if target.flag("nullable") {
            findings.add(&schema, "a nullable value", "let the parameter be optional instead");
        }
    }
}
