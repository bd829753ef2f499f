//! The embedded store: one SQLite file.
//!
//! The file is this process's alone while it is open. Reads are calls of microseconds on the thread that asks, each with
//! a connection of its own, so that they never wait for one another or for the writer. One thread writes; see
//! [`writer`].

mod file;
mod ours;
#[cfg(test)]
mod tests;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use tempfile::TempDir;

use super::cache::Commits;
use super::{Done, Extent, OpenError, Row, Step, StoreError, Value, WriteError};
use ours::Claim;
#[cfg(test)]
pub(crate) use writer::PANIC;
use writer::Writer;

/// How long to wait for a lock that another connection of this store has for a moment.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many prepared statements a connection keeps: more than there are texts.
const STATEMENTS: usize = 128;

/// A SQLite file that is open.
pub(super) struct Sqlite {
    // Dropped in this order: the writer's connection is the last one, which moves everything from the log to the file
    // when it is closed, and none is left when the folder goes.
    readers: Readers,
    writer: Writer,
    commits: Arc<Commits>,
    _claim: Claim,
    _folder: Option<TempDir>,
}

impl Sqlite {
    /// Opens a file, which is created if it is missing.
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        file::prepare(path)?;
        Self::start(path, Durability::Disk, None)
    }

    /// Opens a file that nobody else knows of, which is deleted when the store is dropped.
    pub(super) fn temporary() -> Result<Self, OpenError> {
        let folder = TempDir::with_prefix("asp-").map_err(|error| OpenError::Refused {
            place: std::env::temp_dir().display().to_string(),
            reason: error.to_string(),
        })?;
        let path = folder.path().join("store.sqlite");
        Self::start(&path, Durability::Process, Some(folder))
    }

    fn start(path: &Path, durability: Durability, folder: Option<TempDir>) -> Result<Self, OpenError> {
        let refused = |error: &dyn ToString| OpenError::Refused {
            place: path.display().to_string(),
            reason: error.to_string(),
        };
        let claim = Claim::on(path)?;
        let connection = file::open(path, durability)?;
        let commits = Arc::default();
        let writer = Writer::start(connection, Arc::clone(&commits)).map_err(|error| refused(&error))?;
        let readers = Readers { path: path.to_owned(), idle: Mutex::default() };
        // One reader at once, so that a file that cannot be read is found now and the first request is fast.
        readers.idle.lock().push(readers.open().map_err(|error| refused(&error))?);
        Ok(Self { readers, writer, commits, _claim: claim, _folder: folder })
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        &self.readers.path
    }

    /// What counts the commits, if all of them are made here.
    pub(super) fn commits(&self) -> Option<&Commits> {
        ours::IS_OURS_ALONE.then_some(&*self.commits)
    }

    /// Calls `each` for every row of a query.
    pub(super) fn read(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let connection = self.readers.take()?;
        {
            let mut statement = prepare(&connection, sql, values)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next().map_err(failed)? {
                each(&Row::Sqlite(row))?;
            }
        }
        // A connection that failed is closed, and another one opened when it is needed.
        self.readers.idle.lock().push(connection);
        Ok(())
    }

    /// Runs all steps in one transaction, or none.
    pub(super) async fn write(&self, steps: Vec<Step>, extent: Extent) -> Result<Vec<Done>, WriteError> {
        self.writer.write(steps, extent).await
    }

    /// Waits until nothing can be written any more; for ever if all is well.
    pub(super) async fn ended(&self) {
        self.writer.ended().await;
    }
}

/// A file that is written to without a group: each batch waits for the disk.
#[cfg(feature = "test-support")]
pub(crate) struct Alone(Connection);

#[cfg(feature = "test-support")]
impl Alone {
    /// Opens a file that is there already.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        file::open(path, Durability::Disk).map(Self)
    }

    /// Runs all steps in one transaction, durably.
    pub(crate) fn write(&self, steps: &[Step]) -> Result<(), WriteError> {
        writer::write_alone(&self.0, steps)
    }
}

/// What a committed write survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durability {
    /// Loss of power.
    Disk,
    /// Nothing: the file goes with the store.
    Process,
}

/// Connections that only read. There are as many as threads ever read at the same time.
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().pop();
        idle.map_or_else(|| self.open().map_err(failed), Ok)
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        // No mutex in SQLite: a connection is used by one thread at a time, which Rust sees to.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = file::connect(&self.path, flags)?;
        set_up(&connection)?;
        // Not mapped into memory: SQLite lets go of the mapping after each commit, and to touch a page again then takes
        // longer than to read it.
        connection.execute_batch("PRAGMA cache_size = -4096;")?;
        Ok(connection)
    }
}

/// What readers and the writer have in common.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan does not depend on the values bound, or else many statements would be prepared again for each call.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// A statement with its values bound.
fn prepare<'a>(
    connection: &'a Connection,
    sql: &str,
    values: &[Value<'_>],
) -> Result<CachedStatement<'a>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    // What is not bound would silently be NULL.
    if statement.parameter_count() != values.len() {
        let count = statement.parameter_count();
        return Err(StoreError::Broken(format!("{count} parameters and {} values: {sql}", values.len())));
    }
    for (index, value) in (1..).zip(values) {
        debug_assert_eq!(
            statement.parameter_name(index),
            Some(format!("${index}").as_str()),
            "parameters must first appear in order: {sql}"
        );
        statement.raw_bind_parameter(index, value).map_err(failed)?;
    }
    Ok(statement)
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

/// What an error of SQLite means to us.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` takes it")]
fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Unreachable("another program holds a lock on the file".to_owned())
        }
        Some(ErrorCode::CannotOpen) => StoreError::Unreachable(error.to_string()),
        Some(ErrorCode::DiskFull) => StoreError::Broken("no space is left on the disk".to_owned()),
        _ => StoreError::Broken(error.to_string()),
    }
}
