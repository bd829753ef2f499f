//! Clients, authorization codes, refresh tokens and access tokens. Secrets get here as hashes only.
//!
//! One consent and all that it led to is a family. It is named by the hash of its code, and every token refers to the
//! code by a foreign key, which deletes it with the code. So a family is revoked by deleting its code, and whoever
//! writes a token for it at the same time either comes first, and loses the token too, or breaks the foreign key.
//! Batches touch the code before they touch a refresh token, and that before an access token, so that no two wait for
//! each other, nor a reset for one of them.

use crate::login::Scopes;
use crate::store::{Row, Step, Store, StoreError, Value, WriteError};

const CLIENT: &str = "SELECT secret_hash FROM client WHERE id = $1";
const CODE: &str = "SELECT client, account, scope, redirect_uri, expires_at, used_at FROM authorization_code WHERE hash = $1";
const REFRESH_TOKEN: &str =
    "SELECT client, account, scope, family, used_at FROM refresh_token WHERE hash = $1";

const ADD_CODE: &str = "INSERT INTO authorization_code \
     (hash, client, account, scope, redirect_uri, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ADD_REFRESH_TOKEN: &str =
    "INSERT INTO refresh_token (hash, client, account, scope, family) VALUES ($1, $2, $3, $4, $5)";
const ADD_ACCESS_TOKEN: &str = "INSERT INTO access_token (hash, client, account, scope, family, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6)";

/// Of two uses at the same time, one finds the row.
const USE_CODE: &str = "UPDATE authorization_code SET used_at = $1 WHERE hash = $2 AND used_at IS NULL";
const USE_REFRESH_TOKEN: &str = "UPDATE refresh_token SET used_at = $1 WHERE hash = $2 AND used_at IS NULL";

const REVOKE: &str = "DELETE FROM authorization_code WHERE hash = $1";

/// The most rows of a kind that one sweep removes.
const SWEPT: i64 = 128;
const SWEEP_ACCESS_TOKENS: &str = "DELETE FROM access_token WHERE hash IN \
     (SELECT hash FROM access_token WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
const SWEEP_CODES: &str = "DELETE FROM authorization_code WHERE hash IN (SELECT hash FROM authorization_code \
     WHERE used_at IS NULL AND expires_at < $1 ORDER BY expires_at LIMIT $2)";
/// The newest refresh token of a family is never used up, so the family stays, and only its older ones go.
const SWEEP_REFRESH_TOKENS: &str = "DELETE FROM refresh_token WHERE hash IN \
     (SELECT hash FROM refresh_token WHERE used_at < $1 ORDER BY used_at LIMIT $2)";

/// Who consented to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Consent {
    /// The client id.
    pub(crate) client: String,
    /// The account.
    pub(crate) account: String,
    /// What the client may do for the account.
    pub(crate) scope: Scopes,
}

/// An authorization code. Its hash names the family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    /// What it stands for.
    pub(crate) consent: Consent,
    /// Where it was sent to, if that is to be checked.
    pub(crate) redirect_uri: Option<String>,
    /// When it ceases to be valid.
    pub(crate) expires_at: i64,
    /// When it was exchanged for tokens.
    pub(crate) used_at: Option<i64>,
}

/// A refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    /// What it stands for.
    pub(crate) consent: Consent,
    /// Its family.
    pub(crate) family: String,
    /// When it was exchanged for another one.
    pub(crate) used_at: Option<i64>,
}

/// The hash of the secret of a client; `None` if there is no such client. `id` has no NUL.
pub(crate) async fn client_secret_hash(store: &Store, id: &str) -> Result<Option<String>, StoreError> {
    one(store, CLIENT, id, |row| Ok(text(row, 0)?.to_owned())).await
}

/// The code with this hash.
pub(crate) async fn code(store: &Store, hash: &str) -> Result<Option<Code>, StoreError> {
    one(store, CODE, hash, |row| {
        Ok(Code {
            consent: consent(row)?,
            redirect_uri: row.text(3)?.map(str::to_owned),
            expires_at: row.integer(4)?.ok_or_else(|| missing(4))?,
            used_at: row.integer(5)?,
        })
    })
    .await
}

/// The refresh token with this hash.
pub(crate) async fn refresh_token(store: &Store, hash: &str) -> Result<Option<RefreshToken>, StoreError> {
    one(store, REFRESH_TOKEN, hash, |row| {
        Ok(RefreshToken {
            consent: consent(row)?,
            family: text(row, 3)?.to_owned(),
            used_at: row.integer(4)?,
        })
    })
    .await
}

async fn one<T: Send>(
    store: &Store,
    sql: &'static str,
    key: &str,
    read: fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut found = None;
    store
        .read(sql, &[key.into()], |row| {
            found = Some(read(row)?);
            Ok(())
        })
        .await?;
    Ok(found)
}

fn consent(row: &Row<'_>) -> Result<Consent, StoreError> {
    let scope = Scopes::parse(text(row, 2)?).map_err(|error| StoreError::Broken(error.to_string()))?;
    Ok(Consent { client: text(row, 0)?.to_owned(), account: text(row, 1)?.to_owned(), scope })
}

fn text<'a>(row: &Row<'a>, index: usize) -> Result<&'a str, StoreError> {
    row.text(index)?.ok_or_else(|| missing(index))
}

fn missing(index: usize) -> StoreError {
    StoreError::Broken(format!("column {index} is NULL"))
}

/// Adds a code that was not used, or, with the time `used_at`, the code of a family that never had one.
pub(crate) fn add_code(
    hash: &str,
    consent: &Consent,
    redirect_uri: Option<&str>,
    expires_at: i64,
    used_at: Option<i64>,
) -> Step {
    let mut values = consent_values(hash, consent);
    values.extend([redirect_uri.map(str::to_owned).into(), expires_at.into(), used_at.into()]);
    Step::some(ADD_CODE, values)
}

/// Adds a refresh token to a family. Breaks a foreign key if the family was revoked.
pub(crate) fn add_refresh_token(hash: &str, consent: &Consent, family: &str) -> Step {
    let mut values = consent_values(hash, consent);
    values.push(family.to_owned().into());
    Step::some(ADD_REFRESH_TOKEN, values)
}

/// Adds an access token to a family. Breaks a foreign key if the family was revoked.
pub(crate) fn add_access_token(hash: &str, consent: &Consent, family: &str, expires_at: i64) -> Step {
    let mut values = consent_values(hash, consent);
    values.extend([family.to_owned().into(), expires_at.into()]);
    Step::some(ADD_ACCESS_TOKEN, values)
}

fn consent_values(hash: &str, consent: &Consent) -> Vec<Value<'static>> {
    let Consent { client, account, scope } = consent;
    vec![hash.to_owned().into(), client.clone().into(), account.clone().into(), scope.to_string().into()]
}

/// Uses a code up; finds nothing if it was used up before, or revoked.
pub(crate) fn use_code(hash: &str, now: i64) -> Step {
    Step::some(USE_CODE, [now.into(), hash.to_owned().into()])
}

/// Uses a refresh token up; finds nothing if it was used up before, or revoked.
pub(crate) fn use_refresh_token(hash: &str, now: i64) -> Step {
    Step::some(USE_REFRESH_TOKEN, [now.into(), hash.to_owned().into()])
}

/// Revokes a code and all tokens of its family.
pub(crate) async fn revoke(store: &Store, family: &str) -> Result<(), WriteError> {
    store.write(vec![Step::any(REVOKE, [family.to_owned().into()])]).await.map(drop)
}

/// Removes access tokens, and codes that nobody used, which expired before `expired`, and refresh tokens that were used
/// up before `used`; not all of them if there are many.
///
/// What was used up must be known for a while, since who uses it again revokes its family. A used code is the family
/// itself: it is there for as long as the last refresh token of the family, which has no end.
pub(crate) async fn sweep(store: &Store, expired: i64, used: i64) -> Result<(), WriteError> {
    let sweeps = [(SWEEP_CODES, expired), (SWEEP_REFRESH_TOKENS, used), (SWEEP_ACCESS_TOKENS, expired)];
    let steps = sweeps.map(|(sql, time)| Step::any(sql, [time.into(), SWEPT.into()]));
    store.write(steps.to_vec()).await.map(drop)
}
