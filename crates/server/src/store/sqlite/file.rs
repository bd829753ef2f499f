//! A file is made, looked at and opened for writing.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use tempfile::NamedTempFile;

use super::ours::IS_OURS_ALONE;
use super::{Durability, PATIENCE, failed, set_up};
use crate::store::OpenError;
use crate::store::schema::{self, Dialect, VERSION};

/// SQLite keeps this in the file's header, so that no other program's database is taken for ours: "asp1".
const APPLICATION: i64 = 0x6173_7031;

/// Numbers are never given twice, even if the last unit is deleted.
const DIALECT: Dialect =
    Dialect { number: "INTEGER PRIMARY KEY AUTOINCREMENT", bytes: "BLOB", by_key: "WITHOUT ROWID" };

/// Connects to the file.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    if IS_OURS_ALONE {
        // A part of SQLite: one lock for the process, and what readers and the writer share is in its own memory.
        Connection::open_with_flags_and_vfs(path, flags, c"unix-excl")
    } else {
        Connection::open_with_flags(path, flags)
    }
}

/// Makes the file if there is none.
///
/// It is built under another name, written through once and then given its name, so that it is there whole or not at
/// all, whatever happens meanwhile and however many processes do it, at the cost of two waits for the disk.
pub(super) fn prepare(path: &Path) -> Result<(), OpenError> {
    if path.is_dir() {
        return Err(refused(path, &"it is a directory; name a file in it"));
    }
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| folder.is_dir());
    let folder = folder.ok_or_else(|| refused(path, &"its directory does not exist; create it first"))?;
    // Only the user may read it: `tempfile` creates with mode 0600, and SQLite gives its other files the same.
    let new = NamedTempFile::new_in(folder).map_err(|error| refused(path, &error))?;
    let connection = Connection::open(new.path()).map_err(|error| refused(path, &error))?;
    let build = |connection: &Connection| {
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
    };
    build(&connection).map_err(|error| explain(path, error))?;
    migrate(connection, path)?;
    // Closed before others can know the file: closing it would end every lock of this process on it.
    let (file, new) = new.into_parts();
    file.sync_all().map_err(|error| refused(path, &error))?;
    drop(file);
    match new.persist_noclobber(path) {
        Ok(()) => {}
        // Somebody else was faster.
        Err(_) if path.exists() => return Ok(()),
        Err(error) => return Err(refused(path, &error.error)),
    }
    // The name is on the disk, too. Not every system can do this with a directory, and then none needs it.
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Opens the file for writing, with its tables brought up to date.
pub(super) fn open(path: &Path, durability: Durability) -> Result<Connection, OpenError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(path, flags).map_err(|error| refused(path, &error))?;
    // `fullfsync`: macOS would otherwise only hand over to the disk, not wait for it.
    let settings = match durability {
        Durability::Disk => {
            "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
        }
        Durability::Process => "PRAGMA synchronous = OFF;",
    };
    let prepare = || {
        set_up(&connection)?;
        // Another process keeps its lock for as long as it runs; whoever opens the file waits if there is use in it.
        connection.busy_timeout(Duration::ZERO)?;
        connection.execute_batch(settings)?;
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;
             PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864;",
        )
    };
    prepare().map_err(|error| explain(path, error))?;
    let connection = migrate(connection, path)?;
    connection.busy_timeout(PATIENCE).map_err(|error| explain(path, error))?;
    Ok(connection)
}

/// Brings the tables to the version that this program knows. The file is in WAL mode then.
fn migrate(mut connection: Connection, path: &Path) -> Result<Connection, OpenError> {
    let give_up = |error| explain(path, error);
    // Most often there is nothing to do, and then nobody is kept from writing.
    if version(&connection, path)? != Some(VERSION) {
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(give_up)?;
        let from = version(&transaction, path)?.unwrap_or(0);
        transaction
            .execute_batch(&schema::since(from, DIALECT))
            .and_then(|()| transaction.pragma_update(None, "application_id", APPLICATION))
            .and_then(|()| transaction.pragma_update(None, "user_version", VERSION))
            .and_then(|()| transaction.commit())
            .map_err(give_up)?;
    }
    // Readers and the writer never wait for each other in this mode, and a commit waits for the disk once.
    let mode: String =
        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(give_up)?;
    if mode != "wal" {
        return Err(refused(path, &"its disk does not support shared memory; name a file on a local disk"));
    }
    Ok(connection)
}

/// The version of the tables; `None` if there are none.
fn version(connection: &Connection, path: &Path) -> Result<Option<i64>, OpenError> {
    let read = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let look = || -> rusqlite::Result<_> {
        let tables = read("SELECT count(*) FROM sqlite_schema")?;
        Ok((tables, read("PRAGMA application_id")?, read("PRAGMA user_version")?))
    };
    let (tables, application, found) = look().map_err(|error| explain(path, error))?;
    if tables == 0 && application == 0 {
        return Ok(None);
    }
    if application != APPLICATION {
        return Err(OpenError::Foreign { place: path.display().to_string() });
    }
    if found > VERSION {
        return Err(OpenError::Newer { place: path.display().to_string(), found, known: VERSION });
    }
    Ok(Some(found))
}

fn explain(path: &Path, error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy) => OpenError::InUse { place: path.display().to_string() },
        Some(ErrorCode::NotADatabase) => OpenError::Foreign { place: path.display().to_string() },
        _ => refused(path, &failed(error).reason()),
    }
}

fn refused(path: &Path, reason: &dyn ToString) -> OpenError {
    OpenError::Refused { place: path.display().to_string(), reason: reason.to_string() }
}
