//! Continuation tokens: where a page ended, sealed so that nobody can read it, change it or use it elsewhere.
//!
//! A token is XChaCha20-Poly1305 over the last unit's number and the time at which the token expires. What the token
//! belongs to (operation, parent, page size, client and account) isn't in it: it is authenticated with it, so the token
//! opens only for the same request of the same caller. Nonces have 192 random bits, which can't meet by accident.

use std::fmt;

use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64URL_NOPAD;
use rand::Rng as _;

/// The bytes of a nonce.
const NONCE: usize = 24;
/// The bytes of a unit number and of a time.
const PAYLOAD: usize = 16;
/// The bytes of an authentication tag.
const TAG: usize = 16;
/// The bytes of a token.
const SEALED: usize = NONCE + PAYLOAD + TAG;
/// The characters of a token. The last one has no bits to spare or they are zero: there is one spelling.
const LENGTH: usize = (SEALED * 4).div_ceil(3);

/// The bytes of a key.
pub(crate) const KEY: usize = 32;

/// The key that all processes on one database share.
#[derive(Clone)]
pub(crate) struct Key(XChaCha20Poly1305);

impl Key {
    /// The key with these bytes.
    pub(crate) fn new(bytes: &[u8; KEY]) -> Self {
        Self(XChaCha20Poly1305::new(bytes.into()))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The request and the caller that a token belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binding<'a> {
    /// The operation id.
    pub(crate) operation: &'a str,
    /// The number of the unit whose children are listed.
    pub(crate) parent: i64,
    /// How many units a page has at most.
    pub(crate) page_size: u32,
    /// The client id of the caller.
    pub(crate) client: &'a str,
    /// The account of the caller.
    pub(crate) account: &'a str,
}

impl Binding<'_> {
    /// One sequence of bytes for each binding: texts follow their lengths, so that no two bindings are spelled alike.
    fn bytes(&self) -> Vec<u8> {
        let texts = [self.operation, self.client, self.account];
        let mut bytes = Vec::with_capacity(40 + texts.iter().map(|text| text.len()).sum::<usize>());
        bytes.extend(self.parent.to_be_bytes());
        bytes.extend(self.page_size.to_be_bytes());
        for text in texts {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes
    }
}

/// Why a token can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadToken {
    /// It was never made here, was changed, or belongs to another request or caller.
    #[error("the continuation token is none that this server made for this request and this caller")]
    Malformed,
    /// Its time is over.
    #[error("the continuation token has expired; start again with the first page")]
    Expired,
}

/// The token for the page after the unit number `last`. It can be used before `expires_at`, in milliseconds since 1970.
pub(crate) fn seal(key: &Key, binding: &Binding<'_>, last: i64, expires_at: i64) -> String {
    let mut sealed = [0; SEALED];
    rand::rng().fill_bytes(&mut sealed[..NONCE]);
    sealed[NONCE..NONCE + 8].copy_from_slice(&last.to_be_bytes());
    sealed[NONCE + 8..NONCE + PAYLOAD].copy_from_slice(&expires_at.to_be_bytes());
    let (nonce, rest) = sealed.split_at_mut(NONCE);
    let (payload, end) = rest.split_at_mut(PAYLOAD);
    let done = XNonce::try_from(&*nonce)
        .map(|nonce| key.0.encrypt_inout_detached(&nonce, &binding.bytes(), payload.into()));
    match done {
        Ok(Ok(tag)) => end.copy_from_slice(&tag),
        // Sixteen bytes are never too long for the cipher. If they were, nothing readable would get out.
        Ok(Err(_)) | Err(_) => payload.fill(0),
    }
    BASE64URL_NOPAD.encode(&sealed)
}

/// The number of the last unit of the page before, if the token was made for this request and caller and the time `now`
/// is before the one at which it expires.
pub(crate) fn open(key: &Key, binding: &Binding<'_>, now: i64, token: &str) -> Result<i64, BadToken> {
    let mut sealed = [0; SEALED];
    // The length is looked at first: nothing is decoded, nor allocated, for tokens of any other.
    let is_whole = token.len() == LENGTH
        && BASE64URL_NOPAD.decode_len(LENGTH) == Ok(SEALED)
        && BASE64URL_NOPAD.decode_mut(token.as_bytes(), &mut sealed) == Ok(SEALED);
    if !is_whole {
        return Err(BadToken::Malformed);
    }
    let (nonce, rest) = sealed.split_at_mut(NONCE);
    let (payload, end) = rest.split_at_mut(PAYLOAD);
    let (Ok(nonce), Ok(tag)) = (XNonce::try_from(&*nonce), (&*end).try_into()) else {
        return Err(BadToken::Malformed);
    };
    key.0
        .decrypt_inout_detached(&nonce, &binding.bytes(), (&mut *payload).into(), &tag)
        .map_err(|_| BadToken::Malformed)?;
    let number = |bytes: &[u8]| bytes.try_into().map(i64::from_be_bytes).map_err(|_| BadToken::Malformed);
    let (last, expires_at) = payload.split_at(PAYLOAD / 2);
    if number(expires_at)? <= now { Err(BadToken::Expired) } else { number(last) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BINDING: Binding<'_> =
        Binding { operation: "listRooms", parent: 7, page_size: 50, client: "client", account: "account" };

    fn key() -> Key {
        Key::new(&[7; KEY])
    }

    fn token() -> String {
        seal(&key(), &BINDING, 42, 1_000)
    }

    #[test]
    fn a_token_opens_until_it_expires() {
        for (last, expires_at) in [(42, 1_000), (0, 1), (i64::MIN, i64::MAX), (i64::MAX, i64::MIN + 1)] {
            let token = seal(&key(), &BINDING, last, expires_at);
            assert_eq!(open(&key(), &BINDING, expires_at - 1, &token), Ok(last));
            assert_eq!(open(&key(), &BINDING, expires_at, &token), Err(BadToken::Expired));
            assert_eq!(open(&key(), &BINDING, i64::MAX, &token), Err(BadToken::Expired));
        }
    }

    #[test]
    fn a_token_has_one_length_and_fits_into_a_query() {
        let token = token();
        assert_eq!(token.len(), LENGTH);
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }

    #[test]
    fn two_tokens_for_the_same_page_differ() {
        assert_ne!(token(), token());
    }

    #[test]
    fn another_request_or_caller_is_refused() {
        let others = [
            Binding { operation: "listHomes", ..BINDING },
            Binding { operation: "", ..BINDING },
            Binding { parent: 8, ..BINDING },
            Binding { parent: -7, ..BINDING },
            Binding { page_size: 51, ..BINDING },
            Binding { client: "clienta", account: "ccount", ..BINDING },
            Binding { client: "account", account: "client", ..BINDING },
            Binding { client: "other", ..BINDING },
            Binding { account: "other", ..BINDING },
        ];
        for other in others {
            assert_eq!(open(&key(), &other, 0, &token()), Err(BadToken::Malformed), "{other:?}");
        }
    }

    #[test]
    fn another_key_is_refused() {
        assert_eq!(open(&Key::new(&[8; KEY]), &BINDING, 0, &token()), Err(BadToken::Malformed));
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let token = token();
        let sealed = BASE64URL_NOPAD.decode(token.as_bytes()).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let changed = BASE64URL_NOPAD.encode(&changed);
            assert_eq!(open(&key(), &BINDING, 0, &changed), Err(BadToken::Malformed), "bit {bit}");
        }
    }

    #[test]
    fn every_changed_character_is_refused() {
        // Also those that change bits beyond the last byte only, which some decoders overlook.
        let token = token();
        for index in 0..token.len() {
            for other in 0..128u8 {
                let mut changed = token.clone().into_bytes();
                if changed[index] != other {
                    changed[index] = other;
                    let changed = String::from_utf8(changed).unwrap();
                    assert_eq!(open(&key(), &BINDING, 0, &changed), Err(BadToken::Malformed), "{changed}");
                }
            }
        }
    }

    #[test]
    fn every_truncation_and_extension_is_refused() {
        let token = token();
        for length in 0..token.len() {
            assert_eq!(open(&key(), &BINDING, 0, &token[..length]), Err(BadToken::Malformed), "{length}");
            assert_eq!(open(&key(), &BINDING, 0, &token[length + 1..]), Err(BadToken::Malformed), "{length}");
        }
        for more in ["A", "=", " ", "\n", "\0", "é", "AA", "AAAA"] {
            assert_eq!(open(&key(), &BINDING, 0, &format!("{token}{more}")), Err(BadToken::Malformed));
            assert_eq!(open(&key(), &BINDING, 0, &format!("{more}{token}")), Err(BadToken::Malformed));
        }
        assert_eq!(open(&key(), &BINDING, 0, &token.repeat(2)), Err(BadToken::Malformed));
    }

    #[test]
    fn the_key_is_never_printed() {
        assert_eq!(format!("{:?}", key()), "***");
    }

    proptest! {
        #[test]
        fn no_text_opens(text in ".{0,100}") {
            prop_assert_eq!(open(&key(), &BINDING, 0, &text), Err(BadToken::Malformed));
        }

        #[test]
        fn no_bytes_of_the_right_length_open(bytes in proptest::collection::vec(any::<u8>(), SEALED)) {
            let text = BASE64URL_NOPAD.encode(&bytes);
            prop_assert_eq!(open(&key(), &BINDING, 0, &text), Err(BadToken::Malformed));
        }

        #[test]
        fn any_number_and_time_come_back(last: i64, expires_at: i64, now: i64) {
            let token = seal(&key(), &BINDING, last, expires_at);
            let expected = if now < expires_at { Ok(last) } else { Err(BadToken::Expired) };
            prop_assert_eq!(open(&key(), &BINDING, now, &token), expected);
        }
    }
}
