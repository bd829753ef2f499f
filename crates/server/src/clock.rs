//! The server's clock, which can be frozen and moved, so that an hour passes in no time.

use serde::{Deserialize, Serialize};

/// The latest time that a clock can be set to: the end of the year 9999, in milliseconds since 1970.
pub const LATEST: i64 = 253_402_300_799_999;

/// How the server's clock relates to the machine's. All processes on one database share it.
///
/// It never runs backwards as long as the machines' clocks do not. Processes on machines whose clocks differ see it
/// differ by as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clock {
    /// How far the server's clock is ahead of the machine's, in milliseconds, while it runs.
    pub ahead: i64,
    /// What it shows if it is frozen, in milliseconds since 1970.
    pub frozen_at: Option<i64>,
}

/// A clock cannot be moved like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The time is in the past.
    #[error("the clock shows {now} already and never runs backwards; set a later time, or reset the server")]
    Backwards {
        /// What it shows, in milliseconds since 1970.
        now: i64,
    },
    /// The time is after [`LATEST`].
    #[error("the clock ends with the year 9999, at {LATEST}")]
    TooLate,
}

impl Clock {
    /// What the clock shows when the machine's shows `machine`, both in milliseconds since 1970.
    pub fn now(self, machine: i64) -> i64 {
        self.frozen_at.unwrap_or_else(|| machine.saturating_add(self.ahead))
    }

    /// The clock, standing still from now on.
    #[must_use]
    pub fn freeze(self, machine: i64) -> Self {
        Self { frozen_at: Some(self.now(machine)), ..self }
    }

    /// The clock, running on from what it shows.
    #[must_use]
    pub fn resume(self, machine: i64) -> Self {
        Self { ahead: self.now(machine).saturating_sub(machine), frozen_at: None }
    }

    /// The clock, moved by `milliseconds`; a frozen one stays frozen.
    ///
    /// # Errors
    ///
    /// [`ClockError::TooLate`] if it would show a time after [`LATEST`].
    pub fn advance(self, machine: i64, milliseconds: u64) -> Result<Self, ClockError> {
        let to = i64::try_from(milliseconds).ok().and_then(|by| self.now(machine).checked_add(by));
        self.set(machine, to.ok_or(ClockError::TooLate)?)
    }

    /// The clock, showing `to`; a frozen one stays frozen.
    ///
    /// # Errors
    ///
    /// [`ClockError`] if `to` is in the past or after [`LATEST`].
    pub fn set(self, machine: i64, to: i64) -> Result<Self, ClockError> {
        let now = self.now(machine);
        if to < now {
            return Err(ClockError::Backwards { now });
        }
        if to > LATEST {
            return Err(ClockError::TooLate);
        }
        let frozen_at = self.frozen_at.map(|_| to);
        Ok(Self { ahead: to.saturating_sub(machine), frozen_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told_and_runs_on_from_there() {
        let frozen = Clock::default().freeze(1_000);
        assert_eq!(frozen.now(9_000), 1_000);
        let moved = frozen.advance(9_000, 256_000).unwrap();
        assert_eq!(moved.now(10_000), 257_000);
        let running = moved.resume(20_000);
        assert_eq!((running.now(20_000), running.now(20_005)), (257_000, 257_005));
    }

    #[test]
    fn a_running_clock_that_was_moved_keeps_running() {
        let clock = Clock::default().advance(1_000, 500).unwrap();
        assert_eq!((clock.now(1_000), clock.now(1_001)), (1_500, 1_501));
        assert_eq!(clock.set(1_000, 1_499), Err(ClockError::Backwards { now: 1_500 }));
        assert_eq!(clock.set(1_000, 1_500), Ok(clock));
    }

    #[test]
    fn no_step_takes_the_clock_backwards_or_beyond_its_end() {
        let mut clock = Clock::default();
        let mut before = clock.now(0);
        for machine in 0..100 {
            clock = match machine % 4 {
                0 => clock.freeze(machine),
                1 => clock.advance(machine, 7).unwrap(),
                2 => clock.resume(machine),
                _ => clock,
            };
            assert!(clock.now(machine) >= before);
            before = clock.now(machine);
        }
        assert_eq!(clock.advance(100, u64::MAX), Err(ClockError::TooLate));
        assert_eq!(clock.set(100, i64::MAX), Err(ClockError::TooLate));
    }
}
