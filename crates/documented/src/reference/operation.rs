//! One operation.

use asp_spec::snippets::{self, Language};
use asp_spec::{Node, Operation};
use maud::{Markup, html};

use super::subjects::{self, Subjects};
use super::{Reference, anchor, fields, markdown, method, path};

/// What an operation is called.
pub(super) fn summary<'a>(operation: &Operation<'a>) -> &'a str {
    operation.node.text("summary").unwrap_or(operation.path)
}

pub(super) fn section(reference: &Reference<'_>, operation: &Operation<'_>) -> Markup {
    let anchor = anchor(operation);
    let subjects = Subjects::of(reference, &operation.name());
    html! {
        article .operation id=(anchor) {
            h3 { (summary(operation)) " " a .anchor href=(format!("#{anchor}")) aria-label=(format!("Link to {}", operation.label())) { "#" } }
            p .line { (method(operation)) " " code { (path(operation.path)) } }
            p .id { "operationId " code { (operation.label()) } }
            @if let Some(text) = operation.node.text("description") { (markdown(text)) }
            (examples(operation, &anchor))
            (fields::request(operation))
            (answers(operation))
            h4 { "Documented and decided" }
            (subjects::table(&subjects, summary(operation), "this operation"))
        }
    }
}

/// The request in every language, one of which is shown.
fn examples(operation: &Operation<'_>, anchor: &str) -> Markup {
    let names = Language::ALL.map(|language| (language, language.name().to_ascii_lowercase()));
    html! {
        fieldset .examples {
            legend { "Example" }
            @for (index, (language, name)) in names.iter().enumerate() {
                @let id = format!("{anchor}-{name}");
                input type="radio" name=(format!("{anchor}-language")) id=(id) value=(name) checked[index == 0];
                label for=(id) { (language.name()) }
            }
            @for (language, name) in &names {
                @let title = format!("{} in {}", summary(operation), language.name());
                pre class=(format!("example {name}")) data-language=(language.name()) tabindex="0" role="region" aria-label=(title) {
                    code { (snippets::snippet(operation, *language)) }
                }
            }
        }
    }
}

/// The responses with their examples.
fn answers(operation: &Operation<'_>) -> Markup {
    html! {
        h4 { "Responses" }
        dl .responses {
            @for (status, response) in operation.responses() {
                dt { code .status { (status) } }
                dd {
                    @if let Some(text) = response.text("description") { (markdown(text)) }
                    @for (name, header) in response.get("headers").iter().flat_map(Node::entries) {
                        p .header {
                            code { (name) }
                            @if header.resolve().flag("required") { " always" }
                        }
                    }
                    (fields::answer(&response))
                    @if let Some(body) = snippets::example_of(&response) {
                        details {
                            summary { "Example" span .unseen { " of " (status) ": " (summary(operation)) } }
                            pre tabindex="0" role="region" aria-label=(format!("{}: example of {status}", summary(operation))) { code { (pretty(&body)) } }
                        }
                    }
                }
            }
        }
    }
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}
