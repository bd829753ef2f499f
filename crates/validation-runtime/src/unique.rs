//! `uniqueItems`: equality of items, whatever they are.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher};

use smallvec::SmallVec;

use crate::enumeration::Scalar;
use crate::json::{Cursor, Token};

/// Up to how many items are compared one by one, without allocating.
const INLINE: usize = 16;

/// The items of one array so far, as fingerprints of 128 bits.
///
/// Fingerprints are keyed with fresh random numbers, so nobody can make two items that have the same one, and items
/// that differ have different ones but for a chance of 1 in 2^100 and less. That spares a comparison of all with all.
#[derive(Debug)]
pub(crate) struct Unique {
    keys: [RandomState; 2],
    few: SmallVec<[u128; INLINE]>,
    many: HashSet<u128>,
}

impl Unique {
    pub(crate) fn new() -> Self {
        Self { keys: [RandomState::new(), RandomState::new()], few: SmallVec::new(), many: HashSet::new() }
    }

    /// Notes the item that starts at `cursor` and tells whether an equal one was there before. What is no JSON is equal
    /// to nothing: it is reported elsewhere.
    pub(crate) fn insert(&mut self, mut cursor: Cursor<'_>, depth: usize) -> bool {
        let Some(item) = self.fingerprint(&mut cursor, depth) else { return false };
        if self.many.is_empty() {
            if self.few.contains(&item) {
                return true;
            }
            if self.few.len() < INLINE {
                self.few.push(item);
                return false;
            }
            self.many = self.few.drain(..).collect();
        }
        !self.many.insert(item)
    }

    /// The fingerprint of the value at `cursor`, which nests at most `depth` levels.
    fn fingerprint(&self, cursor: &mut Cursor<'_>, depth: usize) -> Option<u128> {
        Some(match cursor.token().ok()? {
            Token::Scalar(scalar) => self.scalar(&scalar),
            Token::ArrayStart => {
                let mut items = self.hash(b'[', |_| {});
                let mut more = cursor.take(b']').is_none();
                while more {
                    let item = self.fingerprint(cursor, depth.checked_sub(1)?)?;
                    items = self.hash(b'[', |hasher| (items, item).hash(hasher));
                    more = separator(cursor, b']')?;
                }
                items
            }
            Token::ObjectStart => {
                // A sum, since the order of members says nothing.
                let mut members = 0_u128;
                let mut more = cursor.take(b'}').is_none();
                while more {
                    let Token::Scalar(Scalar::String(key)) = cursor.token().ok()? else { return None };
                    let key = self.scalar(&Scalar::String(key));
                    cursor.take(b':')?;
                    let value = self.fingerprint(cursor, depth.checked_sub(1)?)?;
                    members = members.wrapping_add(self.hash(b':', |hasher| (key, value).hash(hasher)));
                    more = separator(cursor, b'}')?;
                }
                self.hash(b'{', |hasher| members.hash(hasher))
            }
        })
    }

    fn scalar(&self, scalar: &Scalar<'_>) -> u128 {
        match scalar {
            Scalar::Null => self.hash(b'n', |_| {}),
            Scalar::Boolean(flag) => self.hash(b'b', |hasher| flag.hash(hasher)),
            Scalar::Number(number) => self.hash(b'0', |hasher| number.hash_value(hasher)),
            Scalar::String(text) => self.hash(b'"', |hasher| match text.as_plain() {
                Some(bytes) => bytes.iter().for_each(|byte| hasher.write_u8(*byte)),
                None => text.bytes().for_each(|byte| hasher.write_u8(byte)),
            }),
        }
    }

    fn hash(&self, kind: u8, feed: impl Fn(&mut DefaultHasher)) -> u128 {
        let half = |key: &RandomState| {
            let mut hasher = key.build_hasher();
            hasher.write_u8(kind);
            feed(&mut hasher);
            u128::from(hasher.finish())
        };
        let [high, low] = &self.keys;
        half(high) << 64 | half(low)
    }
}

/// Consumes a comma (true) or the closing bracket `end` (false).
fn separator(cursor: &mut Cursor<'_>, end: u8) -> Option<bool> {
    match cursor.take(b',') {
        Some(()) => Some(true),
        None => cursor.take(end).map(|()| false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(items: &[&str]) -> Option<usize> {
        let mut unique = Unique::new();
        items.iter().position(|item| unique.insert(Cursor::new(item.as_bytes()).unwrap(), 16))
    }

    #[test]
    fn equal_values_are_equal_however_they_are_written() {
        for [left, right] in [
            ["1", "1.0"],
            ["-0", "0e5"],
            ["120", "1.2e2"],
            [r#""a""#, r#""\u0061""#],
            ["[1, [2]]", "[1.0,[2e0]]"],
            [r#"{"a": 1, "b": [null]}"#, r#"{ "b":[ null ], "\u0061":1 }"#],
            ["{}", "{ }"],
            ["[]", "[ ]"],
        ] {
            assert_eq!(repeated(&[left, right]), Some(1), "{left} {right}");
        }
    }

    #[test]
    fn other_values_differ() {
        let items = [
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1e1",
            r#""""#,
            r#""1""#,
            r#""null""#,
            "[]",
            "[[]]",
            "[[],[]]",
            "[1,2]",
            "[2,1]",
            "[1]",
            "[[1]]",
            "{}",
            r#"{"a":1}"#,
            r#"{"a":"1"}"#,
            r#"{"1":"a"}"#,
            r#"{"a":{"b":1}}"#,
            r#"{"a":1,"b":2}"#,
            r#"{"a":2,"b":1}"#,
            "10000000000000000000000",
            "0.1",
            "[{}]",
        ];
        assert_eq!(repeated(&items), None);
        let twice: Vec<&str> = items.iter().chain(items.iter()).copied().collect();
        assert_eq!(repeated(&twice), Some(items.len()));
    }
}
