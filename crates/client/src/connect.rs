//! Ways to a client.

use std::time::Duration;

use reqwest::Url;
use thiserror::Error;

use crate::{Client, Region, Runtime, Token};

/// How long a connection may take, and how long a whole request.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Why no client could be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The base URL cannot be used. The error does not repeat it: it may hold a password.
    #[error("not a base URL: give an absolute http or https URL without user, password, query and fragment")]
    BaseUrl,
    /// The HTTP client could not be set up, for example because the system has no certificates.
    #[error("failed to set up the HTTP client")]
    Http(#[source] reqwest::Error),
}

/// A client for the service in `region`.
///
/// # Errors
///
/// [`ConnectError::Http`] if the HTTP client cannot be set up.
pub fn connect(region: Region, token: Token) -> Result<Client, ConnectError> {
    connect_to(region.base_url(), token)
}

/// A client for a service at `base_url`, such as a reference server on this machine.
///
/// # Errors
///
/// [`ConnectError::BaseUrl`] if the URL cannot be used, [`ConnectError::Http`] if the HTTP client cannot be set up.
pub fn connect_to(base_url: &str, token: Token) -> Result<Client, ConnectError> {
    let url = Url::parse(base_url).map_err(|_| ConnectError::BaseUrl)?;
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    let has_more = url.query().is_some() || url.fragment().is_some();
    if !matches!(url.scheme(), "http" | "https") || has_credentials || has_more {
        return Err(ConnectError::BaseUrl);
    }
    let http = reqwest::Client::builder()
        .connect_timeout(TIMEOUT)
        .timeout(TIMEOUT)
        // The token must not follow a redirect to another place, and the service documents none.
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(ConnectError::Http)?;
    Ok(Client::new_with_client(url.as_str().trim_end_matches('/'), http, Runtime::new(token)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_that_cannot_work_is_refused() {
        let token = Token::new("Atza|test").unwrap();
        for base_url in [
            "",
            "api.amazonalexa.com",
            "ftp://localhost",
            "http://localhost/?a=b",
            "http://localhost/#a",
            "https://user:secret@localhost",
        ] {
            let error = connect_to(base_url, token.clone()).unwrap_err();
            assert!(matches!(error, ConnectError::BaseUrl), "{base_url}: {error}");
        }
    }
}
