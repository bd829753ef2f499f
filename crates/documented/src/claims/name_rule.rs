//! A pattern that is a set of characters, in the words of a page.

use std::sync::LazyLock;

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicodeRange, HirKind};

use crate::import::pattern;

/// One or more characters of one class.
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\^\[(?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*\]\+\$$"));
static UNIQUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"name must be unique within the ([a-z]+)"));

/// Which characters a name may have.
pub(super) struct NameRule {
    pub(super) characters: String,
    pub(super) forbidden: Option<String>,
}

impl NameRule {
    /// The rule, if the pattern is one class of characters that has all letters and digits of ASCII and no others.
    pub(super) fn of_pattern(text: &str) -> Option<Self> {
        if !CLASS.is_match(text) {
            return None;
        }
        let class = characters(text)?;
        let may = |character: char| {
            class.iter().any(|range| range.start() <= character && character <= range.end())
        };
        let mut plain = ('0'..='9').chain('A'..='Z').chain('a'..='z');
        // What can't be seen, or lies beyond ASCII, would have to be said in other words.
        let is_plain = |range: &ClassUnicodeRange| range.start() >= ' ' && range.end() <= '~';
        if !plain.all(may) || !class.iter().all(is_plain) {
            return None;
        }
        let special = ('!'..='~').filter(|character| character.is_ascii_punctuation() && may(*character));
        let special: Vec<String> = special.map(String::from).collect();
        let forbidden =
            [(' ', "spaces"), ('.', "periods")].into_iter().filter(|(character, _)| !may(*character));
        let forbidden: Vec<_> = forbidden.map(|(_, name)| name).collect();
        Some(Self {
            characters: format!("letters or numbers {}", special.join(" ")).trim_end().to_owned(),
            forbidden: (!forbidden.is_empty()).then(|| forbidden.join(" or ")),
        })
    }

    /// Within what a description says that the name must be unique.
    pub(super) fn unique_in(description: &str) -> Option<String> {
        Some(UNIQUE.captures(description)?[1].to_owned())
    }
}

/// The characters of the only class of a pattern.
fn characters(pattern: &str) -> Option<Vec<ClassUnicodeRange>> {
    let parsed = regex_syntax::parse(pattern).ok()?;
    let HirKind::Concat(parts) = parsed.kind() else { return None };
    let repeated = parts.iter().find_map(|part| match part.kind() {
        HirKind::Repetition(repetition) => Some(repetition.sub.kind()),
        _ => None,
    });
    match repeated? {
        HirKind::Class(Class::Unicode(class)) => Some(class.ranges().to_vec()),
        _ => None,
    }
}
