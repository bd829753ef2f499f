//! Tokens and codes without a browser: what a consent would have led to.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Optional, json};
use crate::app::App;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::login::{self, IssueError, Scopes};
use crate::secret::Secret;
use crate::store::people;

/// Whose tokens are wanted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NewTokens {
    /// The id of the client; if left out, the first by id with a console grant of an organization of the account.
    #[schema(nullable = false)]
    client: Option<String>,
    /// The id of the account; if left out, the first by id, of those with a role in an organization
    /// that has granted the client if there are any.
    #[schema(nullable = false)]
    account: Option<String>,
    /// The scope; `alexa::enterprise:management` if left out.
    #[schema(nullable = false)]
    scope: Option<String>,
}

/// What a code is wanted for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NewCode {
    /// The id of the client; if left out, the first by id with a console grant of an organization of the account.
    #[schema(nullable = false)]
    client: Option<String>,
    /// The id of the account; if left out, the first by id, of those with a role in an organization
    /// that has granted the client if there are any.
    #[schema(nullable = false)]
    account: Option<String>,
    /// The scope; `alexa::enterprise:management` if left out.
    #[schema(nullable = false)]
    scope: Option<String>,
    /// The redirection URI of the authorization request, which the exchange must repeat; none if left out.
    #[schema(nullable = false)]
    redirect_uri: Option<String>,
}

/// A pair of tokens.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tokens {
    /// The id of the client.
    client: String,
    /// The id of the account.
    account: String,
    /// The access token.
    access_token: String,
    /// The refresh token.
    refresh_token: String,
    /// When the access token expires, in milliseconds since 1970 by the server's clock.
    expires_at: i64,
}

/// An authorization code.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizationCode {
    /// The id of the client.
    client: String,
    /// The id of the account.
    account: String,
    /// The code.
    code: String,
    /// When it expires, in milliseconds since 1970 by the server's clock.
    expires_at: i64,
}

/// Mints an access token and a refresh token, as if the account had just consented.
#[utoipa::path(post, path = "/tokens", tag = "tokens", operation_id = "createTokens",
    request_body(content = Option<NewTokens>, description = "whose tokens"),
    responses((status = 201, description = "the tokens", body = Tokens),
        (status = 404, description = "no such client or account"),
        (status = 409, description = "the client was left out, and none has a grant of an organization of the account")))]
pub(super) async fn create(State(app): State<Arc<App>>, Optional(new): Optional<NewTokens>) -> Reply {
    let NewTokens { client, account, scope } = new.unwrap_or_default();
    let (client, account, scope) = consent(&app, client, account, scope).await?;
    let (now, lifetime) = {
        let control = app.controls.current();
        (control.now(), control.switches.access_token_lifetime)
    };
    let issued = login::issue_tokens(&app.store, now, lifetime, &client, &account, scope).await?;
    let access_token = issued.access_token.expose().to_owned();
    let refresh_token = issued.refresh_token.as_ref().map(Secret::expose).unwrap_or_default().to_owned();
    let expires_at = now.saturating_add_unsigned(lifetime);
    json(StatusCode::CREATED, &Tokens { client, account, access_token, refresh_token, expires_at })
}

/// Mints an authorization code, as if the account had just consented.
#[utoipa::path(post, path = "/codes", tag = "tokens", operation_id = "createCode",
    request_body(content = Option<NewCode>, description = "what for"),
    responses((status = 201, description = "the code", body = AuthorizationCode),
        (status = 400, description = "no redirection URI"), (status = 404, description = "no such client or account"),
        (status = 409, description = "the client was left out, and none has a grant of an organization of the account")))]
pub(super) async fn create_code(State(app): State<Arc<App>>, Optional(new): Optional<NewCode>) -> Reply {
    let NewCode { client, account, scope, redirect_uri } = new.unwrap_or_default();
    let (client, account, scope) = consent(&app, client, account, scope).await?;
    let now = app.controls.now();
    let code = login::issue_code(&app.store, now, &client, &account, scope, redirect_uri.as_deref()).await?;
    let expires_at = now.saturating_add(login::CODE_LIFETIME);
    let code = code.expose().to_owned();
    json(StatusCode::CREATED, &AuthorizationCode { client, account, code, expires_at })
}

/// A client and an account that exist, and a scope. A client that is named need not have a grant, so that tests can have
/// tokens that open nothing; one that is picked has.
async fn consent(
    app: &App,
    client: Option<String>,
    account: Option<String>,
    scope: Option<String>,
) -> Result<(String, String, Scopes), Failure> {
    let scope = scope.as_deref().map_or(Ok(Scopes::MANAGEMENT), Scopes::parse);
    let scope = scope.map_err(|error| Failure::bad_request(format!("scope: {error}")))?;
    exists(client.as_deref(), &people::clients(&app.store).await?, "client")?;
    let accounts = people::accounts(&app.store).await?;
    exists(account.as_deref(), &accounts, "account")?;
    let pair = match (client, account) {
        (Some(client), Some(account)) => Some((client, account)),
        (client, account) => {
            match (people::pair(&app.store, client.as_deref(), account.as_deref()).await?, client) {
                (Some(pair), _) => Some(pair),
                (None, Some(client)) => accounts.into_iter().next().map(|account| (client, account)),
                (None, None) => return Err(no_client(account.as_deref())),
            }
        }
    };
    let (client, account) = pair.ok_or_else(|| Failure::not_found("there is no account"))?;
    Ok((client, account, scope))
}

/// Whether the one that is wanted is there, or any if none in particular is.
fn exists(wanted: Option<&str>, ids: &[String], word: &str) -> Result<(), Failure> {
    match wanted {
        Some(wanted) if !ids.iter().any(|id| id == wanted) => {
            Err(Failure::not_found(format!("there is no {word} `{wanted}`")))
        }
        None if ids.is_empty() => Err(Failure::not_found(format!("there is no {word}"))),
        _ => Ok(()),
    }
}

fn no_client(account: Option<&str>) -> Failure {
    let account = account.map_or("any account".to_owned(), |account| format!("the account `{account}`"));
    Failure::new(
        StatusCode::CONFLICT,
        format!(
            "no client has the console grant of an organization in which {account} has a role; name a client, or PUT a \
             grant to /_emulator/organizations/{{organizationId}}/grants/{{clientId}} or a role to \
             /_emulator/accounts/{{accountId}}/roles/{{unitId}}"
        ),
    )
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Unknown => Self::not_found("the client or the account was deleted a moment ago"),
            IssueError::RedirectUri => Self::bad_request("redirectUri has characters that no URI has"),
            IssueError::Store(error) => error.into(),
        }
    }
}
