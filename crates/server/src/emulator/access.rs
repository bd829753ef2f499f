//! Who may use the control API: whoever has the key; without a key, programs on this machine, but no web pages.

use std::net::IpAddr;

use http::header::{HOST, HeaderValue, ORIGIN};
use http::uri::{Authority, Uri};
use http::{HeaderMap, StatusCode};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use crate::failure::Failure;

/// The header with the key.
pub(crate) const KEY: &str = "X-Emulator-Key";

/// Who may use the control API.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nobody: it is not there.
    Off,
    /// Whoever knows the key with this SHA-256.
    Key([u8; 32]),
    /// Whoever reaches the address of the loopback interface, except through a browser that another site misleads.
    Loopback,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Off => "Off",
            Self::Key(_) => "Key(*)",
            Self::Loopback => "Loopback",
        })
    }
}

impl Access {
    /// The access to a server that listens on `address`: with the key if there is one; without one on the loopback
    /// interface only.
    pub(crate) fn new(address: IpAddr, key: Option<&str>) -> Self {
        match key.filter(|key| !key.is_empty()) {
            Some(key) => Self::Key(Sha256::digest(key).into()),
            None if address.to_canonical().is_loopback() => Self::Loopback,
            None => Self::Off,
        }
    }

    /// Whether a request may come in.
    pub(crate) fn check(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), Failure> {
        match self {
            Self::Off => Err(Failure::not_found("there is no such path")),
            Self::Key(expected) => {
                let given = headers.get(KEY).map(HeaderValue::as_bytes);
                let message = match given.map(|given| Sha256::digest(given).ct_eq(expected)) {
                    Some(is_same) if bool::from(is_same) => return Ok(()),
                    Some(_) => format!("the key in the header {KEY} is not that of the control API"),
                    None => format!("the control API needs its key in the header {KEY}"),
                };
                Err(Failure::new(StatusCode::UNAUTHORIZED, message))
            }
            Self::Loopback => check_loopback(headers, uri),
        }
    }
}

/// Refuses what a browser sends for a page of another site. A name that such a site has pointed at this machine
/// (DNS rebinding) is in `Host`; a page from elsewhere that sends something is in `Origin`.
fn check_loopback(headers: &HeaderMap, uri: &Uri) -> Result<(), Failure> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()),
        _ => None,
    };
    let Some(host) = host.filter(is_this_machine) else {
        return Err(Failure::forbidden(format!(
            "without a key, the control API is reached as localhost, 127.0.0.1 or [::1] only; use one of these, or \
             start the server with a key and send it in {KEY}"
        )));
    };
    if uri.authority().is_some_and(|authority| !is_this_machine(authority)) {
        return Err(Failure::forbidden("the request names another host than this machine"));
    }
    for origin in headers.get_all(ORIGIN) {
        let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
        let is_own = origin.is_some_and(|origin| origin.authority() == Some(&host));
        if !is_own {
            return Err(Failure::forbidden("pages of other sites may not use the control API"));
        }
    }
    Ok(())
}

fn is_this_machine(authority: &Authority) -> bool {
    // With user information it is no host; nobody needs that here.
    if authority.as_str().contains('@') {
        return false;
    }
    let host = authority.host();
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    fn check(access: &Access, pairs: &[(&str, &str)]) -> Option<u16> {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        access.check(&headers, &Uri::from_static("/clock")).err().map(|failure| failure.status.as_u16())
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_api_is_off_beyond_the_loopback_interface_unless_there_is_a_key() {
        assert_eq!(Access::new(address("127.0.0.1"), None), Access::Loopback);
        assert_eq!(Access::new(address("::1"), None), Access::Loopback);
        assert_eq!(
            Access::new(address("::ffff:127.0.0.1"), None),
            Access::Loopback,
            "as the settings see it"
        );
        for other in ["0.0.0.0", "::", "192.168.0.1"] {
            assert_eq!(Access::new(address(other), None), Access::Off);
            assert_eq!(Access::new(address(other), Some("")), Access::Off, "an empty key is no key");
            assert!(matches!(Access::new(address(other), Some("k")), Access::Key(_)));
        }
        assert_eq!(check(&Access::Off, &[("Host", "localhost")]), Some(404));
    }

    #[test]
    fn a_key_is_needed_wherever_one_is_set() {
        let access = Access::new(address("127.0.0.1"), Some("the key"));
        assert_eq!(check(&access, &[("X-Emulator-Key", "the key"), ("Host", "emulator.example")]), None);
        for headers in
            [&[("X-Emulator-Key", "the kez")][..], &[("X-Emulator-Key", "")], &[("Host", "localhost")]]
        {
            assert_eq!(check(&access, headers), Some(401));
        }
        assert_eq!(format!("{access:?}"), "Key(*)");
    }

    #[test]
    fn without_a_key_only_names_of_this_machine_are_answered() {
        let access = Access::Loopback;
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.0.0.2", "[::1]", "[::1]:8080"] {
            assert_eq!(check(&access, &[("Host", host)]), None, "{host}");
        }
        for host in ["evil.example", "localhost.evil.example", "192.168.0.1", "a@localhost", "", "[::2]:80"] {
            assert_eq!(check(&access, &[("Host", host)]), Some(403), "{host}");
        }
        assert_eq!(check(&access, &[]), Some(403));
        assert_eq!(check(&access, &[("Host", "localhost"), ("Host", "localhost")]), Some(403));
    }

    #[test]
    fn pages_of_other_sites_are_refused_and_own_pages_are_not() {
        let access = Access::Loopback;
        let with = |origin| check(&access, &[("Host", "localhost:8080"), ("Origin", origin)]);
        assert_eq!(with("http://localhost:8080"), None);
        for origin in ["http://localhost:3000", "https://evil.example", "null", "http://127.0.0.1:8080", ""] {
            assert_eq!(with(origin), Some(403), "{origin}");
        }
    }
}
