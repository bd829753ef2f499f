//! Rules about what is written for readers: summaries, descriptions, examples.

use super::survey::Survey;
use super::{Findings, Rule};
use crate::{Kind, Node};

pub(super) const SUMMARY: Rule = Rule {
    id: "summary",
    statement: "Every operation has a summary.",
    why: "It is the operation's title in the reference, and the first line of its documentation in the client.",
    check: summary,
};

fn summary(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        require_text(&operation.node, "summary", "say in one line what the operation does", findings);
    }
}

pub(super) const DESCRIPTION: Rule = Rule {
    id: "description",
    statement: "The document, its servers, tags, security schemes, operations, parameters, request bodies, responses, headers, named schemas and inline properties are described.",
    why: "The reference, the client's documentation and the validators' messages have no other source.",
    check: description,
};

fn description(survey: &Survey<'_>, findings: &mut Findings) {
    let kinds = [
        Kind::Info,
        Kind::Tag,
        Kind::SecurityScheme,
        Kind::Operation,
        Kind::Parameter,
        Kind::RequestBody,
        Kind::Response,
        Kind::Header,
    ];
    // Servers of a path item repeat those of the root.
    let servers = survey.document.root().get("servers").into_iter().flat_map(|servers| servers.items());
    let schemas = survey.document.components("schemas").map(|(_, schema)| schema);
    let properties = survey.all(Kind::Schema).filter_map(|schema| schema.get("properties"));
    let properties = properties.flat_map(|properties| properties.entries()).map(|(_, property)| property);
    let objects = kinds.into_iter().flat_map(|kind| survey.all(kind)).cloned();
    for node in servers.chain(schemas).chain(properties).chain(objects) {
        if node.reference().is_none() {
            require_text(&node, "description", "say what a caller needs to know of it", findings);
        }
    }
}

fn require_text(node: &Node<'_>, key: &str, remedy: &str, findings: &mut Findings) {
    if node.text(key).is_none_or(|text| text.trim().is_empty()) {
        findings.add(node, format!("no `{key}`"), remedy);
    }
}

pub(super) const TEXT_FORM: Rule = Rule {
    id: "text-form",
    statement: "Texts have no blanks or empty lines at either end, no blank before a line break, no tab, and titles and summaries are one line.",
    why: "Such characters are invisible where the text is edited, and change every document that is made from it.",
    check: text_form,
};

fn text_form(survey: &Survey<'_>, findings: &mut Findings) {
    for (_, node) in &survey.objects {
        for key in ["title", "summary", "description"] {
            if let Some((found, remedy)) = node.text(key).and_then(|text| flaw(text, key != "description"))
                && let Some(member) = node.get(key)
            {
                findings.add(&member, found, remedy);
            }
        }
    }
    for scopes in survey.all(Kind::OAuthFlow).filter_map(|flow| flow.get("scopes")) {
        for (_, scope) in scopes.entries() {
            if let Some((found, remedy)) = scope.as_str().and_then(|text| flaw(text, true)) {
                findings.add(&scope, found, remedy);
            }
        }
    }
}

fn flaw(text: &str, one_line: bool) -> Option<(&'static str, &'static str)> {
    if text.trim() != text {
        Some((
            "the text begins or ends with blanks or a line break",
            "trim it; in YAML, `>-` and `|-` keep no line break at the end",
        ))
    } else if text.contains('\t') || text.contains('\r') {
        Some(("the text has a tab or a carriage return", "write spaces"))
    } else if text.contains(" \n") {
        Some(("a line of the text ends with blanks", "take them out"))
    } else if one_line && text.contains('\n') {
        Some(("the text has several lines", "write one line, and the rest into the description"))
    } else {
        None
    }
}

pub(super) const EXAMPLE: Rule = Rule {
    id: "example",
    statement: "Every parameter, response header, request body and response body has an example.",
    why: "Mock servers, the reference and the contract cases begin with it.",
    check: example,
};

fn example(survey: &Survey<'_>, findings: &mut Findings) {
    for kind in [Kind::Parameter, Kind::Header, Kind::MediaType] {
        for node in survey.all(kind).filter(|node| !node.has("example") && !node.has("examples")) {
            findings.add(node, "no `example`", "add a realistic value as `example`");
        }
    }
}
