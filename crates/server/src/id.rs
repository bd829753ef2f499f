//! The ids of units.

use data_encoding::BASE32_NOPAD;
use rand::Rng;

/// What every id of a unit begins with.
pub(crate) const PREFIX: &str = "amzn1.alexa.unit.did.";

/// A new id for a unit: the prefix, `A` and 103 characters of base32.
///
/// 65 bytes are 104 characters, and `A` is what five bits of zero become.
pub(crate) fn mint(rng: &mut impl Rng) -> String {
    let mut random = [0; 65];
    rng.fill_bytes(&mut random);
    random[0] &= 0b0000_0111;
    let mut id = String::with_capacity(PREFIX.len() + 104);
    id.push_str(PREFIX);
    BASE32_NOPAD.encode_append(&random, &mut id);
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
    fn other_text_is_no_id() {
        for text in ["", "A", "amzn1.alexa.unit.did.", "amzn1.alexa.unit.did.A/B", "amzn1.alexa.unit.did.Ä"]
        {
            assert!(!is_id(text), "{text}");
        }
    }
}
