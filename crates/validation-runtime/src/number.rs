//! Rules for numbers: `minimum`, `maximum`, both exclusive flags, `multipleOf`, and the formats of numbers.

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::path::Path;
use crate::report::Report;
use crate::violation::ViolationKind;

/// The rules for numbers of a schema. Numbers are compared as decimals, without rounding.
#[derive(Debug)]
pub struct NumberRules {
    /// `minimum` with `exclusiveMinimum`
    pub minimum: Option<Bound>,
    /// `maximum` with `exclusiveMaximum`
    pub maximum: Option<Bound>,
    /// `multipleOf`
    pub multiple_of: Option<Decimal<'static>>,
    /// `format`
    pub format: Option<NumberFormat>,
}

/// One end of a range.
#[derive(Debug)]
pub struct Bound {
    /// The limit.
    pub limit: Decimal<'static>,
    /// Whether the limit itself is refused.
    pub exclusive: bool,
}

/// A format of numbers (OpenAPI 3.0.3, data types; the formats of fewer or no sign bits: OpenAPI format registry).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    /// `int8`: an integer of signed 8 bits.
    Int8,
    /// `int16`: an integer of signed 16 bits.
    Int16,
    /// `int32`: an integer of signed 32 bits.
    Int32,
    /// `int64`: an integer of signed 64 bits.
    Int64,
    /// `uint8`: an integer of unsigned 8 bits.
    Uint8,
    /// `uint16`: an integer of unsigned 16 bits.
    Uint16,
    /// `uint32`: an integer of unsigned 32 bits.
    Uint32,
    /// `uint64`: an integer of unsigned 64 bits.
    Uint64,
    /// `float`: read as a finite number of IEEE 754 single precision, however many digits there are.
    Float,
    /// `double`: read as a finite number of IEEE 754 double precision, however many digits there are.
    Double,
}

impl NumberFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint8 => "uint8",
            Self::Uint16 => "uint16",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Double => "double",
        }
    }

    /// The least and the greatest number that fit.
    const fn range(self) -> &'static [Decimal<'static>; 2] {
        const fn range(least: &'static str, greatest: &'static str) -> [Decimal<'static>; 2] {
            [Decimal::literal(least), Decimal::literal(greatest)]
        }
        match self {
            Self::Int8 => const { &range("-128", "127") },
            Self::Int16 => const { &range("-32768", "32767") },
            Self::Int32 => const { &range("-2147483648", "2147483647") },
            Self::Int64 => const { &range("-9223372036854775808", "9223372036854775807") },
            Self::Uint8 => const { &range("0", "255") },
            Self::Uint16 => const { &range("0", "65535") },
            Self::Uint32 => const { &range("0", "4294967295") },
            Self::Uint64 => const { &range("0", "18446744073709551615") },
            // A little below the midpoint to the next power of two: what is read as infinity does not fit.
            Self::Float => const { &range("-3.4028235677973366e38", "3.4028235677973366e38") },
            Self::Double => const { &range("-1.797693134862315807e308", "1.797693134862315807e308") },
        }
    }

    fn holds(self, number: &Decimal<'_>) -> bool {
        let [least, greatest] = self.range();
        let is_whole = matches!(self, Self::Float | Self::Double) || number.is_integer();
        is_whole && number.compare(least).is_ge() && number.compare(greatest).is_le()
    }
}

impl NumberRules {
    /// No rules: the base of struct updates in tables.
    pub const NONE: Self = Self { minimum: None, maximum: None, multiple_of: None, format: None };

    pub(crate) fn check(
        &self,
        number: &Decimal<'_>,
        pointer: &'static str,
        path: &Path<'_>,
        report: &mut Report,
    ) {
        if let Some(format) = self.format
            && !format.holds(number)
        {
            let found = Some(report.describe(number));
            let kind = ViolationKind::Format { format: format.name(), found };
            report.add(path, pointer, "format", kind);
        }
        if let Some(Bound { limit, exclusive }) = &self.minimum
            && number.compare(limit) < if *exclusive { Ordering::Greater } else { Ordering::Equal }
        {
            let (limit, found) = (limit.as_str(), report.describe(number));
            let kind = ViolationKind::Minimum { limit, exclusive: *exclusive, found };
            report.add(path, pointer, "minimum", kind);
        }
        if let Some(Bound { limit, exclusive }) = &self.maximum
            && number.compare(limit) > if *exclusive { Ordering::Less } else { Ordering::Equal }
        {
            let (limit, found) = (limit.as_str(), report.describe(number));
            let kind = ViolationKind::Maximum { limit, exclusive: *exclusive, found };
            report.add(path, pointer, "maximum", kind);
        }
        if let Some(step) = &self.multiple_of
            && !number.is_multiple_of(step)
        {
            let kind = ViolationKind::MultipleOf { step: step.as_str(), found: report.describe(number) };
            report.add(path, pointer, "multipleOf", kind);
        }
    }
}
