//! Rules about which members of OpenAPI the profile has at all.

use serde_json::Value;

use super::survey::Survey;
use super::{Findings, Rule};
use crate::Kind;

pub(super) const OUTSIDE_PROFILE: Rule = Rule {
    id: "outside-profile",
    statement: "There are no server variables, external documents, `deprecated` marks, `examples`, links, callbacks, encodings or styles of headers, no shared request bodies, no texts of path items, and no HEAD, OPTIONS or TRACE.",
    why: "What a generator does not know it drops without a word, and client, server and validators part ways.",
    check: outside_profile,
};

/// Members of OpenAPI that the profile does without, and what to write in their place.
///
/// Members that a rule of their own speaks about are not listed: schema keywords, styles of parameters, `servers` and
/// `security` of operations, references to path items.
const REFUSED: &[(Kind, &[&str], &str)] = &[
    (Kind::OpenApi, &["externalDocs"], "name the page in `info/description`"),
    (Kind::Server, &["variables"], "write each URL as a server of its own"),
    (Kind::Components, &["requestBodies"], "write the body at its operation, with a reference to its schema"),
    (Kind::Components, &["examples"], "write the `example` where it is shown"),
    (Kind::Components, &["links", "callbacks"], "say in a description what follows from what"),
    (Kind::PathItem, &["summary", "description"], "describe each operation of the path"),
    (Kind::PathItem, &["head", "options", "trace"], "leave it out: servers answer it without a contract"),
    (Kind::Operation, &["externalDocs"], "name the page in the description"),
    (Kind::Operation, &["callbacks"], "say in the description what the service calls"),
    (Kind::Operation, &["deprecated"], "say in the description what to use instead"),
    (Kind::Parameter, &["deprecated"], "say in the description what to use instead"),
    (Kind::Parameter, &["examples"], "write one `example`"),
    (Kind::Header, &["deprecated"], "say in the description what to use instead"),
    (Kind::Header, &["examples"], "write one `example`"),
    (Kind::Header, &["content"], "write a `schema`"),
    (
        Kind::Header,
        &["style", "explode", "allowReserved", "allowEmptyValue"],
        "leave it out: a header is one plain value",
    ),
    (Kind::MediaType, &["examples"], "write one `example`"),
    (Kind::MediaType, &["encoding"], "leave it out: bodies are JSON"),
    (Kind::Response, &["links"], "say in the description what follows"),
    (Kind::Tag, &["externalDocs"], "name the page in the description"),
];

fn outside_profile(survey: &Survey<'_>, findings: &mut Findings) {
    for (kind, node) in &survey.objects {
        for (_, members, remedy) in REFUSED.iter().filter(|(refused, ..)| refused == kind) {
            for (name, member) in members.iter().filter_map(|name| Some((name, node.get(name)?))) {
                findings.add(&member, format!("`{name}` is outside the profile"), *remedy);
            }
        }
    }
}

pub(super) const EMPTY_MEMBER: Rule = Rule {
    id: "empty-member",
    statement: "No member is an empty object or an empty list, the scopes of a bearer token aside.",
    why: "An empty member says nothing, or, like an empty `required`, is read in more than one way.",
    check: empty_member,
};

fn empty_member(survey: &Survey<'_>, findings: &mut Findings) {
    for (kind, node) in &survey.objects {
        // A requirement without scopes is written so, and a flow must have its scopes.
        if matches!(kind, Kind::SecurityRequirement | Kind::OAuthFlow) {
            continue;
        }
        let empty = node.members().filter(|(key, value)| is_empty(value) && !may_be_empty(key));
        for (key, member) in empty.filter_map(|(key, _)| Some((key, node.get(key)?))) {
            findings.add(&member, format!("`{key}` is empty"), "take it out, or fill it");
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Paths and responses must be there; examples and defaults may be anything; extensions have rules of their own.
fn may_be_empty(key: &str) -> bool {
    key.starts_with("x-") || ["example", "default", "paths", "responses"].contains(&key)
}
