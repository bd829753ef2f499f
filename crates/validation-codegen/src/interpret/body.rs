//! Bodies.

use asp_validation_runtime::tables::{Body, Content, Field, Reading, Schema};

use super::parameter::style;
use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir::{self, Use};

impl<'a> Interpretation<'a> {
    /// A reference to a request body; `None` for one that was left out.
    pub(super) fn body_use(&mut self, used: &'a Use<ir::Body>) -> Option<&'static Body> {
        let key = match used {
            Use::Inline(body) => return Some(leak(self.body(body))),
            Use::Named(key) => key.as_str(),
        };
        if let Some(built) = self.bodies.get(key) {
            return Some(built);
        }
        let built = leak(self.body(self.api.bodies.get(key)?));
        self.bodies.insert(key, built);
        Some(built)
    }

    pub(super) fn body(&mut self, body: &'a ir::Body) -> Body {
        Body {
            pointer: leak_text(&body.pointer),
            required: body.required,
            content: leak_list(body.content.iter().map(|content| self.content(content))),
        }
    }

    fn content(&mut self, content: &'a ir::Content) -> Content {
        Content {
            media_type: leak_text(&content.media_type),
            reading: match &content.reading {
                ir::Reading::Json => Reading::Json,
                ir::Reading::Text => Reading::Text,
                ir::Reading::Bytes => Reading::Bytes,
                ir::Reading::Form(list) => Reading::Form { fields: fields(list) },
                ir::Reading::Multipart(list) => Reading::Multipart { fields: fields(list) },
                ir::Reading::ByType => Reading::ByType,
                ir::Reading::Unread => Reading::Unread,
            },
            schema: content.schema.as_ref().map_or(&Schema::ANY, |schema| self.schema_use(schema)),
        }
    }
}

fn fields(list: &[ir::Field]) -> &'static [Field] {
    leak_list(list.iter().map(|field| Field { name: leak_text(&field.name), style: style(field.style) }))
}
