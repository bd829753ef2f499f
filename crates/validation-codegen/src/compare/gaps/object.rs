//! `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`, `readOnly`, `writeOnly`.

use serde_json::{Map, Value, json};

use super::{Gap, Gaps, gap, within};
use crate::compare::normal::{Direction, Kinds, Member, Part, member, names};
use crate::ir::ObjectRules;

/// The name of a member that no schema names.
const UNNAMED: &str = "undocumented";

/// So many members are made to pass a greatest number.
const MOST_MEMBERS: u64 = 1_000;

impl Gaps {
    pub(super) fn object<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, gaps: &mut Vec<Gap>) {
        let Some(own) = &strict.schema.object else { return };
        let base = self.base(loose, strict);
        self.counts(loose, strict, own, &base, gaps);
        let known = names(loose);
        let mut all = known.clone();
        all.extend(names(&[strict]).into_iter().filter(|name| !known.contains(name)));
        for name in all {
            let accepted = member(loose, Some(name), self.direction);
            let asked = member(&[strict], Some(name), self.direction);
            if asked.required && !accepted.required {
                let mut members = base.clone();
                members.shift_remove(name);
                gaps.push(gap(loose, strict, "required", vec![Value::Object(members)]));
                if let Some(gap) = gaps.last_mut() {
                    // The pointer of a missing member is where it would be.
                    gap.at = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
                }
            }
            // Nobody sends, on purpose, a member that a schema with members doesn't name.
            let is_sent = known.contains(&name) || !accepted.parts.is_empty() || known.is_empty();
            if is_sent {
                self.one(loose, strict, name, &base, (&accepted, &asked), gaps);
            }
        }
        let accepted = member(loose, None, self.direction);
        let asked = member(&[strict], None, self.direction);
        self.one(loose, strict, UNNAMED, &base, (&accepted, &asked), gaps);
    }

    /// An object that both accept, else one that `loose` accepts.
    fn base(&mut self, loose: &[Part<'_>], strict: Part<'_>) -> Map<String, Value> {
        let both = [loose, &[strict]].concat();
        let both = self.examples.example_of(&both, Kinds::OBJECT);
        match both.or_else(|| self.examples.example_of(loose, Kinds::OBJECT)) {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        }
    }

    /// Compares what is said about one member.
    fn one<'a>(
        &mut self,
        loose: &[Part<'a>],
        strict: Part<'a>,
        name: &str,
        base: &Map<String, Value>,
        (accepted, asked): (&Member<'a>, &Member<'a>),
        gaps: &mut Vec<Gap>,
    ) {
        if accepted.forbidden {
            return;
        }
        let with = |value: &Value| {
            let mut members = base.clone();
            members.insert(name.to_owned(), value.clone());
            Some(Value::Object(members))
        };
        if asked.forbidden {
            let keyword = match (asked.named, self.direction) {
                (false, _) => "additionalProperties",
                (true, Direction::Request) => "readOnly",
                (true, Direction::Response) => "writeOnly",
            };
            let value = self.examples.example(&accepted.parts).unwrap_or_else(|| json!("text"));
            let found = gap(loose, strict, keyword, vec![value]);
            gaps.push(within(&found, name, with));
            return;
        }
        for part in &asked.parts {
            for gap in self.find(&accepted.parts, *part).iter() {
                gaps.push(within(gap, name, with));
            }
        }
    }

    /// `minProperties`, `maxProperties`.
    fn counts(
        &mut self,
        loose: &[Part<'_>],
        strict: Part<'_>,
        own: &ObjectRules,
        base: &Map<String, Value>,
        gaps: &mut Vec<Gap>,
    ) {
        let rules = || loose.iter().filter_map(|part| part.schema.object.as_ref());
        let names = names(loose);
        let required = names.iter().filter(|name| member(loose, Some(name), self.direction).required).count();
        let least = rules().map(|rules| rules.min_properties).max().unwrap_or(0);
        let least = least.max(u64::try_from(required).unwrap_or(0));
        if own.min_properties > least {
            let values = self.examples.example_of(loose, Kinds::OBJECT);
            gaps.push(gap(loose, strict, "minProperties", values.into_iter().collect()));
        }
        let most = rules().filter_map(|rules| rules.max_properties).min();
        let is_closed = member(loose, None, self.direction).forbidden;
        let most = if is_closed {
            let count = u64::try_from(names.len()).unwrap_or(u64::MAX);
            Some(most.map_or(count, |most| most.min(count)))
        } else {
            most
        };
        let Some(limit) = own.max_properties.filter(|limit| most.is_none_or(|most| most > *limit)) else {
            return;
        };
        let mut members = base.clone();
        let others = (0..=limit.min(MOST_MEMBERS)).map(|number| format!("member{number}"));
        for name in names.iter().map(|name| (*name).to_owned()).chain(others) {
            let member = member(loose, Some(&name), self.direction);
            let is_full = u64::try_from(members.len()).unwrap_or(u64::MAX) > limit;
            if is_full || member.forbidden || members.contains_key(&name) {
                continue;
            }
            if let Some(value) = self.examples.example(&member.parts) {
                members.insert(name, value);
            }
        }
        gaps.push(gap(loose, strict, "maxProperties", vec![Value::Object(members)]));
    }
}
