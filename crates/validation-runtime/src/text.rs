//! Strings as they stand in a body: raw, decoded byte by byte while they are looked at.

use std::borrow::Cow;

/// A string: its UTF-8 text, with JSON escapes not yet decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    raw: &'a [u8],
    kind: Kind,
}

/// What is known about a text before anything of it was looked at.
// As wide as what stands beside it: processors stall when a word is read of which a byte was just written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
enum Kind {
    /// JSON escapes stand for some of the characters.
    Escaped,
    /// UTF-8.
    Plain,
    /// ASCII without control characters below the space: every byte from 0x20 to 0x7F is a character.
    Ascii,
}

impl<'a> Text<'a> {
    /// `raw` is what stands between the quotes; its escapes must have been checked.
    pub(crate) const fn new(raw: &'a [u8], escaped: bool) -> Self {
        Self { raw, kind: if escaped { Kind::Escaped } else { Kind::Plain } }
    }

    /// Text without escapes, such as a decoded parameter.
    pub(crate) const fn plain(text: &'a str) -> Self {
        Self { raw: text.as_bytes(), kind: Kind::Plain }
    }

    /// Text of bytes from 0x20 to 0x7F.
    #[inline]
    pub(crate) const fn ascii(raw: &'a [u8]) -> Self {
        Self { raw, kind: Kind::Ascii }
    }

    #[inline]
    fn is_escaped(&self) -> bool {
        self.kind == Kind::Escaped
    }

    /// Whether all bytes are known to be from 0x20 to 0x7F.
    #[inline]
    pub(crate) fn is_ascii(&self) -> bool {
        self.kind == Kind::Ascii
    }

    /// The UTF-8 bytes, if nothing has to be decoded.
    #[inline]
    pub(crate) fn as_plain(&self) -> Option<&'a [u8]> {
        (!self.is_escaped()).then_some(self.raw)
    }

    /// The UTF-8 bytes, escapes decoded on the way.
    pub(crate) fn bytes(&self) -> Decoded<'a> {
        Decoded { raw: self.raw, escaped: self.is_escaped(), pending: [0; 4], waiting: 0 }
    }

    #[inline]
    pub(crate) fn equals(&self, other: &[u8]) -> bool {
        if self.is_escaped() { self.bytes().eq(other.iter().copied()) } else { self.raw == other }
    }

    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self.is_escaped(), other.is_escaped()) {
            (false, false) => self.raw == other.raw,
            _ => self.bytes().eq(other.bytes()),
        }
    }

    /// The number of characters: Unicode scalar values.
    pub(crate) fn count(&self) -> u64 {
        let is_start = |byte: &u8| byte & 0xC0 != 0x80;
        let count = match self.kind {
            Kind::Escaped => self.bytes().filter(is_start).count(),
            Kind::Plain => self.raw.iter().filter(|byte| is_start(byte)).count(),
            Kind::Ascii => self.raw.len(),
        };
        count as u64
    }

    /// An upper bound of the number of characters, at no cost.
    #[inline]
    pub(crate) fn count_at_most(&self) -> u64 {
        self.raw.len() as u64
    }

    /// A lower bound of the number of characters, at no cost: one has at most 4 bytes, or 12 as a pair of escapes.
    #[inline]
    pub(crate) fn count_at_least(&self) -> u64 {
        self.raw.len().div_ceil(12) as u64
    }

    pub(crate) fn decode(&self) -> Cow<'a, [u8]> {
        if self.is_escaped() { Cow::Owned(self.bytes().collect()) } else { Cow::Borrowed(self.raw) }
    }
}

/// The decoded bytes of a [`Text`].
#[derive(Clone, Debug)]
pub(crate) struct Decoded<'a> {
    raw: &'a [u8],
    escaped: bool,
    /// The rest of a character that an escape stood for, in reverse.
    pending: [u8; 4],
    waiting: usize,
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        if self.waiting > 0 {
            self.waiting -= 1;
            return self.pending.get(self.waiting).copied();
        }
        let (&first, rest) = self.raw.split_first()?;
        self.raw = rest;
        if first == b'\\' && self.escaped { self.escape() } else { Some(first) }
    }
}

impl Decoded<'_> {
    fn escape(&mut self) -> Option<u8> {
        let (&letter, rest) = self.raw.split_first()?;
        self.raw = rest;
        Some(match letter {
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return self.unicode(),
            other => other,
        })
    }

    fn unicode(&mut self) -> Option<u8> {
        let first = self.unit()?;
        let scalar = if (0xD800..0xDC00).contains(&first) {
            self.raw = self.raw.get(2..)?;
            let second = self.unit()?;
            0x1_0000 + ((first & 0x3FF) << 10 | second & 0x3FF)
        } else {
            first
        };
        let mut buffer = [0; 4];
        // The parser refuses lone surrogates, so every scalar is one.
        let bytes = char::from_u32(scalar)?.encode_utf8(&mut buffer).as_bytes();
        for (slot, byte) in self.pending.iter_mut().zip(bytes.iter().rev()) {
            *slot = *byte;
        }
        self.waiting = bytes.len() - 1;
        bytes.first().copied()
    }

    fn unit(&mut self) -> Option<u32> {
        let (unit, rest) = self.raw.split_first_chunk::<4>()?;
        self.raw = rest;
        hexadecimal(*unit)
    }
}

/// The number that four hexadecimal digits write.
pub(crate) fn hexadecimal(digits: [u8; 4]) -> Option<u32> {
    digits.into_iter().try_fold(0, |number, digit| Some(number << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_on_the_way() {
        let text = Text::new(br#"a\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00z"#, true);
        let expected = "a\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{20ac}\u{1f600}z";
        assert_eq!(text.decode(), expected.as_bytes());
        assert_eq!(text.count(), expected.chars().count() as u64);
        assert!(text.equals(expected.as_bytes()));
    }

    #[test]
    fn a_backslash_in_plain_text_is_a_character() {
        assert_eq!(Text::plain(r"\u0041").count(), 6);
    }

    #[test]
    fn equal_text_is_the_same_however_it_is_escaped() {
        assert!(Text::new(br"na\u006de", true).same(&Text::plain("name")));
        assert!(!Text::new(br"na\u006d", true).same(&Text::plain("name")));
    }
}
