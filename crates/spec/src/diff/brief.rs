//! Values on one line.

use std::fmt;

use serde_json::Value;

/// How many characters of a value are written.
const MOST: usize = 120;

/// How many characters before the first difference are written.
const BEFORE: usize = 30;

/// A value as JSON on one line; of a long one, a part.
pub(super) struct Brief {
    text: Vec<char>,
    start: usize,
}

impl Brief {
    pub(super) fn new(value: &Value) -> Self {
        Self { text: value.to_string().chars().collect(), start: 0 }
    }

    /// Two values, with the parts around their first difference if they are long.
    pub(super) fn pair(old: &Value, new: &Value) -> (Self, Self) {
        let (mut old, mut new) = (Self::new(old), Self::new(new));
        if old.text.len().max(new.text.len()) > MOST {
            let same = old.text.iter().zip(&new.text).take_while(|(a, b)| a == b).count();
            let start = same.saturating_sub(BEFORE);
            old.start = start.min(old.text.len());
            new.start = start.min(new.text.len());
        }
        (old, new)
    }
}

impl fmt::Display for Brief {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = &self.text[self.start..];
        let shown: String = rest.iter().take(MOST).collect();
        let (before, after) = (self.start > 0, rest.len() > MOST);
        write!(formatter, "{}{shown}{}", if before { "[...]" } else { "" }, if after { "[...]" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_values_are_whole() {
        let (old, new) = Brief::pair(&json!("a\nb"), &json!([1]));
        assert_eq!((old.to_string(), new.to_string()), (r#""a\nb""#.to_owned(), "[1]".to_owned()));
    }

    #[test]
    fn of_long_values_the_difference_is_shown() {
        let long = |word: &str| json!(format!("{}{word}{}", "é ".repeat(100), "z ".repeat(100)));
        let (old, new) = Brief::pair(&long("old"), &long("new"));
        let (old, new) = (old.to_string(), new.to_string());
        assert!(old.contains("é oldz z") && new.contains("é newz z"), "{old} {new}");
        assert!(old.starts_with("[...]") && old.ends_with("[...]"), "{old}");
    }
}
