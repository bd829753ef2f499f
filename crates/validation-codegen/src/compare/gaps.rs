//! Where one schema accepts what another one refuses.
//!
//! [`Gaps::find`] goes through both schemas and proves, rule by rule, that what the first accepts the second accepts too.
//! Each rule for which that can't be proved is a gap, with values that probably show it. Whether they do is for the
//! validators to say: a gap without such a value may be none.

mod array;
mod combination;
mod number;
mod object;
mod text;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::example::{Examples, text_of, value_of};
use super::normal::{Direction, Key, Kinds, Part, flat, key};
use super::numbers::Range;
use crate::ir::Constant;

/// So many values are kept for a gap.
const MOST_VALUES: usize = 12;
/// So many pairs of schemas are compared for one value of an exchange before the rest is left open.
const MOST_PAIRS: usize = 20_000;
/// So many numbers are held against a list of values one by one.
const MOST_NUMBERS: usize = 1_000;
/// So many alternatives are looked at one by one.
const MOST_ALTERNATIVES: usize = 100;

/// A rule that may refuse what another schema accepts.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// Where in the value: a JSON pointer.
    pub(super) at: String,
    /// The keyword of the rule.
    pub(super) keyword: &'static str,
    /// The schema that accepts: a JSON pointer into its document.
    pub(super) loose: String,
    /// The schema that has the rule: a JSON pointer into its document.
    pub(super) strict: String,
    /// Whole values that probably show it.
    pub(super) values: Vec<Value>,
}

/// Finds gaps, and remembers them.
#[derive(Debug)]
pub(super) struct Gaps {
    pub(super) direction: Direction,
    pub(super) examples: Examples,
    known: HashMap<(Key, Key), Rc<Vec<Gap>>>,
    /// The pairs that are being compared.
    open: Vec<(Key, Key)>,
    /// How many comparisons were left to one that is open.
    circles: usize,
    pairs: usize,
}

impl Gaps {
    pub(super) fn new(direction: Direction) -> Self {
        Self {
            direction,
            examples: Examples::new(direction),
            known: HashMap::new(),
            open: Vec::new(),
            circles: 0,
            pairs: 0,
        }
    }

    /// The rules of `strict` that may refuse what all of `loose` accept; none if there are provably none.
    pub(super) fn find<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>) -> Rc<Vec<Gap>> {
        let pair = (key(loose), key(&[strict]));
        if let Some(known) = self.known.get(&pair) {
            return Rc::clone(known);
        }
        if self.open.contains(&pair) {
            self.circles += 1;
            return Rc::default();
        }
        if self.open.is_empty() {
            self.pairs = 0;
        }
        self.pairs += 1;
        if self.pairs > MOST_PAIRS {
            return Rc::new(vec![gap(loose, strict, "schema", Vec::new())]);
        }
        let circles = self.circles;
        self.open.push(pair.clone());
        let found = Rc::new(self.compare(loose, strict));
        self.open.pop();
        // What was found while something above was taken for granted holds only together with that.
        if self.circles == circles || self.open.is_empty() {
            self.known.insert(pair, Rc::clone(&found));
        }
        found
    }

    fn compare<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>) -> Vec<Gap> {
        let flat_loose = flat(loose);
        let direct = self.direct(&flat_loose, strict);
        if direct.is_empty() || strict.discriminator().is_some() {
            return direct;
        }
        let Some((rest, choices)) = choices(&flat_loose) else { return direct };
        if choices.len() > MOST_ALTERNATIVES {
            return direct;
        }
        // What is accepted is accepted by one of the alternatives: each is compared by itself.
        let mut gaps: Vec<Gap> = Vec::new();
        for choice in choices {
            for gap in self.find(&[rest.as_slice(), &[choice]].concat(), strict).iter() {
                let is_same = |other: &&mut Gap| {
                    (&other.at, other.keyword, &other.strict) == (&gap.at, gap.keyword, &gap.strict)
                };
                match gaps.iter_mut().find(is_same) {
                    Some(known) => add_values(&mut known.values, gap.values.iter().cloned()),
                    None => gaps.push(gap.clone()),
                }
            }
        }
        gaps
    }

    /// The gaps of the schema's own rules and those of its `allOf`, alternatives of `loose` left aside.
    fn direct<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>) -> Vec<Gap> {
        if let Some(constants) = loose.iter().find_map(|part| part.schema.enumeration.as_ref()) {
            // Long lists of texts are compared as such: judging each value goes through the other list each time.
            let is_listed = listed(strict);
            let values = constants.iter().filter(|constant| !is_listed(constant)).map(value_of);
            let is_shown = |value: &Value| {
                loose.iter().all(|part| part.version.holds(&part.schema.pointer, value))
                    && !strict.version.holds(&strict.schema.pointer, value)
            };
            let values: Vec<_> = values.filter(is_shown).take(MOST_VALUES).collect();
            return if values.is_empty() { Vec::new() } else { vec![gap(loose, strict, "enum", values)] };
        }
        let mut gaps = Vec::new();
        for used in strict.combination().map(|combination| combination.all_of.as_slice()).unwrap_or_default()
        {
            gaps.extend(self.find(loose, strict.of(used)).iter().cloned());
        }
        let common = self.types(loose, strict, &mut gaps);
        if strict.schema.enumeration.is_some() {
            self.enumeration(loose, strict, common, &mut gaps);
            return gaps;
        }
        if common.has(Kinds::STRING) {
            self.text(loose, strict, &mut gaps);
        }
        if common.has(Kinds::NUMBER) {
            number::find(loose, strict, !common.has(Kinds::FRACTION), &mut gaps);
        }
        if common.has(Kinds::ARRAY) {
            self.array(loose, strict, &mut gaps);
        }
        if common.has(Kinds::OBJECT) {
            self.object(loose, strict, &mut gaps);
        }
        self.combination(loose, strict, &mut gaps);
        gaps
    }

    /// `type` and `nullable`; returns the types that both accept.
    fn types<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, gaps: &mut Vec<Gap>) -> Kinds {
        let accepted = Kinds::common(loose);
        let own = Kinds::of(strict.schema);
        let mut extra = accepted.without(own);
        if extra.has(Kinds::FRACTION) && Range::of(loose, false).whole {
            extra = extra.without(Kinds::FRACTION);
        }
        if extra.has(Kinds::NULL) {
            gaps.push(gap(loose, strict, "nullable", vec![Value::Null]));
        }
        let mut values = Vec::new();
        let extra = extra.without(Kinds::NULL);
        for kind in Kinds::EACH.into_iter().filter(|kind| extra.has(*kind)) {
            // A list of one is written like its item in a query.
            let pair = (kind == Kinds::ARRAY).then(|| self.examples.items(loose, 2, 0)).flatten();
            values.extend(pair.map(Value::Array));
            values.extend(self.examples.example_of(loose, kind));
        }
        if !extra.is_empty() {
            gaps.push(gap(loose, strict, "type", values));
        }
        accepted.and(own)
    }

    /// `enum` of `strict`, where `loose` lists no values.
    fn enumeration<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, common: Kinds, gaps: &mut Vec<Gap>) {
        let constants = strict.schema.enumeration.as_deref().unwrap_or_default();
        let mut values = vec![Value::Bool(true), Value::Bool(false), Value::Null];
        values.retain(|value| common.has(super::example::kind_of(value)));
        let mut may_differ = common.has(Kinds::ARRAY) || common.has(Kinds::OBJECT);
        if common.has(Kinds::STRING) {
            let texts: Vec<&str> = constants.iter().filter_map(text_of).collect();
            let unlisted = text::unlisted(loose, &texts);
            may_differ |= unlisted.is_some();
            values.extend(unlisted.into_iter().flatten());
            values.extend(text::others(loose));
        }
        if common.has(Kinds::NUMBER) {
            let range = Range::of(loose, !common.has(Kinds::FRACTION));
            // Among more numbers than are listed there is one that isn't.
            let count = constants.len().min(MOST_NUMBERS) + 1;
            let all = range.first(count);
            may_differ |= all.as_ref().is_none_or(|all| all.len() >= count);
            values.extend(range.near().into_iter().filter_map(super::number::Decimal::to_value));
            values.extend(all.into_iter().flatten().filter_map(super::number::Decimal::to_value));
        }
        for kind in Kinds::EACH.into_iter().filter(|kind| common.has(*kind)) {
            values.extend(self.examples.example_of(loose, kind));
        }
        let is_accepted =
            |value: &Value| loose.iter().all(|part| part.version.holds(&part.schema.pointer, value));
        let is_refused = |value: &Value| !strict.version.holds(&strict.schema.pointer, value);
        values.retain(|value| is_refused(value) && is_accepted(value));
        if may_differ || !values.is_empty() {
            gaps.push(gap(loose, strict, "enum", values));
        }
    }
}

/// Whether `part` certainly accepts a constant: a text that it lists, where it has no other rule for texts.
fn listed(part: Part<'_>) -> impl Fn(&Constant) -> bool {
    let parts = flat(&[part]);
    let is_plain = |part: &Part<'_>| {
        let has_choice = part.combination().is_some_and(|combination| {
            combination.not.is_some() || part.discriminator().is_some() || !part.alternatives().is_empty()
        });
        part.schema.string.is_none() && !has_choice && Kinds::of(part.schema).has(Kinds::STRING)
    };
    let lists = parts.iter().filter_map(|part| part.schema.enumeration.as_deref());
    let lists: Vec<HashSet<&str>> = lists.map(|list| list.iter().filter_map(text_of).collect()).collect();
    let is_plain = parts.iter().all(is_plain);
    move |constant| {
        text_of(constant).is_some_and(|text| is_plain && lists.iter().all(|list| list.contains(text)))
    }
}

/// The first part of `flat` that has alternatives, as chosen among the others, and its alternatives.
fn choices<'a>(flat: &[Part<'a>]) -> Option<(Vec<Part<'a>>, Vec<Part<'a>>)> {
    let has_choices = |part: &Part<'_>| part.discriminator().is_some() || !part.alternatives().is_empty();
    let index = flat.iter().position(has_choices)?;
    let part = flat.get(index)?;
    let choices = match part.discriminator() {
        Some(discriminator) => discriminator.mapping.iter().map(|(_, used)| part.of(used)).collect(),
        None => part.alternatives().into_iter().next()?,
    };
    let mut rest = flat.to_vec();
    if let Some(part) = rest.get_mut(index) {
        part.chosen = true;
    }
    Some((rest, choices))
}

/// A gap at the whole value.
pub(super) fn gap(loose: &[Part<'_>], strict: Part<'_>, keyword: &'static str, values: Vec<Value>) -> Gap {
    // The schema that says something about the keyword, else the first.
    let says = |part: &&Part<'_>| {
        let value = part.version.value(&part.schema.pointer);
        value.is_some_and(|value| value.get(keyword).is_some())
    };
    let loose = loose.iter().find(says).or(loose.first());
    let loose = loose.map(|part| part.schema.pointer.clone()).unwrap_or_default();
    let mut kept = Vec::new();
    add_values(&mut kept, values);
    Gap { at: String::new(), keyword, loose, strict: strict.schema.pointer.clone(), values: kept }
}

/// Adds values, each once, as long as there is room.
fn add_values(values: &mut Vec<Value>, more: impl IntoIterator<Item = Value>) {
    for value in more {
        if values.len() < MOST_VALUES && !values.contains(&value) {
            values.push(value);
        }
    }
}

/// The gap one step deeper in a value: `wrap` puts what shows it into its place.
pub(super) fn within(gap: &Gap, token: &str, mut wrap: impl FnMut(&Value) -> Option<Value>) -> Gap {
    let token = token.replace('~', "~0").replace('/', "~1");
    let at = format!("/{token}{}", gap.at);
    Gap { at, values: gap.values.iter().filter_map(&mut wrap).collect(), ..gap.clone() }
}
