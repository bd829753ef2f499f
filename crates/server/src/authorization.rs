//! The header `Authorization`: the two schemes that the server knows, and what is wrong with a value.

use data_encoding::BASE64;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::secret::Secret;

/// The most characters that a token has (vendor: tokens of Login with Amazon have at most 2,048 bytes).
pub(crate) const LONGEST_TOKEN: usize = 2048;

/// Which bytes a token has. Every request brings hundreds of them.
const IS_TOKEN: [bool; 256] = {
    let mut is_token = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        is_token[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/' | b'|');
        byte += 1;
    }
    is_token
};

/// Why the header can't be used. The texts never repeat what was sent: it may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unusable {
    /// No header.
    #[error("the header `Authorization` is missing; send `Bearer` and an access token")]
    Missing,
    /// The header twice (RFC 9110 section 5.3: it is no list).
    #[error("the header `Authorization` is there more than once")]
    Repeated,
    /// Another scheme, or none.
    #[error("the header `Authorization` must start with `Bearer` and one space, then the access token")]
    OtherScheme,
    /// Nothing after the scheme.
    #[error("the header `Authorization` has no access token after `Bearer`")]
    NoToken,
    /// Characters that no token has: spaces, commas, quotes, controls or anything beyond ASCII.
    #[error("the access token in the header `Authorization` has characters that no token has")]
    NotAToken,
    /// More than [`LONGEST_TOKEN`].
    #[error("the access token in the header `Authorization` is longer than 2048 characters")]
    TooLong,
}

/// The access token of a request (RFC 6750 section 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Unusable> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (None, _) => Err(Unusable::Missing),
        (Some(value), None) => bearer_token(value.as_bytes()),
        (Some(_), Some(_)) => Err(Unusable::Repeated),
    }
}

/// The access token in a value of the header.
///
/// The vendor's tokens have a `|`, which is not in the `b64token` of RFC 6750; it is taken as well.
pub(crate) fn bearer_token(value: &[u8]) -> Result<&str, Unusable> {
    let (scheme, token) = split(value);
    if !scheme.eq_ignore_ascii_case(b"Bearer") {
        return Err(Unusable::OtherScheme);
    }
    if token.is_empty() {
        return Err(Unusable::NoToken);
    }
    if token.len() > LONGEST_TOKEN {
        return Err(Unusable::TooLong);
    }
    let padding = token.iter().rev().take_while(|byte| **byte == b'=').count();
    let body = &token[..token.len() - padding];
    if body.is_empty() || !body.iter().all(|byte| IS_TOKEN[usize::from(*byte)]) {
        return Err(Unusable::NotAToken);
    }
    std::str::from_utf8(token).map_err(|_| Unusable::NotAToken)
}

/// Scheme and what follows it after one space or more (RFC 9110 section 11.4).
fn split(value: &[u8]) -> (&[u8], &[u8]) {
    let end = value.iter().position(|byte| *byte == b' ').unwrap_or(value.len());
    let (scheme, rest) = value.split_at(end);
    let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
    (scheme, &rest[spaces..])
}

/// User and password of the scheme `Basic` (RFC 7617), still encoded as RFC 6749 section 2.3.1 wants them; `None` if
/// the value is anything else.
pub(crate) fn basic(value: &[u8]) -> Option<(Secret, Secret)> {
    let (scheme, credentials) = split(value);
    if !scheme.eq_ignore_ascii_case(b"Basic") {
        return None;
    }
    let text = Secret::from(String::from_utf8(BASE64.decode(credentials).ok()?).ok()?);
    let (user, password) = text.expose().split_once(':')?;
    Some((Secret::from(user.to_owned()), Secret::from(password.to_owned())))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (AUTHORIZATION, HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn the_token_follows_the_scheme_in_any_case() {
        for value in ["Bearer Atza|a-._~+/Z9==", "bearer Atza|a-._~+/Z9==", "BEARER   Atza|a-._~+/Z9=="] {
            assert_eq!(bearer(&of(&[value])), Ok("Atza|a-._~+/Z9=="), "{value}");
        }
    }

    #[test]
    fn every_defect_has_its_name() {
        assert_eq!(bearer(&HeaderMap::new()), Err(Unusable::Missing));
        assert_eq!(bearer(&of(&["Bearer a", "Bearer a"])), Err(Unusable::Repeated));
        for value in ["", "Atza|abc", "Basic YTpi", "Bearerx a", "Bearer\ta", "\"Bearer\" a", " Bearer a"] {
            assert_eq!(bearer(&of(&[value])), Err(Unusable::OtherScheme), "{value:?}");
        }
        for value in ["Bearer", "Bearer ", "bearer   "] {
            assert_eq!(bearer(&of(&[value])), Err(Unusable::NoToken), "{value:?}");
        }
        for value in [
            "Bearer a b",
            "Bearer a,b",
            "Bearer a ",
            "Bearer =",
            "Bearer a=b",
            "Bearer \"a\"",
            "Bearer a\t",
            "Bearer é",
        ] {
            assert_eq!(bearer_token(value.as_bytes()), Err(Unusable::NotAToken), "{value:?}");
        }
    }

    #[test]
    fn a_token_may_have_2048_characters_and_no_more() {
        let longest = "a".repeat(LONGEST_TOKEN);
        assert_eq!(bearer_token(format!("Bearer {longest}").as_bytes()), Ok(&*longest));
        assert_eq!(bearer_token(format!("Bearer {longest}a").as_bytes()), Err(Unusable::TooLong));
    }

    #[test]
    fn basic_credentials_end_at_the_first_colon() {
        // The example of RFC 7617 section 2.
        let (user, password) = basic(b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==").unwrap();
        assert_eq!((user.expose(), password.expose()), ("Aladdin", "open sesame"));
        let (user, password) = basic(b"bAsIc Ojo6").unwrap();
        assert_eq!((user.expose(), password.expose()), ("", "::"));
        for value in ["Basic", "Basic QQ==", "Basic QTpC=", "Bearer QTpC", "Basic QTpC x", "Basic /zo="] {
            assert!(basic(value.as_bytes()).is_none(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged_and_a_token_is_their_end(value in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = basic(&value);
            for value in [value.clone(), [b"Bearer ", &*value].concat()] {
                if let Ok(token) = bearer_token(&value) {
                    prop_assert!(value.ends_with(token.as_bytes()));
                    prop_assert!(token.bytes().all(|byte| byte.is_ascii_graphic()));
                }
            }
        }

        #[test]
        fn no_text_about_a_value_repeats_it(value in "[a-z]{8,20}( [a-z]{8,20})?") {
            if let Err(error) = bearer_token(value.as_bytes()) {
                for word in value.split(' ').filter(|word| !"authorization characters".contains(word)) {
                    prop_assert!(!error.to_string().contains(word));
                }
            }
        }
    }
}
