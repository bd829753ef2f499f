//! Where the service answers.

use std::str::FromStr;

use thiserror::Error;

/// A region of the service: each has its own host (document: `/servers`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// United States and Canada; both APIs.
    NorthAmerica,
    /// United Kingdom and France; hospitality only.
    Europe,
}

/// The text names no region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a region: give `north-america` or `europe`")]
pub struct InvalidRegion;

impl Region {
    /// The base URL of the region, without a trailing slash.
    pub fn base_url(self) -> &'static str {
        match self {
            Self::NorthAmerica => "https://api.amazonalexa.com",
            Self::Europe => "https://api.eu.amazonalexa.com",
        }
    }
}

impl FromStr for Region {
    type Err = InvalidRegion;

    /// Reads `north-america` or `europe`.
    fn from_str(text: &str) -> Result<Self, InvalidRegion> {
        match text {
            "north-america" => Ok(Self::NorthAmerica),
            "europe" => Ok(Self::Europe),
            _ => Err(InvalidRegion),
        }
    }
}
