//! The pace of a client's requests to one operation, which all its tasks keep together.
//!
//! There is no limit until the service throttles. Then requests go out at seven tenths of the rate at which it answered
//! others before, and that grows again along the cubic curve of RFC 9438: quickly towards the rate that was too much,
//! slowly around it, and quickly beyond. So a hundred tasks that share a client don't send what each of them would alone;
//! while the service keeps throttling, they send together at least one request a second.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What a cut leaves of the rate (RFC 9438, section 4.6).
const LEFT: f64 = 0.7;

/// How steep the curve is, in requests a second per cubic second (RFC 9438, section 4.1).
const STEEPNESS: f64 = 0.4;

/// The lowest rate, in requests a second. It is that of the shortest documented wait: a task alone waits no longer than its
/// own schedule says.
const LOWEST: f64 = 1.0;

/// How late a request may go out without holding back those behind it: more than timers are late by.
const LATE: Duration = Duration::from_millis(10);

/// The window over which the rate is measured.
const WINDOW: Duration = Duration::from_millis(500);

/// After so long without throttling there is no limit any more.
const FORGOTTEN: Duration = Duration::from_mins(2);

/// The pace of one operation.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    state: Mutex<State>,
    /// Where those who may not go yet stand in line, so that only the first of them looks at the clock.
    line: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    answered: Answered,
    limit: Option<Limit>,
}

/// How many requests were answered lately without being throttled.
#[derive(Debug, Default)]
struct Answered {
    window: Option<Instant>,
    count: u32,
    /// Requests a second in the windows before, later ones with more weight.
    rate: f64,
}

#[derive(Debug)]
struct Limit {
    /// When the rate was cut.
    cut: Instant,
    /// The rate that was too much.
    too_much: f64,
    /// When the next request may go out.
    free: Instant,
}

/// What a request is told that asks whether it may go out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Turn {
    /// It may, from this time on.
    Now(Instant),
    /// It should ask again then.
    Later(Instant),
}

/// A request that goes out, as the pace knows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sent {
    pub(crate) at: Instant,
    /// How long it stood in line before.
    stood: Duration,
}

impl Sent {
    /// Whether it stood in line for so long that other things may have changed.
    pub(crate) fn has_stood_long(self) -> bool {
        self.stood > Duration::from_secs(1)
    }
}

impl Pace {
    /// Lets a request go out at once, where there is no limit.
    pub(crate) fn at_once(&self) -> Option<Sent> {
        let has_limit = self.state().limit.is_some();
        (!has_limit).then(|| Sent { at: Instant::now(), stood: Duration::ZERO })
    }

    /// Waits until a request may go out.
    pub(crate) async fn wait(&self) -> Sent {
        let asked = Instant::now();
        // Those in line come first.
        let _first = self.line.lock().await;
        loop {
            match self.turn(Instant::now()) {
                Turn::Now(at) => return Sent { at, stood: at.saturating_duration_since(asked) },
                Turn::Later(then) => tokio::time::sleep_until(then).await,
            }
        }
    }

    /// A request that went out was answered and not throttled.
    pub(crate) fn answered(&self, now: Instant) {
        self.state().answered.count(now);
    }

    /// A request that went out was throttled.
    pub(crate) fn throttled(&self, sent: Sent, now: Instant) {
        let mut state = self.state();
        let answered = state.answered.rate(now);
        let too_much = match &state.limit {
            // It went out before the rate was cut, which is the answer to it.
            Some(limit) if sent.at <= limit.cut => return,
            Some(limit) => limit.rate(now).min(answered),
            None => answered,
        };
        let mut limit = Limit { cut: now, too_much, free: now };
        limit.take(now);
        state.limit = Some(limit);
    }

    /// How many requests a second may go out, if there is a limit.
    pub(crate) fn limit(&self, now: Instant) -> Option<f64> {
        self.state().limit.as_ref().map(|limit| limit.rate(now))
    }

    /// Asks whether a request may go out.
    fn turn(&self, now: Instant) -> Turn {
        let mut state = self.state();
        if let Some(limit) = &mut state.limit {
            if now.saturating_duration_since(limit.cut) > FORGOTTEN {
                state.limit = None;
            } else if now < limit.free {
                return Turn::Later(limit.free);
            } else {
                limit.take(now);
            }
        }
        Turn::Now(now)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limit {
    /// Keeps the next request back until it is its turn.
    fn take(&mut self, now: Instant) {
        // Timers wake a little late; the rate is kept all the same.
        let due = now.checked_sub(LATE).map_or(now, |due| self.free.max(due));
        self.free = due + Duration::from_secs_f64(1.0 / self.rate(now));
    }

    /// Requests a second, at a time after the cut.
    fn rate(&self, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.cut).as_secs_f64();
        let back = (self.too_much * (1.0 - LEFT) / STEEPNESS).cbrt();
        (STEEPNESS * (since - back).powi(3) + self.too_much).max(LOWEST)
    }
}

impl Answered {
    fn count(&mut self, now: Instant) {
        self.roll(now);
        self.count += 1;
    }

    /// Requests a second, those of the window under way included, as if it were over.
    fn rate(&mut self, now: Instant) -> f64 {
        self.roll(now);
        self.rate.max(f64::from(self.count) / WINDOW.as_secs_f64())
    }

    fn roll(&mut self, now: Instant) {
        let Some(window) = self.window else {
            self.window = Some(now);
            return;
        };
        let passed = now.saturating_duration_since(window);
        if passed >= WINDOW {
            let rate = f64::from(self.count) / passed.as_secs_f64();
            self.rate = if passed > WINDOW * 4 { rate } else { rate.mul_add(0.8, self.rate * 0.2) };
            self.window = Some(now);
            self.count = 0;
        }
    }
}

#[cfg(test)]
mod tests;
