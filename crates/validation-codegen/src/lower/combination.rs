//! `allOf`, `anyOf`, `oneOf`, `not`: schemas that apply to the same value.

use asp_spec::Node;

use super::Lowering;
use super::expansion::{Expansion, MOST_PARTS};
use crate::ir::{Combination, Schema, Use};

pub(super) const KEYWORDS: &[&str] = &["allOf", "anyOf", "oneOf", "not", "discriminator"];

/// A schema that applies to the same value as the one that names it.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    /// References followed.
    pub(super) node: Node<'a>,
    /// Whether its discriminator is left aside, since that one leads here.
    pub(super) plain: bool,
}

/// The key of the table for the schema at `node`. No pointer has a `~` before a letter.
pub(super) fn key(node: &Node<'_>, plain: bool) -> String {
    let pointer = node.pointer().as_str();
    if plain { format!("{pointer}~plain") } else { pointer.to_owned() }
}

impl<'a> Lowering<'a> {
    /// The combination of the schema at `node`; what its discriminator adds to `allOf` from outside is not in it.
    pub(super) fn combination(&mut self, node: &Node<'a>, plain: bool) -> Option<Combination> {
        if !KEYWORDS.iter().any(|keyword| node.has(keyword)) || !self.ends(node, plain) {
            return None;
        }
        let all_of = self.parts(node, "allOf", Self::member_use);
        let any_of = self.parts(node, "anyOf", Self::part_use);
        let one_of = self.parts(node, "oneOf", Self::part_use);
        let not = node.get("not").map(|not| self.schema_use(&not));
        let discriminator = self.choosing_discriminator(node);
        let constrains = !all_of.is_empty() || !any_of.is_empty() || !one_of.is_empty() || not.is_some();
        constrains.then_some(Combination { all_of, any_of, one_of, not, discriminator })
    }

    /// The schemas in the list `keyword`; `part` makes one of its owner and its place.
    fn parts(
        &mut self,
        node: &Node<'a>,
        keyword: &str,
        part: fn(&mut Self, &Node<'a>, &Node<'a>) -> Use<Schema>,
    ) -> Vec<Use<Schema>> {
        let Some(list) = node.get(keyword) else { return Vec::new() };
        let items: Vec<_> = list.items().collect();
        if items.is_empty() {
            let found = format!("`{keyword}` without a schema");
            self.refuse("empty-combination", &list, found, "name a schema, or take the keyword out");
        }
        items.iter().map(|item| part(self, node, item)).collect()
    }

    fn part_use(&mut self, _: &Node<'a>, item: &Node<'a>) -> Use<Schema> {
        if item.reference().is_none() {
            return self.schema_use(item);
        }
        let Part { node, plain } = self.part(item);
        Use::Named(self.reserve_as(&node, plain))
    }

    /// The `item` of the `allOf` of `owner`. One that requires members which only other parts describe has a table for
    /// this use alone, if those say in which direction they are sent.
    fn member_use(&mut self, owner: &Node<'a>, item: &Node<'a>) -> Use<Schema> {
        let whole = self.whole.clone().unwrap_or_else(|| owner.clone());
        if item.reference().is_none() {
            return Use::Inline(Box::new(self.schema_within(item, false, Some(whole))));
        }
        let Part { node, plain } = self.part(item);
        if !self.is_changed_within(&whole, &node) {
            return Use::Named(self.reserve_as(&node, plain));
        }
        if self.variants >= MOST_PARTS {
            let found =
                format!("more than {MOST_PARTS} schemas of which the members depend on where they are used");
            self.refuse("combination-size", item, found, "name the members in the schemas that require them");
            return Use::Named(self.reserve_as(&node, plain));
        }
        Use::Named(self.reserve_within(&node, plain, whole))
    }

    /// What `item` of a combination stands for.
    pub(super) fn part(&mut self, item: &Node<'a>) -> Part<'a> {
        let node = item.resolve();
        let plain = item.reference().is_some() && self.is_heir(item, &node);
        Part { node, plain }
    }

    /// Whether what applies to one value comes to an end, and soon enough.
    pub(super) fn ends(&mut self, node: &Node<'a>, plain: bool) -> bool {
        match self.expansion(node, plain) {
            Expansion::Size(_) => true,
            Expansion::Circle => {
                let found = "a schema that is part of itself at the same value";
                let help =
                    "let no combination lead back to the schema, except through `properties` or `items`";
                self.refuse("schema-circle", node, found, help);
                false
            }
            Expansion::TooLarge => {
                let found = format!("a schema of which more than {MOST_PARTS} apply to one value");
                self.refuse("combination-size", node, found, "combine fewer schemas");
                false
            }
        }
    }
}
