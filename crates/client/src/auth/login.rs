//! Login with Amazon: access tokens for a refresh token (RFC 6749, section 6).

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::cache::{Cache, Entry};
use super::{AuthError, BoxFuture, Lease, Secret, Token, TokenProvider};

/// Where Login with Amazon gives tokens; both regions use it.
const TOKEN_URL: &str = "https://api.amazon.com/auth/o2/token";

/// How long one request for a token may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How often a token is asked for before the failure counts.
const ATTEMPTS: u32 = 3;

/// The most bytes of an answer that are read: tokens have up to 2048.
const LARGEST_ANSWER: usize = 64 * 1024;

/// Is told each new refresh token.
type OnRotation = Arc<dyn Fn(&Secret) + Send + Sync>;

/// Access tokens by a refresh token of Login with Amazon, which the person who administers the organization consented to
/// once.
///
/// An answer may bring another refresh token, which then replaces the old one: for good if there is a
/// [cache](Self::cache) or an [observer](Self::on_rotation), else while the client lives.
#[derive(Clone)]
pub struct LoginWithAmazon {
    client_id: String,
    client_secret: Secret,
    /// The one that was configured, by which the cache knows whose its content is.
    configured: Secret,
    /// The one that is used next.
    refresh_token: Arc<Mutex<Secret>>,
    token_url: String,
    http: Option<reqwest::Client>,
    cache: Option<PathBuf>,
    /// What was granted and could not be written to the cache.
    unwritten: Arc<Mutex<Option<Entry>>>,
    on_rotation: Option<OnRotation>,
}

impl LoginWithAmazon {
    /// The credentials of a security profile of Login with Amazon, and a refresh token that was issued to it with the
    /// scope `alexa::enterprise:management`.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        let configured = refresh_token.into();
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: Arc::new(Mutex::new(configured.clone())),
            configured,
            token_url: TOKEN_URL.to_owned(),
            http: None,
            cache: None,
            unwritten: Arc::default(),
            on_rotation: None,
        }
    }

    /// Asks another token endpoint, such as that of a reference server.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = url.into();
        self
    }

    /// Asks with an HTTP client of its own; it should not follow redirects. Without one it shares that of the
    /// [`Client`](crate::Client).
    #[must_use]
    pub fn http(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Shares tokens with other processes, and keeps them and rotated refresh tokens, in files of this folder that only
    /// their owner can read. The folder is made if it isn't there.
    ///
    /// Processes that need a token at the same time take turns, and those behind use what the first one got. A folder that
    /// others may write in is refused. If what was granted cannot be written, this client goes on with it, warns by
    /// tracing, and tries again with the next token.
    #[must_use]
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// Tells each refresh token that replaces the one before it, so that a program can keep it where it keeps secrets.
    #[must_use]
    pub fn on_rotation(mut self, observer: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.on_rotation = Some(Arc::new(observer));
        self
    }

    /// The token endpoint.
    pub(super) fn endpoint(&self) -> &str {
        &self.token_url
    }

    /// Whether it asks Login with Amazon itself.
    pub(super) fn asks_amazon(&self) -> bool {
        self.token_url == TOKEN_URL
    }

    /// The same with this HTTP client, unless it has one.
    pub(super) fn or_with_http(mut self, http: &reqwest::Client) -> Self {
        self.http.get_or_insert_with(|| http.clone());
        self
    }

    fn current(&self) -> Secret {
        self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn unwritten(&self) -> MutexGuard<'_, Option<Entry>> {
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of the refresh token of an answer, if it has another one.
    fn rotate(&self, new: &Secret) {
        let mut current = self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner);
        if *current == *new {
            return;
        }
        *current = new.clone();
        drop(current);
        if let Some(observer) = &self.on_rotation {
            observer(new);
        }
    }

    /// A token from the cache, or a new one, which then is there.
    async fn lease(&self, refused: Option<&Token>) -> Result<Lease, AuthError> {
        let Some(folder) = &self.cache else {
            let granted = self.ask(&self.current()).await?;
            if let Some(new) = granted.refresh_token {
                self.rotate(&new);
            }
            return Ok(granted.lease);
        };
        let identity = [self.token_url.as_str(), &self.client_id, self.configured.expose()];
        let unwritten = self.unwritten().clone();
        let (cache, entry) = match (Cache::lock(folder, &identity).await, unwritten) {
            (Ok(cache), Some(entry)) => {
                // It is newer than what is there, whose refresh token may be used up.
                self.keep(&cache, entry.clone()).await;
                (Some(cache), Some(entry))
            }
            (Ok(cache), None) => {
                let entry = cache.read().await?;
                (Some(cache), entry)
            }
            (Err(error), Some(entry)) => {
                warn_of(&error);
                (None, Some(entry))
            }
            // Nothing is asked for that could not be kept from the start.
            (Err(error), None) => return Err(error),
        };
        if let Some(entry) = &entry {
            self.rotate(&entry.refresh_token);
            if let Some(lease) = entry.lease(refused) {
                return Ok(lease);
            }
        }
        let used = self.current();
        let granted = self.ask(&used).await?;
        let refresh_token = granted.refresh_token.unwrap_or(used);
        // In the file first: whoever comes next must not use the old one.
        let entry = Entry::new(&granted.lease, refresh_token.clone());
        *self.unwritten() = Some(entry.clone());
        if let Some(cache) = &cache {
            self.keep(cache, entry).await;
        }
        self.rotate(&refresh_token);
        Ok(granted.lease)
    }

    /// Writes what was granted to the cache. What cannot be written now is written the next time: it is good all the same.
    async fn keep(&self, cache: &Cache, entry: Entry) {
        match cache.write(entry).await {
            Ok(()) => *self.unwritten() = None,
            Err(error) => warn_of(&error),
        }
    }

    /// Asks for an access token, again if the endpoint cannot be reached or is not well.
    async fn ask(&self, refresh_token: &Secret) -> Result<Granted, AuthError> {
        let mut attempt = 1;
        loop {
            let failure = match tokio::time::timeout(TIMEOUT, self.ask_once(refresh_token)).await {
                Ok(Ok(granted)) => return Ok(granted),
                Ok(Err(failure)) => failure,
                Err(_) => Failure::again(format!("no answer within {} s", TIMEOUT.as_secs()), None),
            };
            if !failure.may_pass || attempt >= ATTEMPTS {
                return Err(failure.error);
            }
            tokio::time::sleep(Duration::from_millis(rand::random_range(0..=500 << attempt))).await;
            attempt += 1;
        }
    }

    async fn ask_once(&self, refresh_token: &Secret) -> Result<Granted, Failure> {
        // All at once, here and with the answer: growing would leave a copy of secrets behind.
        let secrets = refresh_token.expose().len() + self.client_id.len() + self.client_secret.expose().len();
        let mut form = Zeroizing::new(String::with_capacity(128 + 3 * secrets));
        form.push_str("grant_type=refresh_token");
        for (name, value) in [
            ("refresh_token", refresh_token.expose()),
            ("client_id", &self.client_id),
            ("client_secret", self.client_secret.expose()),
        ] {
            form.push('&');
            form.push_str(name);
            form.push('=');
            form.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        }
        let http = self.http.clone().unwrap_or_default();
        let body = Bytes::from_owner(Zeroizing::new(std::mem::take(&mut *form).into_bytes()));
        let request = http
            .post(&self.token_url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .body(body);
        let unreachable = |error: reqwest::Error| {
            Failure::again("it cannot be reached".to_owned(), Some(Arc::new(error.without_url())))
        };
        let mut response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let mut answer = Zeroizing::new(Vec::with_capacity(LARGEST_ANSWER));
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if answer.len() + chunk.len() > LARGEST_ANSWER {
                return Err(Failure::again("its answer is too large".to_owned(), None));
            }
            answer.extend_from_slice(&chunk);
        }
        if status.is_success() {
            // The reason stays out: it may quote the answer.
            let unreadable = |_| Failure::last(format!("its answer with {} is no token", status.as_u16()));
            let granted: GrantedText = serde_json::from_slice(&answer).map_err(unreadable)?;
            return granted
                .into_lease()
                .ok_or_else(|| Failure::last("its access token cannot be sent in a header".to_owned()));
        }
        if status.as_u16() == 429 || status.is_server_error() {
            return Err(Failure::again(format!("it answered with {}", status.as_u16()), None));
        }
        let refusal: Refusal = serde_json::from_slice(&answer).unwrap_or_default();
        let is_code = |code: &String| {
            code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        let code = refusal.error.filter(is_code).unwrap_or_else(|| "without an error code".to_owned());
        Err(Failure { error: AuthError::Refused { status: status.as_u16(), code }, may_pass: false })
    }
}

impl TokenProvider for LoginWithAmazon {
    fn fetch<'a>(&'a self, refused: Option<&'a Token>) -> BoxFuture<'a, Result<Lease, AuthError>> {
        Box::pin(self.lease(refused))
    }
}

impl fmt::Debug for LoginWithAmazon {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LoginWithAmazon")
            .field("client_id", &self.client_id)
            .field("token_url", &without_secrets(&self.token_url))
            .field("cache", &self.cache)
            .finish_non_exhaustive()
    }
}

fn warn_of(error: &AuthError) {
    let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::warn!(%error, reason, "tokens are not shared with other processes for now");
}

/// Scheme, host, port and path of an address: what else it has may be secret, such as a password.
fn without_secrets(url: &str) -> String {
    let Ok(url) = reqwest::Url::parse(url) else { return "not a URL".to_owned() };
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}

/// Why one request brought no token, and whether the next one may.
struct Failure {
    error: AuthError,
    may_pass: bool,
}

impl Failure {
    fn again(reason: String, source: Option<Arc<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { error: AuthError::Unavailable { reason, source }, may_pass: true }
    }

    fn last(reason: String) -> Self {
        Self { error: AuthError::Unavailable { reason, source: None }, may_pass: false }
    }
}

/// What the endpoint granted.
struct Granted {
    lease: Lease,
    refresh_token: Option<Secret>,
}

/// The same as it stands in the answer (RFC 6749, section 5.1).
#[derive(Deserialize)]
struct GrantedText {
    access_token: Secret,
    /// Seconds. Some endpoints give them as text: a refresh token that came along must not get lost by that.
    expires_in: Option<serde_json::Value>,
    refresh_token: Option<Secret>,
}

impl GrantedText {
    fn into_lease(self) -> Option<Granted> {
        let token = Token::new(self.access_token.expose()).ok()?;
        let lease = Lease { token, lifetime: self.expires_in.as_ref().and_then(lifetime) };
        let refresh_token = self.refresh_token.filter(|token| !token.expose().is_empty());
        Some(Granted { lease, refresh_token })
    }
}

/// How long a token lasts by what its answer says, if that can be understood.
fn lifetime(expires_in: &serde_json::Value) -> Option<Duration> {
    if let Some(seconds) = expires_in.as_u64() {
        return Some(Duration::from_secs(seconds));
    }
    if let Some(text) = expires_in.as_str() {
        return text.trim().parse().ok().map(Duration::from_secs);
    }
    Duration::try_from_secs_f64(expires_in.as_f64()?).ok()
}

#[derive(Default, Deserialize)]
struct Refusal {
    error: Option<String>,
}

#[cfg(test)]
mod tests;
