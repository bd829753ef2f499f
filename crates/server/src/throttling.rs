//! What the contract says about throttling, in numbers.

use serde::Serialize;

/// How a caller who is refused because of throttling should wait; the document's `x-throttling`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Throttling {
    /// The status of the refusal.
    pub(crate) status: u16,
    /// The wait before the first repetition, in seconds.
    pub(crate) first_wait_seconds: u64,
    /// What each further wait is multiplied by.
    pub(crate) multiplier: u64,
    /// The longest wait, in seconds.
    pub(crate) max_wait_seconds: u64,
    /// What to do after the longest wait.
    pub(crate) after_max: AfterMax,
}

/// What a caller should do after the longest wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AfterMax {
    /// Wait as long again and repeat the request, without end.
    Repeat,
}

/// The waits of all operations.
pub(crate) const THROTTLING: Throttling = Throttling {
    status: 429,
    first_wait_seconds: 1,
    multiplier: 2,
    max_wait_seconds: 256,
    after_max: AfterMax::Repeat,
};
