//! Who sends a request, and whether the control API has changed anything since the last one.

use std::sync::Arc;

use crate::login::Scopes;
use crate::store::cache::Stamp;
use crate::store::units::{self, Asker, StoredUnit, columns, joins, stored_unit};
use crate::store::{Row, Store, StoreError, Value};

macro_rules! session_columns {
    () => {
        "control.version, asker.client, asker.account, asker.scope, asker.expires_at"
    };
}

/// Two look-ups by primary key. There is a row even if the table `control` is empty.
macro_rules! session {
    () => {
        " FROM (SELECT 1 AS number) AS one LEFT JOIN control ON control.number = one.number \
         LEFT JOIN access_token AS asker ON asker.hash = $1 "
    };
}

const SELECT: &str = concat!("SELECT ", session_columns!(), session!());

/// With a unit. Half of what a query costs is beginning and ending it.
const SELECT_WITH_UNIT: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", ",
    columns!(),
    session!(),
    "LEFT JOIN unit u ON u.id = $2 ",
    joins!()
);

/// What one query says about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// The version of clock, switches and faults; 0 if nothing was ever set.
    pub(crate) version: i64,
    /// What the access token stands for; `None` if there is none, or none that is known.
    pub(crate) token: Option<Arc<Token>>,
}

/// What an access token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The client id that it was issued to.
    pub(crate) client: Arc<str>,
    /// The account that consented.
    pub(crate) account: Arc<str>,
    /// What it may be used for.
    pub(crate) scope: Scopes,
    /// When it ceases to be valid, in milliseconds since 1970. It may have passed.
    pub(crate) expires_at: i64,
}

impl Token {
    /// Who asks with it.
    pub(crate) fn asker(&self) -> Asker<'_> {
        Asker { client: &self.client, account: &self.account }
    }
}

/// The session of a request with the access token whose hash is `token_hash`.
pub(crate) async fn session(store: &Store, token_hash: Option<&str>) -> Result<Session, StoreError> {
    // No hash is empty, so that it finds nothing.
    let hash = token_hash.unwrap_or_default();
    if let Some(session) = kept(store, hash) {
        return Ok(session);
    }
    let stamp = store.cache().map(|cache| cache.sessions.stamp());
    let mut session = None;
    let each = |row: &Row<'_>| {
        session = Some(read(row)?);
        Ok(())
    };
    store.read(SELECT, &[hash.into()], each).await?;
    let session = session.ok_or_else(|| broken("row"))?;
    keep(store, stamp, hash, &session);
    Ok(session)
}

/// Like [`session`], with the unit `id` as [`units::unit`] reads it for the caller.
pub(crate) async fn session_and_unit(
    store: &Store,
    token_hash: &str,
    id: &str,
) -> Result<(Session, Option<Arc<StoredUnit>>), StoreError> {
    if let Some(session) = kept(store, token_hash)
        && let Some(token) = &session.token
        && let Some(unit) = units::kept(store, token.asker(), id)
    {
        return Ok((session, Some(unit)));
    }
    let stamp = store.cache().map(|cache| cache.sessions.stamp());
    let mut found = None;
    let each = |row: &Row<'_>| {
        found = Some((read(row)?, stored_unit(row, 5)?.map(Arc::new)));
        Ok(())
    };
    let values: [Value<'_>; 2] = [token_hash.into(), id.into()];
    store.read(SELECT_WITH_UNIT, &values, each).await?;
    let (session, unit) = found.ok_or_else(|| broken("row"))?;
    keep(store, stamp, token_hash, &session);
    if let (Some(token), Some(unit)) = (&session.token, &unit) {
        units::keep(store, stamp, token.asker(), unit);
    }
    Ok((session, unit))
}

fn kept(store: &Store, token_hash: &str) -> Option<Session> {
    store.cache()?.sessions.get(token_hash)
}

fn keep(store: &Store, stamp: Option<Stamp>, token_hash: &str, session: &Session) {
    if session.token.is_some()
        && let Some((cache, stamp)) = store.cache().zip(stamp)
    {
        cache.sessions.keep(stamp, token_hash.into(), session.clone());
    }
}

fn read(row: &Row<'_>) -> Result<Session, StoreError> {
    let version = row.integer(0)?.unwrap_or_default();
    let token = match row.text(1)? {
        None => None,
        Some(client) => Some(Arc::new(Token {
            client: client.into(),
            account: row.text(2)?.ok_or_else(|| broken("account"))?.into(),
            scope: Scopes::parse(row.text(3)?.unwrap_or_default()).map_err(|_| broken("scope"))?,
            expires_at: row.integer(4)?.ok_or_else(|| broken("expiry"))?,
        })),
    };
    Ok(Session { version, token })
}

fn broken(what: &str) -> StoreError {
    StoreError::Broken(format!("a session without {what}"))
}
