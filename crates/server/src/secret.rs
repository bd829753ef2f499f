//! Secrets of the stand-in for Login with Amazon: making them, hashing them, and never showing them by accident.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroize as _;

/// The alphabet of base64url (RFC 4648 section 5): 64 characters, so that six random bits choose one evenly.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A token, code or password. It shows itself only when it is asked to, and is wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one who may have it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What the store keeps of a secret: SHA-256 in lower-case hexadecimal. Minted secrets have more entropy than the hash,
/// so that it needs neither salt nor work.
pub(crate) fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

/// A new secret of `length` characters in all: `prefix`, then characters of base64url. Each of those is six bits from a
/// generator that the operating system seeds, so 22 of them can't be guessed.
pub(crate) fn mint(prefix: &str, length: usize) -> Secret {
    let mut random = vec![0; length.saturating_sub(prefix.len())];
    rand::rng().fill_bytes(&mut random);
    let mut text = String::with_capacity(prefix.len() + random.len());
    text.push_str(prefix);
    text.extend(random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 63)])));
    random.zeroize();
    Secret(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::from("Atza|abc".to_owned());
        assert_eq!(format!("{secret} {secret:?} {:?}", Some(&secret)), "*** *** Some(***)");
        assert_eq!(secret.expose(), "Atza|abc");
    }

    #[test]
    fn a_minted_secret_has_its_prefix_and_its_length() {
        for length in [5, 6, 22, 360, 2048] {
            let secret = mint("Atza|", length);
            assert_eq!(secret.expose().len(), length);
            let random = secret.expose().strip_prefix("Atza|").unwrap();
            assert!(random.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        }
    }

    #[test]
    fn minted_secrets_differ_and_use_the_whole_alphabet() {
        let secrets: BTreeSet<String> = (0..100).map(|_| mint("", 360).expose().to_owned()).collect();
        assert_eq!(secrets.len(), 100);
        let characters: BTreeSet<char> = secrets.iter().flat_map(|secret| secret.chars()).collect();
        assert_eq!(characters.len(), 64);
    }

    #[test]
    fn the_hash_is_sha_256_in_lower_case() {
        // The example "abc" of FIPS 180-2.
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
