//! `style`, `explode` and `content`: how parameters, headers and fields of forms write their values.

use asp_spec::Node;

use super::shape::{self, Shapes};
use super::{Lowering, media_type, shown};
use crate::ir::Style;

/// What writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl Place {
    /// The styles of OpenAPI's table, the default first.
    fn styles(self) -> &'static [&'static str] {
        match self {
            Self::Path => &["simple", "label", "matrix"],
            Self::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Self::Header => &["simple"],
            Self::Cookie => &["form"],
        }
    }
}

impl<'a> Lowering<'a> {
    /// The style of the value that `node` describes, which has a schema.
    pub(super) fn style(&mut self, node: &Node<'a>, place: Place, schema: Option<&Node<'a>>) -> Style {
        let [default, ..] = place.styles() else { return Style::BARE };
        let written = node.get("style");
        let name = written.as_ref().and_then(Node::as_str).unwrap_or(default);
        if !place.styles().contains(&name) {
            let found = format!("style `{name}`, which OpenAPI does not define for this place");
            let help = format!("use {}", listed(place.styles()));
            self.refuse("parameter-style", written.as_ref().unwrap_or(node), found, help);
            return Style::BARE;
        }
        let shapes = Shapes::of_schema(schema);
        let is_composite = shapes.has(Shapes::ARRAY) || shapes.has(Shapes::OBJECT);
        let explode = node.get("explode").map_or(name == "form", |_| node.flag("explode"));
        let style = match name {
            "label" => Style::Label { explode },
            "matrix" => Style::Matrix { explode },
            // Scalars are written as they are.
            "simple" | "form" if !is_composite => Style::BARE,
            "simple" => Style::Simple { explode },
            "form" => Style::Form { explode },
            "spaceDelimited" => Style::SpaceDelimited,
            "pipeDelimited" => Style::PipeDelimited,
            _ => Style::DeepObject,
        };
        self.check_combination(node, name, style, is_composite);
        if let Some(schema) = schema {
            self.check_nesting(schema, style, shapes);
        }
        style
    }

    /// Refuses what OpenAPI's table of styles has as not applicable.
    fn check_combination(&mut self, node: &Node<'a>, name: &str, style: Style, is_composite: bool) {
        let style_node = node.get("style").unwrap_or_else(|| node.clone());
        if matches!(style, Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject) && !is_composite
        {
            let found = format!("style `{name}` for a single value, which OpenAPI does not define");
            self.refuse("parameter-style", &style_node, found, "take the style out");
            return;
        }
        let Some(explode) = node.get("explode") else { return };
        match (style, node.flag("explode")) {
            (Style::SpaceDelimited | Style::PipeDelimited, true) => {
                let found = format!("`explode: true` with style `{name}`, which OpenAPI does not define");
                self.refuse("parameter-explode", &explode, found, "use style `form`, which explodes");
            }
            (Style::DeepObject, false) => {
                let found = "`explode: false` with style `deepObject`, which OpenAPI does not define";
                self.refuse("parameter-explode", &explode, found, "write `explode: true`");
            }
            _ => {}
        }
    }

    /// Refuses arrays and objects in arrays and objects, for which only `deepObject` has a notation.
    fn check_nesting(&mut self, schema: &Node<'a>, style: Style, shapes: Shapes) {
        if matches!(style, Style::DeepObject | Style::Json) {
            return;
        }
        let schema = schema.resolve();
        let spreads = matches!(style, Style::Form { explode: true });
        let items = schema.get("items").filter(|_| shapes.has(Shapes::ARRAY));
        let items = items.filter(|items| !Shapes::of(items).has(Shapes::SCALAR));
        let members = shape::properties(&schema).into_iter().filter(|_| shapes.has(Shapes::OBJECT));
        let member = members.map(|(_, schema)| schema).find(|schema| {
            let shapes = Shapes::of(schema);
            !(shapes.has(Shapes::SCALAR) || spreads && shapes.has(Shapes::ARRAY))
        });
        if let Some(nested) = items.or(member) {
            let found = "an array or object inside of another, for which the style has no notation";
            let help = "use `content` with `application/json`, or style `deepObject` in a query";
            self.refuse("parameter-nesting", &nested, found, help);
        }
    }

    /// The one media type of `content`, which must be JSON; its schema.
    pub(super) fn json_content(&mut self, content: &Node<'a>) -> Option<Node<'a>> {
        let mut entries = content.entries();
        let (name, media_type) = entries.next()?;
        if entries.next().is_some() {
            let found = "several media types, of which OpenAPI allows one";
            self.refuse("parameter-content", content, found, "keep `application/json`");
        } else if !media_type::is_json(name) {
            let found = format!("a value of media type `{name}`, which validators do not read");
            self.refuse("parameter-content", content, found, "use `application/json`, or `schema`");
        }
        media_type.get("schema")
    }

    /// The style of the field `node` of a form whose encoding object is `encoding`; `None` for the default.
    pub(super) fn field_style(&mut self, schema: &Node<'a>, encoding: Option<&Node<'a>>) -> Option<Style> {
        let shapes = Shapes::of(schema);
        let only_object = !shapes.has(Shapes::SCALAR) && !shapes.has(Shapes::ARRAY);
        let styled = encoding.filter(|encoding| encoding.has("style") || encoding.has("explode"));
        if let Some(encoding) = styled {
            let style = self.style(encoding, Place::Query, Some(schema));
            if style == (Style::Form { explode: true }) && only_object {
                let found = "an object whose members are fields of the form, among those of other objects";
                self.refuse("encoding", encoding, found, "use style `deepObject`");
            }
            return (!matches!(style, Style::Form { explode: true } | Style::BARE)).then_some(style);
        }
        let content_type = encoding.and_then(|encoding| encoding.get("contentType"));
        match &content_type {
            Some(content_type) if content_type.as_str().is_some_and(media_type::is_json) => Some(Style::Json),
            Some(content_type) if content_type.as_str().is_none_or(|name| !name.starts_with("text/")) => {
                let found =
                    format!("a field of media type `{}`, which validators do not read", shown(content_type));
                self.refuse("encoding", content_type, found, "use `application/json` or `text/plain`");
                None
            }
            // Objects are JSON by default (OpenAPI 3.0.3, encoding object, `contentType`).
            None if only_object => Some(Style::Json),
            _ => {
                self.check_nesting(schema, Style::Form { explode: true }, shapes);
                None
            }
        }
    }

    /// The style of the part `node` of a multipart body whose encoding object is `encoding`; `None` for the default.
    pub(super) fn part_style(&mut self, schema: &Node<'a>, encoding: Option<&Node<'a>>) -> Option<Style> {
        if let Some(headers) = encoding.and_then(|encoding| encoding.get("headers")) {
            let found = "headers of a part, which validators do not judge";
            self.refuse("encoding", &headers, found, "take them out");
        }
        // `style` has no meaning here (OpenAPI 3.0.3, encoding object). A list of types leaves the choice to the sender.
        let content_type = encoding.and_then(|encoding| encoding.text("contentType"));
        match content_type {
            Some(name) if media_type::is_json(name) => Some(Style::Json),
            Some(name) if !name.starts_with("text/") && !Shapes::of(schema).has(Shapes::OBJECT) => {
                Some(Style::Bytes)
            }
            _ => shape::is_binary(schema).then_some(Style::Bytes),
        }
    }
}

impl Style {
    /// Bare text.
    pub(super) const BARE: Self = Self::Simple { explode: false };
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
