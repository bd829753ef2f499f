//! Words of a command line that a person copies.

/// The word as a shell of Unix takes it.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_./,:=+@%".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_change_them() {
        for (word, expected) in [
            ("a/b-c.yaml", "a/b-c.yaml"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            (">=1", "'>=1'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
