//! Ranges of numbers.

use std::cmp::Ordering;

use serde_json::Value;

use super::normal::Part;
use super::number::Decimal;
use crate::ir::{Bound, NumberFormat, NumberRules};

/// One end of a range.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) limit: Decimal,
    /// Whether the limit itself is outside.
    pub(super) exclusive: bool,
}

/// The numbers that rules accept.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) whole: bool,
    pub(super) least: Option<End>,
    pub(super) most: Option<End>,
    pub(super) steps: Vec<Decimal>,
    /// Whether a rule has too many digits to be read here.
    pub(super) unread: bool,
}

impl Range {
    /// The numbers that all of flat `parts` accept: whole ones, or any.
    pub(super) fn of(parts: &[Part<'_>], whole: bool) -> Self {
        let mut range = Self { whole, least: None, most: None, steps: Vec::new(), unread: false };
        for rules in parts.iter().filter_map(|part| part.schema.number.as_ref()) {
            range.add(rules);
        }
        let one = Decimal::whole(1);
        range.whole |= range.steps.iter().any(|step| step.is_multiple_of(one) == Some(true));
        range.join_steps();
        if range.whole {
            range.least =
                range.least.map(|end| End { limit: whole_end(end.limit, end.exclusive), exclusive: false });
            range.most = range.most.map(|end| {
                let limit = whole_end(end.limit.negative(), end.exclusive).negative();
                End { limit, exclusive: false }
            });
        }
        range
    }

    /// The range with ends that are multiples, whatever limits are written.
    pub(super) fn tight(mut self) -> Self {
        if let [step] = *self.steps.as_slice() {
            self.least = self.least.map(|end| multiple_end(end, step));
            self.most = self.most.map(|end| {
                let end = multiple_end(End { limit: end.limit.negative(), ..end }, step);
                End { limit: end.limit.negative(), ..end }
            });
        }
        self
    }

    /// Makes one step of several: a multiple of both 2 and 3 is one of 6.
    fn join_steps(&mut self) {
        let mut steps = self.steps.iter().copied();
        let Some(first) = steps.next() else { return };
        if let Some(joint) = steps.try_fold(first, Decimal::common_multiple) {
            self.steps = vec![joint];
        }
    }

    /// The numbers of the range from one end on, at most `count` of them; `None` if they can't be told one by one.
    pub(super) fn first(&self, count: usize) -> Option<Vec<Decimal>> {
        let step = match self.steps.as_slice() {
            [] if self.whole => Decimal::whole(1),
            [step] => *step,
            _ => return None,
        };
        if self.unread || self.whole && !step.is_whole() {
            return None;
        }
        let Self { least, most, .. } = self.clone().tight();
        let (start, step) = match (least, most) {
            (Some(end), _) => (end.limit, step),
            (None, Some(end)) => (end.limit, step.negative()),
            (None, None) => (Decimal::ZERO, step),
        };
        let numbers = std::iter::successors(Some(start), |number| number.plus(step));
        Some(numbers.take(count).take_while(|number| self.accepts(*number)).collect())
    }

    fn add(&mut self, rules: &NumberRules) {
        let mut read = |bound: &Bound| {
            let limit = Decimal::parse(&bound.limit);
            self.unread |= limit.is_none();
            limit.map(|limit| End { limit, exclusive: bound.exclusive })
        };
        let least = rules.minimum.as_ref().and_then(&mut read);
        let most = rules.maximum.as_ref().and_then(&mut read);
        let (format_least, format_most) = rules.format.map(format_range).unwrap_or_default();
        self.whole |= rules.format.is_some_and(|format| !is_float(format));
        for end in [least, format_least].into_iter().flatten() {
            self.least = Some(self.least.filter(|known| compare_least(*known, end).is_ge()).unwrap_or(end));
        }
        for end in [most, format_most].into_iter().flatten() {
            self.most = Some(self.most.filter(|known| compare_most(*known, end).is_le()).unwrap_or(end));
        }
        if let Some(step) = &rules.multiple_of {
            match Decimal::parse(step) {
                Some(step) => self.steps.push(step),
                None => self.unread = true,
            }
        }
    }

    /// Whether the number is in the range; multiples aside.
    pub(super) fn has(&self, number: Decimal) -> bool {
        let above = self.least.is_none_or(|end| match number.compare(end.limit) {
            Ordering::Less => false,
            Ordering::Equal => !end.exclusive,
            Ordering::Greater => true,
        });
        let below = self.most.is_none_or(|end| match number.compare(end.limit) {
            Ordering::Greater => false,
            Ordering::Equal => !end.exclusive,
            Ordering::Less => true,
        });
        above && below && (!self.whole || number.is_whole())
    }

    /// Whether the number is in the range, multiples included.
    pub(super) fn accepts(&self, number: Decimal) -> bool {
        self.has(number) && self.steps.iter().all(|step| number.is_multiple_of(*step) == Some(true))
    }

    /// A number of the range.
    pub(super) fn example(&self) -> Option<Value> {
        self.near().into_iter().find(|number| self.accepts(*number)).and_then(Decimal::to_value)
    }

    /// A number of the range with something behind the point.
    pub(super) fn fraction(&self) -> Option<Value> {
        let is_it = |number: &Decimal| !number.is_whole() && self.accepts(*number);
        self.near().into_iter().find(is_it).and_then(Decimal::to_value)
    }

    /// Numbers of the range and around it: small ones first, then the ends and what is beside them.
    pub(super) fn near(&self) -> Vec<Decimal> {
        let mut numbers: Vec<Decimal> = [1, 0, 2, 10, -1].into_iter().map(Decimal::whole).collect();
        let ends: Vec<Decimal> = [self.least, self.most].into_iter().flatten().map(|end| end.limit).collect();
        if !self.whole {
            numbers.extend(Decimal::parse("0.5"));
        }
        for end in &ends {
            numbers.extend(beside(*end, self));
        }
        if let [least, most] = ends.as_slice() {
            numbers.extend(least.middle(*most));
        }
        for step in &self.steps {
            numbers.push(*step);
            for end in &ends {
                numbers.extend([end.up_to(*step), end.down_to(*step)].into_iter().flatten());
                numbers.extend(end.plus(*step).and_then(|end| end.down_to(*step)));
            }
        }
        numbers
    }
}

/// The number and those beside it: by one, by a fraction if there are fractions, and by the steps of `range`.
pub(super) fn beside(number: Decimal, range: &Range) -> Vec<Decimal> {
    let mut distances = vec![Decimal::whole(1)];
    if !range.whole {
        distances.extend([Decimal::parse("0.5"), Decimal::parse("0.001")].into_iter().flatten());
    }
    let mut numbers = vec![number];
    for distance in distances {
        numbers.extend([number.plus(distance), number.plus(distance.negative())].into_iter().flatten());
    }
    for step in &range.steps {
        let (down, up) = (number.down_to(*step), number.up_to(*step));
        numbers.extend([down, up].into_iter().flatten());
        numbers.extend(down.and_then(|down| down.plus(step.negative())));
        numbers.extend(up.and_then(|up| up.plus(*step)));
    }
    numbers
}

/// The end that leaves more numbers out is the greater one.
pub(super) fn compare_least(left: End, right: End) -> Ordering {
    left.limit.compare(right.limit).then(left.exclusive.cmp(&right.exclusive))
}

/// The end that leaves more numbers out is the less one.
pub(super) fn compare_most(left: End, right: End) -> Ordering {
    left.limit.compare(right.limit).then(right.exclusive.cmp(&left.exclusive))
}

/// The least whole number above the limit, which counts unless it is excluded.
fn whole_end(limit: Decimal, exclusive: bool) -> Decimal {
    let one = Decimal::whole(1);
    match limit.up_to(one) {
        Some(up) if exclusive && up.compare(limit).is_eq() => up.plus(one).unwrap_or(up),
        Some(up) => up,
        None => limit,
    }
}

/// The least multiple of `step` above the limit, which counts unless it is excluded.
fn multiple_end(end: End, step: Decimal) -> End {
    let limit = match end.limit.up_to(step) {
        Some(up) if end.exclusive && up.compare(end.limit).is_eq() => up.plus(step),
        up => up,
    };
    limit.map_or(end, |limit| End { limit, exclusive: false })
}

fn is_float(format: NumberFormat) -> bool {
    matches!(format, NumberFormat::Float | NumberFormat::Double)
}

/// The ends that a format gives. Those of floats are left to judging: nobody writes numbers beside them.
fn format_range(format: NumberFormat) -> (Option<End>, Option<End>) {
    let (signed, bits) = match format {
        NumberFormat::Int8 => (true, 8),
        NumberFormat::Int16 => (true, 16),
        NumberFormat::Int32 => (true, 32),
        NumberFormat::Int64 => (true, 64),
        NumberFormat::Uint8 => (false, 8),
        NumberFormat::Uint16 => (false, 16),
        NumberFormat::Uint32 => (false, 32),
        NumberFormat::Uint64 => (false, 64),
        NumberFormat::Float | NumberFormat::Double => return (None, None),
    };
    let end = |number: i128| Some(End { limit: Decimal::whole(number), exclusive: false });
    if signed {
        let half = 1_i128 << (bits - 1);
        (end(-half), end(half - 1))
    } else {
        (end(0), end((1_i128 << bits) - 1))
    }
}
