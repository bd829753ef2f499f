//! Text from outside, made fit for a line of a log.

use std::fmt::{self, Write};

/// Writes control characters as escapes, so that nothing a sender chose starts a line or moves a terminal's cursor.
pub(crate) struct Visible<'a>(pub(crate) &'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            // The separators of lines and paragraphs are no control characters, but start a line all the same.
            if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
                write!(formatter, "{}", character.escape_default())
            } else {
                formatter.write_char(character)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_all_else_is_as_it_was() {
        assert_eq!(
            Visible("/a\nlevel=info\u{1b}[2J\u{2028}/ü").to_string(),
            "/a\\nlevel=info\\u{1b}[2J\\u{2028}/ü"
        );
    }
}
