//! Where access tokens come from, and how one is shared by all calls of a client.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::watch;
use tokio::time::Instant;

use flight::{Flight, Held, Outcome, Step};
pub use login::LoginWithAmazon;
pub use secret::{InvalidToken, Secret, Token};

mod cache;
mod flight;
mod login;
mod secret;

/// A future on the heap, as traits need it that are used behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Fetches access tokens, in whatever way suits the program that implements it.
///
/// The client keeps what it gets, asks again 60 seconds before it ends or when the service refused it, and never asks
/// twice at once. Calls go on with the old token while it lasts. After a failure it waits before it asks again: a second,
/// doubling to 30 seconds; calls without a token fail with the same error meanwhile.
pub trait TokenProvider: Send + Sync + 'static {
    /// Fetches a token.
    ///
    /// `refused` is the last one that the service answered with 401, if no other has come since, even if it should have
    /// lasted longer: a provider with a cache of its own must not return it again.
    ///
    /// # Errors
    ///
    /// If there is none to be had. The error must not contain secrets: it is logged.
    fn fetch<'a>(&'a self, refused: Option<&'a Token>) -> BoxFuture<'a, Result<Lease, AuthError>>;
}

/// An access token and how long it lasts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lease {
    /// The token.
    pub token: Token,
    /// How long it lasts from now on; `None` if that isn't known.
    pub lifetime: Option<Duration>,
}

impl Lease {
    /// A token that lasts until the service refuses it, unless [`lasts`](Self::lasts) says how long.
    pub fn new(token: Token) -> Self {
        Self { token, lifetime: None }
    }

    /// Says how long the token lasts from now on. A client replaces it in time.
    #[must_use]
    pub fn lasts(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// Why there is no access token.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The token endpoint refused (RFC 6749, section 5.2).
    #[error("the token endpoint refused with {status} {code}: {}", advice(code))]
    #[non_exhaustive]
    Refused {
        /// The status of its answer.
        status: u16,
        /// Its error code, such as `invalid_grant`.
        code: String,
    },
    /// The token endpoint could not be reached, or gave no answer that makes sense.
    #[error("the token endpoint gave no token: {reason}")]
    #[non_exhaustive]
    Unavailable {
        /// What happened.
        reason: String,
        /// The error below, if there is one.
        #[source]
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
    /// The file that processes share their tokens by cannot be used.
    #[error("the token cache {path} cannot be used")]
    #[non_exhaustive]
    Cache {
        /// The file.
        path: String,
        /// The error below.
        #[source]
        source: Arc<std::io::Error>,
    },
    /// The caller's own provider failed.
    #[error("the token provider failed")]
    Provider(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

impl AuthError {
    /// Wraps the error of a provider of one's own.
    pub fn provider(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Provider(error.into().into())
    }
}

/// What to do about an error code of the token endpoint.
fn advice(code: &str) -> &'static str {
    match code {
        "invalid_client" | "unauthorized_client" => "check the client id and its secret",
        "invalid_grant" => {
            "the refresh token is revoked, or another client's: consent again to get a new one"
        }
        "invalid_scope" => "consent again with the scope alexa::enterprise:management",
        _ => "check the credentials and the address of the token endpoint",
    }
}

/// Where a client gets its access tokens from.
#[derive(Clone)]
pub struct Credentials(Source);

#[derive(Clone)]
enum Source {
    Static(Token),
    Login(Box<LoginWithAmazon>),
    Provider(Arc<dyn TokenProvider>),
}

impl Credentials {
    /// One access token that is used until the service refuses it.
    pub fn token(token: Token) -> Self {
        Self(Source::Static(token))
    }

    /// Access tokens from a provider of one's own. [`LoginWithAmazon`] is given to the client as it is: then its settings are
    /// checked, and it uses the client's connections.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self(Source::Provider(Arc::new(provider)))
    }
}

impl Credentials {
    /// The endpoint that Login with Amazon is asked at, if it is.
    pub(crate) fn token_url(&self) -> Option<&str> {
        match &self.0 {
            Source::Login(login) => Some(login.endpoint()),
            _ => None,
        }
    }

    /// Whether secrets would be sent to Login with Amazon itself.
    pub(crate) fn ask_amazon(&self) -> bool {
        matches!(&self.0, Source::Login(login) if login.asks_amazon())
    }
}

impl From<Token> for Credentials {
    fn from(token: Token) -> Self {
        Self::token(token)
    }
}

impl From<LoginWithAmazon> for Credentials {
    fn from(login: LoginWithAmazon) -> Self {
        Self(Source::Login(Box::new(login)))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Source::Static(_) => "Credentials(token)",
            Source::Login(_) => "Credentials(Login with Amazon)",
            Source::Provider(_) => "Credentials(provider)",
        })
    }
}

/// What the waiting are told: the value, or why there is none.
type Landing = Option<Result<Held<Token>, AuthError>>;

/// The token that all calls of a client share.
#[derive(Clone)]
pub(crate) struct Tokens(Arc<Shared>);

struct Shared {
    /// What tokens are fetched from, unless there is one for good.
    provider: Result<Arc<dyn TokenProvider>, Token>,
    state: Mutex<State>,
}

struct State {
    flight: Flight<Token>,
    landing: watch::Receiver<Landing>,
    /// What the service refused last, until there is another one.
    refused: Option<Token>,
    /// Why the last fetch failed.
    error: Option<AuthError>,
}

/// A token, and its number among those of the client.
#[derive(Clone, Debug)]
pub(crate) struct Numbered {
    pub(crate) token: Token,
    pub(crate) serial: u64,
}

impl Tokens {
    /// `http` is what Login with Amazon is asked with, unless it has a client of its own.
    pub(crate) fn new(credentials: Credentials, http: &reqwest::Client) -> Self {
        let provider: Result<Arc<dyn TokenProvider>, Token> = match credentials.0 {
            Source::Static(token) => Err(token),
            Source::Login(login) => Ok(Arc::new(login.or_with_http(http))),
            Source::Provider(provider) => Ok(provider),
        };
        let landing = watch::channel(None).1;
        let state = Mutex::new(State { flight: Flight::new(), landing, refused: None, error: None });
        Self(Arc::new(Shared { provider, state }))
    }

    /// Whether another token can be had than the one that was refused.
    pub(crate) fn can_refresh(&self) -> bool {
        self.0.provider.is_ok()
    }

    /// Asks for a token. `refused` is the number of one that the service answered with 401.
    pub(crate) fn ask(&self, refused: Option<u64>) -> Asked {
        let provider = match &self.0.provider {
            Err(token) => return Asked::Now(Ok(Numbered { token: token.clone(), serial: 0 })),
            Ok(provider) => provider,
        };
        let (asked, fetch) = {
            let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(token) = refused.and_then(|refused| state.flight.held(refused)) {
                state.refused = Some(token.clone());
            }
            match state.flight.ask(Instant::now(), refused) {
                Step::Use(held) => (Asked::Now(Ok(numbered(held))), None),
                Step::Fail => (Asked::Now(Err(state.error.clone().unwrap_or_else(abandoned))), None),
                Step::Wait => (Asked::Later(Awaited(state.landing.clone())), None),
                Step::Renew(held) => (Asked::Now(Ok(numbered(held))), Some(self.fetch(&mut state, provider))),
                Step::Fetch => {
                    let fetch = self.fetch(&mut state, provider);
                    (Asked::Later(Awaited(state.landing.clone())), Some(fetch))
                }
            }
        };
        if let Some(fetch) = fetch {
            // Without the lock: where there is no runtime, or it ends, the fetch lands while it is spawned.
            tokio::spawn(fetch);
        }
        asked
    }

    /// A fetch, for a task of its own: whoever asked may leave, and a rotated refresh token must not get lost.
    fn fetch(
        &self,
        state: &mut State,
        provider: &Arc<dyn TokenProvider>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let (sender, receiver) = watch::channel(None);
        state.landing = receiver;
        let fetch = Fetch { shared: Some(Arc::clone(&self.0)), sender };
        fetch.run(Arc::clone(provider), state.refused.clone())
    }
}

/// What whoever asks for a token gets.
pub(crate) enum Asked {
    /// A token, or why there is none.
    Now(Result<Numbered, AuthError>),
    /// It is on its way.
    Later(Awaited),
}

/// A token that is on its way.
pub(crate) struct Awaited(watch::Receiver<Landing>);

impl Awaited {
    /// Waits for it.
    ///
    /// # Errors
    ///
    /// If the fetch fails.
    pub(crate) async fn token(mut self) -> Result<Numbered, AuthError> {
        match self.0.wait_for(Option::is_some).await.ok().and_then(|landing| landing.clone()) {
            Some(Ok(held)) => Ok(numbered(held)),
            Some(Err(error)) => Err(error),
            None => Err(abandoned()),
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Tokens")
    }
}

fn numbered(held: Held<Token>) -> Numbered {
    Numbered { token: held.value, serial: held.serial }
}

fn ended() -> AuthError {
    let reason = "the one it gave has already ended".to_owned();
    AuthError::Unavailable { reason, source: None }
}

fn abandoned() -> AuthError {
    let reason = "the task that fetched it was stopped".to_owned();
    AuthError::Unavailable { reason, source: None }
}

/// A fetch under way. It lands however it ends, also by a panic of the provider or with its runtime.
struct Fetch {
    shared: Option<Arc<Shared>>,
    sender: watch::Sender<Landing>,
}

impl Fetch {
    async fn run(mut self, provider: Arc<dyn TokenProvider>, refused: Option<Token>) {
        let fetched = provider.fetch(refused.as_ref()).await;
        self.land(Some(fetched));
    }

    /// Lands with what the provider said, unless it was stopped.
    fn land(&mut self, fetched: Option<Result<Lease, AuthError>>) {
        let Some(shared) = self.shared.take() else { return };
        let (outcome, error) = match fetched {
            Some(Ok(lease)) if lease.lifetime.is_some_and(|lifetime| lifetime.is_zero()) => {
                (Outcome::Failed, Some(ended()))
            }
            Some(Ok(lease)) => (Outcome::Brought(lease.token, lease.lifetime), None),
            Some(Err(error)) => (Outcome::Failed, Some(error)),
            None => (Outcome::Stopped, Some(abandoned())),
        };
        let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(outcome, Outcome::Brought(..)) {
            state.refused = None;
        }
        let held = state.flight.land(Instant::now(), outcome);
        state.error.clone_from(&error);
        drop(state);
        if let (Some(error), Some(_)) = (&error, &held) {
            tracing::warn!(%error, "no new access token; the old one lasts for less than a minute");
        }
        self.sender.send_replace(Some(held.ok_or_else(|| error.unwrap_or_else(abandoned))));
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        self.land(None);
    }
}

#[cfg(test)]
mod tests;
