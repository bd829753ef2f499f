//! Decimal numbers, compared and moved without rounding as far as 38 digits go.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// So many powers of ten are tried before two numbers are compared as floats.
const MOST_STEPS: u32 = 36;

/// A number: `digits` times ten to the `exponent`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// The number zero.
    pub(super) const ZERO: Self = Self { digits: 0, exponent: 0 };

    /// A whole number.
    pub(super) fn whole(number: i128) -> Self {
        Self { digits: number, exponent: 0 }.plain()
    }

    /// The number that JSON writes as `text`; `None` if it has too many digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { digits, exponent }.plain())
    }

    /// The same number without zeros at its end.
    fn plain(mut self) -> Self {
        if self.digits == 0 {
            return Self::ZERO;
        }
        while self.digits % 10 == 0 && self.exponent < i32::MAX {
            self.digits /= 10;
            self.exponent += 1;
        }
        self
    }

    /// Both numbers with the same exponent; `None` if they are too far apart.
    fn aligned(self, other: Self) -> Option<(i128, i128, i32)> {
        let exponent = self.exponent.min(other.exponent);
        let scale = |number: Self| {
            let steps = u32::try_from(number.exponent.checked_sub(exponent)?).ok()?;
            let factor = 10_i128.checked_pow(Some(steps).filter(|steps| *steps <= MOST_STEPS)?)?;
            number.digits.checked_mul(factor)
        };
        Some((scale(self)?, scale(other)?, exponent))
    }

    /// Which of the two is greater.
    pub(super) fn compare(self, other: Self) -> Ordering {
        match self.aligned(other) {
            Some((left, right, _)) => left.cmp(&right),
            None => self.float().total_cmp(&other.float()),
        }
    }

    fn float(self) -> f64 {
        format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(0.0)
    }

    /// Whether there is nothing behind the point.
    pub(super) fn is_whole(self) -> bool {
        self.exponent >= 0
    }

    /// The sum; `None` if it has too many digits.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let (left, right, exponent) = self.aligned(other)?;
        Some(Self { digits: left.checked_add(right)?, exponent }.plain())
    }

    /// The number with the other sign.
    pub(super) fn negative(self) -> Self {
        // The least number of 128 bits has no counterpart; nobody writes it.
        Self { digits: self.digits.checked_neg().unwrap_or(i128::MAX), ..self }
    }

    /// The middle between two numbers.
    pub(super) fn middle(self, other: Self) -> Option<Self> {
        let sum = self.plus(other)?;
        Some(Self { digits: sum.digits.checked_mul(5)?, exponent: sum.exponent.checked_sub(1)? }.plain())
    }

    /// The greatest multiple of `step` that is not greater; `None` if it can't be said.
    pub(super) fn down_to(self, step: Self) -> Option<Self> {
        let (number, step, exponent) = self.aligned(step)?;
        if step <= 0 {
            return None;
        }
        let digits = number.div_euclid(step).checked_mul(step)?;
        Some(Self { digits, exponent }.plain())
    }

    /// The least multiple of `step` that is not less; `None` if it can't be said.
    pub(super) fn up_to(self, step: Self) -> Option<Self> {
        self.negative().down_to(step).map(Self::negative)
    }

    /// The least number above zero that is a multiple of both; `None` if it can't be said.
    pub(super) fn common_multiple(self, other: Self) -> Option<Self> {
        let (left, right, exponent) = self.aligned(other)?;
        let (mut divisor, mut rest) = (left, right);
        while rest != 0 {
            (divisor, rest) = (rest, divisor.checked_rem(rest)?);
        }
        let digits = left.checked_div(divisor)?.checked_mul(right)?.checked_abs()?;
        Some(Self { digits, exponent }.plain()).filter(|joint| joint.digits > 0)
    }

    /// Whether the number is a multiple of `step`; `None` if it can't be said.
    pub(super) fn is_multiple_of(self, step: Self) -> Option<bool> {
        self.down_to(step).map(|down| down.compare(self).is_eq())
    }

    /// The number as a value of JSON.
    pub(super) fn to_value(self) -> Option<Value> {
        if let Some((whole, _, 0)) = self.aligned(Self::ZERO) {
            if let Ok(number) = i64::try_from(whole) {
                return Some(Value::from(number));
            }
            if let Ok(number) = u64::try_from(whole) {
                return Some(Value::from(number));
            }
        }
        Number::from_f64(self.float()).map(Value::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_compared_without_rounding() {
        for (less, more) in
            [("1", "2"), ("-1", "0.5"), ("0.1", "0.10000000000000000001"), ("9", "1e3"), ("-1e300", "1e-300")]
        {
            assert!(decimal(less).compare(decimal(more)).is_lt(), "{less} {more}");
        }
        assert!(decimal("1.50").compare(decimal("15e-1")).is_eq());
    }

    #[test]
    fn multiples_are_found_on_both_sides() {
        let step = decimal("0.25");
        assert!(decimal("0.6").down_to(step).unwrap().compare(decimal("0.5")).is_eq());
        assert!(decimal("0.6").up_to(step).unwrap().compare(decimal("0.75")).is_eq());
        assert!(decimal("-0.6").down_to(step).unwrap().compare(decimal("-0.75")).is_eq());
        assert_eq!(decimal("0.5").is_multiple_of(step), Some(true));
    }

    #[test]
    fn values_are_written_as_integers_where_they_are() {
        assert_eq!(decimal("3e2").to_value().unwrap().to_string(), "300");
        assert_eq!(decimal("18446744073709551615").to_value().unwrap().to_string(), "18446744073709551615");
        assert_eq!(decimal("2.5").to_value().unwrap().to_string(), "2.5");
    }
}
