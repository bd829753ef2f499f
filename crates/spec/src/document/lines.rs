//! From a JSON pointer back to a line of the text.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::Pointer;

pub(super) fn lines_of<'a>(text: &str, pointers: impl IntoIterator<Item = &'a Pointer>) -> Vec<Option<u64>> {
    let mut pointers = pointers.into_iter().peekable();
    if pointers.peek().is_none() {
        return Vec::new();
    }
    let tree: Option<Spanned<Tree>> = serde_saphyr::from_str_with_options(text, super::text::options()).ok();
    pointers.map(|pointer| line_in(tree.as_ref()?, pointer)).collect()
}

fn line_in(tree: &Spanned<Tree>, pointer: &Pointer) -> Option<u64> {
    let mut found = tree;
    for token in pointer.tokens() {
        found = match &found.value {
            Tree::Map(members) => members.get(&*token)?,
            Tree::List(items) => items.get(token.parse::<usize>().ok()?)?,
            Tree::Scalar => return None,
        };
    }
    Some(found.referenced.line())
}

/// The shape of a text, with the place of every value.
enum Tree {
    Map(HashMap<String, Spanned<Tree>>),
    List(Vec<Spanned<Tree>>),
    Scalar,
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = HashMap::new();
        while let Some((key, value)) = map.next_entry()? {
            members.insert(key, value);
        }
        Ok(Tree::Map(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Tree::Scalar)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_its_line() {
        let text =
            "openapi: 3.0.3\npaths:\n  /rooms:\n    get:\n      tags: [a, b]\n      summary: >-\n        x\n";
        let line = |pointer: &str| lines_of(text, &[Pointer::parse(pointer).unwrap()])[0];
        assert_eq!(line("/openapi"), Some(1));
        assert_eq!(line("/paths/~1rooms/get/tags/1"), Some(5));
        assert_eq!(line("/paths/~1rooms/get/summary"), Some(7), "a block scalar starts below its key");
        assert_eq!(line("/paths/nowhere"), None);
    }
}
