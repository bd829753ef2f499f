//! How many items a page may hold.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How many items a page may hold: from 1 to `GREATEST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Limit<const GREATEST: u32>(u32);

/// A number that is no limit of a page.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{found} is out of range, give 1 to {greatest}")]
pub struct InvalidLimit {
    found: String,
    greatest: u32,
}

impl<const GREATEST: u32> Limit<GREATEST> {
    /// The largest page.
    pub const GREATEST: Self = Self(GREATEST);

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl<const GREATEST: u32> std::fmt::Display for Limit<GREATEST> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

macro_rules! limits_from {
    ($($number:ty),*) => {$(
        impl<const GREATEST: u32> TryFrom<$number> for Limit<GREATEST> {
            type Error = InvalidLimit;

            fn try_from(number: $number) -> Result<Self, InvalidLimit> {
                #[allow(clippy::unnecessary_fallible_conversions, reason = "for u16 and u32 it cannot fail")]
                match u32::try_from(number) {
                    Ok(limit @ 1..) if limit <= GREATEST => Ok(Self(limit)),
                    _ => Err(InvalidLimit { found: number.to_string(), greatest: GREATEST }),
                }
            }
        }
    )*};
}

impl<const GREATEST: u32> From<Limit<GREATEST>> for u32 {
    fn from(limit: Limit<GREATEST>) -> Self {
        limit.0
    }
}

limits_from!(i32, i64, u16, u32, u64, usize);
