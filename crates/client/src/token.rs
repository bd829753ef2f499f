//! The access token, kept out of logs.

use std::fmt;

use reqwest::header::HeaderValue;
use thiserror::Error;

/// An access token of Login with Amazon (document: `/components/securitySchemes/bearerToken`).
///
/// Debug output does not show it, and neither does the HTTP stack's.
#[derive(Clone)]
pub struct Token {
    header: HeaderValue,
}

/// The text is no access token; the error does not repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "the access token is empty or has a character that no header can carry: give it as it was issued, without `Bearer`, blanks and line breaks"
)]
pub struct InvalidToken;

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
        let mut header = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| InvalidToken)?;
        header.set_sensitive(true);
        Ok(Self { header })
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
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
    fn a_token_shows_itself_nowhere() {
        let token = Token::new("Atza|secret").unwrap();
        assert_eq!(format!("{token:?} {:?}", token.header()), "Token(hidden) Sensitive");
    }

    #[test]
    fn text_that_is_no_token_is_refused_without_repeating_it() {
        for text in ["", "Atza|secret\n", "Bearer Atza|secret", "Atza|\u{7f}secret"] {
            let error = Token::new(text).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
