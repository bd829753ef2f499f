//! Rules about responses: one success kind and one error kind for each operation.

use indexmap::IndexMap;

use super::survey::{Survey, SurveyedResponse};
use super::{Findings, Rule};
use crate::Node;

pub(super) const RESPONSE_STATUS: Rule = Rule {
    id: "response-status",
    statement: "Responses have exact statuses, 2xx, 4xx or 5xx: no ranges, no `default`.",
    why: "A `default` response is a success and an error at once for the client generator, and a range promises statuses that nobody documents.",
    check: response_status,
};

fn response_status(survey: &Survey<'_>, findings: &mut Findings) {
    for SurveyedResponse { status, written, .. } in survey.responses() {
        if !(is_success(status) || is_error(status)) {
            findings.add(
                written,
                format!("the status `{status}`"),
                "write each status that is documented, such as \"404\"",
            );
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') && !status.ends_with('X')
}

pub(super) fn is_error(status: &str) -> bool {
    status.starts_with(['4', '5']) && !status.ends_with('X')
}

pub(super) const RESPONSE_SUCCESS: Rule = Rule {
    id: "response-success",
    statement: "Every operation has a success response.",
    why: "An operation that can only fail has no result type.",
    check: response_success,
};

fn response_success(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        if !operation.responses.iter().any(|response| response.status.starts_with('2')) {
            findings.add(&operation.node, "no success response", "add the response that answers success");
        }
    }
}

pub(super) const SUCCESS_KIND: Rule = Rule {
    id: "success-kind",
    statement: "All success responses of an operation have a body of the same schema, or all have none.",
    why: "The client generator knows one result type for each operation, and panics at a second.",
    check: success_kind,
};

fn success_kind(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        let mut first: Option<(&str, String)> = None;
        for SurveyedResponse { status, written, response } in
            operation.responses.iter().filter(|response| is_success(response.status))
        {
            let kind = body_of(response);
            match &first {
                None => first = Some((*status, kind)),
                Some((_, known)) if *known == kind => {}
                Some((other, known)) => {
                    let found = format!("{kind}, where status {other} has {known}");
                    findings.add(
                        written,
                        found,
                        "let all success responses of the operation have the same body",
                    );
                }
            }
        }
    }
}

pub(super) const ERROR_KIND: Rule = Rule {
    id: "error-kind",
    statement: "All error responses of the document have a body of one schema.",
    why: "The client has one error type, and the client generator panics at a second in an operation.",
    check: error_kind,
};

fn error_kind(survey: &Survey<'_>, findings: &mut Findings) {
    let mut kinds = IndexMap::new();
    for SurveyedResponse { response, .. } in survey.responses().filter(|response| is_error(response.status)) {
        kinds.entry(response.pointer().clone()).or_insert_with(|| (body_of(response), response));
    }
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for (kind, _) in kinds.values().filter(|(kind, _)| kind != NO_BODY) {
        *counts.entry(kind).or_default() += 1;
    }
    // The commonest body is the shared one, the first of two that are equally common.
    let shared =
        counts.iter().rev().max_by_key(|(_, count)| **count).map_or("a shared schema", |(kind, _)| kind);
    for (kind, response) in kinds.values().filter(|(kind, _)| kind != shared) {
        let found = format!("{kind}, where errors have {shared}");
        findings.add(response, found, "let the body be the shared error schema");
    }
}

const NO_BODY: &str = "no body";

/// The kind of body that a response has, in words.
fn body_of(response: &Node<'_>) -> String {
    let content = response.get("content");
    let Some((media_type, body)) = content.and_then(|content| content.entries().next()) else {
        return NO_BODY.to_owned();
    };
    match body.get("schema").and_then(|schema| schema.reference()) {
        Some(reference) => format!("a body of `{}`", reference.rsplit('/').next().unwrap_or(reference)),
        None => format!("a body of {media_type} without a named schema"),
    }
}

pub(super) const ERROR_REFERENCE: Rule = Rule {
    id: "error-reference",
    statement: "Error responses are written in `components/responses` and used by reference.",
    why: "The same failure is then described once, and in the same words everywhere.",
    check: error_reference,
};

fn error_reference(survey: &Survey<'_>, findings: &mut Findings) {
    for SurveyedResponse { written, .. } in survey.responses().filter(|response| is_error(response.status)) {
        if written.reference().is_none() {
            findings.add(
                written,
                "an error response in place",
                "move it to `components/responses` and refer to it",
            );
        }
    }
}

pub(super) const EMPTY_RESPONSE: Rule = Rule {
    id: "empty-response",
    statement: "Responses with status 204 and 205 have no body.",
    why: "HTTP forbids it, and clients do not read what follows.",
    check: empty_response,
};

fn empty_response(survey: &Survey<'_>, findings: &mut Findings) {
    for SurveyedResponse { status, written, response } in survey.responses() {
        if ["204", "205"].contains(status) && response.has("content") {
            findings.add(
                written,
                format!("a body of status {status}"),
                "take `content` out, or use status 200",
            );
        }
    }
}
