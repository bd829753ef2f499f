//! Text that must not be seen.

use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderValue;
use serde::Deserialize;
use thiserror::Error;
use zeroize::Zeroizing;

/// A client secret or a refresh token: shown nowhere, wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself: for storing it, never for showing it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(hidden)")
    }
}

/// An access token of Login with Amazon (document: `/components/securitySchemes/bearerToken`).
///
/// Debug output does not show it, and neither does the HTTP stack's. Its memory is wiped when the last copy is dropped;
/// what the HTTP stack and the system copied on the way to the wire is out of reach.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    header: HeaderValue,
}

/// The text is no access token; the error does not repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "the access token is empty or has a character that no header can carry: give it as it was issued, without `Bearer`, blanks and line breaks"
)]
pub struct InvalidToken;

/// What every header with a token starts with.
const SCHEME: &str = "Bearer ";

impl Token {
    /// Takes the token as Login with Amazon gave it, without `Bearer`.
    ///
    /// # Errors
    ///
    /// [`InvalidToken`] if the text is empty or cannot be sent in a header, such as one with a line break.
    pub fn new(token: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let token = token.as_ref();
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err(InvalidToken);
        }
        let mut text = Zeroizing::new(Vec::with_capacity(SCHEME.len() + token.len()));
        text.extend_from_slice(SCHEME.as_bytes());
        text.extend_from_slice(token.as_bytes());
        // All copies of the header share these bytes, which are wiped with the last of them.
        let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).map_err(|_| InvalidToken)?;
        header.set_sensitive(true);
        Ok(Self { header })
    }

    pub(crate) fn into_header(self) -> HeaderValue {
        self.header
    }

    /// The token itself, for storing it.
    pub(crate) fn expose(&self) -> &str {
        self.header.to_str().ok().and_then(|text| text.strip_prefix(SCHEME)).unwrap_or_default()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_show_themselves_nowhere() {
        let token = Token::new("Atza|secret").unwrap();
        assert_eq!(format!("{token:?} {:?}", token.clone().into_header()), "Token(hidden) Sensitive");
        assert_eq!(format!("{:?}", Secret::new("Atzr|secret")), "Secret(hidden)");
        assert_eq!(token.expose(), "Atza|secret");
    }

    #[test]
    fn text_that_is_no_token_is_refused_without_repeating_it() {
        for text in ["", "Atza|secret\n", "Bearer Atza|secret", "Atza|\u{7f}secret"] {
            let error = Token::new(text).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
