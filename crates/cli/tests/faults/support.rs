//! What the topics share.

mod http;
mod model;
mod random;
mod server;
mod writers;

pub(crate) use http::{Answer, Client, request};
pub(crate) use model::Model;
pub(crate) use random::Random;
pub(crate) use server::{Server, command};
pub(crate) use writers::{Load, Tenant};

use std::time::{Duration, Instant};

/// How long anything may take before the test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// How often a test does what it does: `count` times, and more by the environment variable `FAULTS_TIMES`.
pub(crate) fn times(count: usize) -> usize {
    let times = std::env::var("FAULTS_TIMES").ok().map_or(1, |text| text.parse().unwrap());
    count * times
}

/// Waits until something holds.
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
