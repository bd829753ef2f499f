//! The overview: what the document says about itself.

use super::page::Page;
use super::words::{code, plain, requirements, rest, servers};
use crate::{Document, Node};

pub(super) fn write(page: &mut Page, document: &Document) {
    let root = document.root();
    if let Some(info) = root.get("info") {
        page.heading(1, info.text("title").unwrap_or_default());
        page.line(&format!("- version: {}", plain(&info, "version")));
        page.line(&format!("- OpenAPI: {}", plain(&root, "openapi")));
        for (holder, member) in [("contact", info.get("contact")), ("license", info.get("license"))] {
            for (key, value) in member.into_iter().flat_map(|member| member.entries()) {
                page.line(&format!(
                    "- {holder} {key}: {}",
                    value.as_str().unwrap_or(&value.value().to_string())
                ));
            }
        }
        rest(page, "- ", &info, &["title", "version", "description", "contact", "license"]);
        if let Some(description) = info.text("description") {
            page.heading(2, "About");
            page.prose(description);
        }
    }
    if let Some(list) = root.get("servers") {
        page.heading(2, "Servers");
        servers(page, &list);
    }
    security(page, document);
    if let Some(tags) = root.get("tags") {
        page.heading(2, "Tags");
        tags.items().for_each(|tag| write_tag(page, &tag));
    }
    if let Some(throttling) = root.get("x-throttling") {
        page.heading(2, "Throttling");
        rest(page, "- ", &throttling, &[]);
    }
    let known = ["openapi", "info", "servers", "security", "tags", "paths", "components", "x-throttling"];
    page.blank();
    rest(page, "- ", &root, &known);
}

fn security(page: &mut Page, document: &Document) {
    page.heading(2, "Security");
    match document.root().get("security") {
        None => page.line("Nothing is required."),
        Some(security) => {
            page.line("Every request needs one of these:");
            page.blank();
            for requirement in requirements(&security) {
                page.item(&requirement, None);
            }
        }
    }
    for (name, scheme) in document.components("securitySchemes") {
        page.heading(3, name);
        if let Some(description) = scheme.text("description") {
            page.prose(description);
        }
        rest(page, "- ", &scheme, &["description", "flows"]);
        for (flow, node) in scheme.get("flows").into_iter().flat_map(|flows| flows.entries()) {
            page.item(&format!("flow {flow}"), None);
            rest(page, "  - ", &node, &["scopes"]);
            for (scope, text) in node.get("scopes").into_iter().flat_map(|scopes| scopes.entries()) {
                page.line(&format!("  - scope {}: {}", code(scope), text.as_str().unwrap_or_default()));
            }
        }
    }
}

fn write_tag(page: &mut Page, tag: &Node<'_>) {
    page.item(&code(tag.text("name").unwrap_or_default()), tag.text("description"));
    for (vertical, countries) in tag.get("x-availability").into_iter().flat_map(|node| node.entries()) {
        let words: Option<Vec<_>> = countries.items().map(|country| country.as_str()).collect();
        let words = words.filter(|words| !words.is_empty());
        let countries = words.map_or_else(|| countries.value().to_string(), |words| words.join(", "));
        page.line(&format!("  - {vertical}: {countries}"));
    }
    rest(page, "  ", tag, &["name", "description", "x-availability"]);
}
