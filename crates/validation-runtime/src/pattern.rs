//! Patterns as tables: deterministic automata, compiled while code is generated.

use crate::prefix::starts_with;
use crate::scan::{HIGHS, ONES};
use crate::text::Text;

/// A pattern (ECMAScript, as OpenAPI 3.0 says), compiled to a deterministic automaton over UTF-8 bytes.
///
/// Matching searches as ECMAScript's `test` does: it is anchored only where the pattern is. It takes one step a byte,
/// whatever the text, and nothing is prepared at run time.
///
/// State 0 is the dead one, from which nothing matches. States are ordered so that those that accept stand last.
#[derive(Debug)]
pub struct Pattern {
    /// The pattern as the document writes it.
    pub source: &'static str,
    /// The bytes that every match has at the start of the text.
    pub prefix: &'static [u8],
    /// The state after `prefix`.
    pub start: u16,
    /// The first state that accepts at the end of the text.
    pub accepting: u16,
    /// The state that accepts whatever follows, if there is one.
    pub certain: Option<u16>,
    /// The state that long texts stay in, if there is one, and the bytes that keep them there.
    pub run: Option<Run>,
    /// The class of each byte; bytes of one class lead to the same states.
    pub classes: [u8; 256],
    /// The number of classes: the length of a row in `transitions`.
    pub columns: u16,
    /// The next state by state and class: one row a state.
    pub transitions: Transitions,
}

/// A transition table.
#[derive(Debug)]
pub enum Transitions {
    /// One byte an entry.
    Narrow(&'static [u8]),
    /// Two bytes an entry, little endian.
    Wide(&'static [u8]),
}

/// A state that bytes of one range do not leave, so that eight of them are passed in one step.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The state.
    pub state: u16,
    /// The first byte of the range.
    pub first: u8,
    /// The last byte of the range: ASCII.
    pub last: u8,
}

impl Pattern {
    /// The class of each byte, from ranges of first byte, last byte and class; bytes in no range are of class 0.
    pub const fn classes(ranges: &[(u8, u8, u8)]) -> [u8; 256] {
        let mut classes = [0; 256];
        let mut index = 0;
        while index < ranges.len() {
            let (first, last, class) = ranges[index];
            let mut byte = first as usize;
            while byte <= last as usize {
                classes[byte] = class;
                byte += 1;
            }
            index += 1;
        }
        classes
    }

    /// Whether `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        self.matches_bytes(text.as_bytes(), false)
    }

    pub(crate) fn matches_text(&self, text: &Text<'_>) -> bool {
        match text.as_plain() {
            Some(bytes) => self.matches_bytes(bytes, text.is_ascii()),
            None => self.matches_decoded(text),
        }
    }

    /// `is_ascii` if all bytes are known to be from 0x20 to 0x7F.
    #[inline]
    fn matches_bytes(&self, bytes: &[u8], is_ascii: bool) -> bool {
        if !starts_with(bytes, self.prefix) {
            return false;
        }
        let mut rest = bytes.get(self.prefix.len()..).unwrap_or_default();
        let mut state = self.start;
        // Nothing that may follow leaves such a state.
        let lasting = self.run.filter(|run| is_ascii && run.first <= 0x20 && run.last == 0x7F);
        loop {
            if let Some(run) = self.run
                && run.state == state
            {
                if lasting.is_some() {
                    break;
                }
                rest = run.pass(rest);
            }
            let Some((&byte, after)) = rest.split_first() else { break };
            rest = after;
            state = self.next(state, byte);
            if state == 0 {
                return false;
            }
            if Some(state) == self.certain {
                return true;
            }
        }
        state >= self.accepting
    }

    #[cold]
    fn matches_decoded(&self, text: &Text<'_>) -> bool {
        let mut bytes = text.bytes();
        if !self.prefix.iter().all(|expected| bytes.next() == Some(*expected)) {
            return false;
        }
        let mut state = self.start;
        for byte in bytes {
            state = self.next(state, byte);
            if state == 0 {
                return false;
            }
        }
        state >= self.accepting
    }

    /// An entry that is not in the table leads to the dead state; generated tables have them all.
    #[inline]
    fn next(&self, state: u16, byte: u8) -> u16 {
        let entry =
            usize::from(state) * usize::from(self.columns) + usize::from(self.classes[usize::from(byte)]);
        match self.transitions {
            Transitions::Narrow(table) => table.get(entry).copied().map_or(0, u16::from),
            Transitions::Wide(table) => {
                let bytes = table.get(2 * entry..).and_then(<[u8]>::first_chunk::<2>);
                bytes.map_or(0, |bytes| u16::from_le_bytes(*bytes))
            }
        }
    }
}

impl Run {
    /// `bytes` without the leading groups of eight that all stay in the state.
    #[inline]
    fn pass(self, mut bytes: &[u8]) -> &[u8] {
        let above = ONES * u64::from(0x7F - (self.last & 0x7F));
        let below = ONES * u64::from(self.first & 0x7F);
        while let Some((chunk, rest)) = bytes.split_first_chunk::<8>() {
            let word = u64::from_le_bytes(*chunk);
            let too_high = (word.wrapping_add(above) | word) & HIGHS;
            let high_enough = (word | HIGHS).wrapping_sub(below) & HIGHS;
            if too_high != 0 || high_enough != HIGHS {
                break;
            }
            bytes = rest;
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `^ab[^\n]+$`, by hand: 0 dead, 1 after `ab`, 2 accepting.
    static AB: Pattern = Pattern {
        source: "^ab[^\\n]+$",
        prefix: b"ab",
        start: 1,
        accepting: 2,
        certain: None,
        run: Some(Run { state: 2, first: 0x0B, last: 0x7F }),
        classes: Pattern::classes(&[(b'\n', b'\n', 1)]),
        columns: 2,
        transitions: Transitions::Narrow(b"\0\0\x02\0\x02\0"),
    };

    #[test]
    fn the_table_is_followed() {
        for (text, expected) in [
            ("", false),
            ("a", false),
            ("ab", false),
            ("abc", true),
            ("abc\n", false),
            ("xab", false),
            ("ab0123456789012345678901234567890", true),
            ("ab012345678901234567890123456789\n", false),
            ("ab0123456\n8901234567890123456789", false),
            ("abé€😀é€😀é€😀é€😀é€😀", true),
        ] {
            assert_eq!(AB.matches(text), expected, "{text:?}");
        }
    }

    #[test]
    fn escaped_text_is_matched_as_what_it_stands_for() {
        assert!(AB.matches_text(&Text::new(br"\u0061b\u20ac\n".strip_suffix(br"\n").unwrap(), true)));
        assert!(!AB.matches_text(&Text::new(br"abc\n", true)));
    }

    #[test]
    fn wide_tables_are_read_in_little_endian() {
        static WIDE: Pattern = Pattern {
            source: "^ab[^\\n]+$",
            prefix: b"ab",
            start: 1,
            accepting: 2,
            certain: None,
            run: None,
            classes: Pattern::classes(&[(b'\n', b'\n', 1)]),
            columns: 2,
            transitions: Transitions::Wide(b"\0\0\0\0\x02\0\0\0\x02\0\0\0"),
        };
        assert!(WIDE.matches("abc"));
        assert!(!WIDE.matches("abc\n"));
    }

    #[test]
    fn a_run_ends_before_the_group_that_leaves_its_range() {
        let run = Run { state: 1, first: b'0', last: b'9' };
        for (text, left) in
            [("01234567", 0), ("0123456789", 2), ("0123456/", 8), ("0123456:", 8), ("é1234567", 9)]
        {
            assert_eq!(run.pass(text.as_bytes()).len(), left, "{text}");
        }
    }
}
