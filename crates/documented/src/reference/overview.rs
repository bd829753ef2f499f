//! What concerns all operations: the document's own words, where it is from, and how to read the page.

use maud::{Markup, html};

use super::subjects::{self, Subjects};
use super::{Reference, markdown};
use crate::Class;

pub(super) fn section(reference: &Reference<'_>, title: &str) -> Markup {
    let root = reference.document.root();
    let info = root.get("info");
    let text = |key: &str| info.as_ref().and_then(|info| info.text(key)).unwrap_or_default();
    let common = Subjects::of(reference, "");
    html! {
        section #about {
            h1 { (title) }
            p .version { "Version " (text("version")) }
            (markdown(text("description")))
            h2 { "How to read this page" }
            p {
                "The vendor publishes pages, not a document. Each operation shows on the left what the pages say, on the \
                 right what this document says, and between them the "
                a href="#errata" { "erratum" }
                " that says why where the two differ."
            }
            dl .legend {
                dt { span .same { "as documented" } } dd { "The document says what the page says." }
                dt { span .lost { "lost" } } dd { "The copy of the page that was read has lost what it says." }
                dt { span .nothing { "nothing" } } dd { "This side says nothing about it." }
                @for class in Class::ALL {
                    dt id=(format!("class-{}", class.name())) { span class=(format!("class {}", class.name())) { (class.name()) } }
                    dd { (class.meaning()) }
                }
            }
            h2 { "Reference pages" }
            ul {
                @for page in reference.pages {
                    li {
                        (page.title) ", "
                        @match &page.updated {
                            Some(day) => { "last updated " time datetime=(day) { (day) } },
                            None => "without a date",
                        }
                    }
                }
            }
            h2 { "Servers" }
            ul {
                @for server in root.get("servers").iter().flat_map(asp_spec::Node::items) {
                    li { code { (server.text("url").unwrap_or_default()) } " " (server.text("description").unwrap_or_default()) }
                }
            }
            h2 { "Every request" }
            (subjects::table(&common, "Every request", "all operations"))
        }
    }
}
