//! Where in an exchange a value stands.

use std::fmt;

/// A place in an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "in", rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Location {
    /// A parameter in the path.
    Path {
        /// The parameter's name, as the document writes it.
        name: &'static str,
    },
    /// A parameter in the query.
    Query {
        /// The parameter's name, as the document writes it.
        name: &'static str,
    },
    /// A parameter in a cookie.
    Cookie {
        /// The parameter's name, as the document writes it.
        name: &'static str,
    },
    /// A header of the request or of the response.
    Header {
        /// The header's name, as the document writes it.
        name: &'static str,
    },
    /// The body of the request or of the response.
    Body,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { name } => write!(formatter, "path parameter `{name}`"),
            Self::Query { name } => write!(formatter, "query parameter `{name}`"),
            Self::Cookie { name } => write!(formatter, "cookie `{name}`"),
            Self::Header { name } => write!(formatter, "header `{name}`"),
            Self::Body => formatter.write_str("body"),
        }
    }
}
