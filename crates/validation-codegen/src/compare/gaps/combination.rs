//! `anyOf`, `oneOf`, `not`, `discriminator`.

use serde_json::{Value, json};

use super::{Gap, Gaps, gap};
use crate::compare::example::value_of;
use crate::compare::normal::{Direction, Kinds, Member, Part, flat, member, names};
use crate::ir::{Combination, Discriminator};

/// So deep two schemas are looked into for members that they can't have in common.
const DEEPEST: usize = 3;

impl Gaps {
    pub(super) fn combination<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, gaps: &mut Vec<Gap>) {
        let Some(Combination { any_of, one_of, not, discriminator, .. }) = strict.combination() else {
            return;
        };
        if let Some(discriminator) = discriminator {
            self.discriminator(loose, strict, discriminator, gaps);
        } else {
            let parts =
                |list: &'a [_]| -> Vec<Part<'a>> { list.iter().map(|used| strict.of(used)).collect() };
            if !any_of.is_empty() {
                self.any_of(loose, strict, &parts(any_of), gaps);
            }
            if !one_of.is_empty() {
                self.one_of(loose, strict, &parts(one_of), gaps);
            }
        }
        if let Some(not) = not {
            self.not(loose, strict, strict.of(not), gaps);
        }
    }

    fn any_of<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, list: &[Part<'a>], gaps: &mut Vec<Gap>) {
        let mut values: Vec<Value> = Vec::new();
        for part in list {
            let found = self.find(loose, *part);
            if found.is_empty() {
                return;
            }
            values.extend(found.iter().filter_map(|gap| gap.values.first().cloned()).take(4));
        }
        values.extend(self.examples.example(loose));
        gaps.push(gap(loose, strict, "anyOf", values));
    }

    fn one_of<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, list: &[Part<'a>], gaps: &mut Vec<Gap>) {
        if loose.iter().any(|part| self.is_same_one_of(*part, list)) {
            return;
        }
        let mut values: Vec<Value> = Vec::new();
        for (index, part) in list.iter().enumerate() {
            let found = self.find(loose, *part);
            let others = list.iter().enumerate().filter(|(other, _)| *other != index);
            if found.is_empty() && others.clone().all(|(_, other)| is_disjoint(loose, *other, 0)) {
                return;
            }
            values.extend(found.iter().filter_map(|gap| gap.values.first().cloned()).take(2));
            for (_, other) in others.take(4) {
                values.extend(self.examples.example(&[loose, &[*part, *other]].concat()));
            }
        }
        values.extend(self.examples.example(loose));
        gaps.push(gap(loose, strict, "oneOf", values));
    }

    /// Whether `part` has a `oneOf` that accepts what one of `list` accepts: each schema has one that is the same.
    fn is_same_one_of<'a>(&mut self, part: Part<'a>, list: &[Part<'a>]) -> bool {
        let Some(combination) = part.combination().filter(|_| !part.chosen) else { return false };
        if combination.discriminator.is_some() || combination.one_of.len() != list.len() {
            return false;
        }
        let mut left: Vec<Part<'a>> = combination.one_of.iter().map(|used| part.of(used)).collect();
        list.iter().all(|part| {
            let is_same = |other: &Part<'a>| {
                self.find(&[*other], *part).is_empty() && self.find(&[*part], *other).is_empty()
            };
            let Some(index) = left.iter().position(is_same) else { return false };
            left.swap_remove(index);
            true
        })
    }

    fn not<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, not: Part<'a>, gaps: &mut Vec<Gap>) {
        for part in loose {
            let Some(known) = part.combination().and_then(|combination| combination.not.as_ref()) else {
                continue;
            };
            if self.find(&[not], part.of(known)).is_empty() {
                return;
            }
        }
        if is_disjoint(loose, not, 0) {
            return;
        }
        let mut values: Vec<Value> = self.examples.example(&[loose, &[not]].concat()).into_iter().collect();
        values.extend(self.examples.example(&[not]));
        gaps.push(gap(loose, strict, "not", values));
    }

    fn discriminator<'a>(
        &mut self,
        loose: &[Part<'a>],
        strict: Part<'a>,
        own: &'a Discriminator,
        gaps: &mut Vec<Gap>,
    ) {
        let known = loose.iter().find_map(|part| {
            let discriminator = part.combination()?.discriminator.as_ref()?;
            (discriminator.property == own.property).then_some((*part, discriminator))
        });
        let Some((part, known)) = known else {
            let mut values: Vec<Value> = self.examples.example(loose).into_iter().collect();
            let named = values.first().cloned().map(|value| with(value, &own.property, "undocumented"));
            values.extend(named);
            gaps.push(gap(loose, strict, "discriminator", values));
            return;
        };
        let mut chosen = loose.to_vec();
        for part in &mut chosen {
            part.chosen = true;
        }
        let mut unknown = Vec::new();
        for (name, used) in &known.mapping {
            let accepted = [chosen.as_slice(), &[part.of(used)]].concat();
            let Some((_, asked)) = own.mapping.iter().find(|(other, _)| other == name) else {
                let example = self.examples.example(&accepted);
                unknown.extend(example.map(|value| with(value, &own.property, name)));
                if unknown.is_empty() {
                    unknown.push(json!({&own.property: name}));
                }
                continue;
            };
            for gap in self.find(&accepted, strict.of(asked)).iter() {
                let values =
                    gap.values.iter().map(|value| with(value.clone(), &own.property, name)).collect();
                gaps.push(Gap { values, ..gap.clone() });
            }
        }
        if !unknown.is_empty() {
            gaps.push(gap(loose, strict, "discriminator", unknown));
        }
    }
}

/// The object with the member that names its schema.
fn with(mut value: Value, property: &str, name: &str) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.insert(property.to_owned(), json!(name));
    }
    value
}

/// Whether it is certain that no value fits both.
fn is_disjoint(loose: &[Part<'_>], other: Part<'_>, depth: usize) -> bool {
    let both = flat(&[loose, &[other]].concat());
    let kinds = Kinds::common(&both);
    if kinds.is_empty() {
        return true;
    }
    if let Some(constants) = both.iter().find_map(|part| part.schema.enumeration.as_ref()) {
        let fits = |value: &Value| both.iter().all(|part| part.version.holds(&part.schema.pointer, value));
        return !constants.iter().map(value_of).any(|value| fits(&value));
    }
    if !kinds.without(Kinds::OBJECT).is_empty() || depth > DEEPEST {
        return false;
    }
    let is_impossible = |name: &&str| {
        [Direction::Request, Direction::Response].into_iter().all(|direction| {
            let Member { required, forbidden, parts, .. } = member(&both, Some(name), direction);
            let clash = |(first, rest): (&Part<'_>, &[Part<'_>])| {
                rest.iter().any(|part| is_disjoint(&[*first], *part, depth + 1))
            };
            required && (forbidden || parts.split_first().is_some_and(clash))
        })
    };
    names(&both).iter().any(is_impossible)
}
