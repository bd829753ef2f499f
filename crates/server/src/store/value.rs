//! Parameters and columns.

use std::borrow::Cow;

use rusqlite::types::ValueRef;

use super::StoreError;
use super::postgres::value as postgres;

/// A parameter or a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// SQL's `NULL`.
    Null,
    /// `BIGINT`: also times, in milliseconds since 1970, and flags, 0 or 1.
    Integer(i64),
    /// `TEXT`: never with what callers chose freely but to look for it, since PostgreSQL has no NUL in texts.
    Text(Cow<'a, str>),
    /// `BLOB` or `BYTEA`: also names, in UTF-8.
    Bytes(Cow<'a, [u8]>),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(value))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of a result. What it hands out lives as long as the row.
pub(crate) enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    /// The column `index`, counted from 0, which must be a `BIGINT` or `NULL`.
    pub(crate) fn integer(&self, index: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => match column(row, index)? {
                ValueRef::Null => Ok(None),
                ValueRef::Integer(value) => Ok(Some(value)),
                other => Err(mistyped(index, "BIGINT", &other.data_type())),
            },
            Self::Postgres(row) => postgres::integer(row, index),
        }
    }

    /// The column `index`, which must be a `TEXT` or `NULL`.
    pub(crate) fn text(&self, index: usize) -> Result<Option<&'a str>, StoreError> {
        match self {
            Self::Sqlite(row) => match column(row, index)? {
                ValueRef::Null => Ok(None),
                ValueRef::Text(value) => match std::str::from_utf8(value) {
                    Ok(value) => Ok(Some(value)),
                    Err(_) => Err(mistyped(index, "TEXT", &"bytes that are not UTF-8")),
                },
                other => Err(mistyped(index, "TEXT", &other.data_type())),
            },
            Self::Postgres(row) => postgres::text(row, index),
        }
    }

    /// The column `index`, which must be a `BLOB`/`BYTEA` or `NULL`.
    pub(crate) fn bytes(&self, index: usize) -> Result<Option<&'a [u8]>, StoreError> {
        match self {
            Self::Sqlite(row) => match column(row, index)? {
                ValueRef::Null => Ok(None),
                ValueRef::Blob(value) => Ok(Some(value)),
                other => Err(mistyped(index, "BLOB", &other.data_type())),
            },
            Self::Postgres(row) => postgres::bytes(row, index),
        }
    }
}

fn column<'a>(row: &'a rusqlite::Row<'a>, index: usize) -> Result<ValueRef<'a>, StoreError> {
    row.get_ref(index).map_err(|error| StoreError::Broken(format!("column {index}: {error}")))
}

/// What to say when a column has another type than the code expects.
pub(super) fn mistyped(index: usize, expected: &str, found: &dyn std::fmt::Display) -> StoreError {
    StoreError::Broken(format!("column {index} should be {expected} and is {found}"))
}
