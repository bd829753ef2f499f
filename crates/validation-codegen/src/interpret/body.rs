//! Bodies.

use asp_validation_runtime::tables::{Body, Schema};

use super::{Interpretation, leak, leak_text};
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
            media_type: leak_text(&body.media_type),
            schema: body.schema.as_ref().map_or(&Schema::ANY, |schema| self.schema_use(schema)),
        }
    }
}
