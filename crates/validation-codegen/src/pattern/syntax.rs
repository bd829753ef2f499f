//! From the syntax of ECMAScript to that of Rust; refuses what the two understand differently.

use super::Problem;

/// Letters that mean the same after a backslash in both syntaxes, or are translated.
const ESCAPES: &str = "dDwWsSbnrtfvcxupP";

/// The Rust pattern that matches what `source` matches.
pub(super) fn translate(source: &str) -> Result<String, Problem> {
    let no_syntax = || {
        Problem::new(
            "pattern-syntax",
            "which is no ECMAScript pattern, or one in a form that validators do not read",
            "mend it, or write it in a plainer form",
        )
    };
    let source = check(source)?;
    if !jsonschema_regex::is_valid_ecma_regex(&source) {
        return Err(no_syntax());
    }
    let translated = jsonschema_regex::to_rust_regex(&source).map_err(|()| no_syntax())?;
    Ok(ascii_word_boundaries(&translated))
}

/// Refuses what a linear automaton cannot do and what Rust reads differently.
fn check(source: &str) -> Result<String, Problem> {
    let mut characters = source.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => check_escape(characters.next(), in_class)?,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && characters.peek() == Some(&'?') => {
                let rest: String = characters.clone().skip(1).take(2).collect();
                check_group(&rest)?;
            }
            // Rust reads this as "at most", ECMAScript as plain text or not at all.
            '{' if !in_class && characters.peek() == Some(&',') => {
                let found = "where a repetition lacks its lower limit";
                return Err(Problem::new("pattern-syntax", found, "write the lower limit, such as `{0,5}`"));
            }
            _ => {}
        }
    }
    Ok(source.to_owned())
}

fn check_escape(escaped: Option<char>, in_class: bool) -> Result<(), Problem> {
    match escaped {
        Some('1'..='9' | 'k') if !in_class => Err(Problem::new(
            "pattern-backreference",
            "where a backreference asks for backtracking",
            "write what is repeated once more, or say it in the description",
        )),
        Some('B') if !in_class => Err(Problem::new(
            "pattern-syntax",
            "where `\\B` stands, which validators do not read",
            "name the characters that may stand around",
        )),
        Some(letter) if letter.is_ascii_alphanumeric() && !ESCAPES.contains(letter) => Err(Problem::new(
            "pattern-syntax",
            format!("where `\\{letter}` means something else in every dialect"),
            "write the character itself, or its code such as `\\u0000`",
        )),
        _ => Ok(()),
    }
}

fn check_group(kind: &str) -> Result<(), Problem> {
    if kind.starts_with(['=', '!']) || kind.starts_with("<=") || kind.starts_with("<!") {
        return Err(Problem::new(
            "pattern-look-around",
            "where a look-around asks for backtracking",
            "describe the text from left to right, or say the rest in the description",
        ));
    }
    if kind.starts_with([':', '<']) {
        return Ok(());
    }
    Err(Problem::new("pattern-syntax", "where a group changes flags", "spell both cases out, such as `[Aa]`"))
}

/// ECMAScript's `\b` knows the letters of ASCII only, Rust's all of Unicode.
fn ascii_word_boundaries(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            translated.push(character);
            continue;
        }
        match characters.next() {
            // Inside a class Rust refuses `\b` in either form, and so do we.
            Some('b') => translated.push_str(r"(?-u:\b)"),
            Some(other) => translated.extend(['\\', other]),
            None => translated.push('\\'),
        }
    }
    translated
}
