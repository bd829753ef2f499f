//! How many schemas apply to one value: a combination of combinations must end, and must not be huge.

use std::collections::HashMap;

use asp_spec::Node;

use super::Lowering;
use super::combination::{self, Part};

/// The greatest number of schemas that may apply to one value, each counted as often as it is named: judging looks at
/// each of them.
pub(super) const MOST_PARTS: u64 = 10_000;

/// What a schema brings to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expansion {
    /// This many schemas, itself included.
    Size(u64),
    /// It is part of itself.
    Circle,
    /// More than [`MOST_PARTS`].
    TooLarge,
}

impl Expansion {
    /// What a schema that names it counts for it: where a combination is left out, the schema itself remains.
    fn size(self) -> u64 {
        match self {
            Self::Size(size) => size,
            Self::Circle | Self::TooLarge => 1,
        }
    }
}

/// What is known, by the keys of tables.
pub(super) type Expansions = HashMap<String, Expansion>;

/// A schema whose parts are being counted.
#[derive(Debug)]
struct Open<'a> {
    key: String,
    /// Those that apply together, then those of which a discriminator picks one.
    parts: Vec<Part<'a>>,
    together: usize,
    next: usize,
    size: u64,
    picked: u64,
    circle: bool,
}

impl Open<'_> {
    fn count(&mut self, size: u64) {
        if self.next < self.together {
            self.size = self.size.saturating_add(size);
        } else {
            self.picked = self.picked.max(size);
        }
        self.next += 1;
    }

    fn outcome(&self) -> Expansion {
        match self.size.saturating_add(self.picked) {
            _ if self.circle => Expansion::Circle,
            size if size > MOST_PARTS => Expansion::TooLarge,
            size => Expansion::Size(size),
        }
    }
}

impl<'a> Lowering<'a> {
    /// What the schema at `node` brings to a value. Every circle has a schema of which that is said, not every schema
    /// that is in one.
    pub(super) fn expansion(&mut self, node: &Node<'a>, plain: bool) -> Expansion {
        let key = combination::key(node, plain);
        if let Some(known) = self.expansions.get(&key) {
            return *known;
        }
        // A stack of its own: documents may nest combinations as deeply as they like.
        let mut stack = vec![self.open(key, node, plain)];
        let mut depths = HashMap::from([(combination::key(node, plain), 0)]);
        let mut outcome = Expansion::Circle;
        while let Some(top) = stack.last_mut() {
            let Some(part) = top.parts.get(top.next).cloned() else {
                outcome = top.outcome();
                depths.remove(&top.key);
                let key = std::mem::take(&mut top.key);
                self.expansions.insert(key, outcome);
                stack.pop();
                continue;
            };
            let key = combination::key(&part.node, part.plain);
            if let Some(known) = self.expansions.get(&key) {
                top.count(known.size());
            } else if let Some(depth) = depths.get(&key) {
                top.count(0);
                stack.iter_mut().skip(*depth).for_each(|open| open.circle = true);
            } else {
                depths.insert(key.clone(), stack.len());
                let open = self.open(key, &part.node, part.plain);
                stack.push(open);
            }
        }
        outcome
    }

    fn open(&mut self, key: String, node: &Node<'a>, plain: bool) -> Open<'a> {
        let mut parts = Vec::new();
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let list = node.get(keyword);
            let items: Vec<_> = list.iter().flat_map(Node::items).collect();
            parts.extend(items.iter().map(|item| self.part(item)));
        }
        parts.extend(node.get("not").map(|not| self.part(&not)));
        let together = parts.len();
        if !plain {
            parts.extend(self.family(node).parts());
        }
        Open { key, parts, together, next: 0, size: 1, picked: 0, circle: false }
    }
}
