//! Texts that are JSON by how they are made, and what a changed byte makes of them.

use std::fmt::Write;

use asp_validation_runtime::Limits;

use crate::outcome::{Outcome, agree};
use asp_tests::random::Random;

/// Writes a value; true if some object of it has a key twice.
fn value(random: &mut Random, depth: usize, text: &mut String) -> bool {
    let repeated = match random.below(if depth == 0 { 3 } else { 5 }) {
        0 => {
            text.push_str(random.pick(&["null", "true", "false"]));
            false
        }
        1 => {
            number(random, text);
            false
        }
        2 => {
            string(random, text);
            false
        }
        3 => list(random, '[', ']', text, |random, text| value(random, depth - 1, text)),
        _ => object(random, depth, text),
    };
    space(random, text);
    repeated
}

fn space(random: &mut Random, text: &mut String) {
    text.push_str(random.pick(&["", "", "", " ", "\n", "\t \r"]));
}

/// Writes up to four items with commas between them; true if `item` once was.
fn list(
    random: &mut Random,
    open: char,
    close: char,
    text: &mut String,
    mut item: impl FnMut(&mut Random, &mut String) -> bool,
) -> bool {
    let mut repeated = false;
    text.push(open);
    space(random, text);
    for index in 0..random.below(5) {
        if index > 0 {
            text.push(',');
            space(random, text);
        }
        repeated |= item(random, text);
    }
    text.push(close);
    repeated
}

/// Writes an object with keys of one letter, now and then behind an escape.
fn object(random: &mut Random, depth: usize, text: &mut String) -> bool {
    let mut keys = [false; 6];
    list(random, '{', '}', text, |random, text| {
        let key = random.below(keys.len());
        let again = std::mem::replace(&mut keys[key], true);
        let letter = u32::from(b'a') + u32::try_from(key).unwrap();
        match random.below(3) {
            0 => write!(text, "\"\\u{letter:04x}\""),
            1 => write!(text, "\"\\u{letter:04X}\""),
            _ => write!(text, "\"{}\"", char::from_u32(letter).unwrap()),
        }
        .unwrap();
        space(random, text);
        text.push(':');
        space(random, text);
        value(random, depth - 1, text) | again
    })
}

/// Writes a number that a double can hold.
fn number(random: &mut Random, text: &mut String) {
    text.push_str(random.pick(&["", "-"]));
    text.push_str(random.pick(&["0", "7", "10", "123456789012345678901234567890"]));
    text.push_str(random.pick(&["", "", ".0", ".5", ".000000000000000000000000000001"]));
    text.push_str(random.pick(&["", "", "e0", "E+09", "e-30", "E10"]));
}

fn string(random: &mut Random, text: &mut String) {
    text.push('"');
    for _ in 0..random.below(12) {
        let plain = ["a", "b c", "/", "{", "]", ",", "\u{7f}", "\u{e9}", "\u{20ac}", "\u{1f600}"];
        let escaped = [r#"\""#, r"\\", r"\/", r"\b", r"\n", r"\u0000", r"\uFFFF", r"\ud83d\uDE00"];
        let choices = if random.below(3) == 0 { &escaped[..] } else { &plain[..] };
        text.push_str(random.pick(choices));
    }
    text.push('"');
}

#[test]
fn what_is_made_as_json_is_accepted() {
    let mut random = Random::new();
    let mut repeated = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        space(&mut random, &mut text);
        let expected =
            if value(&mut random, 5, &mut text) { Outcome::RepeatedKey } else { Outcome::Accepted };
        assert_eq!(Outcome::of(text.as_bytes(), Limits::DEFAULT.depth), expected, "{text}");
        agree(text.as_bytes());
        repeated += usize::from(expected == Outcome::RepeatedKey);
    }
    assert!(repeated > 500, "only {repeated} values with a key twice were made");
}

#[test]
fn a_changed_byte_is_read_alike() {
    let mut random = Random::new();
    for _ in 0..20_000 {
        let mut text = String::new();
        value(&mut random, 4, &mut text);
        let mut text = text.into_bytes();
        let place = random.below(text.len());
        let bytes = b"\"\\{}[],:. -+untf\x00\x1f\x80\xc3\xff";
        match random.below(3) {
            0 => drop(text.remove(place)),
            1 => text.insert(place, bytes[random.below(bytes.len())]),
            _ => text[place] = bytes[random.below(bytes.len())],
        }
        agree(&text);
    }
}
