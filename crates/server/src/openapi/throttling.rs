//! What the contract says about throttling, in numbers.

use serde::Serialize;

/// How a caller who is refused because of throttling should wait; the document's `x-throttling`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Throttling {
    /// The status of the refusal.
    pub(super) status: u16,
    /// The wait before the first repetition, in seconds.
    pub(super) first_wait_seconds: u64,
    /// What each further wait is multiplied by.
    pub(super) multiplier: u64,
    /// The longest wait, in seconds.
    pub(super) max_wait_seconds: u64,
    /// What to do after the longest wait.
    pub(super) after_max: AfterMax,
}

/// What a caller should do after the longest wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum AfterMax {
    /// Wait as long again and repeat the request, without end.
    Repeat,
}

/// The waits of all operations.
pub(super) const THROTTLING: Throttling = Throttling {
    status: 429,
    first_wait_seconds: 1,
    multiplier: 2,
    max_wait_seconds: 256,
    after_max: AfterMax::Repeat,
};
