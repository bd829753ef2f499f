//! What requests and responses are made of: parameters, and the members of bodies.

use asp_spec::{Node, Operation, Pointer, views};
use maud::{Markup, html};

use super::markdown;

/// A parameter or a member.
struct Field<'a> {
    name: String,
    /// Where it stands, such as `query`; nothing for members.
    place: &'a str,
    is_required: bool,
    schema: Option<Node<'a>>,
    description: Option<&'a str>,
}

/// The parameters and the members of the body of a request.
pub(super) fn request(operation: &Operation<'_>) -> Markup {
    let parameters = operation.parameters();
    let parameters: Vec<_> = parameters.iter().map(|parameter| of_parameter(parameter)).collect();
    let body = operation.request_body();
    let members = body.as_ref().map(members).unwrap_or_default();
    html! {
        h4 { "Request" }
        @if parameters.is_empty() && members.is_empty() { p { "Neither parameters nor a body." } }
        (list(&parameters))
        @if let Some(body) = &body {
            p { "Body: " (media_types(body)) @if !body.flag("required") { ", optional" } }
            (list(&members))
        }
    }
}

/// The members of the body of a response.
pub(super) fn answer(response: &Node<'_>) -> Markup {
    let members = members(response);
    html! { @if !members.is_empty() { (list(&members)) } }
}

fn media_types(with_content: &Node<'_>) -> String {
    let content = with_content.get("content");
    let types = content.iter().flat_map(Node::members).map(|(media_type, _)| media_type);
    types.collect::<Vec<_>>().join(", ")
}

fn of_parameter<'a>(parameter: &Node<'a>) -> Field<'a> {
    let schema = parameter.get("schema").map(|schema| schema.resolve());
    Field {
        name: parameter.text("name").unwrap_or_default().to_owned(),
        place: parameter.text("in").unwrap_or_default(),
        is_required: parameter.flag("required"),
        description: parameter.text("description").or_else(|| schema.as_ref()?.text("description")),
        schema,
    }
}

/// The members of the first body, those within others by their paths, such as `rooms[].name`.
fn members<'a>(with_content: &Node<'a>) -> Vec<Field<'a>> {
    let content = with_content.get("content");
    let schema = content.iter().flat_map(Node::entries).next().and_then(|(_, media)| media.get("schema"));
    let mut fields = Vec::new();
    if let Some(schema) = schema {
        collect(&schema.resolve(), "", &mut Vec::new(), &mut fields);
    }
    fields
}

fn collect<'a>(schema: &Node<'a>, prefix: &str, open: &mut Vec<Pointer>, fields: &mut Vec<Field<'a>>) {
    if open.contains(schema.pointer()) {
        return;
    }
    open.push(schema.pointer().clone());
    let required: Vec<_> = schema.get("required").iter().flat_map(Node::items).collect();
    for (name, member) in schema.get("properties").iter().flat_map(Node::entries) {
        let value = member.resolve();
        let path = format!("{prefix}{name}");
        fields.push(Field {
            name: path.clone(),
            place: "",
            is_required: required.iter().any(|entry| entry.as_str() == Some(name)),
            description: member.text("description").or_else(|| value.text("description")),
            schema: Some(value.clone()),
        });
        collect(&value, &format!("{path}."), open, fields);
        if let Some(items) = value.get("items") {
            collect(&items.resolve(), &format!("{path}[]."), open, fields);
        }
    }
    open.pop();
}

fn list(fields: &[Field<'_>]) -> Markup {
    html! {
        @if !fields.is_empty() {
            dl .fields {
                @for field in fields {
                    dt {
                        code { (field.name) }
                        @if !field.place.is_empty() { " in " (field.place) }
                        @if let Some(schema) = &field.schema { ", " (inline(&views::phrase(schema))) }
                        ", " @if field.is_required { strong { "required" } } @else { "optional" }
                    }
                    dd { @if let Some(text) = field.description { (markdown(text)) } }
                }
            }
        }
    }
}

/// One paragraph of Markdown without the paragraph.
fn inline(text: &str) -> Markup {
    let html = markdown(text).into_string();
    let html = html.trim().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(&html);
    maud::PreEscaped(html.to_owned())
}
