//! Rules about request and response bodies.

use super::survey::Survey;
use super::{Findings, Rule};
use crate::{Kind, Method};

pub(super) const REQUEST_BODY: Rule = Rule {
    id: "request-body",
    statement: "A request body is required, and GET and DELETE have none.",
    why: "An optional body is a second kind of request, and HTTP gives a body of GET or DELETE no meaning.",
    check: request_body,
};

fn request_body(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        let Some(body) = operation.node.get("requestBody") else { continue };
        if matches!(operation.method, Method::Get | Method::Delete) {
            let found = format!("a body of {}", operation.method.name());
            findings.add(&body, found, "take it out, or use POST, PUT or PATCH");
        } else if !body.resolve().flag("required") {
            findings.add(&body, "a body that is not required", "write `required: true`");
        }
    }
}

pub(super) const MEDIA_TYPE: Rule = Rule {
    id: "media-type",
    statement: "Bodies are `application/json`, and nothing else.",
    why: "Each further media type is a second kind of body, which the client generator refuses.",
    check: media_type,
};

fn media_type(survey: &Survey<'_>, findings: &mut Findings) {
    for holder in survey.all(Kind::RequestBody).chain(survey.all(Kind::Response)) {
        for (name, media_type) in holder.get("content").into_iter().flat_map(|content| content.entries()) {
            if name != "application/json" {
                findings.add(&media_type, format!("the media type `{name}`"), "write `application/json`");
            }
        }
    }
}

pub(super) const BODY_SCHEMA: Rule = Rule {
    id: "body-schema",
    statement: "The schema of a body is a reference to a named schema.",
    why: "The name of the schema is the name of the type in every language; without one each generator invents its own.",
    check: body_schema,
};

fn body_schema(survey: &Survey<'_>, findings: &mut Findings) {
    for media_type in survey.all(Kind::MediaType) {
        let Some(schema) = media_type.get("schema") else {
            findings.add(media_type, "a body without a schema", "refer to a schema in `components/schemas`");
            continue;
        };
        let target = schema.reference().and_then(|reference| survey.document.follow(reference));
        if target.is_none_or(|target| target.component_name().is_none()) {
            findings.add(
                &schema,
                "a body whose schema has no name",
                "move it to `components/schemas` and refer to it",
            );
        }
    }
}
