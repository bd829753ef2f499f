//! The ids of units.

use std::time::SystemTime;

use rand::Rng;

/// What every id of a unit begins with.
pub(crate) const PREFIX: &str = "amzn1.alexa.unit.did.";

/// The digits of base32 (RFC 4648 section 6) in the order in which texts are sorted.
const SORTED: &[u8; 32] = b"234567ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// How many characters say when an id was minted.
const TIME: u32 = 10;

/// How many characters follow the prefix and the `A`.
const TAIL: usize = 103;

/// A new id for a unit: the prefix, `A` and 103 characters of base32.
pub(crate) fn mint(rng: &mut impl Rng) -> String {
    // The machine's clock: only the order counts.
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    mint_at(rng, u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Like [`mint`], at a time in milliseconds.
///
/// The first ten characters behind the `A` grow with the time, so that new ids stand together at the end of an index and
/// few of its pages are written; the others are 465 random bits.
pub(crate) fn mint_at(rng: &mut impl Rng, time: u64) -> String {
    let mut random = [0; TAIL - TIME as usize];
    rng.fill_bytes(&mut random);
    let time = (0..TIME).rev().map(|place| (time >> (5 * place)).to_le_bytes()[0]);
    let mut id = String::with_capacity(PREFIX.len() + 1 + TAIL);
    id.push_str(PREFIX);
    id.push('A');
    id.extend(time.chain(random).map(|bits| char::from(SORTED[usize::from(bits & 31)])));
    id
}

/// Whether `text` is an id that the operations accept: the prefix and a tail of unreserved characters (RFC 3986,
/// section 2.3).
pub(crate) fn is_id(text: &str) -> bool {
    text.strip_prefix(PREFIX).is_some_and(|tail| {
        !tail.is_empty()
            && tail
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_the_form_that_the_service_mints() {
        let id = mint(&mut rand::rng());
        let tail = id.strip_prefix("amzn1.alexa.unit.did.A").unwrap();
        assert_eq!(tail.len(), 103);
        assert!(tail.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')), "{id}");
        assert!(is_id(&id));
        assert_ne!(id, mint(&mut rand::rng()));
    }

    #[test]
    fn later_ids_are_sorted_behind_earlier_ones() {
        let times = [0, 1, 31, 32, 1 << 10, 1_700_000_000_000, 1_700_000_000_001, 1_700_000_001_000, 1 << 49];
        let ids = times.map(|time| mint_at(&mut rand::rng(), time));
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(mint_at(&mut rand::rng(), 0).len(), mint_at(&mut rand::rng(), u64::MAX).len());
    }

    #[test]
    fn other_text_is_no_id() {
        for text in ["", "A", "amzn1.alexa.unit.did.", "amzn1.alexa.unit.did.A/B", "amzn1.alexa.unit.did.Ä"]
        {
            assert!(!is_id(text), "{text}");
        }
    }
}
