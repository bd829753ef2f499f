//! All small texts over a few pieces, read like `serde_json` reads them.
//!
//! Two things it does otherwise: it takes an object with a key twice, and refuses numbers that no double can hold. The
//! comparison knows of both.

use crate::outcome::{Seen, agree};

/// Calls `visit` with all sequences of at most `length` pieces, shorter ones first where one starts the other.
///
/// A sequence is followed further only if `visit` says so.
fn sequences(pieces: &[&[u8]], length: usize, visit: &mut impl FnMut(&[u8]) -> bool) {
    fn extend(text: &mut Vec<u8>, pieces: &[&[u8]], length: usize, visit: &mut impl FnMut(&[u8]) -> bool) {
        if !visit(text) || length == 0 {
            return;
        }
        for piece in pieces {
            let end = text.len();
            text.extend_from_slice(piece);
            extend(text, pieces, length - 1, visit);
            text.truncate(end);
        }
    }
    extend(&mut Vec::new(), pieces, length, visit);
}

fn single(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.chunks(1).collect()
}

#[test]
fn of_all_bytes_up_to_two() {
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    let mut values = 0;
    sequences(&single(&bytes), 2, &mut |text| {
        values += usize::from(agree(text).seen == Seen::Value);
        true
    });
    // A digit; a digit with white space on either side; two digits without a leading zero; minus and a digit; three
    // empty values.
    assert_eq!(values, 10 + 2 * 4 * 10 + 9 * 10 + 10 + 3);
}

#[test]
fn of_the_bytes_that_json_gives_a_meaning_up_to_four() {
    let bytes = b"{}[]\",:\\ truenl019.-+E\n\x00\x1f\x80\xc3\xa9\xed";
    let mut values = 0;
    sequences(&single(bytes), 4, &mut |text| {
        values += usize::from(agree(text).seen == Seen::Value);
        true
    });
    assert!(values > 1_000, "only {values} values were made");
}

#[test]
fn of_structure_up_to_nine_pieces() {
    let pieces: &[&[u8]] =
        &[b"{", b"}", b"[", b"]", b",", b":", b"\"a\"", b"\"a\":", b"\"\\u0061\":", b"\"b\":", b"1"];
    let (mut values, mut repeated) = (0, 0);
    sequences(pieces, 9, &mut |text| {
        let reading = agree(text);
        values += usize::from(reading.seen == Seen::Value);
        repeated += usize::from(reading.seen == Seen::RepeatedKey);
        // What is wrong in its middle stays wrong: only what may become a value is followed.
        reading.unfinished || reading.seen != Seen::Nothing
    });
    assert!(values > 1_000, "only {values} values were made");
    assert!(repeated > 100, "only {repeated} values with a key twice were made");
}

#[test]
fn of_numbers_up_to_six_bytes() {
    let mut values = 0;
    sequences(&single(b"-+.eE019"), 6, &mut |text| {
        values += usize::from(agree(text).seen == Seen::Value);
        true
    });
    assert!(values > 1_000, "only {values} numbers were made");
}

/// Once as it is, and once in a string so long that it is looked through by words.
fn agree_in_strings(text: &[u8]) -> Seen {
    let seen = agree(&[b"\"", text, b"\""].concat()).seen;
    let long = agree(&[b"\"aaaaa", text, b"aaaaaaaaaaa\""].concat()).seen;
    // An escape may take from what follows it, so that the two differ there.
    assert!(seen == long || text.contains(&b'\\'), "{}", text.escape_ascii());
    seen
}

#[test]
fn of_strings_up_to_four_pieces() {
    let pieces: &[&[u8]] = &[
        b"\\",
        b"\"",
        b"/",
        b"u",
        b"n",
        b"00",
        b"aF",
        b"d83d",
        b"DE00",
        b"g",
        b"\x1f",
        b"\x7f",
        b"\xc3\xa9",
        b"\xf0\x9f\x98\x80",
    ];
    let mut values = 0;
    sequences(pieces, 4, &mut |text| {
        values += usize::from(agree_in_strings(text) == Seen::Value);
        true
    });
    assert!(values > 1_000, "only {values} strings were made");
}

#[test]
fn of_escapes_up_to_four_pieces() {
    // The first and last code unit of each half of a pair, and their neighbours.
    let pieces: &[&[u8]] = &[
        b"\\uD7FF", b"\\ud800", b"\\uDBFF", b"\\udc00", b"\\uDFFF", b"\\ue000", b"\\u0000", b"\\", b"\\n",
        b"u", b"a",
    ];
    let mut values = 0;
    sequences(pieces, 4, &mut |text| {
        values += usize::from(agree_in_strings(text) == Seen::Value);
        true
    });
    assert!(values > 1_000, "only {values} strings were made");
}

#[test]
fn of_every_code_unit_behind_an_escape() {
    let mut values = 0;
    for unit in 0..=u16::MAX {
        let text = format!("\\u{unit:04x}");
        values += usize::from(agree_in_strings(text.as_bytes()) == Seen::Value);
    }
    assert_eq!(values, 0x1_0000 - 0x800, "all but the halves of surrogate pairs");
}

/// The bytes at which one kind of UTF-8 sequence ends and another begins (RFC 3629, section 4).
#[test]
fn of_the_bounds_of_utf8_up_to_four_bytes() {
    let bytes =
        b"a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xff";
    let mut values = 0;
    sequences(&single(bytes), 4, &mut |text| {
        let seen = agree_in_strings(text);
        assert_eq!(seen == Seen::Value, std::str::from_utf8(text).is_ok(), "{}", text.escape_ascii());
        values += usize::from(seen == Seen::Value);
        // A prefix that is no start of a character stays wrong.
        std::str::from_utf8(text).err().is_none_or(|error| error.error_len().is_none())
    });
    assert!(values > 1_000, "only {values} strings were made");
}
