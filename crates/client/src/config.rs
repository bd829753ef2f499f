//! How a client is put together.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;
use thiserror::Error;

use crate::auth::{Credentials, Tokens};
use crate::call::A_YEAR;
use crate::client::{Client, Policies, Shared};
use crate::event::{Event, Observers};
use crate::retry::{Budget, RetryPolicy};
use crate::transport::Transport;
use crate::{Operation, Region};

pub use error::ConfigError;
pub use profile::Profile;

mod error;
mod profile;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long one attempt may take, from the request to the last byte of the answer.
const ATTEMPT: Duration = Duration::from_secs(30);

/// The largest response that is read. The largest page has 50 units, of which a name may have any length.
const LARGEST_RESPONSE: usize = 16 * 1024 * 1024;

/// How long it may take until a new unit can be seen, by the service's documentation several seconds.
const SETTLE: Duration = Duration::from_secs(15);

/// Who asks, unless the builder is told otherwise.
const USER_AGENT: &str = concat!("asp-client/", env!("CARGO_PKG_VERSION"));

/// Why no client could be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Neither a region nor a base URL was given.
    #[error("nothing says where to send requests: give a region or a base URL")]
    NoBaseUrl,
    /// No credentials were given.
    #[error("nothing says who asks: give credentials")]
    NoCredentials,
    /// The base URL cannot be used. The error does not repeat it: it may hold a password.
    #[error("not a base URL: give an absolute http or https URL without user, password, query and fragment")]
    BaseUrl,
    /// The base URL is on this machine, and nothing says where tokens come from.
    #[error(
        "the base URL is on this machine, and the client secret would be sent to Login with Amazon: set the token URL"
    )]
    NoTokenUrl,
    /// The token endpoint's URL cannot be used. The error does not repeat it.
    #[error("not a token URL: give an absolute http or https URL without user, password and fragment")]
    TokenUrl,
    /// The user agent cannot be sent in a header.
    #[error("not a user agent: give printable ASCII")]
    UserAgent,
    /// An HTTP client of one's own came with options for the one that would have been made.
    #[error("a proxy and a connect timeout are the HTTP client's: set them where you make yours")]
    OwnHttp,
    /// The HTTP client could not be set up, for example because the system has no certificates.
    #[error("the HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
    /// The environment or a profile cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// Puts a client together; see [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    base_url: Option<String>,
    credentials: Option<Credentials>,
    http: Option<reqwest::Client>,
    proxy: Option<reqwest::Proxy>,
    connect_timeout: Option<Duration>,
    attempt_timeout: Duration,
    largest_response: usize,
    settle: Duration,
    user_agent: Option<String>,
    policies: Policies,
    overrides: HashMap<Operation, RetryPolicy>,
    observers: Observers,
    #[cfg(feature = "validation")]
    strictness: crate::Strictness,
    #[cfg(feature = "testing")]
    memory: Option<crate::testing::Service>,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            base_url: None,
            credentials: None,
            http: None,
            proxy: None,
            connect_timeout: None,
            attempt_timeout: ATTEMPT,
            largest_response: LARGEST_RESPONSE,
            settle: SETTLE,
            user_agent: None,
            policies: Policies::default(),
            overrides: HashMap::new(),
            observers: Observers::default(),
            #[cfg(feature = "validation")]
            strictness: crate::Strictness::default(),
            #[cfg(feature = "testing")]
            memory: None,
        }
    }

    /// Sends requests to a region of the service.
    pub fn region(mut self, region: Region) -> Self {
        self.base_url = Some(region.base_url().to_owned());
        self
    }

    /// Sends requests elsewhere, such as to a reference server; may have a path that comes before the document's.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Where access tokens come from: a [`Token`](crate::Token), [`LoginWithAmazon`](crate::LoginWithAmazon), or a
    /// provider of one's own by [`Credentials::provider`].
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = Some(credentials.into());
        self
    }

    /// Takes region or base URL and credentials from a profile.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.base_url = Some(profile.base_url);
        self.credentials = Some(profile.credentials);
        self
    }

    /// Sends requests with an HTTP client of one's own. It should not follow redirects: the service documents none. Its
    /// own timeouts hold as well.
    pub fn http(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Sends requests through a proxy. Without it, those of the environment are used (`HTTPS_PROXY`, `NO_PROXY` and so
    /// on).
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// How long a connection may take; 10 seconds if it isn't said.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long one attempt may take, from the request to the last byte of the answer; 30 seconds if it isn't said.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a call may take altogether, with all attempts and waits; 10 minutes if neither this nor the retry policy
    /// says so, and the shorter time if both do.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policies.deadline = Some(deadline);
        self
    }

    /// When requests are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policies.all = policy;
        self
    }

    /// When the requests of one operation are repeated.
    pub fn retry_for(mut self, operation: Operation, policy: RetryPolicy) -> Self {
        self.overrides.insert(operation, policy);
        self
    }

    /// The largest response that is read, in bytes; 16 MiB if it isn't said.
    pub fn largest_response(mut self, bytes: usize) -> Self {
        self.largest_response = bytes;
        self
    }

    /// How long the service may take until a new unit can be seen; 15 seconds if it isn't said. `create_or_get` doesn't
    /// create again before that, and a unit that this client made is looked for that long. A year is as good as any
    /// longer time.
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle.min(A_YEAR);
        self
    }

    /// Says who asks, such as `hotel-sync/2.1`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Tells a function of everything that happens; for metrics. It is called often and must not wait.
    pub fn on_event(mut self, observer: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.observers.add(observer);
        self
    }

    /// What to do about requests and responses that break the contract.
    #[cfg(feature = "validation")]
    pub fn strictness(mut self, strictness: crate::Strictness) -> Self {
        self.strictness = strictness;
        self
    }

    /// Answers requests in memory, for tests.
    #[cfg(feature = "testing")]
    pub fn service(mut self, service: crate::testing::Service) -> Self {
        self.memory = Some(service);
        self
    }

    /// Makes the client; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// If something is missing or cannot be used.
    pub fn build(self) -> Result<Client, BuildError> {
        let base_url = self.base_url.ok_or(BuildError::NoBaseUrl)?;
        let base_url = self::base_url(&base_url).ok_or(BuildError::BaseUrl)?;
        let credentials = self.credentials.ok_or(BuildError::NoCredentials)?;
        if credentials.token_url().is_some_and(|url| absolute(url).is_none()) {
            return Err(BuildError::TokenUrl);
        }
        if credentials.ask_amazon() && is_here(&base_url) {
            return Err(BuildError::NoTokenUrl);
        }
        let explicit = self.user_agent.as_deref().map(HeaderValue::from_str).transpose();
        let explicit = explicit.map_err(|_| BuildError::UserAgent)?;
        let http = match self.http {
            Some(_) if self.proxy.is_some() || self.connect_timeout.is_some() => {
                return Err(BuildError::OwnHttp);
            }
            Some(http) => http,
            None => {
                let mut builder = reqwest::Client::builder()
                    .connect_timeout(self.connect_timeout.unwrap_or(CONNECT))
                    .user_agent(USER_AGENT)
                    // The token must not follow a redirect to another place, and the service documents none.
                    .redirect(reqwest::redirect::Policy::none());
                if let Some(proxy) = self.proxy {
                    builder = builder.proxy(proxy);
                }
                builder.build().map_err(BuildError::Http)?
            }
        };
        let transport = Transport::Http(http.clone());
        #[cfg(feature = "testing")]
        let transport = self.memory.map_or(transport, Transport::Memory);
        let shared = Shared {
            tokens: Tokens::new(credentials, &http),
            transport,
            paces: Shared::new_paces(),
            budget: Budget::default(),
            observers: self.observers,
            attempt_timeout: self.attempt_timeout,
            largest_response: self.largest_response,
            settle: self.settle,
            user_agent: explicit,
            #[cfg(feature = "validation")]
            strictness: self.strictness,
            #[cfg(feature = "validation")]
            base_path: base_url.path().trim_end_matches('/').into(),
            recent: crate::recent::Recent::default(),
            names: crate::create::Names::default(),
        };
        let mut policies = self.policies;
        policies.own = self.overrides.into_iter().collect();
        Ok(Client::assemble(base_url, http, shared, policies))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("retry", &self.policies.all)
            .finish_non_exhaustive()
    }
}

/// Whether a URL leads to this machine, where no real service is.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The base URL, if it is one.
fn base_url(text: &str) -> Option<Url> {
    absolute(text).filter(|url| url.query().is_none())
}

/// An absolute URL without user and fragment, which a token endpoint has too (RFC 6749, section 3.2).
fn absolute(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    let is_http = matches!(url.scheme(), "http" | "https");
    (is_http && !has_credentials && url.fragment().is_none()).then_some(url)
}

#[cfg(test)]
mod tests;
