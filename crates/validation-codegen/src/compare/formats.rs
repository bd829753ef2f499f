//! Formats of strings as patterns: one that every text of the format matches, and one of which most matches are such
//! texts.
//!
//! The first proves that a rule says nothing new, the second makes texts that show what it says.

use std::sync::LazyLock;

use crate::ir::StringFormat;
use crate::pattern::{Automaton, compile};

/// The patterns of a format.
#[derive(Debug)]
pub(super) struct Patterns {
    /// Matched by all texts of the format, and by others.
    pub(super) all: Option<Automaton>,
    /// Matched by texts of the format, and by few others.
    pub(super) likely: Option<Automaton>,
}

/// The patterns of `format`.
pub(super) fn patterns(format: StringFormat) -> Option<&'static Patterns> {
    static KNOWN: LazyLock<Vec<(StringFormat, Patterns)>> = LazyLock::new(|| {
        let compiled = |pattern: &str| compile(pattern).ok();
        let known = FORMATS.iter().map(|(format, all, likely)| {
            (*format, Patterns { all: compiled(all), likely: compiled(likely) })
        });
        known.collect()
    });
    KNOWN.iter().find(|(known, _)| *known == format).map(|(_, patterns)| patterns)
}

/// Formats, each with what its texts match, and with what is made of it.
const FORMATS: &[(StringFormat, &str, &str)] = &[
    (StringFormat::Byte, "^[A-Za-z0-9+/]*={0,2}$", "^([A-Za-z0-9+/]{4})*$"),
    (
        StringFormat::Date,
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$",
    ),
    (
        StringFormat::DateTime,
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[^0-9][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?\
         ([Zz]|[+-](0[0-9]|1[0-2]):[0-5][0-9])$",
    ),
    (
        StringFormat::Time,
        "^[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?([Zz]|[+-](0[0-9]|1[0-2]):[0-5][0-9])$",
    ),
    (StringFormat::Duration, "^P.", "^P[1-9][0-9]{0,9}(D|W)$"),
    (StringFormat::Email, "^[^@]+@.+$|^\".*\"@.+$", "^[a-z]{1,9}@([a-z]{9}[.])*[a-z]{1,9}$"),
    (StringFormat::Hostname, "^[A-Za-z0-9.-]{1,253}$", "^([a-z]{9}[.])*[a-z0-9]{1,9}$"),
    (StringFormat::Ipv4, "^[0-9]{1,3}([.][0-9]{1,3}){3}$", "^(1?[1-9]?[0-9])([.](1?[1-9]?[0-9])){3}$"),
    (
        StringFormat::Ipv6,
        "^[0-9A-Fa-f:.]{2,45}$",
        "^([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}$|^::[0-9A-Fa-f]{1,4}$",
    ),
    (
        StringFormat::Uri,
        "^[A-Za-z][A-Za-z0-9+.-]*:",
        "^(https?|urn):[a-z]+[a-z/]*$|^https?://[a-z]+/[A-Za-z0-9/]*$",
    ),
    (
        StringFormat::Iri,
        "^[A-Za-z][A-Za-z0-9+.-]*:",
        "^(https?|urn):[a-z]+[a-z/]*$|^https?://[a-z]+/[A-Za-z0-9/]*$",
    ),
    (StringFormat::UriReference, "", "^/?[a-z]*$|^https?://[a-z]+/[A-Za-z0-9/]*$"),
    (StringFormat::IriReference, "", "^/?[a-z]*$|^https?://[a-z]+/[A-Za-z0-9/]*$"),
    (StringFormat::JsonPointer, "^$|^/", "^(/[A-Za-z0-9]*)*$"),
    (StringFormat::UriTemplate, "", "^[A-Za-z/]*([{][a-z]+[}])?$"),
    (
        StringFormat::Uuid,
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::example::samples;
    use crate::compare::language::{Search, Texts, another, search};

    #[test]
    fn each_format_has_both_patterns_and_what_is_likely_is_among_all() {
        for (format, ..) in FORMATS {
            let patterns = patterns(*format).unwrap();
            let (all, likely) = (patterns.all.as_ref().unwrap(), patterns.likely.as_ref().unwrap());
            let texts = |automaton| Texts { patterns: vec![automaton], ..Texts::default() };
            let likely_texts = Texts { most: Some(200), ..texts(likely) };
            let beyond = search(&likely_texts, Some(&texts(all)));
            assert_eq!(beyond, Search::Nothing, "{format:?}");
            let exact = |text: &str| compile(&format!("^{}$", regex_syntax_escape(text))).unwrap();
            for text in samples(*format) {
                let exact = exact(text);
                let sample = Texts { patterns: vec![all, &exact], ..Texts::default() };
                assert_eq!(search(&sample, None), Search::Found((*text).to_owned()), "{format:?}");
            }
            assert!(matches!(another(&texts(likely), &[]), Search::Found(_)), "{format:?}");
        }
    }

    fn regex_syntax_escape(text: &str) -> String {
        text.chars()
            .map(
                |c| {
                    if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }
                },
            )
            .collect()
    }
}
