//! Bodies: `content` of requests and responses.

use asp_spec::Node;

use super::Lowering;
use super::media_type::{self, Family};
use super::shape::{self, Shapes};
use crate::ir::{Body, Content, Field, Reading, Use};

impl<'a> Lowering<'a> {
    /// The request body at `node`, references followed, where it is used: by name if it is a component.
    pub(super) fn request_body_use(&mut self, node: &Node<'a>) -> Option<Use<Body>> {
        let pointer = node.pointer().as_str().to_owned();
        let shared = node.component_name().is_some();
        if shared && self.api.bodies.contains_key(&pointer) {
            return Some(Use::Named(pointer));
        }
        let rule = node.pointer().join("required").as_str().to_owned();
        let body = self.body(node, rule, node.flag("required"))?;
        if !shared {
            return Some(Use::Inline(Box::new(body)));
        }
        self.api.bodies.insert(pointer.clone(), body);
        Some(Use::Named(pointer))
    }

    /// The body of the response at `node`; a response that describes one always has it.
    pub(super) fn response_body(&mut self, node: &Node<'a>) -> Option<Body> {
        let rule = node.pointer().join("content").as_str().to_owned();
        self.body(node, rule, true)
    }

    /// `None` if no media type is described.
    fn body(&mut self, node: &Node<'a>, pointer: String, required: bool) -> Option<Body> {
        let entries = node.get("content")?;
        let mut content: Vec<Content> = Vec::new();
        let mut has_other = false;
        for (key, node) in entries.entries().filter(|(key, _)| !key.starts_with("x-")) {
            let Some(media_type) = media_type::normal(key) else {
                let found = format!("`{key}`, which is no media type");
                self.refuse("media-type", &node, found, "use one such as `application/json`");
                has_other = true;
                continue;
            };
            if content.iter().any(|other| other.media_type == media_type) {
                let found = format!("`{key}`, which describes the same bodies as another key");
                self.refuse("media-types", &node, found, "keep one of the two");
                continue;
            }
            content.push(self.content(media_type, &node));
        }
        // Bodies are described, and nobody knows which.
        if has_other && content.is_empty() {
            content.push(Content { media_type: "*/*".to_owned(), reading: Reading::Unread, schema: None });
        }
        (!content.is_empty()).then_some(Body { pointer, required, content })
    }

    fn content(&mut self, media_type: String, node: &Node<'a>) -> Content {
        let schema = node.get("schema");
        let reading = self.reading(&media_type, node, schema.as_ref());
        if let Some(encoding) = node.get("encoding")
            && !matches!(reading, Reading::Form(_) | Reading::Multipart(_))
        {
            let found = format!("`encoding`, which has no meaning for `{media_type}`");
            self.refuse("encoding", &encoding, found, "take it out");
        }
        let is_read = !matches!(reading, Reading::Bytes | Reading::Unread);
        let schema = schema.filter(|_| is_read).map(|schema| self.schema_use(&schema));
        Content { media_type, reading, schema }
    }

    fn reading(&mut self, media_type: &str, node: &Node<'a>, schema: Option<&Node<'a>>) -> Reading {
        let family = media_type::family(media_type);
        let Some(schema) = schema.filter(|schema| !shape::is_any(schema)) else {
            return match family {
                Family::Json => Reading::Json,
                Family::Range => Reading::ByType,
                Family::Form | Family::Multipart | Family::Text | Family::Other => Reading::Bytes,
            };
        };
        let shapes = Shapes::of(schema);
        let is_binary = shape::is_binary(schema) && shapes.has(Shapes::SCALAR);
        match family {
            Family::Json => return Reading::Json,
            _ if is_binary => {
                self.check_binary(schema);
                return Reading::Bytes;
            }
            Family::Range => return Reading::ByType,
            Family::Text if shapes.has(Shapes::SCALAR) => return Reading::Text,
            Family::Other if shape::is_plain_string(schema) => return Reading::Bytes,
            Family::Form if shapes.has(Shapes::OBJECT) => {
                return Reading::Form(self.fields(node, schema, Self::field_style));
            }
            Family::Multipart if shapes.has(Shapes::OBJECT) => {
                return Reading::Multipart(self.fields(node, schema, Self::part_style));
            }
            Family::Form | Family::Multipart | Family::Text | Family::Other => {}
        }
        let found = format!("a schema for `{media_type}`, which validators do not read as such values");
        let help = "use JSON, a form or text, or `format: binary` for bytes without rules";
        self.refuse("media-type", node, found, help);
        Reading::Unread
    }

    /// Refuses rules for text on bytes.
    fn check_binary(&mut self, schema: &Node<'a>) {
        let schema = schema.resolve();
        let rule =
            ["minLength", "maxLength", "pattern", "enum"].into_iter().find_map(|rule| schema.get(rule));
        if let Some(rule) = rule {
            let found = "a rule for text on a body of bytes, which validators do not look into";
            self.refuse("binary-rule", &rule, found, "take it out, or say it in the description");
        }
    }

    /// The fields of a form that are not written as fields are by default.
    fn fields(
        &mut self,
        node: &Node<'a>,
        schema: &Node<'a>,
        style: fn(&mut Self, &Node<'a>, Option<&Node<'a>>) -> Option<crate::ir::Style>,
    ) -> Vec<Field> {
        let encoding = node.get("encoding");
        let properties = shape::properties(schema);
        for (name, node) in encoding.iter().flat_map(Node::entries) {
            if properties.iter().all(|(property, _)| *property != name) {
                let found = format!("the encoding of `{name}`, which is no property");
                self.refuse("encoding", &node, found, "take it out, or mend the name");
            }
        }
        let fields = properties.into_iter().filter_map(|(name, schema)| {
            let encoding = encoding.as_ref().and_then(|encoding| encoding.get(name));
            let style = style(self, &schema, encoding.as_ref())?;
            Some(Field { name: name.to_owned(), style })
        });
        fields.collect()
    }
}
