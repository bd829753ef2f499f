//! Bodies: `content` of requests and responses.

use asp_spec::Node;

use super::Lowering;
use crate::ir::{Body, Use};

const JSON: &str = "application/json";

impl<'a> Lowering<'a> {
    /// The request body at `node`, references followed, where it is used: by name if it is a component.
    pub(super) fn request_body_use(&mut self, node: &Node<'a>) -> Option<Use<Body>> {
        let pointer = node.pointer().as_str().to_owned();
        let shared = node.component_name().is_some();
        if shared && self.api.bodies.contains_key(&pointer) {
            return Some(Use::Named(pointer));
        }
        let rule = node.pointer().join("required").as_str().to_owned();
        let body = self.content(node, rule, node.flag("required"))?;
        if !shared {
            return Some(Use::Inline(Box::new(body)));
        }
        self.api.bodies.insert(pointer.clone(), body);
        Some(Use::Named(pointer))
    }

    /// The body of the response at `node`; a response that describes one always has it.
    pub(super) fn response_body(&mut self, node: &Node<'a>) -> Option<Body> {
        let rule = node.pointer().join("content").as_str().to_owned();
        self.content(node, rule, true)
    }

    fn content(&mut self, node: &Node<'a>, pointer: String, required: bool) -> Option<Body> {
        let content = node.get("content")?;
        let mut media_types = content.entries();
        let (name, media_type) = media_types.next()?;
        let others = media_types.count();
        if others > 0 {
            let found = format!("{} media types, of which validators support one", others + 1);
            self.refuse("media-types", &content, found, format!("keep `{JSON}` only"));
            return None;
        }
        let essence = name.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(JSON) {
            let found = format!("media type `{name}`, which validators do not read yet");
            self.refuse("media-type", &media_type, found, format!("use `{JSON}`"));
            return None;
        }
        if let Some(encoding) = media_type.get("encoding") {
            let found = "`encoding`, which has no meaning for JSON";
            self.refuse("encoding", &encoding, found, "take it out");
        }
        let schema = media_type.get("schema").map(|schema| self.schema_use(&schema));
        Some(Body { pointer, required, media_type: JSON.to_owned(), schema })
    }
}
