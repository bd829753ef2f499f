//! `minimum`, `maximum`, `multipleOf`, `format` of numbers.

use serde_json::{Value, json};

use super::{Gap, gap};
use crate::compare::normal::Part;
use crate::compare::number::Decimal;
use crate::compare::numbers::{Range, beside, compare_least, compare_most};
use crate::ir::NumberFormat;

pub(super) fn find(loose: &[Part<'_>], strict: Part<'_>, whole: bool, gaps: &mut Vec<Gap>) {
    let Some(rules) = &strict.schema.number else { return };
    let (accepted, own) = (Range::of(loose, whole).tight(), Range::of(&[strict], whole));
    if accepted.unread || own.unread {
        gaps.push(gap(loose, strict, "number", Vec::new()));
    }
    if own.whole && !accepted.whole {
        let keyword = if rules.multiple_of.is_some() { "multipleOf" } else { "format" };
        let own = &own;
        let values = shown(&accepted, own.near(), |number| !number.is_whole());
        gaps.push(gap(loose, strict, keyword, values));
    }
    if let Some(end) = own.least
        && accepted.least.is_none_or(|known| compare_least(known, end).is_lt())
    {
        let keyword = if rules.minimum.is_some() { "minimum" } else { "format" };
        let below = |number: Decimal| number.compare(end.limit).is_lt() || !own.has(number);
        let values = shown(&accepted, beside(end.limit, &accepted), below);
        gaps.push(gap(loose, strict, keyword, values));
    }
    if let Some(end) = own.most
        && accepted.most.is_none_or(|known| compare_most(known, end).is_gt())
    {
        let keyword = if rules.maximum.is_some() { "maximum" } else { "format" };
        let above = |number: Decimal| number.compare(end.limit).is_gt() || !own.has(number);
        let values = shown(&accepted, beside(end.limit, &accepted), above);
        gaps.push(gap(loose, strict, keyword, values));
    }
    let one = Decimal::whole(1);
    for step in own.steps {
        let is_multiple = |number: Decimal| number.is_multiple_of(step) == Some(true);
        if accepted.whole && is_multiple(one) || accepted.steps.iter().any(|known| is_multiple(*known)) {
            continue;
        }
        let small = (1..=20).map(Decimal::whole);
        let mut near: Vec<Decimal> = small.collect();
        near.extend(beside(step, &accepted));
        near.extend(accepted.least.iter().flat_map(|end| beside(end.limit, &accepted)));
        let values = shown(&accepted, near, |number| !is_multiple(number));
        gaps.push(gap(loose, strict, "multipleOf", values));
    }
    let is_float = |format| format == NumberFormat::Float;
    let accepts_float = |part: &Part<'_>| {
        part.schema
            .number
            .as_ref()
            .and_then(|rules| rules.format)
            .is_some_and(|format| format != NumberFormat::Double)
    };
    if rules.format.is_some_and(is_float) && !loose.iter().any(accepts_float) {
        let large = json!(1e39);
        let fits = Decimal::parse("1e39").is_some_and(|number| accepted.has(number));
        let bounded = accepted.least.is_some() && accepted.most.is_some();
        if fits || !bounded {
            gaps.push(gap(loose, strict, "format", vec![large, json!(-1e39)]));
        }
    }
}

/// The numbers of `accepted`, first of those given, that show a gap.
fn shown(accepted: &Range, first: Vec<Decimal>, shows: impl Fn(Decimal) -> bool) -> Vec<Value> {
    let numbers = first.into_iter().chain(accepted.near());
    numbers
        .filter(|number| accepted.accepts(*number) && shows(*number))
        .filter_map(Decimal::to_value)
        .collect()
}
