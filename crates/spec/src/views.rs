//! What a reviewer reads of a document: text views.
//!
//! Each view is a pure function from a loaded document to text: the same document gives the same text, in the author's
//! order, without tabs and trailing blanks. No view fails or panics, whatever the document says.
//!
//! Together the views are complete: every string, number and boolean of a document that follows the profile, and every
//! member that is there or not, shows in at least one of [`all`]. A change to one value changes one line of each view
//! that shows it: a text is printed as the author broke it, not wrapped again, and the cells of tables are separated by
//! ` | ` but not padded, so that no row depends on another.
//!
//! - [`overview`]: what the document is, servers, security, tags, throttling
//! - [`operations`]: a row for each operation
//! - [`constraints`]: a line for each keyword that constrains a value
//! - [`fields`]: a row for each schema and each of its fields
//! - [`reference()`]: all that a reader of the documentation sees of an operation
//! - [`reference_page`]: the whole reference, for readers rather than reviewers
//!
//! [`phrase`] is a part of them: a schema in a line of Markdown.

mod constraints;
mod fields;
mod operations;
mod overview;
mod page;
mod reference;
mod words;

use std::collections::HashSet;

use crate::Document;
use page::Page;

pub use words::phrase;

/// Info, servers, security, tags with availability, and throttling, in Markdown.
pub fn overview(document: &Document) -> String {
    let mut page = Page::default();
    overview::write(&mut page, document);
    page.finish()
}

/// A Markdown table with a row for each operation: method, path, operationId, tag, parameters (`*`: required), body,
/// success, errors, pages.
pub fn operations(document: &Document) -> String {
    let mut page = Page::default();
    operations::write(&mut page, document);
    page.finish()
}

/// A line for each constraining keyword anywhere in the document: pointer, keyword, value, separated by ` | `.
pub fn constraints(document: &Document) -> String {
    let mut page = Page::default();
    constraints::write(&mut page, document);
    page.finish()
}

/// A Markdown table with a row for each named schema and each of its fields: type, required, nullable, and the first
/// line of the description.
pub fn fields(document: &Document) -> String {
    let mut page = Page::default();
    fields::write(&mut page, document);
    page.finish()
}

/// What a reader of the documentation sees of one operation, in Markdown; `None` if no operation has this id.
pub fn reference(document: &Document, operation_id: &str) -> Option<String> {
    let operation = document.operations().find(|operation| operation.id() == Some(operation_id))?;
    let mut page = Page::default();
    reference::write(&mut page, &operation, reference::Schemas::Below);
    Some(page.finish())
}

/// Every view with its name: `overview`, `operations`, `constraints`, `fields`, and `reference-` with the operationId
/// for each operation. Names are unique and can be file names.
pub fn all(document: &Document) -> Vec<(String, String)> {
    let mut views = vec![
        ("overview".to_owned(), overview(document)),
        ("operations".to_owned(), operations(document)),
        ("constraints".to_owned(), constraints(document)),
        ("fields".to_owned(), fields(document)),
    ];
    let mut names = HashSet::new();
    for operation in document.operations() {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let label = operation.label().replace(|c: char| !is_plain(c), "-");
        let mut name = format!("reference-{label}");
        // The profile keeps operationIds apart; other documents may repeat one.
        while !names.insert(name.clone()) {
            name.push('_');
        }
        let mut page = Page::default();
        reference::write(&mut page, &operation, reference::Schemas::Below);
        views.push((name, page.finish()));
    }
    views
}

/// The reference of the whole document as one Markdown page: overview, table of operations, the operations by tag, and
/// the schemas.
pub fn reference_page(document: &Document) -> String {
    let mut page = Page::default();
    overview::write(&mut page, document);
    page.heading(2, "Operations");
    operations::write(&mut page, document);
    let operations: Vec<_> = document.operations().collect();
    let mut tags: Vec<Option<&str>> = Vec::new();
    let declared = document.root().get("tags").into_iter().flat_map(|tags| tags.items());
    let declared = declared.map(|tag| tag.text("name"));
    for tag in declared.chain(operations.iter().map(crate::Operation::tag)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    for tag in tags {
        page.heading(2, &format!("Operations on {}", tag.unwrap_or("other things")));
        page.lower_headings(2);
        for operation in operations.iter().filter(|operation| operation.tag() == tag) {
            reference::write(&mut page, operation, reference::Schemas::Elsewhere);
        }
        page.lower_headings(0);
    }
    page.heading(2, "Schemas");
    page.lower_headings(1);
    for (_, schema) in document.components("schemas") {
        reference::write_schema(&mut page, &schema);
    }
    page.finish()
}
