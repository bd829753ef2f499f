//! What the document says, in the words of the pages' facts.
//!
//! Each operation is walked whole: every parameter, header, field, status and constraint is a claim, so that nothing in the
//! document goes without a look at the pages.

mod body;
mod name_rule;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use asp_spec::{Document, Node, Operation, Pointer};
use regex::Regex;

use crate::Fact;
use crate::import::pattern;

/// Something that the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The operation, `METHOD path`; empty for what concerns all of them.
    pub operation: String,
    /// What it is about.
    pub subject: String,
    /// Which aspect of it.
    pub aspect: String,
    /// What the document says.
    pub value: String,
    /// Where the document says so.
    pub pointer: Pointer,
}

impl fmt::Display for Claim {
    /// Writes one line, as a fact's.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, subject, aspect, value, .. } = self;
        Fact { operation, subject, aspect, value }.fmt(formatter)
    }
}

static ACCESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"allowed to (view|update|delete)|only what the caller may (see)"));

/// Everything that the document says, operation by operation.
pub fn claims(document: &Document) -> Vec<Claim> {
    claims_about(document, |_| true)
}

/// What the document says of all operations, and of those that are wanted, `METHOD path`.
pub(crate) fn claims_about(document: &Document, is_wanted: impl Fn(&str) -> bool) -> Vec<Claim> {
    let mut all = Vec::new();
    of_security(document, &mut all);
    let root = document.root();
    let tags = root.get("tags");
    let tags = tags.iter().flat_map(Node::items).filter_map(|tag| Some((tag.text("name")?, tag)));
    let tags: BTreeMap<&str, Node<'_>> = tags.collect();
    for operation in document.operations() {
        let id = id_of(&operation);
        if is_wanted(&id) {
            let mut claims = Claims { operation: id, all: &mut all, open: Vec::new() };
            of_operation(document, &operation, &tags, &mut claims);
        }
    }
    all
}

/// How the facts call an operation.
fn id_of(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method.name(), operation.path)
}

/// The claims about one operation.
struct Claims<'a> {
    operation: String,
    all: &'a mut Vec<Claim>,
    /// The schemas under way, which may refer to themselves.
    open: Vec<Pointer>,
}

impl Claims<'_> {
    fn add(&mut self, subject: &str, aspect: &str, value: impl Into<String>, pointer: &Pointer) {
        self.all.push(Claim {
            operation: self.operation.clone(),
            subject: subject.to_owned(),
            aspect: aspect.to_owned(),
            value: value.into(),
            pointer: pointer.clone(),
        });
    }
}

/// Where access tokens come from.
fn of_security(document: &Document, all: &mut Vec<Claim>) {
    for (name, scheme) in document.components("securitySchemes") {
        if scheme.text("type") == Some("oauth2") {
            let mut claims = Claims { operation: String::new(), all: &mut *all, open: Vec::new() };
            claims.add("access token", "from", words_of(name, ' '), scheme.pointer());
            for (_, flow) in scheme.get("flows").iter().flat_map(Node::entries) {
                for (member, value) in flow.entries() {
                    match value.as_str() {
                        Some(url) => claims.add("access token", member, url, value.pointer()),
                        None => value.entries().for_each(|(scope, _)| {
                            claims.add("access token", "scope", scope, value.pointer());
                        }),
                    }
                }
            }
        }
    }
}

/// A name of several words, written with capitals or hyphens, as words.
fn words_of(name: &str, separator: char) -> String {
    let mut words = String::new();
    for character in name.chars() {
        if character == '-' {
            words.push(separator);
        } else if character.is_ascii_uppercase() && !words.is_empty() {
            words.push(separator);
            words.push(character.to_ascii_lowercase());
        } else {
            words.push(character.to_ascii_lowercase());
        }
    }
    words
}

fn of_operation(
    document: &Document,
    operation: &Operation<'_>,
    tags: &BTreeMap<&str, Node<'_>>,
    claims: &mut Claims<'_>,
) {
    let node = &operation.node;
    if let Some(summary) = node.get("summary") {
        claims.add("operation", "name", summary.as_str().unwrap_or_default(), summary.pointer());
    }
    if let Some(description) = node.get("description")
        && let Some(access) = ACCESS.captures(description.as_str().unwrap_or_default())
    {
        let access = access.get(1).map_or("view", |access| access.as_str());
        claims.add("operation", "access", access, description.pointer());
    }
    if let Some(tag) = operation.tag().and_then(|name| tags.get(name)) {
        of_tag(tag, claims);
    }
    for server in operation.inherited("servers").iter().flat_map(Node::items) {
        let url = server.text("url").unwrap_or_default();
        claims.add(&format!("host {url}"), "url", url, server.pointer());
    }
    of_parameters(operation, claims);
    of_request(operation, claims);
    for (status, response) in operation.responses() {
        of_status(document, status, &response, claims);
    }
    body::of_responses(operation, claims);
}

/// The countries in which the operation is offered.
fn of_tag(tag: &Node<'_>, claims: &mut Claims<'_>) {
    for (vertical, countries) in tag.get("x-availability").iter().flat_map(Node::entries) {
        let all: Vec<_> =
            countries.items().filter_map(|country| country.as_str().map(str::to_owned)).collect();
        let subject = format!("countries {}", words_of(vertical, ' '));
        claims.add(&subject, "countries", all.join(", "), countries.pointer());
    }
}

fn of_parameters(operation: &Operation<'_>, claims: &mut Claims<'_>) {
    let paging = operation.node.get("x-pagination");
    for parameter in operation.parameters() {
        let (place, name) =
            (parameter.text("in").unwrap_or_default(), parameter.text("name").unwrap_or_default());
        let subject = format!("{place} {name}");
        claims.add(&subject, "in", "request line", parameter.pointer());
        claims.add(&subject, "required", yes(parameter.flag("required")), parameter.pointer());
        for (member, role) in [("requestToken", "continuation token"), ("limit", "limit")] {
            let member = paging.as_ref().and_then(|paging| paging.get(member));
            if let Some(member) = member.filter(|member| member.as_str() == Some(name)) {
                claims.add(&subject, "role", role, member.pointer());
            }
        }
        if let Some(schema) = parameter.get("schema") {
            body::of_schema(&schema, &subject, "", claims);
        }
    }
}

/// What a request has beside its parameters.
fn of_request(operation: &Operation<'_>, claims: &mut Claims<'_>) {
    if let Some(security) = operation.inherited("security") {
        claims.add("request header Authorization", "scheme", "Bearer", security.pointer());
    }
    if let Some(responses) = operation.node.get("responses") {
        let mut types: Vec<_> =
            operation.responses().flat_map(|(_, response)| body::media_types(&response)).collect();
        types.sort();
        types.dedup();
        for media_type in types {
            claims.add("request header Accept", "value", media_type, responses.pointer());
        }
    }
    let Some(request) = operation.request_body() else {
        claims.add("request body", "content", "none", operation.node.pointer());
        return;
    };
    for (media_type, content) in request.get("content").iter().flat_map(Node::entries) {
        claims.add("request header Content-Type", "value", media_type, content.pointer());
        body::of_content(&content, "request body", claims);
    }
}

fn of_status(document: &Document, status: &str, response: &Node<'_>, claims: &mut Claims<'_>) {
    let subject = format!("status {status}");
    let code = status.parse().ok().and_then(|code: u16| http::StatusCode::from_u16(code).ok());
    let name = code.and_then(|code| code.canonical_reason()).unwrap_or(status);
    claims.add(&subject, "name", name, response.pointer());
    let component = response.component_name().unwrap_or_default();
    if let Some(missing) = component.strip_suffix("NotFound") {
        claims.add(&subject, "missing", words_of(missing, ' '), response.pointer());
    }
    for (suffix, cause) in [("NotEmpty", "isn't empty"), ("HasDevices", "has associated endpoints")] {
        if component.ends_with(suffix) {
            claims.add("refusal", "cause", cause, response.pointer());
            claims.add("refusal", "status", status, response.pointer());
        }
    }
    let root = document.root();
    let Some(throttling) = root.get("x-throttling") else { return };
    let value =
        |key: &str| throttling.get(key).map(|node| (node.value().to_string(), node.pointer().clone()));
    if value("status").is_none_or(|(throttled, _)| throttled != status) {
        return;
    }
    let mut add = |aspect: &str, key: &str, said: Option<&str>| {
        if let Some((value, pointer)) = value(key) {
            claims.add(&subject, aspect, said.map_or(value, str::to_owned), &pointer);
        }
    };
    add("first wait", "firstWaitSeconds", None);
    add("growth", "multiplier", Some("exponentially"));
    add("multiplier", "multiplier", None);
    add("longest wait", "maxWaitSeconds", None);
    if throttling.text("afterMax") == Some("repeat") {
        let longest = throttling.get("maxWaitSeconds").map(|node| node.value().to_string());
        add("later waits", "afterMax", longest.as_deref());
    }
    add("until other than", "status", None);
}

fn yes(flag: bool) -> &'static str {
    if flag { "Yes" } else { "No" }
}
