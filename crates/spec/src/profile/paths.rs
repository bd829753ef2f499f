//! Rules about path templates and their parameters.

use std::collections::HashMap;

use super::survey::Survey;
use super::{Findings, Rule};
use crate::{Kind, Node};

pub(super) const PATH_REFERENCE: Rule = Rule {
    id: "path-reference",
    statement: "A path item is written in place, never by `$ref`.",
    why: "The client generator refuses references to path items.",
    check: path_reference,
};

fn path_reference(survey: &Survey<'_>, findings: &mut Findings) {
    for reference in survey.all(Kind::PathItem).filter_map(|path_item| path_item.get("$ref")) {
        findings.add(&reference, "a reference to a path item", "write the operations here");
    }
}

pub(super) const PATH_FORM: Rule = Rule {
    id: "path-form",
    statement: "A segment of a path is either plain text or one parameter, and no segment is empty.",
    why: "A path is then matched segment by segment, in one way.",
    check: path_form,
};

fn path_form(survey: &Survey<'_>, findings: &mut Findings) {
    for (path, path_item) in paths(survey) {
        if path.ends_with('/') {
            findings.add(&path_item, "the path ends with a slash", "take the slash out");
        } else if let Some(segment) = path.split('/').skip(1).find(|segment| !is_segment(segment)) {
            let remedy = "write letters, digits and `-._~`, or one parameter in braces and nothing else";
            findings.add(&path_item, format!("the segment `{segment}`"), remedy);
        }
    }
}

fn is_segment(segment: &str) -> bool {
    let (text, extra): (&str, &[u8]) = match parameter_of(segment) {
        Some(name) => (name, b"_-"),
        None => (segment, b"-._~"),
    };
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || extra.contains(&byte))
}

/// The name in a segment such as `{roomId}`.
fn parameter_of(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn paths<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
    let paths = survey.document.root().get("paths");
    paths.into_iter().flat_map(|paths| paths.entries()).filter(|(path, _)| path.starts_with('/'))
}

pub(super) const PATH_UNIQUE: Rule = Rule {
    id: "path-unique",
    statement: "No two paths differ only in the names of their parameters.",
    why: "A request matches both, and which operation is meant is a guess.",
    check: path_unique,
};

fn path_unique(survey: &Survey<'_>, findings: &mut Findings) {
    let mut seen = HashMap::new();
    for (path, path_item) in paths(survey) {
        let shape: Vec<_> =
            path.split('/').map(|segment| parameter_of(segment).map_or(segment, |_| "{}")).collect();
        if let Some(first) = seen.insert(shape, path) {
            findings.add(
                &path_item,
                format!("a request for it matches `{first}`, too"),
                "put both into one path item",
            );
        }
    }
}

pub(super) const PATH_PARAMETERS: Rule = Rule {
    id: "path-parameters",
    statement: "The names in a path and the path parameters of its operations are the same, each once.",
    why: "A parameter without a place is never sent, and a place without a parameter stays a brace in the URL.",
    check: path_parameters,
};

fn path_parameters(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        let named: Vec<_> = operation.path.split('/').filter_map(parameter_of).collect();
        let parameters = &operation.parameters;
        let is_path = |parameter: &&Node<'_>| parameter.text("in") == Some("path");
        let declared: Vec<_> =
            parameters.iter().filter(is_path).filter_map(|node| node.text("name")).collect();
        for (index, name) in named.iter().enumerate() {
            if named[..index].contains(name) {
                findings.add(
                    &operation.node,
                    format!("the path names `{name}` twice"),
                    "rename one of the two",
                );
            } else if !declared.contains(name) {
                findings.add(
                    &operation.node,
                    format!("no path parameter `{name}`, which the path names"),
                    "add the parameter",
                );
            }
        }
        for name in declared.iter().filter(|name| !named.contains(name)) {
            let found = format!("a path parameter `{name}`, which the path does not name");
            findings.add(&operation.node, found, "take the parameter out, or add its segment to the path");
        }
    }
}
