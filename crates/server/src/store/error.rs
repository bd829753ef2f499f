//! What can go wrong with a store.

/// Why a batch was undone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// A step with [`Expect::Some`](super::Expect::Some) touched no row.
    #[error("step {step} found nothing to write")]
    Nothing {
        /// The step, counted from 0.
        step: usize,
    },
    /// A step broke a unique index or a primary key.
    #[error("step {step} would make a second row with the same key")]
    Duplicate {
        /// The step, counted from 0.
        step: usize,
    },
    /// A step broke a foreign key: what it names is gone, or what it deletes is still named.
    #[error("step {step} would leave a row that names one that does not exist")]
    Reference {
        /// The step, counted from 0.
        step: usize,
    },
    /// The store itself failed. Whether the batch was written is not known if the connection was lost.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The store itself failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No connection, or it was lost, or somebody else holds a lock for too long.
    #[error("the database is out of reach: {0}")]
    Unreachable(String),
    /// The database said no, or said something that makes no sense.
    #[error("the database failed: {0}")]
    Broken(String),
}

impl StoreError {
    /// What went wrong, without what kind of failure that is.
    pub(crate) fn reason(self) -> String {
        match self {
            Self::Unreachable(reason) | Self::Broken(reason) => reason,
        }
    }
}

/// Why a database could not be opened. Never tells the password of a URL.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no database.
    #[error("{0}; give the path of a SQLite file, or `postgres://user@host/database`")]
    Address(String),
    /// Another process, or a store of this one, has the SQLite file open.
    #[error(
        "the database {place} is in use: one server at a time has a SQLite file; stop the other one, or let several share \
         PostgreSQL"
    )]
    InUse {
        /// The file.
        place: String,
    },
    /// The file, or the server, does not let us in.
    #[error("cannot open the database {place}: {reason}")]
    Refused {
        /// The file, or host, port and name.
        place: String,
        /// What went wrong and what to do.
        reason: String,
    },
    /// Something else is kept there.
    #[error("{place} holds something else than this program's tables; name another place")]
    Foreign {
        /// The file, or host, port and name.
        place: String,
    },
    /// A later version of this program was there.
    #[error(
        "the database {place} has tables of version {found}, made by a later release, and this one knows up to \
         version {known}; run the later release, or name another place"
    )]
    Newer {
        /// The file, or host, port and name.
        place: String,
        /// The version found.
        found: i64,
        /// The highest version that this program knows.
        known: i64,
    },
}
