//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt;

use crate::grammar::{Kind, Shape, grammar};

/// A JSON pointer (RFC 6901), such as `/paths/~1rooms/get`; the empty pointer is the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer written as `text`, or `None` if it is neither empty nor starts with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// This pointer, one step deeper, into the member or item `token` (unescaped).
    #[must_use]
    pub fn join(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        if !token.contains('~') && !token.contains('/') {
            text.push_str(token);
            return Self(text);
        }
        for character in token.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The pointer as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps from the root, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|token| {
            if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }

    /// The last step, unescaped; `None` at the root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.tokens().last()
    }

    /// The first `count` steps of this pointer; all of it if there are fewer.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        let end = self.0.match_indices('/').nth(count).map_or(self.0.len(), |(index, _)| index);
        Self(self.0[..end].to_owned())
    }

    /// The kinds of the objects on the way from the root of an OpenAPI document to this place, the place included: as far
    /// as the grammar knows the way, whether or not there is anything.
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds = vec![Kind::OpenApi];
        let mut shape = Shape::Object(Kind::OpenApi);
        for token in self.tokens() {
            let inner = match shape {
                Shape::Object(kind) | Shape::Referable(kind) => grammar(kind).shape_of(&token),
                Shape::BooleanOrSchema => grammar(Kind::Schema).shape_of(&token),
                Shape::Map(inner) | Shape::List(inner) => Some(*inner),
                _ => None,
            };
            let Some(inner) = inner else { break };
            shape = inner;
            match shape {
                Shape::Object(kind) | Shape::Referable(kind) => kinds.push(kind),
                Shape::BooleanOrSchema => kinds.push(Kind::Schema),
                _ => {}
            }
        }
        kinds
    }

    /// Whether this pointer is `other` or leads into it.
    pub fn is_within(&self, other: &Pointer) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Pointer {
    /// Writes the pointer; the root, which is the empty string, is written as `(root)` so that messages show it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_empty() { "(root)" } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::root().join("paths").join("/a~b/{id}").join("get");
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{id}/get");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "get"]);
    }

    #[test]
    fn a_relative_pointer_is_refused() {
        assert_eq!(Pointer::parse("items"), None);
        assert_eq!(Pointer::parse(""), Some(Pointer::root()));
    }

    #[test]
    fn the_first_steps_are_those_from_the_root() {
        let pointer = Pointer::parse("/a/b~1c/d").unwrap();
        assert_eq!(pointer.first(2).as_str(), "/a/b~1c");
        assert_eq!(pointer.first(0), Pointer::root());
        assert_eq!(pointer.first(9), pointer);
    }

    #[test]
    fn the_kinds_on_the_way_are_those_of_the_grammar() {
        let kinds = |pointer: &str| Pointer::parse(pointer).unwrap().kinds();
        assert_eq!(
            kinds("/components/schemas/A/properties/b/additionalProperties/maxLength"),
            [Kind::OpenApi, Kind::Components, Kind::Schema, Kind::Schema, Kind::Schema]
        );
        assert_eq!(
            kinds("/paths/~1a/get/parameters/0"),
            [Kind::OpenApi, Kind::Paths, Kind::PathItem, Kind::Operation, Kind::Parameter]
        );
        assert_eq!(kinds("/components/x-schemas/A/type"), [Kind::OpenApi, Kind::Components]);
        assert_eq!(kinds("/definitions/A"), [Kind::OpenApi]);
        assert_eq!(kinds(""), [Kind::OpenApi]);
    }

    #[test]
    fn within_respects_token_borders() {
        let rooms = Pointer::root().join("rooms");
        assert!(rooms.join("get").is_within(&rooms));
        assert!(!Pointer::root().join("roomsize").is_within(&rooms));
    }
}
