//! Where the service answers.

/// A region of the service: each has its own host (document: `/servers`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// United States and Canada; both APIs.
    NorthAmerica,
    /// United Kingdom and France; hospitality only.
    Europe,
}

impl Region {
    /// The base URL of the region, without a trailing slash.
    pub fn base_url(self) -> &'static str {
        match self {
            Self::NorthAmerica => "https://api.amazonalexa.com",
            Self::Europe => "https://api.eu.amazonalexa.com",
        }
    }
}
