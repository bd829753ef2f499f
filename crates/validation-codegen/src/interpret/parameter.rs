//! Parameters and headers.

use asp_validation_runtime::tables::Parameter;

use super::{Interpretation, leak, leak_text};
use crate::ir::{self, Use};

impl<'a> Interpretation<'a> {
    /// A reference to a parameter, or to a header of a response; `None` for one that was left out.
    pub(super) fn parameter_use(&mut self, used: &'a Use<ir::Parameter>) -> Option<&'static Parameter> {
        let key = match used {
            Use::Inline(parameter) => return Some(leak(self.parameter(parameter))),
            Use::Named(key) => key.as_str(),
        };
        if let Some(built) = self.parameters.get(key) {
            return Some(built);
        }
        // The keys of headers are those of no parameter: they carry the header's name.
        let api = self.api;
        let parameter = api.parameters.get(key).or_else(|| api.headers.get(key))?;
        let built = leak(self.parameter(parameter));
        self.parameters.insert(key, built);
        Some(built)
    }

    fn parameter(&mut self, parameter: &'a ir::Parameter) -> Parameter {
        Parameter {
            name: leak_text(&parameter.name),
            pointer: leak_text(&parameter.pointer),
            required: parameter.required,
            schema: self.schema_use(&parameter.schema),
        }
    }
}
