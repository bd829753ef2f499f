//! Decimal numbers, compared digit by digit: nothing is rounded, however long or large a number is.

use std::cmp::Ordering;
use std::hash::Hasher;

/// A number as JSON writes it, split into its parts and never rounded.
#[derive(Clone, Copy, Debug)]
pub struct Decimal<'a> {
    text: &'a [u8],
    negative: bool,
    integer: &'a [u8],
    fraction: &'a [u8],
    /// Saturated at 10^15, far beyond any length that digits can have. Numbers with exponents beyond that are taken for
    /// equal in size; all else is exact.
    exponent: i64,
    /// The value, if it is written as an integer of at most 18 digits: the road that nearly all numbers take.
    small: Option<i64>,
}

/// The significant digits `head` and `tail`, neither starting nor ending with a zero: 0.{head}{tail} * 10^`point`.
struct Normal<'a> {
    head: &'a [u8],
    tail: &'a [u8],
    point: i64,
}

const EXPONENT_CEILING: i64 = 1_000_000_000_000_000;
const LONGEST_SHOWN: usize = 24;

impl<'a> Decimal<'a> {
    /// The number that `text` writes, for limits in tables.
    ///
    /// # Panics
    ///
    /// If `text` is no JSON number. In a table that is an error at compile time.
    #[expect(clippy::panic, reason = "evaluated while tables are compiled, never on input")]
    pub const fn literal(text: &'a str) -> Self {
        match Self::parse(text.as_bytes()) {
            Some(number) => number,
            None => panic!("not a JSON number"),
        }
    }

    /// The number that the whole of `text` writes in the grammar of JSON (RFC 8259, section 6).
    pub const fn parse(text: &'a [u8]) -> Option<Self> {
        match Self::scan(text, 0) {
            Ok((number, end)) if end == text.len() => Some(number),
            _ => None,
        }
    }

    /// Reads the number at `start` and returns it with the offset of its end, or the offset at which no number goes on.
    pub(crate) const fn scan(bytes: &'a [u8], start: usize) -> Result<(Self, usize), usize> {
        let negative = start < bytes.len() && bytes[start] == b'-';
        let integer_start = if negative { start + 1 } else { start };
        let integer_end = digits_end(bytes, integer_start);
        let mut end = integer_end;
        if integer_end == integer_start {
            return Err(integer_end);
        }
        if bytes[integer_start] == b'0' && integer_end > integer_start + 1 {
            return Err(integer_start + 1);
        }
        let mut fraction: &[u8] = &[];
        if end < bytes.len() && bytes[end] == b'.' {
            let fraction_end = digits_end(bytes, end + 1);
            if fraction_end == end + 1 {
                return Err(fraction_end);
            }
            fraction = slice(bytes, end + 1, fraction_end);
            end = fraction_end;
        }
        let mut exponent = 0;
        let mut plain = fraction.is_empty();
        if end < bytes.len() && matches!(bytes[end], b'e' | b'E') {
            plain = false;
            end += 1;
            let negative = end < bytes.len() && bytes[end] == b'-';
            if negative || end < bytes.len() && bytes[end] == b'+' {
                end += 1;
            }
            let exponent_end = digits_end(bytes, end);
            if exponent_end == end {
                return Err(end);
            }
            while end < exponent_end {
                if exponent < EXPONENT_CEILING {
                    exponent = exponent * 10 + (bytes[end] - b'0') as i64;
                }
                end += 1;
            }
            if negative {
                exponent = -exponent;
            }
        }
        let small = if plain && integer_end - integer_start <= 18 {
            Some(small(bytes, integer_start, integer_end, negative))
        } else {
            None
        };
        let integer = slice(bytes, integer_start, integer_end);
        Ok((Self { text: slice(bytes, start, end), negative, integer, fraction, exponent, small }, end))
    }

    /// Whether the value has no fraction, however it is written: `1.0` and `1e2` are integers, `1e-2` is none.
    pub fn is_integer(&self) -> bool {
        self.small.is_some()
            || self.normal().is_none_or(|normal| {
                i64::try_from(normal.head.len() + normal.tail.len()).is_ok_and(|count| normal.point >= count)
            })
    }

    /// Whether the value is a whole multiple of `step`.
    ///
    /// `step` must be positive and of at most 19 significant digits, which holds for what a document can write.
    pub fn is_multiple_of(&self, step: &Decimal<'_>) -> bool {
        let (Some(value), Some(step)) = (self.normal(), step.normal()) else {
            return self.normal().is_none();
        };
        // Both last digits are no zeros: below the step's last digit nothing can be a multiple.
        let shift = value.last_exponent() - step.last_exponent();
        if shift < 0 {
            return false;
        }
        let modulus = step.digits().fold(0_u128, |number, digit| number * 10 + u128::from(digit - b'0'));
        let remainder =
            value.digits().fold(0_u128, |number, digit| (number * 10 + u128::from(digit - b'0')) % modulus);
        (remainder * power_of_ten(shift, modulus)).is_multiple_of(modulus)
    }

    /// The order of two numbers by value.
    pub fn compare(&self, other: &Decimal<'_>) -> Ordering {
        if let (Some(left), Some(right)) = (self.small, other.small) {
            return left.cmp(&right);
        }
        let signed = |number: &Decimal<'_>, order: Ordering| {
            if number.negative { order.reverse() } else { order }
        };
        match (self.normal(), other.normal()) {
            (None, None) => Ordering::Equal,
            (Some(_), None) => signed(self, Ordering::Greater),
            (None, Some(_)) => signed(other, Ordering::Less),
            (Some(_), Some(_)) if self.negative != other.negative => signed(self, Ordering::Greater),
            (Some(left), Some(right)) => {
                signed(self, left.point.cmp(&right.point).then_with(|| left.digits().cmp(right.digits())))
            }
        }
    }

    /// The number as it is written if that is short, otherwise how long it is: fit for a message.
    pub(crate) fn describe(&self) -> String {
        match std::str::from_utf8(self.text) {
            Ok(text) if text.len() <= LONGEST_SHOWN => text.to_owned(),
            _ => format!("a number of {} characters", self.text.len()),
        }
    }

    /// Feeds the value to `hasher`: numbers that are equal feed the same, however they are written.
    pub(crate) fn hash_value(&self, hasher: &mut impl Hasher) {
        let Some(normal) = self.normal() else { return hasher.write_u8(0) };
        hasher.write_u8(if self.negative { 2 } else { 1 });
        hasher.write_i64(normal.point);
        normal.digits().for_each(|digit| hasher.write_u8(digit));
    }

    /// The number as it is written.
    pub fn as_str(&self) -> &'a str {
        std::str::from_utf8(self.text).unwrap_or_default()
    }

    fn normal(&self) -> Option<Normal<'a>> {
        let (mut head, mut tail) = (self.integer, self.fraction);
        let mut leading = 0;
        while let [b'0', rest @ ..] = head {
            head = rest;
        }
        if head.is_empty() {
            while let [b'0', rest @ ..] = tail {
                tail = rest;
                leading += 1;
            }
        }
        let point = i64::try_from(head.len()).unwrap_or(i64::MAX) - leading;
        while let [rest @ .., b'0'] = tail {
            tail = rest;
        }
        if tail.is_empty() {
            while let [rest @ .., b'0'] = head {
                head = rest;
            }
        }
        if head.is_empty() && tail.is_empty() {
            return None;
        }
        Some(Normal { head, tail, point: point.saturating_add(self.exponent) })
    }
}

impl Normal<'_> {
    fn digits(&self) -> impl Iterator<Item = u8> {
        self.head.iter().chain(self.tail).copied()
    }

    fn last_exponent(&self) -> i64 {
        let count = i64::try_from(self.head.len() + self.tail.len()).unwrap_or(i64::MAX);
        self.point.saturating_sub(count)
    }
}

fn power_of_ten(exponent: i64, modulus: u128) -> u128 {
    let (mut result, mut base, mut exponent) = (1 % modulus, 10 % modulus, exponent);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent /= 2;
    }
    result
}

const fn digits_end(bytes: &[u8], mut position: usize) -> usize {
    while position < bytes.len() && bytes[position].is_ascii_digit() {
        position += 1;
    }
    position
}

const fn slice(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    bytes.split_at(end).0.split_at(start).1
}

const fn small(bytes: &[u8], start: usize, end: usize, negative: bool) -> i64 {
    let mut value = 0;
    let mut position = start;
    while position < end {
        value = value * 10 + (bytes[position] - b'0') as i64;
        position += 1;
    }
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(left: &str, right: &str) -> Ordering {
        let order = Decimal::literal(left).compare(&Decimal::literal(right));
        assert_eq!(
            Decimal::literal(right).compare(&Decimal::literal(left)),
            order.reverse(),
            "{left} {right}"
        );
        order
    }

    #[test]
    fn equal_values_are_equal_however_they_are_written() {
        for (left, right) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("0.01", "1E-2"),
            ("-0", "0"),
            ("0e999999999999999999999", "0"),
            ("12.50", "125e-1"),
            ("1000000000000000000000000000000", "1e30"),
        ] {
            assert_eq!(compare(left, right), Ordering::Equal, "{left} {right}");
        }
    }

    #[test]
    fn values_are_ordered_without_rounding() {
        for (less, more) in [
            ("9007199254740992", "9007199254740993"),
            ("0.1", "0.1000000000000000000000000001"),
            ("999999999999999999999999999999", "1e30"),
            ("1e30", "1000000000000000000000000000001"),
            ("1e400", "1e401"),
            ("-1e401", "-1e400"),
            ("-1", "0"),
            ("-1", "1e-400"),
            ("1e-99999999999999999999", "1e-400"),
            ("50", "1e99999999999999999999"),
            ("9", "10.5"),
            ("0.05", "0.4"),
        ] {
            assert_eq!(compare(less, more), Ordering::Less, "{less} {more}");
        }
    }

    #[test]
    fn integers_are_told_by_value() {
        for text in
            ["0", "-0", "0.0", "1.0", "1e2", "1.50e1", "0e-5", "123456789012345678901234567890", "1e400"]
        {
            assert!(Decimal::literal(text).is_integer(), "{text}");
        }
        for text in ["0.5", "1e-2", "1.5", "15e-1", "123456789012345678901234567890.5"] {
            assert!(!Decimal::literal(text).is_integer(), "{text}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        for (value, step) in [
            ("0.3", "0.1"),
            ("4.35", "0.01"),
            ("1e300", "7e299"),
            ("0", "7"),
            ("-14", "7"),
            ("1e50", "0.0001"),
            ("123456789012345678901234567890", "10"),
        ] {
            let holds = Decimal::literal(value).is_multiple_of(&Decimal::literal(step));
            assert_eq!(holds, value != "1e300", "{value} {step}");
        }
        for (value, step) in [("0.35", "0.1"), ("10", "3"), ("5", "10"), ("1e-400", "1"), ("1e400", "3")] {
            assert!(!Decimal::literal(value).is_multiple_of(&Decimal::literal(step)), "{value} {step}");
        }
    }

    #[test]
    fn the_grammar_is_that_of_json() {
        for text in ["", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1_0", " 1", "1 ", "NaN"] {
            assert!(Decimal::parse(text.as_bytes()).is_none(), "{text}");
        }
        for text in ["0", "-0", "0.0", "1e5", "1E+5", "1e-05", "10"] {
            assert!(Decimal::parse(text.as_bytes()).is_some(), "{text}");
        }
    }
}
