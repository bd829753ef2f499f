//! `minimum`, `maximum`, both exclusive flags, `multipleOf`, `format` of numbers.

use asp_validation_runtime::tables::{self, Bound, Decimal, NumberRules};

use super::{leak, leak_text};
use crate::ir::{self, NumberFormat};

pub(super) fn number_rules(rules: &ir::NumberRules) -> &'static NumberRules {
    let bound = |bound: &ir::Bound| Bound { limit: decimal(&bound.limit), exclusive: bound.exclusive };
    leak(NumberRules {
        minimum: rules.minimum.as_ref().map(bound),
        maximum: rules.maximum.as_ref().map(bound),
        multiple_of: rules.multiple_of.as_deref().map(decimal),
        format: rules.format.map(format),
    })
}

/// The number that `text` writes, which lowering took from JSON.
pub(super) fn decimal(text: &str) -> Decimal<'static> {
    Decimal::literal(leak_text(text))
}

fn format(format: NumberFormat) -> tables::NumberFormat {
    match format {
        NumberFormat::Int8 => tables::NumberFormat::Int8,
        NumberFormat::Int16 => tables::NumberFormat::Int16,
        NumberFormat::Int32 => tables::NumberFormat::Int32,
        NumberFormat::Int64 => tables::NumberFormat::Int64,
        NumberFormat::Uint8 => tables::NumberFormat::Uint8,
        NumberFormat::Uint16 => tables::NumberFormat::Uint16,
        NumberFormat::Uint32 => tables::NumberFormat::Uint32,
        NumberFormat::Uint64 => tables::NumberFormat::Uint64,
        NumberFormat::Float => tables::NumberFormat::Float,
        NumberFormat::Double => tables::NumberFormat::Double,
    }
}
