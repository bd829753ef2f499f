//! Percent-encoding (RFC 3986, section 2.1).

use std::borrow::Cow;

use crate::scan;

/// What a plus sign stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plus {
    /// Itself, as in paths.
    Plus,
    /// A space, as in queries: what HTML forms and most HTTP libraries write.
    Space,
}

/// What one request is decoded into: allocated once, when the first value has something to decode.
#[derive(Debug)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    longest: usize,
}

impl Buffer {
    /// A buffer for values of at most `longest` bytes.
    pub(crate) fn new(longest: usize) -> Self {
        Self { bytes: Vec::new(), longest }
    }

    /// Decodes `raw`; `None` if an escape is broken or the result is not UTF-8.
    pub(crate) fn decode<'a>(&'a mut self, raw: &'a str, plus: Plus) -> Option<&'a str> {
        if !has_encoded(raw, plus) {
            return Some(raw);
        }
        self.bytes.clear();
        self.bytes.reserve(self.longest);
        for byte in (Bytes { rest: raw.as_bytes(), plus }) {
            self.bytes.push(byte?);
        }
        std::str::from_utf8(&self.bytes).ok()
    }
}

/// `raw`, decoded; `None` if an escape is broken or the result is not UTF-8.
pub(crate) fn decode(raw: &str, plus: Plus) -> Option<Cow<'_, str>> {
    if !has_encoded(raw, plus) {
        return Some(Cow::Borrowed(raw));
    }
    let bytes = (Bytes { rest: raw.as_bytes(), plus }).collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn has_encoded(raw: &str, plus: Plus) -> bool {
    let also = if plus == Plus::Space { b'+' } else { b'%' };
    scan::first_of(raw, [b'%', also]) < raw.len()
}

/// Whether `raw` decodes to `expected`.
pub(crate) fn equals(raw: &str, expected: &str, plus: Plus) -> bool {
    let mut bytes = Bytes { rest: raw.as_bytes(), plus };
    expected.bytes().all(|byte| bytes.next() == Some(Some(byte))) && bytes.next().is_none()
}

/// The decoded bytes; a broken escape is `None` in place of a byte.
struct Bytes<'a> {
    rest: &'a [u8],
    plus: Plus,
}

impl Iterator for Bytes<'_> {
    type Item = Option<u8>;

    fn next(&mut self) -> Option<Option<u8>> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        match first {
            b'+' if self.plus == Plus::Space => Some(Some(b' ')),
            b'%' => {
                let Some((&[high, low], rest)) = self.rest.split_first_chunk::<2>() else {
                    return Some(None);
                };
                self.rest = rest;
                Some(byte(&[high, low]))
            }
            other => Some(Some(other)),
        }
    }
}

/// The byte that two hexadecimal digits at the start of `digits` stand for.
pub(crate) fn byte(digits: &[u8]) -> Option<u8> {
    let digit = |byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match digits {
        [high, low, ..] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_utf8() {
        let mut buffer = Buffer::new(0);
        let mut check = |raw, expected: Option<&str>| {
            assert_eq!(buffer.decode(raw, Plus::Plus), expected, "{raw}");
        };
        check("abc", Some("abc"));
        check("a%2Fb%2fc", Some("a/b/c"));
        check("%E2%82%ac", Some("€"));
        check("a+b", Some("a+b"));
        check("%", None);
        check("%2", None);
        check("%zz", None);
        check("%+1", None);
        check("%ff", None);
    }

    #[test]
    fn a_plus_is_a_space_in_queries() {
        assert_eq!(Buffer::new(0).decode("a+b%2B", Plus::Space), Some("a b+"));
        assert!(equals("a+b", "a b", Plus::Space));
    }

    #[test]
    fn names_are_compared_decoded() {
        assert!(equals("max%52esults", "maxResults", Plus::Space));
        assert!(!equals("maxResult", "maxResults", Plus::Space));
        assert!(!equals("maxResultsX", "maxResults", Plus::Space));
        assert!(!equals("%", "", Plus::Space));
    }
}
