//! What a serialiser writes is read back.

use super::*;
use crate::random::Random;

/// Some text with much in it that styles give a meaning to.
fn text(random: &mut Random) -> String {
    const PIECES: [&str; 14] = ["a", "B", "7", ".", ",", ";", "=", "&", "%", "+", " ", "|", "é", "[x]"];
    (0..=random.below(6)).map(|_| PIECES[random.below(PIECES.len())]).collect()
}

/// Encodes everything but letters and digits.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// Writes an object, or an array if there are no keys, in a style: the tests' own reading of the table.
fn serialise(style: Style, parts: &[(Option<&str>, String)]) -> String {
    // These two styles have no way to write their delimiter as a part of a value.
    let encode = |value: &str| match style {
        Style::SpaceDelimited | Style::PipeDelimited => encode(&value.replace([' ', '|'], "_")),
        _ => encode(value),
    };
    let parts = parts.iter().map(|(key, value)| (*key, encode(value)));
    let join = |between: &str, of_pair: &str, of_item: &str| {
        let texts = parts.clone().map(|(key, value)| match key {
            Some(key) => format!("{key}{of_pair}{value}"),
            None => format!("{of_item}{value}"),
        });
        texts.collect::<Vec<_>>().join(between)
    };
    match style {
        Style::Simple { explode } => join(",", if explode { "=" } else { "," }, ""),
        Style::Label { explode } => {
            format!(".{}", join(if explode { "." } else { "," }, if explode { "=" } else { "," }, ""))
        }
        Style::Matrix { explode: true } => format!(";{}", join(";", "=", "color=")),
        Style::Matrix { explode: false } => format!(";color={}", join(",", ",", "")),
        Style::Form { explode: true } => join("&", "=", "color="),
        Style::Form { explode: false } => format!("color={}", join(",", ",", "")),
        Style::SpaceDelimited => format!("color={}", join("%20", "%20", "")),
        Style::PipeDelimited => format!("color={}", join("|", "|", "")),
        Style::DeepObject => parts
            .clone()
            .map(|(key, value)| format!("color[{}]={value}", key.unwrap_or_default()))
            .collect::<Vec<_>>()
            .join("&"),
        Style::Json | Style::Bytes => unreachable!("no style of the table"),
    }
}

#[test]
fn what_a_serialiser_writes_is_read_back() {
    static TEXTS: Schema = Schema {
        types: Types::ARRAY,
        array: Some(&ArrayRules { items: Some(&NO_Z), min_items: 2, max_items: Some(4), ..ArrayRules::NONE }),
        ..Schema::ANY
    };
    /// No text that is made here has a `z`, so it is at most as long as it was made.
    static NO_Z: Schema = Schema {
        types: Types::STRING,
        string: Some(&StringRules { max_length: Some(18), min_length: 1, ..StringRules::NONE }),
        ..Schema::ANY
    };
    static MIXED: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules {
            properties: &[
                Property { name: "n", required: true, schema: Some(&INTEGER), ..Property::NONE },
                Property { name: "t", required: true, schema: Some(&NO_Z), ..Property::NONE },
            ],
            additional: Additional::Forbidden,
            ..ObjectRules::NONE
        }),
        ..Schema::ANY
    };
    let explodes = [true, false];
    let mut ways = vec![
        (Place::Query, Style::SpaceDelimited),
        (Place::Query, Style::PipeDelimited),
        (Place::Query, Style::DeepObject),
    ];
    for explode in explodes {
        ways.extend(
            [Style::Simple { explode }, Style::Label { explode }, Style::Matrix { explode }]
                .map(|style| (Place::Path, style)),
        );
        ways.extend([Place::Query, Place::Cookie].map(|place| (place, Style::Form { explode })));
    }
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..400 {
        let items: Vec<_> = (0..2 + round % 3).map(|_| (None, text(&mut random))).collect();
        let number = random.below(100_000).to_string();
        let text = text(&mut random);
        let object = [(Some("t"), text.clone()), (Some("n"), number.clone())];
        for &(place, style) in &ways {
            fits(place, style, &TEXTS, &serialise(style, &items));
            fits(place, style, &MIXED, &serialise(style, &object));
            // One item too few, one too long; a member that is missing, or of another type.
            let bad_arrays = [vec![items[0].clone()], vec![items[0].clone(), (None, "z".repeat(19))]];
            for bad in bad_arrays {
                assert!(
                    !judged(place, style, &TEXTS, &serialise(style, &bad)).is_empty(),
                    "{style:?} {bad:?}"
                );
            }
            let bad_objects = [
                vec![(Some("t"), text.clone())],
                vec![(Some("t"), text.clone()), (Some("n"), format!("{number}x"))],
                vec![(Some("t"), "z".repeat(19)), (Some("n"), number.clone())],
            ];
            for bad in bad_objects {
                assert!(
                    !judged(place, style, &MIXED, &serialise(style, &bad)).is_empty(),
                    "{style:?} {bad:?}"
                );
            }
        }
    }
}
