//! A pull parser for JSON (RFC 8259, strict), made for judging: it hands out slices of the body and keeps nothing.

use crate::decimal::Decimal;
use crate::enumeration::Scalar;
use crate::prefix::starts_with;
use crate::scan::{is_simple, plain_bytes, quote};
use crate::text::{Text, hexadecimal};
use crate::violation::JsonProblem;

/// Where and why a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) offset: usize,
    pub(crate) problem: JsonProblem,
}

/// A piece of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token<'a> {
    Scalar(Scalar<'a>),
    ObjectStart,
    ArrayStart,
}

/// A position in a body whose UTF-8 has been checked.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    position: usize,
    /// See [`is_simple`].
    simple: bool,
}

impl<'a> Cursor<'a> {
    /// The start of `bytes`; the offset of the first byte that is no UTF-8 otherwise.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, usize> {
        let simple = is_simple(bytes);
        if !simple && simdutf8::basic::from_utf8(bytes).is_err() {
            return Err(std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to()));
        }
        Ok(Self { bytes, position: 0, simple })
    }

    pub(crate) fn malformed(&self, problem: JsonProblem) -> Malformed {
        Malformed { offset: self.position, problem }
    }

    /// The next byte that is no white space, not consumed.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.position)?;
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.position += 1;
        }
    }

    /// Consumes the byte that was peeked.
    #[inline]
    pub(crate) fn bump(&mut self) {
        self.position += 1;
    }

    /// The offset in bytes.
    #[inline]
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// Consumes `key`, a key as JSON writes it with its quotes and the colon, if just this comes next.
    #[inline]
    pub(crate) fn take_key(&mut self, key: &[u8]) -> bool {
        let found = !key.is_empty() && starts_with(self.bytes.get(self.position..).unwrap_or_default(), key);
        if found {
            self.position += key.len();
        }
        found
    }

    /// Consumes `expected` if it comes next, white space aside.
    #[inline]
    pub(crate) fn take(&mut self, expected: u8) -> Option<()> {
        (self.peek() == Some(expected)).then(|| self.position += 1)
    }

    /// Reads a scalar, or the start of an array or object.
    pub(crate) fn token(&mut self) -> Result<Token<'a>, Malformed> {
        match self.peek() {
            Some(b'{') => {
                self.position += 1;
                Ok(Token::ObjectStart)
            }
            Some(b'[') => {
                self.position += 1;
                Ok(Token::ArrayStart)
            }
            _ => self.scalar().map(Token::Scalar),
        }
    }

    /// Reads a value that is neither array nor object.
    pub(crate) fn scalar(&mut self) -> Result<Scalar<'a>, Malformed> {
        Ok(match self.peek() {
            Some(b'"') => Scalar::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Scalar::Number(self.number()?),
            Some(b't') => self.word(b"true").map(|()| Scalar::Boolean(true))?,
            Some(b'f') => self.word(b"false").map(|()| Scalar::Boolean(false))?,
            Some(b'n') => self.word(b"null").map(|()| Scalar::Null)?,
            Some(_) => return Err(self.malformed(JsonProblem::Value)),
            None => return Err(self.malformed(JsonProblem::UnexpectedEnd)),
        })
    }

    /// The text of the member `name` of the object that starts here; `None` if there is none, or it is no string.
    pub(crate) fn member_text(&mut self, name: &str) -> Result<Option<Text<'a>>, Malformed> {
        if self.take(b'{').is_none() || self.take(b'}').is_some() {
            return Ok(None);
        }
        loop {
            let Token::Scalar(Scalar::String(key)) = self.token()? else {
                return Err(self.malformed(JsonProblem::Key));
            };
            self.expect(b':', JsonProblem::Colon)?;
            if key.equals(name.as_bytes()) {
                let text = if self.peek() == Some(b'"') { Some(self.string()?) } else { None };
                return Ok(text);
            }
            self.skip()?;
            if self.take(b',').is_none() {
                return Ok(None);
            }
        }
    }

    /// Passes the value that starts here without judging it: brackets are only counted.
    fn skip(&mut self) -> Result<(), Malformed> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                Some(b']' | b'}') => {
                    self.position += 1;
                    depth = depth.saturating_sub(1);
                }
                Some(b',' | b':') if depth > 0 => {
                    self.position += 1;
                    continue;
                }
                _ => match self.token()? {
                    Token::Scalar(_) => {}
                    Token::ObjectStart | Token::ArrayStart => depth += 1,
                },
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Consumes `expected`, white space before it aside.
    #[inline]
    pub(crate) fn expect(&mut self, expected: u8, problem: JsonProblem) -> Result<(), Malformed> {
        if self.peek() == Some(expected) {
            self.position += 1;
            Ok(())
        } else {
            Err(self.malformed(problem))
        }
    }

    /// Reads the string whose opening quote was peeked.
    #[expect(clippy::inline_always, reason = "most values are strings: measured, a call costs a fifth")]
    #[inline(always)]
    pub(crate) fn string(&mut self) -> Result<Text<'a>, Malformed> {
        let start = self.position + 1;
        if self.simple {
            let rest = self.bytes.get(start..).unwrap_or_default();
            let Some(length) = quote(rest) else {
                self.position = self.bytes.len();
                return Err(self.malformed(JsonProblem::UnexpectedEnd));
            };
            self.position = start + length + 1;
            return Ok(Text::ascii(rest.get(..length).unwrap_or_default()));
        }
        self.string_with_escapes(start)
    }

    #[inline(never)]
    fn string_with_escapes(&mut self, start: usize) -> Result<Text<'a>, Malformed> {
        let mut escaped = false;
        self.position = start;
        loop {
            self.position += plain_bytes(self.bytes.get(self.position..).unwrap_or_default());
            match self.bytes.get(self.position) {
                Some(b'"') => {
                    let raw = self.bytes.get(start..self.position).unwrap_or_default();
                    self.position += 1;
                    return Ok(Text::new(raw, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.malformed(JsonProblem::ControlCharacter)),
                None => return Err(self.malformed(JsonProblem::UnexpectedEnd)),
            }
        }
    }

    #[cold]
    fn escape(&mut self) -> Result<(), Malformed> {
        match self.bytes.get(self.position + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.position += 2,
            Some(b'u') => {
                let first = self.unit().ok_or(self.malformed(JsonProblem::Escape))?;
                match first {
                    0xD800..0xDC00 => {
                        let start = self.position;
                        self.position += 6;
                        let second =
                            if self.bytes.get(self.position) == Some(&b'\\') { self.unit() } else { None };
                        if !second.is_some_and(|second| (0xDC00..0xE000).contains(&second)) {
                            return Err(Malformed { offset: start, problem: JsonProblem::LoneSurrogate });
                        }
                    }
                    0xDC00..0xE000 => return Err(self.malformed(JsonProblem::LoneSurrogate)),
                    _ => {}
                }
                self.position += 6;
            }
            Some(_) => return Err(self.malformed(JsonProblem::Escape)),
            None => {
                self.position += 1;
                return Err(self.malformed(JsonProblem::UnexpectedEnd));
            }
        }
        Ok(())
    }

    /// The code unit of the `\uXXXX` here.
    fn unit(&self) -> Option<u32> {
        let escape = self.bytes.get(self.position..)?.first_chunk::<6>()?;
        let [b'\\', b'u', a, b, c, d] = *escape else { return None };
        hexadecimal([a, b, c, d])
    }

    /// Reads the number whose first byte was peeked.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<Decimal<'a>, Malformed> {
        match Decimal::scan(self.bytes, self.position) {
            Ok((number, end)) => {
                self.position = end;
                Ok(number)
            }
            Err(offset) => {
                self.position = offset;
                let ended = offset >= self.bytes.len();
                Err(self.malformed(if ended { JsonProblem::UnexpectedEnd } else { JsonProblem::Number }))
            }
        }
    }

    /// Consumes the literal `word`, whose first byte was peeked.
    #[inline]
    pub(crate) fn word(&mut self, word: &[u8]) -> Result<(), Malformed> {
        if self.bytes.get(self.position..).is_some_and(|rest| rest.starts_with(word)) {
            self.position += word.len();
            Ok(())
        } else {
            Err(self.malformed(JsonProblem::Value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(text: &str) -> Cursor<'_> {
        Cursor::new(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_end_of_a_string_is_found_at_every_offset() {
        for length in 0..40 {
            let body = format!("\"{}\"x", "a".repeat(length));
            let mut cursor = cursor(&body);
            assert_eq!(cursor.string().unwrap().count(), length as u64);
            assert_eq!(cursor.peek(), Some(b'x'));
        }
    }

    #[test]
    fn characters_beyond_ascii_end_no_string() {
        let body = "\"\u{a0}\u{a2}\u{dc}\u{2028}\u{1f600} \u{7f}!#[]^\"";
        assert_eq!(cursor(body).string().unwrap().decode(), &body.as_bytes()[1..body.len() - 1]);
    }

    #[test]
    fn every_control_character_is_refused_where_it_stands() {
        for control in 0..0x20_u8 {
            for before in 0..10 {
                let body = format!("\"{}{}aaaaaaaaaa\"", "a".repeat(before), char::from(control));
                let error = cursor(&body).string().unwrap_err();
                assert_eq!(error, Malformed { offset: before + 1, problem: JsonProblem::ControlCharacter });
            }
        }
    }

    #[test]
    fn surrogates_must_come_in_pairs() {
        for (body, problem) in [
            (r#""\ud800""#, Some(JsonProblem::LoneSurrogate)),
            (r#""\udc00""#, Some(JsonProblem::LoneSurrogate)),
            (r#""\ud800\ud800""#, Some(JsonProblem::LoneSurrogate)),
            (r#""\ud800x\udc00""#, Some(JsonProblem::LoneSurrogate)),
            (r#""\ud83d\ude00""#, None),
            (r#""\uD7FF\uE000""#, None),
            (r#""\u12g4""#, Some(JsonProblem::Escape)),
            (r#""\u+123""#, Some(JsonProblem::Escape)),
            (r#""\x41""#, Some(JsonProblem::Escape)),
            ("\"\\", Some(JsonProblem::UnexpectedEnd)),
            ("\"abc", Some(JsonProblem::UnexpectedEnd)),
        ] {
            assert_eq!(cursor(body).string().err().map(|error| error.problem), problem, "{body}");
        }
    }
}
