//! Rules about response headers.

use std::collections::HashMap;

use super::survey::Survey;
use super::{Findings, Rule, words};
use crate::Kind;

pub(super) const HEADER_REFERENCE: Rule = Rule {
    id: "header-reference",
    statement: "Response headers are written in `components/headers` and used by reference.",
    why: "A header that many responses have is then described once.",
    check: header_reference,
};

fn header_reference(survey: &Survey<'_>, findings: &mut Findings) {
    for header in survey.all(Kind::Header).filter(|node| node.component_name().is_none()) {
        findings.add(header, "a header in place", "move it to `components/headers` and refer to it");
    }
}

pub(super) const HEADER_NAME: Rule = Rule {
    id: "header-name",
    statement: "Response headers have valid names, not Content-Type, and no two of a response are the same when case does not count.",
    why: "HTTP compares header names without case, and OpenAPI ignores a Content-Type among them.",
    check: header_name,
};

fn header_name(survey: &Survey<'_>, findings: &mut Findings) {
    for headers in survey.all(Kind::Response).filter_map(|response| response.get("headers")) {
        let mut seen = HashMap::new();
        for (name, header) in headers.entries() {
            let folded = name.to_lowercase();
            if !words::is_token(name) {
                findings.add(
                    &header,
                    format!("the header `{name}`"),
                    "write a header name: letters, digits and `-`",
                );
            } else if folded == "content-type" {
                findings.add(&header, "the header Content-Type", "take it out: `content` says it");
            } else if let Some(first) = seen.insert(folded, name) {
                findings.add(&header, format!("`{name}` and `{first}` are one header"), "keep one of them");
            }
        }
    }
}
