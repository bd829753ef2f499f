//! What errors of PostgreSQL mean to us.

use std::error::Error as _;

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::store::{StoreError, WriteError};

/// Why a batch was not written.
pub(super) enum Undone {
    /// The database had to choose between transactions. Nothing was committed, so it is safe to run it again.
    InFavourOfOthers,
    /// Anything else.
    For(WriteError),
}

impl<E: Into<WriteError>> From<E> for Undone {
    fn from(error: E) -> Self {
        Self::For(error.into())
    }
}

/// What an error means for the step that made it.
pub(super) fn undone(error: &Error, step: usize) -> Undone {
    match error.code() {
        Some(code) if is_collision(code) => Undone::InFavourOfOthers,
        Some(&SqlState::UNIQUE_VIOLATION) => WriteError::Duplicate { step }.into(),
        Some(&SqlState::FOREIGN_KEY_VIOLATION) => WriteError::Reference { step }.into(),
        _ => failed(error).into(),
    }
}

/// Whether the database gave up a transaction for another one, and asks that it be run again.
pub(super) fn is_collision(code: &SqlState) -> bool {
    matches!(*code, SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED)
}

/// What an error means that has nothing to do with what was written.
pub(super) fn failed(error: &Error) -> StoreError {
    let Some(database) = error.as_db_error() else {
        let is_lost = error.is_closed() || is_of_the_connection(error);
        let reason = with_cause(error);
        return if is_lost { StoreError::Unreachable(reason) } else { StoreError::Broken(reason) };
    };
    let code = database.code();
    // Its details may repeat values, so they are left out.
    let reason = format!("{} (SQLSTATE {})", database.message(), code.code());
    // Classes: connections, resources, an operator who intervenes. And a standby that is not yet in charge.
    let is_away = ["08", "53", "57"].iter().any(|class| code.code().starts_with(class));
    if *code == SqlState::DISK_FULL || !is_away && *code != SqlState::READ_ONLY_SQL_TRANSACTION {
        StoreError::Broken(reason)
    } else {
        StoreError::Unreachable(reason)
    }
}

fn is_of_the_connection(error: &Error) -> bool {
    error.source().and_then(|source| source.downcast_ref::<std::io::Error>()).is_some()
}

/// What it means that there is no connection to be had.
pub(super) fn no_connection(error: &PoolError) -> StoreError {
    StoreError::Unreachable(match error {
        PoolError::Timeout(TimeoutType::Wait) => "all connections are busy".to_owned(),
        PoolError::Timeout(_) => "no connection within five seconds".to_owned(),
        PoolError::Backend(error) => match error.as_db_error() {
            Some(database) => format!("{} (SQLSTATE {})", database.message(), database.code().code()),
            None => with_cause(error),
        },
        error => error.to_string(),
    })
}

/// The error with what it is due to, which it does not tell by itself.
fn with_cause(error: &Error) -> String {
    match error.source() {
        Some(cause) if !error.to_string().contains(&cause.to_string()) => format!("{error}: {cause}"),
        _ => error.to_string(),
    }
}
