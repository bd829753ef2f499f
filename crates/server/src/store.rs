//! Where everything is kept: SQLite in one file, or a database that speaks PostgreSQL's protocol.
//!
//! One interface of two calls, [`Store::read`] and [`Store::write`], and one SQL text for both. Parameters are
//! written `$1`, `$2`, ... and must first appear in that order, which both databases then number alike; where
//! PostgreSQL needs to be told a type, it is `CAST($1 AS BIGINT)`, never `$1::bigint`. What must hold under concurrent
//! writers is left to constraints of the schema: unique indexes and foreign keys.

#[cfg(any(test, feature = "test-support"))]
pub(crate) mod bulk;
mod cache;
pub(crate) mod control;
mod error;
pub(crate) mod keys;
pub(crate) mod pages;
pub(crate) mod people;
mod postgres;
mod schema;
pub(crate) mod seed;
pub(crate) mod sessions;
mod sqlite;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
pub(crate) mod units;
mod value;
pub(crate) mod written;

use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::settings::Database;
use cache::Cache;
pub(crate) use error::WriteError;
pub use error::{OpenError, StoreError};
use postgres::Postgres;
#[cfg(feature = "test-support")]
pub(crate) use sqlite::Alone;
#[cfg(test)]
pub(crate) use sqlite::PANIC;
use sqlite::Sqlite;
pub(crate) use value::{Row, Value};

/// What a step of a batch must do, or else the whole batch is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Any number of rows.
    Any,
    /// At least one row.
    Some,
}

/// How much of the database a batch touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// New units and roles at them: pages change, but nothing that is found by its id.
    New,
    /// A few rows, which takes milliseconds.
    Few,
    /// Very many rows, such as those of a seed, which may take minutes.
    Many,
    /// All rows, as a reset does, which may take minutes. Nobody else writes meanwhile.
    All,
}

/// One statement of a batch.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The SQL text; may end with `RETURNING`.
    pub(crate) sql: &'static str,
    /// The values of `$1`, `$2`, ...
    pub(crate) values: Vec<Value<'static>>,
    /// What must come of it.
    pub(crate) expect: Expect,
}

impl Step {
    /// A step that may touch any number of rows.
    pub(crate) fn any(sql: &'static str, values: impl Into<Vec<Value<'static>>>) -> Self {
        Self { sql, values: values.into(), expect: Expect::Any }
    }

    /// A step that must touch a row.
    pub(crate) fn some(sql: &'static str, values: impl Into<Vec<Value<'static>>>) -> Self {
        Self { sql, values: values.into(), expect: Expect::Some }
    }
}

/// What came of a step: how many rows it wrote, and those of its `RETURNING`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Done {
    /// How many rows were inserted, updated or deleted; of a query, how many it found.
    pub(crate) rows: u64,
    /// The rows of `RETURNING`.
    pub(crate) returned: Vec<Vec<Value<'static>>>,
}

/// An open database with our tables in it.
pub(crate) struct Store {
    engine: Engine,
    /// None if others write to the database, too.
    cache: Option<Cache>,
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.engine {
            Engine::Sqlite(sqlite) => write!(formatter, "Store(SQLite, {})", sqlite.path().display()),
            Engine::Postgres(postgres) => write!(formatter, "Store(PostgreSQL, {})", postgres.place()),
        }
    }
}

impl Store {
    /// Opens a database and brings its tables to the version that this program knows. A file is created if it is missing.
    ///
    /// About `cache_bytes` of what was read lately are kept if nobody else can write to the database.
    pub(crate) async fn open(database: &Database, cache_bytes: usize) -> Result<Self, OpenError> {
        let engine = match database {
            Database::Sqlite(path) => {
                // A bare name has no folder, and must not be taken for one of SQLite's own `file:` URIs.
                let path = std::path::absolute(path).map_err(|error| OpenError::Refused {
                    place: path.display().to_string(),
                    reason: error.to_string(),
                })?;
                Engine::Sqlite(open_when_free(&path).await?)
            }
            Database::Temporary => Engine::Sqlite(Sqlite::temporary()?),
            Database::Postgres(url) => Engine::Postgres(Postgres::open(url).await?),
        };
        let commits = match &engine {
            Engine::Sqlite(sqlite) => sqlite.commits(),
            Engine::Postgres(_) => None,
        };
        let cache = commits.filter(|_| cache_bytes > 0).map(|commits| Cache::new(commits, cache_bytes));
        Ok(Self { engine, cache })
    }

    fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
    }

    /// Opens the database that a text names.
    #[cfg(test)]
    pub(crate) async fn at(text: &str) -> Result<Self, OpenError> {
        Self::open(&text.parse().unwrap(), 1 << 20).await
    }

    /// Calls `each` for every row of a query, in order. An error of `each` ends the reading.
    ///
    /// There is no row for a text with a NUL: PostgreSQL cannot have it, so neither store does.
    pub(crate) async fn read(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        if values.iter().any(has_nul) {
            return Ok(());
        }
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(sql, values, each),
            Engine::Postgres(postgres) => postgres.read(sql, values, each).await,
        }
    }

    /// Runs all steps in one transaction, durably, or none. A step with a NUL in a text touches nothing.
    ///
    /// Waits while many batches are queued. When the future is dropped, the batch is written whole or not at all.
    pub(crate) async fn write(&self, steps: Vec<Step>) -> Result<Vec<Done>, WriteError> {
        self.write_extent(steps, Extent::Few).await
    }

    /// Like [`Self::write`], for a batch that touches as much as `extent` says.
    pub(crate) async fn write_extent(
        &self,
        steps: Vec<Step>,
        extent: Extent,
    ) -> Result<Vec<Done>, WriteError> {
        if let Some(step) = steps.iter().position(|step| step.values.iter().any(has_nul)) {
            return Err(WriteError::Nothing { step });
        }
        match &self.engine {
            // One thread writes, so nobody ever comes in between, and it takes the time that it takes.
            Engine::Sqlite(sqlite) => sqlite.write(steps, extent).await,
            Engine::Postgres(postgres) => postgres.write(&steps, extent).await,
        }
    }
}

impl Store {
    /// Whether the store can be read, and whoever writes can begin and end a transaction. Nothing is written: a full disk is
    /// found by the next one who writes.
    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        sessions::session(self, None).await?;
        match self.write(Vec::new()).await {
            Ok(_) => Ok(()),
            Err(WriteError::Store(error)) => Err(error),
            Err(error) => Err(StoreError::Broken(error.to_string())),
        }
    }

    /// Waits until this process can't write any more, whatever becomes of the database; for ever if all is well.
    pub(crate) async fn ended(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.ended().await,
            // Connections are replaced.
            Engine::Postgres(_) => std::future::pending().await,
        }
    }
}

/// Opens a file as soon as whoever has it is done with it: a server that is just ending, most likely.
async fn open_when_free(path: &Path) -> Result<Sqlite, OpenError> {
    const PATIENCE: Duration = Duration::from_secs(2);
    const PAUSE: Duration = Duration::from_millis(20);
    let start = Instant::now();
    loop {
        match Sqlite::open(path) {
            Err(OpenError::InUse { .. }) if start.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
            opened => return opened,
        }
    }
}

/// What messages call the database of a PostgreSQL URL.
#[cfg(test)]
pub(crate) fn place_of(url: &crate::secret::Secret) -> Result<String, OpenError> {
    postgres::place_of(url)
}

/// Whether it is a text with a NUL in it, which PostgreSQL takes for an error.
fn has_nul(value: &Value<'_>) -> bool {
    matches!(value, Value::Text(text) if text.contains('\0'))
}
