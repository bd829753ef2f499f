//! When a request is repeated, and after how long: decided without doing it.

use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

pub(crate) use budget::Budget;
pub(crate) use retry_after::retry_after;

pub use crate::generated::THROTTLING;

mod budget;
mod retry_after;

/// How throttled requests are repeated: the shape of the document's `x-throttling`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Throttling {
    /// The status that asks for it.
    pub status: u16,
    /// The wait before the first repetition.
    pub first_wait: Duration,
    /// How many times longer each wait is than the one before it.
    pub multiplier: u32,
    /// The longest wait, which is then repeated.
    pub longest_wait: Duration,
}

impl Throttling {
    /// The wait before repetition `number`, counted from 1.
    pub fn wait(&self, number: u32) -> Duration {
        let factor = self.multiplier.saturating_pow(number.saturating_sub(1));
        self.first_wait.saturating_mul(factor).min(self.longest_wait)
    }
}

/// How much of a wait is left to chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Jitter {
    /// All of it: callers that were refused together come back apart.
    Full,
    /// None: each wait is as long as the schedule says.
    None,
}

/// When requests are repeated, and how often.
///
/// | what happened | GET, PUT, DELETE | POST |
/// |---|---|---|
/// | 429 | repeated | repeated: nothing was done |
/// | the connection was never there | repeated | repeated: nothing was sent |
/// | no or half an answer, attempt timed out | repeated | not repeated: it may have been done |
/// | 5xx | repeated | not repeated: it may have been done |
/// | 401 | once, with a new token | once, with a new token |
/// | 400, 403 or 404 about a unit that this client has just created | repeated while it may be out of sight | once its parent is in sight |
///
/// `create_or_get` of the create operations finds out what was done, and repeats these too. Waits are those of the
/// document's `x-throttling` ([`THROTTLING`]) with full jitter, or what `Retry-After` says if that is longer.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) transient_attempts: u32,
    pub(crate) deadline: Option<Duration>,
    pub(crate) throttling: Throttling,
    pub(crate) jitter: Jitter,
}

impl Default for RetryPolicy {
    /// Up to 10 attempts, 4 of them for other reasons than throttling, within 10 minutes or the deadline of the client.
    fn default() -> Self {
        Self {
            attempts: 10,
            transient_attempts: 4,
            deadline: None,
            throttling: THROTTLING,
            jitter: Jitter::Full,
        }
    }
}

impl RetryPolicy {
    /// No repetition, but for a token that was refused.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// How often a request is sent at most, 1 or more. The default of 10 goes through all documented waits once.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// How often it is sent if it isn't throttled but fails (no connection, no answer, 5xx), 1 or more.
    #[must_use]
    pub fn transient_attempts(mut self, attempts: u32) -> Self {
        self.transient_attempts = attempts.max(1);
        self
    }

    /// How long a call may take altogether, with all attempts and waits; the client's deadline holds as well.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Whether waits are left to chance.
    #[must_use]
    pub fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// Other waits than the documented ones: the first, which then doubles, and the longest.
    #[must_use]
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        self.throttling.first_wait = first;
        self.throttling.longest_wait = longest;
        self
    }

    /// A wait as it is done: `chance` is a number from 0 to 1.
    fn wait(&self, number: u32, chance: f64) -> Duration {
        let wait = self.throttling.wait(number);
        match self.jitter {
            Jitter::Full => wait.mul_f64(chance.clamp(0.0, 1.0)),
            Jitter::None => wait,
        }
    }
}

/// What came of an attempt that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    /// Nothing was sent.
    NotSent,
    /// Sent, and no whole answer came.
    NoAnswer,
    /// An answer with this status, and its `Retry-After`.
    Status(u16, Option<Duration>),
}

impl Failed {
    /// Whether the service may have done what was asked.
    pub(crate) fn may_be_done(self) -> bool {
        match self {
            Self::NotSent => false,
            Self::NoAnswer => true,
            Self::Status(status, _) => status >= 500,
        }
    }
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another attempt after this wait.
    Repeat(Duration),
    /// That was it.
    GiveUp,
}

/// How far a call is.
#[derive(Debug)]
pub(crate) struct Tries<'a> {
    policy: &'a RetryPolicy,
    is_idempotent: bool,
    ends: Instant,
    made: u32,
    transient: u32,
    may_be_done: bool,
}

impl<'a> Tries<'a> {
    pub(crate) fn new(policy: &'a RetryPolicy, method: &Method, ends: Instant) -> Self {
        let is_idempotent = method.is_idempotent();
        Self { policy, is_idempotent, ends, made: 0, transient: 0, may_be_done: false }
    }

    /// How many attempts were begun.
    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    /// Whether an attempt before the last one may have been carried out.
    pub(crate) fn may_be_done(&self) -> bool {
        self.may_be_done
    }

    /// Takes note that an attempt begins.
    pub(crate) fn begin(&mut self) {
        self.made += 1;
    }

    /// How throttled requests are repeated.
    pub(crate) fn throttling(&self) -> &Throttling {
        &self.policy.throttling
    }

    /// Whether another attempt is allowed.
    pub(crate) fn has_another(&self) -> bool {
        self.made < self.policy.attempts
    }

    /// The wait that the schedule has next, without chance.
    pub(crate) fn schedule(&self) -> Duration {
        self.policy.throttling.wait(self.made.max(1))
    }

    /// Decides what follows a failure. `chance` is a number from 0 to 1.
    pub(crate) fn next(&mut self, failed: Failed, now: Instant, chance: f64, budget: &Budget) -> Next {
        self.may_be_done |= failed.may_be_done();
        let is_throttled =
            matches!(failed, Failed::Status(status, _) if status == self.policy.throttling.status);
        let is_transient = match failed {
            Failed::NotSent => true,
            Failed::NoAnswer => self.is_idempotent,
            Failed::Status(status, _) => self.is_idempotent && status >= 500,
        };
        if !is_throttled && !is_transient || self.made >= self.policy.attempts {
            return Next::GiveUp;
        }
        if !is_throttled {
            self.transient += 1;
            if self.transient >= self.policy.transient_attempts {
                return Next::GiveUp;
            }
        }
        let mut wait = self.policy.wait(self.made, chance);
        if let Failed::Status(_, Some(asked)) = failed {
            wait = wait.max(asked);
        }
        // A wait beyond the deadline would be in vain.
        if now.checked_add(wait).is_none_or(|then| then >= self.ends) {
            return Next::GiveUp;
        }
        // Throttled requests are held back by the pace that all calls share; the others must not add to a failure.
        if !is_throttled && !budget.spend() {
            return Next::GiveUp;
        }
        Next::Repeat(wait)
    }
}

#[cfg(test)]
mod tests;
