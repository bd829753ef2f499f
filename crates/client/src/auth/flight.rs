//! Who fetches a token, who waits for one, and who goes on with the one that is there: decided without doing it.
//!
//! The rules, which a test tries on every order of events: no two fetches at once, nobody is given a token that was
//! refused to it, nobody waits while there is one that lasts, everybody who waits is answered when the fetch lands, and
//! after a failure nothing is fetched for a while.

use std::time::Duration;

use tokio::time::Instant;

/// How long before its end a token is replaced. The vendor's own tool has the same margin.
pub(super) const MARGIN: Duration = Duration::from_mins(1);

/// How long nothing is fetched after a failure. It doubles with each failure that follows.
const HOLD_OFF: Duration = Duration::from_secs(1);

/// The longest time for which nothing is fetched after a failure.
const LONGEST_HOLD_OFF: Duration = Duration::from_secs(30);

/// A value that lasts for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held<T> {
    pub(super) value: T,
    /// Counts the values; a later one has a greater number.
    pub(super) serial: u64,
    /// When it ends, if it is known.
    pub(super) ends: Option<Instant>,
}

/// What whoever asks does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step<T> {
    /// Uses the value.
    Use(Held<T>),
    /// Uses the value, which ends soon, and has another one fetched meanwhile, as with [`Step::Fetch`].
    Renew(Held<T>),
    /// Waits for the fetch that is under way.
    Wait,
    /// Fetches, and calls [`Flight::land`] whatever comes of it.
    Fetch,
    /// Fails as the last fetch did: it is too soon for another one.
    Fail,
}

/// What came of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome<T> {
    /// A value, and how long it lasts if that is known.
    Brought(T, Option<Duration>),
    /// None was to be had.
    Failed,
    /// It was stopped before anybody could say.
    Stopped,
}

/// The value that is held, and whether one is being fetched.
#[derive(Clone, Debug)]
pub(super) struct Flight<T> {
    held: Option<Held<T>>,
    serial: u64,
    is_under_way: bool,
    /// Fetches in a row that failed.
    failures: u32,
    /// When the next fetch may begin, after a failure.
    resumes: Option<Instant>,
}

impl<T: Clone> Flight<T> {
    pub(super) fn new() -> Self {
        Self { held: None, serial: 0, is_under_way: false, failures: 0, resumes: None }
    }

    /// The value of that number, if it is held.
    pub(super) fn held(&self, serial: u64) -> Option<&T> {
        self.held.as_ref().filter(|held| held.serial == serial).map(|held| &held.value)
    }

    /// Asks for a value. `refused` is the number of one that the service refused.
    pub(super) fn ask(&mut self, now: Instant, refused: Option<u64>) -> Step<T> {
        if let Some(held) = &self.held
            && refused.is_some_and(|refused| held.serial <= refused)
        {
            self.held = None;
        }
        let held = self.held.clone().filter(|held| held.ends.is_none_or(|ends| now < ends));
        if let Some(held) = &held
            && held.ends.is_none_or(|ends| now + MARGIN < ends)
        {
            return Step::Use(held.clone());
        }
        let is_too_soon = self.resumes.is_some_and(|resumes| now < resumes);
        match held {
            Some(held) if self.is_under_way || is_too_soon => Step::Use(held),
            None if self.is_under_way => Step::Wait,
            None if is_too_soon => Step::Fail,
            held => {
                self.is_under_way = true;
                held.map_or(Step::Fetch, Step::Renew)
            }
        }
    }

    /// Ends the fetch with what came of it. Whoever waited gets the value that is returned: the new one, or the old one
    /// while it lasts and nobody refused it.
    pub(super) fn land(&mut self, now: Instant, outcome: Outcome<T>) -> Option<Held<T>> {
        self.is_under_way = false;
        match outcome {
            Outcome::Brought(value, lifetime) => {
                self.serial += 1;
                let ends = lifetime.and_then(|lifetime| now.checked_add(lifetime));
                self.held = Some(Held { value, serial: self.serial, ends });
                self.failures = 0;
                self.resumes = None;
            }
            Outcome::Failed => {
                let hold_off = HOLD_OFF.saturating_mul(2_u32.saturating_pow(self.failures));
                self.failures = self.failures.saturating_add(1);
                self.resumes = Some(now + hold_off.min(LONGEST_HOLD_OFF));
            }
            // It says nothing about the next one, as when a runtime ends and another one begins.
            Outcome::Stopped => {}
        }
        self.held.clone().filter(|held| held.ends.is_none_or(|ends| now < ends))
    }
}

#[cfg(test)]
mod tests;
