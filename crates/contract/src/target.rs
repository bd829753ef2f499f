//! The server under test, and who asks it.

use std::fmt;

use reqwest::Url;

/// An organization and somebody who may do everything in it.
#[derive(Clone)]
pub struct Tenant {
    /// The id of the organization.
    pub organization: String,
    /// An access token.
    pub token: String,
}

impl fmt::Debug for Tenant {
    /// Without the token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tenant").field("organization", &self.organization).finish_non_exhaustive()
    }
}

/// The server under test, and what a run may use there.
#[derive(Clone)]
pub struct Target {
    /// Where it answers.
    pub base_url: Url,
    /// Where the cases create their units.
    pub own: Tenant,
    /// A second tenant, which has nothing to do with the first.
    pub other: Option<Tenant>,
    /// An access token that has expired.
    pub expired: Option<String>,
    /// An access token of a client that was never granted access.
    pub ungranted: Option<String>,
}

impl fmt::Debug for Target {
    /// Without tokens.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Target")
            .field("base_url", &self.base_url.as_str())
            .field("own", &self.own)
            .field("other", &self.other)
            .finish_non_exhaustive()
    }
}
