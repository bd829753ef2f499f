//! A token request (RFC 6749 sections 4.1.3 and 6) as it came, before anything is looked up.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::parameters::{self, Parameters};
use super::refusal::{ErrorCode, Refusal};
use super::scopes::Scopes;
use crate::authorization;
use crate::secret::Secret;

/// What a client wants, and who it says it is.
#[derive(Debug)]
pub(crate) struct TokenRequest {
    /// The client id: visible ASCII characters and spaces.
    pub(crate) client: String,
    /// The client secret.
    pub(crate) secret: Secret,
    /// What it has to show for it.
    pub(crate) grant: Grant,
}

/// What tokens are given for.
#[derive(Debug)]
pub(crate) enum Grant {
    /// `authorization_code`.
    Code {
        /// The code.
        code: Secret,
        /// Where the code was sent to.
        redirect_uri: Option<String>,
    },
    /// `refresh_token`.
    Refresh {
        /// The refresh token.
        token: Secret,
        /// The scope of the new access token, if it is to be less than what was consented to.
        scope: Option<Scopes>,
    },
}

/// Reads a request from its headers and its body.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<TokenRequest, Refusal> {
    let parameters = parameters::read(headers, body)?;
    let grant_type = parameters.required("grant_type")?;
    if !["authorization_code", "refresh_token"].contains(&grant_type) {
        let description = "the parameter `grant_type` must be `authorization_code` or `refresh_token`";
        return Err(Refusal::new(ErrorCode::UnsupportedGrantType, description));
    }
    let (client, secret) = client(headers, &parameters)?;
    let grant = if grant_type == "refresh_token" {
        Grant::Refresh {
            token: parameters.required("refresh_token")?.to_owned().into(),
            scope: parameters.get("scope").map(scope).transpose()?,
        }
    } else {
        Grant::Code {
            code: parameters.required("code")?.to_owned().into(),
            redirect_uri: parameters.get("redirect_uri").map(str::to_owned),
        }
    };
    Ok(TokenRequest { client, secret, grant })
}

fn scope(text: &str) -> Result<Scopes, Refusal> {
    Scopes::parse(text).map_err(|error| {
        Refusal::new(ErrorCode::InvalidScope, format!("the parameter `scope` in the body: {error}"))
    })
}

/// Client id and client secret, from the header or from the body (RFC 6749 section 2.3.1), never from both.
fn client(headers: &HeaderMap, parameters: &Parameters) -> Result<(String, Secret), Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (client, secret) = match (values.next(), values.next()) {
        (None, _) => (
            parameters.required("client_id")?.to_owned(),
            parameters.required("client_secret")?.to_owned().into(),
        ),
        (Some(value), None) => {
            if parameters.get("client_secret").is_some() {
                let description =
                    "there is a client secret in the body and a header `Authorization`; send one of them";
                return Err(Refusal::request(description));
            }
            let credentials = authorization::basic(value.as_bytes()).and_then(|(client, secret)| {
                let decode = |text: &Secret| parameters::decode(text.expose().as_bytes());
                Some((decode(&client)?.expose().to_owned(), decode(&secret)?))
            });
            let (client, secret) = credentials.ok_or_else(|| {
                let description =
                    "the header `Authorization` has no client id and client secret by the scheme Basic";
                Refusal::new(ErrorCode::InvalidClient, description)
            })?;
            if parameters.get("client_id").is_some_and(|other| other != client) {
                let description = "the client ids in the body and in the header `Authorization` differ";
                return Err(Refusal::request(description));
            }
            (client, secret)
        }
        (Some(_), Some(_)) => {
            return Err(Refusal::request("the header `Authorization` is there more than once"));
        }
    };
    // RFC 6749 appendix A.1. No client id has other characters, and the store couldn't be asked for all of them.
    if client.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        Ok((client, secret))
    } else {
        Err(Refusal::client())
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::CONTENT_TYPE;
    use proptest::prelude::*;

    use super::*;

    /// Bytes that look like parts of a form or of JSON more often than chance has it.
    fn body() -> impl Strategy<Value = Vec<u8>> {
        let word = prop_oneof![
            "grant_type|client_id|client_secret|code|redirect_uri|refresh_token|scope"
                .prop_map(String::into_bytes),
            "refresh_token|authorization_code|profile|Atzr\\|abc".prop_map(String::into_bytes),
            "[=&%+{}\":, \\\\]|%[0-9a-f]{2}|\\\\u[0-9a-f]{4}".prop_map(String::into_bytes),
            "\":\"|\",\"|\\{\"|\"\\}".prop_map(String::into_bytes),
            proptest::collection::vec(any::<u8>(), 0..4),
        ];
        proptest::collection::vec(word, 0..24).prop_map(|words| words.concat())
    }

    /// RFC 6749 section 5.2 excludes quotation marks and backslashes from descriptions.
    fn is_description(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b"\"\\".contains(&byte))
    }

    proptest! {
        #[test]
        fn any_request_is_read_or_refused_in_plain_words(
            body in body(),
            json: bool,
            authorization in proptest::option::of("(Basic )?[A-Za-z0-9=:%]{0,20}"),
        ) {
            let media_type = if json { "application/json" } else { "application/x-www-form-urlencoded" };
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
            if let Some(value) = authorization {
                headers.insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
            }
            match read(&headers, &body) {
                Ok(request) => prop_assert!(!request.client.contains('\0')),
                Err(refusal) => prop_assert!(is_description(&refusal.description), "{}", refusal.description),
            }
        }

        #[test]
        fn whatever_a_form_says_is_read_back(
            client in "[ -~]{1,20}",
            secret in "[^\0]{1,20}",
            token in "\\PC{1,20}",
        ) {
            let percent = |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
            let body = format!(
                "grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
                percent(&client), percent(&secret), percent(&token),
            );
            let json = serde_json::json!({
                "grant_type": "refresh_token",
                "client_id": client,
                "client_secret": secret,
                "refresh_token": token,
            });
            for (media_type, body) in
                [("application/x-www-form-urlencoded", body), ("application/json", json.to_string())]
            {
                let mut headers = HeaderMap::new();
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
                let request = read(&headers, body.as_bytes()).unwrap();
                prop_assert_eq!(&request.client, &client);
                prop_assert_eq!(request.secret.expose(), &secret);
                let is_token = matches!(&request.grant, Grant::Refresh { token: found, .. } if found.expose() == token);
                prop_assert!(is_token);
            }
        }

        #[test]
        fn a_refusal_never_repeats_what_was_sent(canary in "[A-Z0-9]{12}") {
            let mut headers = HeaderMap::new();
            for (media_type, body) in [
                ("application/json", format!("\"{canary}\"")),
                ("application/json", format!("{{\"{canary}\": 1, \"{canary}\": 2}}")),
                ("application/json", format!("{{\"code\": \"{canary}\", \"grant_type\": {{}}}}")),
                ("application/x-www-form-urlencoded", format!("{canary}=%{canary}X")),
                ("application/x-www-form-urlencoded", format!("grant_type={canary}")),
                (
                    "application/x-www-form-urlencoded",
                    format!("grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=c&scope={canary}"),
                ),
            ] {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
                headers.insert(AUTHORIZATION, HeaderValue::from_str(&canary).unwrap());
                let refusal = read(&headers, body.as_bytes()).unwrap_err();
                prop_assert!(!refusal.description.contains(&canary));
                headers.remove(AUTHORIZATION);
                let refusal = read(&headers, body.as_bytes()).unwrap_err();
                prop_assert!(!refusal.description.contains(&canary));
            }
        }
    }
}
