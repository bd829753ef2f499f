//! Lists of names and values: queries, forms and cookies.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::header::{self, Headers};
use crate::percent::{self, Plus};

/// Names and values, not decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs<'a> {
    text: &'a str,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// A query, or a body of a form.
    Query,
    /// The values of `Cookie` headers, joined by semicolons.
    Cookie,
}

/// What has one name.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) name: Cow<'a, str>,
    /// In order, not decoded.
    pub(crate) values: Vec<&'a str>,
}

impl<'a> Pairs<'a> {
    pub(crate) fn of_query(text: &'a str) -> Self {
        Self { text, source: Source::Query }
    }

    pub(crate) fn of_cookies(text: &'a str) -> Self {
        Self { text, source: Source::Cookie }
    }

    pub(crate) fn plus(self) -> Plus {
        if self.source == Source::Query { Plus::Space } else { Plus::Plus }
    }

    /// The pairs of which arrays and objects consist when exploded. Cookies may join them by `&`, as `form` is defined,
    /// or by semicolons, as cookies are.
    pub(crate) fn exploded(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.split(true)
    }

    #[inline]
    fn split(self, exploded: bool) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_cookie = self.source == Source::Cookie;
        let separates = move |character: char| match character {
            ';' => is_cookie,
            '&' => exploded || !is_cookie,
            _ => false,
        };
        // The white space around a cookie does not count (RFC 6265, section 5.2); quotes belong to the grammar of
        // values and not to the value (section 4.1.1).
        self.text
            .split(separates)
            .map(move |pair| if is_cookie { pair.trim_matches([' ', '\t']) } else { pair })
            .filter(|pair| !pair.is_empty())
            .map(move |pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
                (name, quoted.filter(|_| is_cookie).unwrap_or(value))
            })
    }

    /// The values with the name `name`.
    #[inline]
    pub(crate) fn named(self, name: &str, exploded: bool) -> impl Iterator<Item = &'a str> {
        let plus = self.plus();
        self.split(exploded)
            .filter(move |(found, _)| *found == name || percent::equals(found, name, plus))
            .map(|(_, value)| value)
    }

    /// The pairs by decoded name, in the order in which names come first. Names that cannot be decoded are left out,
    /// and `broken` is set.
    pub(crate) fn groups(self, broken: &mut bool) -> Vec<Group<'a>> {
        let mut places = HashMap::new();
        let mut groups: Vec<Group<'a>> = Vec::new();
        for (name, value) in self.exploded() {
            let Some(name) = percent::decode(name, self.plus()) else {
                *broken = true;
                continue;
            };
            let place = *places.entry(name.clone()).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.values.push(value),
                None => groups.push(Group { name, values: vec![value] }),
            }
        }
        groups
    }
}

/// The cookies of a request (RFC 6265, section 5.4): the values of all `Cookie` headers, which HTTP/2 may split.
pub(crate) fn cookies(headers: &dyn Headers) -> String {
    let mut joined = String::new();
    headers.visit("cookie", &mut |value| {
        if !joined.is_empty() {
            joined.push(';');
        }
        // Cookies are ASCII by the grammar; others are kept as far as they are text.
        joined.push_str(&String::from_utf8_lossy(header::trim(value)));
    });
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_come_from_all_headers_and_without_quotes() {
        let joined = cookies(&[("Cookie", "a=1; b=\"two\" "), ("cookie", "c=x=y;;d")]);
        let pairs: Vec<_> = Pairs::of_cookies(&joined).split(false).collect();
        assert_eq!(pairs, [("a", "1"), ("b", "two"), ("c", "x=y"), ("d", "")]);
        let pairs: Vec<_> = Pairs::of_cookies("a=1&a=2; a=3").exploded().collect();
        assert_eq!(pairs, [("a", "1"), ("a", "2"), ("a", "3")]);
        let pairs: Vec<_> = Pairs::of_cookies("a=1&a=2").split(false).collect();
        assert_eq!(pairs, [("a", "1&a=2")]);
    }

    #[test]
    fn pairs_are_grouped_by_their_decoded_names() {
        let mut broken = false;
        let groups = Pairs::of_query("a+b=1&c=2&a%20b=3&&d").groups(&mut broken);
        let groups: Vec<_> = groups.iter().map(|group| (&*group.name, group.values.as_slice())).collect();
        assert_eq!(groups, [("a b", ["1", "3"].as_slice()), ("c", &["2"]), ("d", &[""])]);
        assert!(!broken);
        Pairs::of_query("%=1").groups(&mut broken);
        assert!(broken);
    }
}
