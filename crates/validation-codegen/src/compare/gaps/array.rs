//! `items`, `minItems`, `maxItems`, `uniqueItems`.

use serde_json::Value;

use super::{Gap, Gaps, gap, within};
use crate::compare::example::item_parts;
use crate::compare::normal::Part;

impl Gaps {
    pub(super) fn array<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, gaps: &mut Vec<Gap>) {
        let Some(own) = &strict.schema.array else { return };
        let rules = || loose.iter().filter_map(|part| part.schema.array.as_ref());
        let least = rules().map(|rules| rules.min_items).max().unwrap_or(0);
        let most = rules().filter_map(|rules| rules.max_items).min();
        let both = [loose, &[strict]].concat();
        let mut made = |count: u64| -> Vec<Value> {
            let lists = [self.examples.items(&both, count, 0), self.examples.items(loose, count, 0)];
            lists.into_iter().flatten().map(Value::Array).collect()
        };
        if own.min_items > least {
            gaps.push(gap(loose, strict, "minItems", made(least)));
        }
        if let Some(limit) = own.max_items
            && most.is_none_or(|most| most > limit)
        {
            gaps.push(gap(loose, strict, "maxItems", made(limit.saturating_add(1).max(least))));
        }
        let may_repeat = most.is_none_or(|most| most > 1) && !rules().any(|rules| rules.unique_items);
        if own.unique_items && may_repeat {
            let item = self.examples.example(&item_parts(&both));
            let count = usize::try_from(least.clamp(2, 100)).unwrap_or(2);
            let values = item.map(|item| Value::Array(vec![item; count]));
            gaps.push(gap(loose, strict, "uniqueItems", values.into_iter().collect()));
        }
        let Some(items) = own.items.as_ref().filter(|_| most != Some(0)) else { return };
        let found = self.find(&item_parts(loose), strict.of(items));
        if found.is_empty() {
            return;
        }
        let others = self.examples.items(&both, least.max(1), 0);
        let others = others.or_else(|| self.examples.items(loose, least.max(1), 0)).unwrap_or_default();
        for gap in found.iter() {
            gaps.push(within(gap, "0", |value| {
                let mut list = others.clone();
                match list.first_mut() {
                    Some(first) => *first = value.clone(),
                    None => list.push(value.clone()),
                }
                Some(Value::Array(list))
            }));
        }
    }
}
