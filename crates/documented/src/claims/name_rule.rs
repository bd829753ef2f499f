//! A pattern that is a set of characters, in the words of a page.

use std::sync::LazyLock;

use regex::Regex;

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
        let class = Regex::new(text).ok()?;
        let may = |character: char| class.is_match(character.encode_utf8(&mut [0; 4]));
        let mut plain = ('0'..='9').chain('A'..='Z').chain('a'..='z');
        // What lies beyond ASCII would have to be said in other words.
        if !plain.all(may) || ['é', 'ß', '中'].into_iter().any(may) {
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
