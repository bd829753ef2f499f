//! The reference as one page of HTML: for each operation what is documented, what is decided and which erratum links them.
//!
//! The page asks for nothing else: styles and the little script are in it, and its content security policy refuses the
//! rest. Everything can be read without the script.

mod errata;
mod fields;
mod operation;
mod overview;
mod subjects;

use std::collections::{BTreeMap, BTreeSet};

use asp_spec::{Document, Operation};
use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use sha2::{Digest, Sha256};

use crate::{Errata, Page, Statement, statements};

const STYLE: &str = include_str!("reference/style.css");
const SCRIPT: &str = include_str!("reference/script.js");

/// What the page may do (Content Security Policy Level 3): nothing is loaded, and no style and no script but the page's own
/// counts, whatever a description has in it.
fn policy() -> String {
    let hash = |text: &str| BASE64.encode(&Sha256::digest(text));
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )
}

/// What the page is made of.
struct Reference<'a> {
    document: &'a Document,
    pages: &'a [Page],
    errata: &'a Errata,
    /// What is said of each operation, `METHOD path`, and under an empty name of all of them.
    statements: BTreeMap<String, Vec<Statement>>,
    /// The operations that each erratum is about, by its id.
    concerned: BTreeMap<&'a str, BTreeSet<String>>,
}

/// The page, from its doctype on.
pub fn reference(document: &Document, pages: &[Page], errata: &Errata) -> String {
    let reference = Reference::new(document, pages, errata);
    let root = document.root();
    let info = root.get("info");
    let title = info.as_ref().and_then(|info| info.text("title")).unwrap_or("Reference");
    let tags = reference.tags();
    let first = tags.first().map_or_else(|| "main".to_owned(), |(name, ..)| format!("tag-{name}"));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(policy());
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a .skip href=(format!("#{first}")) { "Skip to the operations" }
                // What the script says to those who don't see what it does.
                p #said .unseen role="status" {}
                (navigation(title, &tags))
                main #main {
                    (overview::section(&reference, title))
                    @for (name, description, operations) in &tags {
                        section .tag id=(format!("tag-{name}")) {
                            h2 { (words(name)) }
                            @if let Some(description) = description { (markdown(description)) }
                            @for operation in operations { (operation::section(&reference, operation)) }
                        }
                    }
                    (errata::section(&reference))
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    lines(page.into_string())
}

/// The page with a line for each part, so that reviewers see what changed in it. Text has no such tags: in text they are
/// escaped.
fn lines(mut page: String) -> String {
    for tag in
        ["<nav", "<article", "<section", "<h4", "<table", "<tbody", "<tr", "<dt", "<li", "<pre", "<script"]
    {
        page = page.replace(tag, &format!("\n{tag}"));
    }
    page + "\n"
}

/// A tag: its name, what it is, and its operations.
type Group<'a> = (&'a str, Option<&'a str>, Vec<Operation<'a>>);

impl<'a> Reference<'a> {
    fn new(document: &'a Document, pages: &'a [Page], errata: &'a Errata) -> Self {
        let mut by_operation: BTreeMap<String, Vec<Statement>> = BTreeMap::new();
        for statement in statements(pages, document) {
            by_operation.entry(statement.operation.clone()).or_default().push(statement);
        }
        let concerned = errata.errata.iter().map(|erratum| {
            let departs = |statement: &&Statement| !statement.is_same && erratum.covers(&statement.sides);
            let departing = by_operation.values().flatten().filter(departs);
            let mut operations: BTreeSet<String> =
                departing.map(|statement| statement.operation.clone()).collect();
            // What shows that a page contradicts itself departs from nothing.
            let pages = pages.iter().filter(|page| erratum.pages.contains(&page.name()));
            let shown = pages.flat_map(Page::facts).filter(|fact| erratum.shows(fact));
            operations.extend(shown.map(|fact| fact.operation.to_owned()));
            (erratum.id.as_str(), operations)
        });
        let concerned = concerned.collect();
        Self { document, pages, errata, statements: by_operation, concerned }
    }

    /// Whether an erratum is about an operation.
    fn concerns(&self, erratum: &str, operation: &str) -> bool {
        self.concerned.get(erratum).is_some_and(|operations| operations.contains(operation))
    }

    /// The tags of the document with their operations; those without a tag come last.
    fn tags(&self) -> Vec<Group<'a>> {
        let root = self.document.root();
        let declared: Vec<_> = root.get("tags").iter().flat_map(asp_spec::Node::items).collect();
        let names = declared.iter().filter_map(|tag| Some((tag.text("name")?, tag.text("description"))));
        let mut tags: Vec<Group<'a>> = names.map(|(name, text)| (name, text, Vec::new())).collect();
        tags.push(("other", None, Vec::new()));
        for operation in self.document.operations() {
            let found = tags.iter().position(|(name, ..)| Some(*name) == operation.tag());
            let place = found.unwrap_or(tags.len() - 1);
            if let Some((.., operations)) = tags.get_mut(place) {
                operations.push(operation);
            }
        }
        tags.retain(|(.., operations)| !operations.is_empty());
        tags
    }
}

fn navigation(title: &str, tags: &[Group<'_>]) -> Markup {
    html! {
        nav aria-label="Contents" {
            details open {
                summary { (title) }
                input #filter type="search" placeholder="Filter operations" aria-label="Filter operations" hidden;
                ul {
                    li { a href="#about" { "About" } }
                    @for (name, _, operations) in tags {
                        li {
                            a href=(format!("#tag-{name}")) { (words(name)) }
                            ul {
                                @for operation in operations {
                                    li .operation-link {
                                        a href=(format!("#{}", anchor(operation))) {
                                            (method(operation)) " " (operation::summary(operation))
                                        }
                                    }
                                }
                            }
                        }
                    }
                    li { a href="#errata" { "Errata" } }
                }
            }
        }
    }
}

/// The method of an operation as a badge.
fn method(operation: &Operation<'_>) -> Markup {
    let name = operation.method.name();
    html! { span class=(format!("method {}", operation.method.key())) { (name) } }
}

/// What links to an operation: its id.
fn anchor(operation: &Operation<'_>) -> String {
    operation.label().replace([' ', '/', '{', '}'], "-")
}

/// A name with hyphens as words that begin with a capital.
fn words(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// A description as HTML. HTML in it is shown as text, and so are links to anything but the web and the page; images are shown
/// as what stands for them.
fn markdown(text: &str) -> Markup {
    // For each link that is open, whether it is shown as one. What stands for an image may have links, and be one.
    let (mut links, mut images) = (Vec::new(), 0_usize);
    let events = Parser::new(text).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. }) => {
            images += 1;
            None
        }
        Event::End(TagEnd::Image) => {
            images = images.saturating_sub(1);
            None
        }
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let is_shown = images == 0 && is_harmless(dest_url);
            links.push(is_shown);
            is_shown.then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(event),
        event => Some(event),
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    PreEscaped(html)
}

/// Whether a link leads to the web or into the page: others may run script (`javascript:`), hold a page of their own
/// (`data:`), or depend on where the page is kept.
fn is_harmless(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    link.starts_with('#') || matches!(scheme.as_deref(), Some("https" | "http"))
}

/// A path, which may be broken after each slash.
fn path(path: &str) -> Markup {
    html! {
        @for (index, segment) in path.split('/').enumerate() {
            @if index > 0 { "/" wbr; }
            (segment)
        }
    }
}

/// Links to errata.
fn links<'e>(ids: impl IntoIterator<Item = &'e str>) -> Markup {
    html! {
        @for id in ids { a .erratum-link href=(format!("#{id}")) { (id) } " " }
    }
}
