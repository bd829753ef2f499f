//! Why the end of a body was not reached.

use std::fmt;

/// Why a body was not read to its end, and so was not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "why", rename_all = "camelCase"))]
#[non_exhaustive]
pub enum Unread {
    /// It has more bytes than are collected.
    TooLarge {
        /// The greatest number of bytes.
        limit: usize,
    },
    /// It is a stream, of which nothing is in memory.
    Stream,
    /// Reading it failed, for example because the connection broke.
    Failed,
    /// Nobody wanted the rest of it.
    Dropped,
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(formatter, "has more than {limit} bytes"),
            Self::Stream => formatter.write_str("is a stream"),
            Self::Failed => formatter.write_str("could not be read to its end"),
            Self::Dropped => formatter.write_str("was dropped before its end"),
        }
    }
}
