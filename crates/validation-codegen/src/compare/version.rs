//! One of the two documents, as the comparison needs it: lowered, and able to judge.

use asp_spec::{Document, Pointer};
use asp_validation_runtime::{Limits, judge_json};
use serde_json::Value;

use crate::interpret::{Loaded, load};
use crate::ir::{Api, Schema, Use};
use crate::lower::{self, Lowered};
use crate::{Options, Unsupported};

/// How exchanges are judged here: one violation tells enough, and a few say which it is.
pub(super) const LIMITS: Limits = Limits::DEFAULT.with_violations(20);

/// A document with its validators.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) document: Document,
    pub(super) api: Api,
    pub(super) loaded: Loaded,
    /// The schema that accepts every value.
    pub(super) any: Schema,
}

impl Version {
    /// Builds the validators of `document`. A format that nobody knows says nothing, as OpenAPI has it.
    pub(super) fn new(document: Document) -> Result<Self, Vec<Unsupported>> {
        let Lowered { api, .. } = lower::lower(&document, &Options::new().with_open_formats())?;
        let loaded = load(&document, &api);
        Ok(Self { document, api, loaded, any: Schema::any("") })
    }

    /// The schema that `used` leads to.
    pub(super) fn schema<'a>(&'a self, used: &'a Use<Schema>) -> &'a Schema {
        match used {
            Use::Inline(schema) => schema,
            Use::Named(key) => self.api.schemas.get(key).unwrap_or(&self.any),
        }
    }

    /// As [`Self::schema`]; the schema that accepts every value if there is none.
    pub(super) fn schema_or_any<'a>(&'a self, used: Option<&'a Use<Schema>>) -> &'a Schema {
        used.map_or(&self.any, |used| self.schema(used))
    }

    /// Whether the schema at `pointer` accepts `value`, whichever way it travels.
    pub(super) fn holds(&self, pointer: &str, value: &Value) -> bool {
        let Some(schema) = self.loaded.schema(pointer) else { return pointer.is_empty() };
        judge_json(schema, value.to_string().as_bytes(), &LIMITS).is_valid()
    }

    /// The value at `pointer` in the document.
    pub(super) fn value(&self, pointer: &str) -> Option<&Value> {
        self.document.at(&Pointer::parse(pointer)?).map(|node| node.value())
    }
}
