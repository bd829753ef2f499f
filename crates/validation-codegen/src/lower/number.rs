//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `format` of numbers.

use asp_spec::Node;

use super::Lowering;
use crate::ir::{Bound, NumberRules};

pub(super) const KEYWORDS: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// Up to here every integer is a double of its own: 2^53.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// So many significant digits survive being read as a double, whatever the number.
const EXACT_DIGITS: usize = f64::DIGITS as usize;

impl<'a> Lowering<'a> {
    pub(super) fn number_rules(&mut self, node: &Node<'a>) -> Option<NumberRules> {
        let mut bound = |key, flag| {
            let Some(limit) = node.get(key) else {
                if let Some(flag) = node.get(flag).filter(|_| node.flag(flag)) {
                    let found =
                        format!("a limit that is excluded, without `{key}`, which would be the limit");
                    self.refuse("exclusive-limit", &flag, found, format!("add `{key}`, or take it out"));
                }
                return None;
            };
            let limit = self.number(&limit)?;
            Some(Bound { limit, exclusive: node.flag(flag) })
        };
        let minimum = bound("minimum", "exclusiveMinimum");
        let maximum = bound("maximum", "exclusiveMaximum");
        let multiple_of = self.multiple_of(node);
        let format = self.number_format(node);
        let constrains = minimum.is_some() || maximum.is_some() || multiple_of.is_some() || format.is_some();
        constrains.then_some(NumberRules { minimum, maximum, multiple_of, format })
    }

    /// The number at `node` as JSON writes it, unless reading the document has rounded it.
    pub(super) fn number(&mut self, node: &Node<'a>) -> Option<String> {
        let number = node.value().as_number()?;
        let text = number.to_string();
        let is_large = number.is_f64() && number.as_f64().is_some_and(|value| value.abs() >= LARGEST_EXACT);
        if is_large && significant_digits(&text) > EXACT_DIGITS {
            let found = format!("{number}, which has too many digits to have been read exactly");
            let help = format!("use at most {EXACT_DIGITS} digits before zeros, or 64 bits if it is whole");
            self.refuse("number-precision", node, found, help);
            return None;
        }
        Some(text)
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
}

/// The digits of a number that JSON writes, without zeros at either end.
fn significant_digits(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len()
}
