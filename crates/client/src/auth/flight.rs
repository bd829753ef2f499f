//! Who fetches a token, who waits for one, and who goes on with the one that is there: decided without doing it.
//!
//! The rules, which a test tries on every order of events: no two fetches at once, nobody is given a token that was
//! refused to it, and everybody who waits is answered when the fetch lands.

use std::time::Duration;

use tokio::time::Instant;

/// How long before its end a token is replaced. The vendor's own tool has the same margin.
pub(super) const MARGIN: Duration = Duration::from_mins(1);

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
    /// Waits for the fetch that is under way.
    Wait,
    /// Fetches, and calls [`Flight::land`] whatever comes of it.
    Fetch,
}

/// The value that is held, and whether one is being fetched.
#[derive(Clone, Debug)]
pub(super) struct Flight<T> {
    held: Option<Held<T>>,
    serial: u64,
    is_under_way: bool,
}

impl<T: Clone> Flight<T> {
    pub(super) fn new() -> Self {
        Self { held: None, serial: 0, is_under_way: false }
    }

    /// Asks for a value. `refused` is the number of one that the service refused.
    pub(super) fn ask(&mut self, now: Instant, refused: Option<u64>) -> Step<T> {
        if let Some(held) = &self.held
            && refused.is_some_and(|refused| held.serial <= refused)
        {
            self.held = None;
        }
        if let Some(held) = &self.held
            && held.ends.is_none_or(|ends| now + MARGIN < ends)
        {
            return Step::Use(held.clone());
        }
        if self.is_under_way {
            return Step::Wait;
        }
        self.is_under_way = true;
        Step::Fetch
    }

    /// Ends the fetch with what it brought, if anything. Whoever waited gets the value that is returned: the new one, or
    /// the old one while it lasts and nobody refused it.
    pub(super) fn land(&mut self, now: Instant, fetched: Option<(T, Option<Duration>)>) -> Option<Held<T>> {
        self.is_under_way = false;
        if let Some((value, lifetime)) = fetched {
            self.serial += 1;
            let ends = lifetime.and_then(|lifetime| now.checked_add(lifetime));
            self.held = Some(Held { value, serial: self.serial, ends });
        }
        self.held.clone().filter(|held| held.ends.is_none_or(|ends| now < ends))
    }
}

#[cfg(test)]
mod tests;
