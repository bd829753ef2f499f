//! Rules about the document as a whole: version, servers, security, tags.

use std::collections::{HashMap, HashSet};

use super::survey::Survey;
use super::{Findings, Rule, words};
use crate::{Kind, Node};

pub(super) const VERSION: Rule = Rule {
    id: "openapi-3-0-3",
    statement: "The version of OpenAPI is 3.0.3.",
    why: "The client generator takes no other minor version, and one patch version leaves no doubt about which text counts.",
    check: version,
};

fn version(survey: &Survey<'_>, findings: &mut Findings) {
    let version = survey.document.root().get("openapi");
    if let Some(version) = version.filter(|version| version.as_str() != Some("3.0.3")) {
        findings.add(&version, format!("version {}", version.value()), "write `openapi: 3.0.3`");
    }
}

pub(super) const INFO_VERSION: Rule = Rule {
    id: "info-version",
    statement: "The version of the document is visible ASCII without blanks.",
    why: "The generated client sends it in a header, and panics at each call if a header cannot hold it.",
    check: info_version,
};

fn info_version(survey: &Survey<'_>, findings: &mut Findings) {
    for info in survey.all(Kind::Info) {
        let Some(version) = info.get("version") else { continue };
        let text = version.as_str().unwrap_or_default();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            findings.add(&version, format!("the version `{text}`"), "write a version such as `1.2.0`");
        }
    }
}

pub(super) const SERVER_URL: Rule = Rule {
    id: "server-url",
    statement: "There is a server, and each server has its own absolute https URL without user, query, fragment or trailing slash.",
    why: "A path is appended to the URL as it stands, and a token must not travel in the clear.",
    check: server_url,
};

fn server_url(survey: &Survey<'_>, findings: &mut Findings) {
    let root = survey.document.root();
    let Some(servers) = root.get("servers") else {
        findings.add(&root, "no `servers`", "add the servers that the paths are appended to");
        return;
    };
    let mut seen = HashSet::new();
    for url in servers.items().filter_map(|server| server.get("url")) {
        let text = url.as_str().unwrap_or_default();
        if !is_base_url(text) {
            findings.add(
                &url,
                format!("the URL `{text}`"),
                "write `https://`, the host, and no trailing slash",
            );
        } else if !seen.insert(text) {
            findings.add(&url, format!("the URL `{text}` a second time"), "keep one of the two servers");
        }
    }
}

/// Whether paths can be appended to `text`, and requests to it are encrypted.
fn is_base_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    !host.is_empty()
        && !rest.ends_with('/')
        && text.bytes().all(|b| b.is_ascii_graphic() && !b"?#@{}\\".contains(&b))
}

pub(super) const SERVER_PLACE: Rule = Rule {
    id: "server-place",
    statement: "A path item names servers only out of those at the root, word for word, and an operation names none.",
    why: "A region is chosen once for the whole client; a path can only say which regions it is served in.",
    check: server_place,
};

fn server_place(survey: &Survey<'_>, findings: &mut Findings) {
    let root: Vec<_> =
        survey.document.root().get("servers").into_iter().flat_map(|node| node.items()).collect();
    for path_item in survey.all(Kind::PathItem) {
        for server in path_item.get("servers").into_iter().flat_map(|servers| servers.items()) {
            if root.iter().all(|known| known.value() != server.value()) {
                let url = server.text("url").unwrap_or_default();
                findings.add(
                    &server,
                    format!("the server `{url}`, which is not described like this at the root"),
                    "repeat one of the root's servers with the same members, or add it there",
                );
            }
        }
    }
    for servers in survey.operations.iter().filter_map(|operation| operation.node.get("servers")) {
        findings.add(&servers, "servers of one operation", "move them to the path item");
    }
}

pub(super) const SECURITY_PLACE: Rule = Rule {
    id: "security-place",
    statement: "Security is required at the root, and nowhere else.",
    why: "The client and the server authenticate before they look at the operation.",
    check: security_place,
};

fn security_place(survey: &Survey<'_>, findings: &mut Findings) {
    let root = survey.document.root();
    if !root.has("security") {
        findings.add(&root, "no `security`", "require one of the security schemes at the root");
    }
    for security in survey.operations.iter().filter_map(|operation| operation.node.get("security")) {
        findings.add(&security, "security of one operation", "take it out: the root's applies");
    }
}

pub(super) const SECURITY_DEFINED: Rule = Rule {
    id: "security-defined",
    statement: "Each security requirement names defined schemes, and only scopes that an OAuth flow of the scheme defines.",
    why: "A misspelt scheme or scope is invisible until a token is refused.",
    check: security_defined,
};

fn security_defined(survey: &Survey<'_>, findings: &mut Findings) {
    let schemes: HashMap<&str, Node<'_>> = survey.document.components("securitySchemes").collect();
    for (name, requirement) in survey.all(Kind::SecurityRequirement).flat_map(Node::entries) {
        let Some(scheme) = schemes.get(name) else {
            findings.add(
                &requirement,
                format!("no scheme is called `{name}`"),
                "define it in `components/securitySchemes`",
            );
            continue;
        };
        let scopes = scopes(&scheme.resolve());
        for scope in requirement.items() {
            let text = scope.as_str().unwrap_or_default();
            if !scopes.contains(text) {
                findings.add(
                    &scope,
                    format!("`{name}` defines no scope `{text}`"),
                    "define it in one of the scheme's flows; only oauth2 has scopes",
                );
            }
        }
    }
}

fn scopes<'a>(scheme: &Node<'a>) -> HashSet<&'a str> {
    let flows = scheme.get("flows").into_iter().flat_map(|flows| flows.entries());
    flows
        .filter_map(|(_, flow)| flow.get("scopes"))
        .flat_map(|scopes| scopes.entries())
        .map(|(scope, _)| scope)
        .collect()
}

pub(super) const SECURITY_SCHEME: Rule = Rule {
    id: "security-scheme",
    statement: "A security scheme is an http bearer token, or oauth2 with the https URLs that its flows need.",
    why: "Every way ends in a bearer token, the one credential that client and server handle.",
    check: security_scheme,
};

fn security_scheme(survey: &Survey<'_>, findings: &mut Findings) {
    const REMEDY: &str = "use `type: http` with `scheme: bearer`, or `type: oauth2` with `flows`";
    for scheme in survey.all(Kind::SecurityScheme) {
        let members: &[&str] = match (scheme.text("type"), scheme.text("scheme")) {
            (Some("http"), Some("bearer")) => &["type", "description", "scheme", "bearerFormat"],
            (Some("oauth2"), None) if scheme.has("flows") => &["type", "description", "flows"],
            (kind, _) => {
                findings.add(scheme, format!("the type `{}` alone", kind.unwrap_or_default()), REMEDY);
                continue;
            }
        };
        let is_extra = |key: &str| !members.contains(&key) && !key.starts_with("x-");
        for (key, member) in scheme.entries().filter(|(key, _)| is_extra(key)) {
            findings.add(&member, format!("`{key}`, which this type has no use for"), REMEDY);
        }
    }
    let flows =
        survey.all(Kind::OAuthFlows).flat_map(Node::entries).filter(|(name, _)| !name.starts_with("x-"));
    for (name, flow) in flows {
        let needed: &[&str] = match name {
            "implicit" => &["authorizationUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            _ => &["tokenUrl"],
        };
        for key in needed.iter().filter(|key| !flow.has(key)) {
            findings.add(
                &flow,
                format!("no `{key}`"),
                format!("add `{key}`: the flow {name} begins or ends there"),
            );
        }
        for url in ["authorizationUrl", "tokenUrl", "refreshUrl"].iter().filter_map(|key| flow.get(key)) {
            if !url.as_str().is_some_and(|text| text.starts_with("https://")) {
                findings.add(&url, format!("the URL {}", url.value()), "write an absolute https URL");
            }
        }
    }
}

pub(super) const TAG_NAME: Rule = Rule {
    id: "tag-name",
    statement: "Tags are kebab-case.",
    why: "A tag is a file name in every language that is generated.",
    check: tag_name,
};

fn tag_name(survey: &Survey<'_>, findings: &mut Findings) {
    for name in survey.all(Kind::Tag).filter_map(|tag| tag.get("name")) {
        let text = name.as_str().unwrap_or_default();
        if !words::is_kebab(text) {
            findings.add(
                &name,
                format!("the tag `{text}`"),
                "write small letters and digits, words joined by `-`",
            );
        }
    }
}

pub(super) const TAG_USED: Rule = Rule {
    id: "tag-used",
    statement: "Each tag is declared once and used by an operation.",
    why: "A tag becomes a module, and an empty module is a promise without an operation.",
    check: tag_used,
};

fn tag_used(survey: &Survey<'_>, findings: &mut Findings) {
    let tags = survey.operations.iter().filter_map(|operation| operation.node.get("tags"));
    let used: HashSet<_> = tags.flat_map(|tags| tags.items()).filter_map(|tag| tag.as_str()).collect();
    let mut declared = HashSet::new();
    for tag in survey.all(Kind::Tag) {
        let name = tag.text("name").unwrap_or_default();
        if !declared.insert(name) {
            findings.add(tag, format!("the tag `{name}` a second time"), "keep one of the two declarations");
        } else if !used.contains(name) {
            findings.add(
                tag,
                format!("no operation has the tag `{name}`"),
                "tag an operation with it, or take it out",
            );
        }
    }
}
