//! Who sends a request, and whether the control API has changed anything since the last one.

use crate::login::Scopes;
use crate::store::units::{StoredUnit, columns, joins, stored_unit};
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
    pub(crate) token: Option<Token>,
}

/// What an access token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The client id.
    pub(crate) client: String,
    /// The account that consented.
    pub(crate) account: String,
    /// What it may be used for.
    pub(crate) scope: Scopes,
    /// When it ceases to be valid, in milliseconds since 1970. It may have passed.
    pub(crate) expires_at: i64,
}

/// The session of a request with the access token whose hash is `token_hash`.
pub(crate) async fn session(store: &Store, token_hash: Option<&str>) -> Result<Session, StoreError> {
    let mut session = None;
    let each = |row: &Row<'_>| {
        session = Some(read(row)?);
        Ok(())
    };
    // No hash is empty, so that it finds nothing.
    store.read(SELECT, &[token_hash.unwrap_or_default().into()], each).await?;
    session.ok_or_else(|| broken("row"))
}

/// Like [`session`], with the unit `id` as [`units::unit`](super::units::unit) reads it for the caller.
pub(crate) async fn session_and_unit(
    store: &Store,
    token_hash: &str,
    id: &str,
) -> Result<(Session, Option<StoredUnit>), StoreError> {
    let mut found = None;
    let each = |row: &Row<'_>| {
        found = Some((read(row)?, stored_unit(row, 5)?));
        Ok(())
    };
    let values: [Value<'_>; 2] = [token_hash.into(), id.into()];
    store.read(SELECT_WITH_UNIT, &values, each).await?;
    found.ok_or_else(|| broken("row"))
}

fn read(row: &Row<'_>) -> Result<Session, StoreError> {
    let version = row.integer(0)?.unwrap_or_default();
    let token = match row.text(1)? {
        None => None,
        Some(client) => Some(Token {
            client: client.to_owned(),
            account: row.text(2)?.ok_or_else(|| broken("account"))?.to_owned(),
            scope: Scopes::parse(row.text(3)?.unwrap_or_default()).map_err(|_| broken("scope"))?,
            expires_at: row.integer(4)?.ok_or_else(|| broken("expiry"))?,
        }),
    };
    Ok(Session { version, token })
}

fn broken(what: &str) -> StoreError {
    StoreError::Broken(format!("a session without {what}"))
}
