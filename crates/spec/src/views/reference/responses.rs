//! Responses and their headers.

use indexmap::IndexMap;

use super::super::page::Page;
use super::super::words::{code, rest};
use super::{write_content, write_value};
use crate::{Node, Operation, Pointer};

pub(super) fn write(page: &mut Page, operation: &Operation<'_>) {
    page.heading(2, "Responses");
    let mut written: IndexMap<Pointer, &str> = IndexMap::new();
    let mut headers: IndexMap<(&str, Pointer), (Node<'_>, Vec<&str>)> = IndexMap::new();
    for (status, response) in operation.responses() {
        page.heading(3, status);
        for (name, header) in response.get("headers").into_iter().flat_map(|headers| headers.entries()) {
            let header = header.resolve();
            let key = (name, header.pointer().clone());
            headers.entry(key).or_insert_with(|| (header, Vec::new())).1.push(status);
        }
        if let Some(other) = written.get(response.pointer()) {
            page.line(&format!("As {other}."));
            continue;
        }
        written.insert(response.pointer().clone(), status);
        if let Some(description) = response.text("description") {
            page.prose(description);
        }
        write_content(page, &response, "");
        rest(page, "", &response, &["description", "headers", "content"]);
    }
    if let Some(responses) = operation.node.get("responses") {
        let extensions = responses.entries().filter(|(key, _)| key.starts_with("x-"));
        extensions.for_each(|(key, value)| page.line(&format!("{key}: {}", value.value())));
    }
    if !headers.is_empty() {
        page.heading(2, "Response headers");
    }
    for ((name, _), (header, statuses)) in headers {
        write_value(page, &format!("{} in {}", code(name), statuses.join(", ")), &header, &[]);
    }
}
