//! The stand-in for Login with Amazon: `POST /auth/o2/token`, which gives tokens for codes and refresh tokens.
//!
//! It does what RFC 6749 says and what is known of the vendor's service (`parameters`, `request`: what is read;
//! `exchange`: what comes of it; `refusal`: what is answered otherwise). There is no page for consent: the control API
//! gives out codes and tokens, with [`issue_code`] and [`issue_tokens`]. Codes have no PKCE challenge, so a
//! `code_verifier` is ignored like any parameter that isn't known.

mod exchange;
mod parameters;
mod refusal;
mod request;
mod scopes;
#[cfg(test)]
mod tests;

use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, PRAGMA};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

pub(crate) use scopes::Scopes;

use crate::body;
use crate::control::Control;
use crate::secret::{Secret, hash, mint};
use crate::store::tokens::{self, Consent};
use crate::store::{Step, Store, StoreError, WriteError};
use refusal::{ErrorCode, Refusal};

/// The path of the token endpoint.
pub(crate) const PATH: &str = "/auth/o2/token";

/// The most bytes of a body: room for the longest token, percent-encoded, and much besides.
const LONGEST_BODY: usize = 16 * 1024;
/// The characters of a token. The vendor says 350 or more, at most 2,048.
const TOKEN_LENGTH: usize = 360;
/// The characters of a code.
const CODE_LENGTH: usize = 32;
/// How long a code can be exchanged for tokens, in milliseconds.
pub(crate) const CODE_LIFETIME: i64 = 5 * 60 * 1000;
/// How long an expired token stays in the store, in milliseconds, so that its user is told that it expired.
const KEPT: i64 = 24 * 60 * 60 * 1000;
/// How long a refresh token that was used up is remembered, in milliseconds: 30 days. Who uses it again until then
/// revokes everything that the consent led to; afterwards it is as unknown as any other text.
const USED_KEPT: i64 = 30 * 24 * 60 * 60 * 1000;
/// One of so many token requests removes what expired. It removes more than so many requests add.
const SWEEP: u32 = 32;

/// Answers a request to the token endpoint, whatever its method.
pub(crate) async fn token(store: &Store, control: &Control, request: Request<Body>) -> Response {
    match issued(store, control, request).await {
        Ok(issued) => answer(StatusCode::OK, &issued.to_json()),
        Err(refusal) => refusal.into_response(),
    }
}

/// The answer when the store fails before the request is read.
pub(crate) fn failed(error: StoreError) -> Response {
    Refusal::from(error).into_response()
}

async fn issued(store: &Store, control: &Control, request: Request<Body>) -> Result<Issued, Refusal> {
    if request.method() != Method::POST {
        return Err(Refusal::new(ErrorCode::MethodNotAllowed, "tokens are given for POST requests only"));
    }
    let (parts, body) = request.into_parts();
    let body = body::read(body, LONGEST_BODY).await.map_err(|unread| Refusal::request(unread.to_string()))?;
    let request = request::read(&parts.headers, &body)?;
    exchange::exchange(store, control, &request).await
}

/// An answer of the token endpoint, which nobody may keep (RFC 6749 section 5.1).
fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(body.to_string().into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// Tokens for a client.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    /// The access token.
    pub(crate) access_token: Secret,
    /// The refresh token; `None` if the client is to go on with the one that it has.
    pub(crate) refresh_token: Option<Secret>,
    /// How many seconds the access token lives.
    pub(crate) expires_in: u64,
}

impl Issued {
    /// The body of RFC 6749 section 5.1. The type is in lower case, as the vendor has it.
    pub(crate) fn to_json(&self) -> Value {
        let mut body = json!({
            "access_token": self.access_token.expose(),
            "token_type": "bearer",
            "expires_in": self.expires_in,
        });
        if let Some(token) = &self.refresh_token {
            body["refresh_token"] = token.expose().into();
        }
        body
    }
}

/// Why a code or tokens can't be given out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueError {
    /// The client or the account does not exist.
    #[error("the client or the account is unknown")]
    Unknown,
    /// A `redirect_uri` with characters that no URI has.
    #[error("the redirect URI has characters that no URI has")]
    RedirectUri,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives out tokens of a new family, as if `account` had consented that `client` gets `scope`. The access token lives
/// for `lifetime` milliseconds from `now`.
pub(crate) async fn issue_tokens(
    store: &Store,
    now: i64,
    lifetime: u64,
    client: &str,
    account: &str,
    scope: Scopes,
) -> Result<Issued, IssueError> {
    let consent = consent(client, account, scope)?;
    let (family, code) = used_code(&consent, now);
    let new = NewTokens::mint(now, lifetime);
    issue(store, vec![code, new.refresh_step(&consent, &family), new.access_step(&consent, &family)]).await?;
    sweep_now_and_then(store, now).await;
    Ok(new.into_issued())
}

/// A new family, and the step that adds its code: one that is used up, and that nobody knows.
pub(crate) fn used_code(consent: &Consent, now: i64) -> (String, Step) {
    let family = hash(mint("", CODE_LENGTH).expose());
    let code = tokens::add_code(&family, consent, None, now, Some(now));
    (family, code)
}

/// Gives out a code that `client` can exchange for tokens once, within five minutes from `now`, as if `account` had
/// consented that it gets `scope`. With a `redirect_uri` the client must repeat it.
pub(crate) async fn issue_code(
    store: &Store,
    now: i64,
    client: &str,
    account: &str,
    scope: Scopes,
    redirect_uri: Option<&str>,
) -> Result<Secret, IssueError> {
    let consent = consent(client, account, scope)?;
    if redirect_uri.is_some_and(|uri| !uri.bytes().all(|byte| byte.is_ascii_graphic())) {
        return Err(IssueError::RedirectUri);
    }
    let code = mint("AN", CODE_LENGTH);
    let expires_at = now.saturating_add(CODE_LIFETIME);
    issue(store, vec![tokens::add_code(&hash(code.expose()), &consent, redirect_uri, expires_at, None)])
        .await?;
    Ok(code)
}

fn consent(client: &str, account: &str, scope: Scopes) -> Result<Consent, IssueError> {
    // The store can't be asked for it, and nothing has such a name.
    if client.contains('\0') || account.contains('\0') {
        return Err(IssueError::Unknown);
    }
    Ok(Consent { client: client.to_owned(), account: account.to_owned(), scope })
}

async fn issue(store: &Store, steps: Vec<Step>) -> Result<(), IssueError> {
    match store.write(steps).await {
        Ok(_) => Ok(()),
        Err(WriteError::Reference { .. }) => Err(IssueError::Unknown),
        Err(WriteError::Store(error)) => Err(error.into()),
        Err(error) => Err(StoreError::Broken(error.to_string()).into()),
    }
}

/// Tokens that are not in the store yet.
struct NewTokens {
    access: Secret,
    refresh: Secret,
    lifetime: u64,
    expires_at: i64,
}

impl NewTokens {
    fn mint(now: i64, lifetime: u64) -> Self {
        let expires_at = now.saturating_add(i64::try_from(lifetime).unwrap_or(i64::MAX));
        Self {
            access: mint("Atza|", TOKEN_LENGTH),
            refresh: mint("Atzr|", TOKEN_LENGTH),
            lifetime,
            expires_at,
        }
    }

    fn access_step(&self, consent: &Consent, family: &str) -> Step {
        tokens::add_access_token(&hash(self.access.expose()), consent, family, self.expires_at)
    }

    fn refresh_step(&self, consent: &Consent, family: &str) -> Step {
        tokens::add_refresh_token(&hash(self.refresh.expose()), consent, family)
    }

    /// The seconds are rounded down: the client never thinks that a token lives longer than it does.
    fn into_issued(self) -> Issued {
        let expires_in = self.lifetime / 1000;
        Issued { access_token: self.access, refresh_token: Some(self.refresh), expires_in }
    }
}

/// Removes what expired long ago, a limited number at a time. Failing at it is no reason to refuse tokens.
async fn sweep_now_and_then(store: &Store, now: i64) {
    if rand::random_ratio(1, SWEEP)
        && let Err(error) =
            tokens::sweep(store, now.saturating_sub(KEPT), now.saturating_sub(USED_KEPT)).await
    {
        tracing::warn!(%error, "expired and used tokens could not be removed");
    }
}
