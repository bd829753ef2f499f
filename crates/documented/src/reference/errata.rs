//! The errata, each with the operations that it concerns.

use asp_spec::Operation;
use maud::{Markup, html};

use super::{Reference, anchor, operation};
use crate::Erratum;

pub(super) fn section(reference: &Reference<'_>) -> Markup {
    html! {
        section #errata {
            h2 { "Errata" }
            p { "Where the document departs from the pages, and where a page contradicts itself." }
            @for erratum in &reference.errata.errata { (one(reference, erratum)) }
            @for retired in &reference.errata.retired {
                article .erratum.retired id=(retired.id) {
                    h3 { (retired.id) " (retired)" }
                    p { (retired.why) }
                }
            }
        }
    }
}

fn one(reference: &Reference<'_>, erratum: &Erratum) -> Markup {
    let Erratum { id, title, class, pages, sections, documented, decided, why, pointers, .. } = erratum;
    let names: Vec<_> = reference.pages.iter().filter(|page| pages.contains(&page.name())).collect();
    let operations = reference.document.operations();
    let operations: Vec<Operation<'_>> =
        operations.filter(|operation| reference.concerns(id, &operation.name())).collect();
    html! {
        article .erratum id=(id) {
            h3 {
                a .anchor href=(format!("#{id}")) { (id) } " " (title) " "
                a class=(format!("class {}", class.name())) href=(format!("#class-{}", class.name())) { (class.name()) }
            }
            dl .sides {
                dt { "Documented" } dd { (documented) }
                dt { "Decided" } dd { (decided) }
                dt { "Why" } dd { (why) }
                dt { "Where" }
                dd {
                    @for page in names { (page.title) "; " }
                    (sections.join(", "))
                }
                @if !pointers.is_empty() {
                    dt { "In the document" }
                    dd { @for pointer in pointers { code .pointer { (super::path(pointer)) } " " } }
                }
                @if !operations.is_empty() {
                    dt { "Operations" }
                    dd {
                        details {
                            summary {
                                (operations.len()) @if operations.len() == 1 { " operation" } @else { " operations" }
                                span .unseen { " of " (id) }
                            }
                            ul {
                                @for operation in &operations {
                                    li { a href=(format!("#{}", anchor(operation))) { (operation::summary(operation)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
