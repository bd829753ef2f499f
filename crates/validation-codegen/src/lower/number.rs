//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `format` of integers.

use asp_spec::Node;

use super::{Lowering, shown};
use crate::ir::{Bound, NumberFormat, NumberRules};

pub(super) const KEYWORDS: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"];

/// Up to here every integer is a double of its own: 2^53.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

impl<'a> Lowering<'a> {
    pub(super) fn number_rules(&mut self, node: &Node<'a>) -> Option<NumberRules> {
        let mut bound = |key, flag| {
            let limit = self.number(&node.get(key)?)?;
            Some(Bound { limit, exclusive: node.flag(flag) })
        };
        let minimum = bound("minimum", "exclusiveMinimum");
        let maximum = bound("maximum", "exclusiveMaximum");
        let multiple_of = self.multiple_of(node);
        let format = self.format(node);
        let constrains = minimum.is_some() || maximum.is_some() || multiple_of.is_some() || format.is_some();
        constrains.then_some(NumberRules { minimum, maximum, multiple_of, format })
    }

    /// The number at `node` as JSON writes it, unless reading the document has rounded it.
    pub(super) fn number(&mut self, node: &Node<'a>) -> Option<String> {
        let number = node.value().as_number()?;
        if number.is_f64() && number.as_f64().is_some_and(|value| value.abs() >= LARGEST_EXACT) {
            let found = format!("{number}, which is too large to have been read exactly");
            self.refuse(
                "number-precision",
                node,
                found,
                "use a limit of at most 2^53, or of 64 bits if it is whole",
            );
            return None;
        }
        Some(number.to_string())
    }

    fn multiple_of(&mut self, node: &Node<'a>) -> Option<String> {
        let step = node.get("multipleOf")?;
        if step.value().as_f64().is_none_or(|value| value <= 0.0) {
            let found = format!("{}, which nothing can be a multiple of", step.value());
            self.refuse("multiple-of", &step, found, "give a number greater than zero");
            return None;
        }
        self.number(&step)
    }

    fn format(&mut self, node: &Node<'a>) -> Option<NumberFormat> {
        let format = node.get("format")?;
        match (node.text("type"), format.as_str()) {
            (Some("integer"), Some("int32")) => Some(NumberFormat::Int32),
            (Some("integer"), Some("int64")) => Some(NumberFormat::Int64),
            (kind, _) => {
                let kind = kind.unwrap_or("any");
                let found = format!(
                    "`{}` for values of type {kind}, which validators do not enforce",
                    shown(&format)
                );
                self.refuse("format", &format, found, "use `pattern`, or say it in the description");
                None
            }
        }
    }
}
