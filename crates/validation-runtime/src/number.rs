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

/// A format of numbers (OpenAPI 3.0.3, data types).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    /// `int32`: signed 32 bits.
    Int32,
    /// `int64`: signed 64 bits.
    Int64,
    /// `float`: read as a finite number of IEEE 754 single precision, however many digits there are.
    Float,
    /// `double`: read as a finite number of IEEE 754 double precision, however many digits there are.
    Double,
}

impl NumberFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Float => "float",
            Self::Double => "double",
        }
    }

    fn holds(self, number: &Decimal<'_>) -> bool {
        const INT32: [Decimal<'static>; 2] =
            [Decimal::literal("-2147483648"), Decimal::literal("2147483647")];
        const INT64: [Decimal<'static>; 2] =
            [Decimal::literal("-9223372036854775808"), Decimal::literal("9223372036854775807")];
        // A little below the midpoint to the next power of two: what is read as infinity does not fit.
        const FLOAT: [Decimal<'static>; 2] =
            [Decimal::literal("-3.4028235677973366e38"), Decimal::literal("3.4028235677973366e38")];
        const DOUBLE: [Decimal<'static>; 2] =
            [Decimal::literal("-1.797693134862315807e308"), Decimal::literal("1.797693134862315807e308")];
        let [least, greatest] = match self {
            Self::Int32 => INT32,
            Self::Int64 => INT64,
            Self::Float => FLOAT,
            Self::Double => DOUBLE,
        };
        number.compare(&least).is_ge() && number.compare(&greatest).is_le()
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
