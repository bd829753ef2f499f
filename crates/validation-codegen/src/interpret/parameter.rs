//! Parameters and headers.

use asp_validation_runtime::tables::{Parameter, Schema, Style};

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
            allow_empty: parameter.allow_empty,
            style: style(parameter.style),
            schema: parameter.schema.as_ref().map_or(&Schema::ANY, |schema| self.schema_use(schema)),
        }
    }
}

pub(super) fn style(style: ir::Style) -> Style {
    match style {
        ir::Style::Simple { explode } => Style::Simple { explode },
        ir::Style::Label { explode } => Style::Label { explode },
        ir::Style::Matrix { explode } => Style::Matrix { explode },
        ir::Style::Form { explode } => Style::Form { explode },
        ir::Style::SpaceDelimited => Style::SpaceDelimited,
        ir::Style::PipeDelimited => Style::PipeDelimited,
        ir::Style::DeepObject => Style::DeepObject,
        ir::Style::Json => Style::Json,
        ir::Style::Bytes => Style::Bytes,
    }
}
