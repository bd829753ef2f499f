//! Token buckets, one for each client and operation.
//!
//! The rate is `requestsPerSecond`, the size `burst`, the time the server's clock. The buckets are in the memory of
//! each process: a client that is spread over n processes may send up to n times as much.
//!
//! Who is refused gets through again when a token is there: at a rate of at least one a second, that is the first wait
//! of the document's `x-throttling`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};

use asp_validation::Operation;
use parking_lot::Mutex;

use crate::control::Control;

/// How many clients have buckets at most. With 16 bytes for each operation this is half a megabyte for a thousand.
const MOST_CLIENTS: usize = 10_000;

/// How much of a token may be missing, since fractions are rounded.
const ROUNDING: f64 = 1e-6;

/// A bucket. It fills while nobody looks.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// How many tokens were in it.
    tokens: f64,
    /// When, in milliseconds since 1970 by the server's clock.
    at: i64,
}

/// The buckets of one client, in the order of [`Operation::ALL`]; none where the bucket is full.
#[derive(Debug)]
struct Buckets {
    operations: Box<[Option<Bucket>]>,
    /// Which use of any bucket the last use of one of these was.
    used: u64,
}

/// The buckets of all clients.
#[derive(Debug, Default)]
struct Clients {
    buckets: HashMap<Box<str>, Buckets>,
    /// How many uses there were. They are in one order even if the clock stands still.
    uses: u64,
}

/// The token buckets of this process.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    clients: Mutex<Clients>,
    /// The last reset of the server that it knows of; another process may have done it.
    resets: AtomicI64,
}

impl Throttle {
    /// Whether `client` may use `operation` now; takes a token if so.
    pub(crate) fn allows(&self, control: &Control, client: &str, operation: Operation) -> bool {
        let switches = &control.switches;
        let Some(rate) = switches.requests_per_second else { return true };
        if self.resets.fetch_max(control.resets, Ordering::Relaxed) < control.resets {
            self.clients.lock().buckets.clear();
        }
        if !switches.residential_throttling
            && operation.path_template().starts_with("/enterprise/residential/")
        {
            return true;
        }
        self.take(client, operation, rate, f64::from(switches.burst), control.now())
    }

    fn take(&self, client: &str, operation: Operation, rate: f64, burst: f64, now: i64) -> bool {
        let mut clients = self.clients.lock();
        let Clients { buckets: clients, uses } = &mut *clients;
        *uses += 1;
        if !clients.contains_key(client) {
            make_room(clients, MOST_CLIENTS);
            let operations = vec![None; Operation::ALL.len()].into();
            clients.insert(client.into(), Buckets { operations, used: *uses });
        }
        let Some(buckets) = clients.get_mut(client) else { return true };
        buckets.used = *uses;
        let Some(bucket) = buckets.operations.get_mut(operation as usize) else { return true };
        let tokens = match *bucket {
            // Later than now: the server was reset and its clock with it.
            Some(Bucket { tokens, at }) if at <= now => (tokens + seconds(now - at) * rate).min(burst),
            _ => burst,
        };
        if tokens + ROUNDING < 1.0 {
            // Left as it is, so that asking again and again adds no rounding.
            return false;
        }
        *bucket = Some(Bucket { tokens: (tokens - 1.0).max(0.0), at: now });
        true
    }
}

/// Forgets the half that was used least recently if there are as many as may be.
///
/// A bucket that is forgotten is full again. That needs more clients than `most`, which only known clients become.
fn make_room(clients: &mut HashMap<Box<str>, Buckets>, most: usize) {
    if clients.len() < most {
        return;
    }
    let mut used: Vec<u64> = clients.values().map(|buckets| buckets.used).collect();
    let middle = used.len() / 2;
    // No two are the same, so that it is the half whatever the clock shows.
    let (_, median, _) = used.select_nth_unstable(middle);
    let median = *median;
    clients.retain(|_, buckets| buckets.used >= median);
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::switches::Switches;

    fn control(now: i64, rate: f64, burst: u32) -> Control {
        let switches = Switches { requests_per_second: Some(rate), burst, ..Switches::default() };
        Control { clock: Clock { ahead: 0, frozen_at: Some(now) }, switches, ..Control::default() }
    }

    #[test]
    fn a_burst_passes_and_then_one_request_for_each_token() {
        let throttle = Throttle::default();
        let ask = |now| throttle.allows(&control(now, 2.0, 3), "one", Operation::CreateRoom);
        assert_eq!([0; 5].map(ask), [true, true, true, false, false]);
        assert_eq!([499, 500, 500, 1_000, 1_000].map(ask), [false, true, false, true, false]);
        assert_eq!([60_000; 4].map(ask), [true, true, true, false], "no more than the burst is saved up");
    }

    #[test]
    fn after_a_refusal_one_second_is_enough_at_any_rate_from_one_a_second() {
        for rate in [1.0, 1.1, 3.0, 7.7, 1_000.0] {
            let throttle = Throttle::default();
            let mut now = 1_700_000_000_123;
            for round in 0..2_000 {
                while throttle.allows(&control(now, rate, 5), "one", Operation::ListHomes) {}
                now += 1_000;
                assert!(
                    throttle.allows(&control(now, rate, 5), "one", Operation::ListHomes),
                    "{rate} a second, round {round}"
                );
            }
        }
    }

    #[test]
    fn clients_and_operations_have_buckets_of_their_own() {
        let throttle = Throttle::default();
        let now = control(0, 1.0, 1);
        for client in ["one", "two"] {
            for operation in Operation::ALL {
                assert!(throttle.allows(&now, client, *operation));
                assert!(!throttle.allows(&now, client, *operation));
            }
        }
    }

    #[test]
    fn residential_operations_can_be_left_out() {
        let throttle = Throttle::default();
        let mut now = control(0, 1.0, 1);
        now.switches.residential_throttling = false;
        let passes = |operation| (0..9).filter(|_| throttle.allows(&now, "one", operation)).count();
        assert_eq!([passes(Operation::GetHome), passes(Operation::GetRoom)], [9, 1]);
    }

    #[test]
    fn without_a_rate_everything_passes_and_nothing_is_kept() {
        let throttle = Throttle::default();
        let control = Control::default();
        assert!((0..100).all(|_| throttle.allows(&control, "one", Operation::GetHome)));
        assert!(throttle.clients.lock().buckets.is_empty());
    }

    #[test]
    fn a_flood_of_clients_does_not_grow_the_memory_and_forgets_the_idle_first() {
        // With a clock that goes, and with one that stands still.
        for step in [1, 0] {
            let throttle = Throttle::default();
            let busy = |now| throttle.allows(&control(now, 0.001, 1), "busy", Operation::GetRoom);
            assert!(busy(0));
            for number in 0..35_000 {
                let now = number * step;
                throttle.allows(&control(now, 1.0, 1), &number.to_string(), Operation::GetRoom);
                assert!(!busy(now), "who is refused all the time is not forgotten");
            }
            let kept = throttle.clients.lock().buckets.len();
            assert!((MOST_CLIENTS / 2..=MOST_CLIENTS).contains(&kept), "{kept} are kept");
        }
    }

    #[test]
    fn half_of_the_clients_are_kept_when_there_are_too_many_and_they_are_the_last_ones() {
        let throttle = Throttle::default();
        let now = control(0, 0.001, 1);
        let client = |number: usize| format!("client {number}");
        for number in 0..=MOST_CLIENTS {
            assert!(throttle.allows(&now, &client(number), Operation::GetRoom));
        }
        for number in MOST_CLIENTS / 2..=MOST_CLIENTS {
            assert!(!throttle.allows(&now, &client(number), Operation::GetRoom), "{number} was forgotten");
        }
        assert!(throttle.allows(&now, &client(0), Operation::GetRoom), "the first was not forgotten");
    }

    #[test]
    fn a_clock_that_was_reset_leaves_nobody_waiting() {
        let throttle = Throttle::default();
        let ask = |now| throttle.allows(&control(now, 1.0, 1), "one", Operation::GetRoom);
        assert!(ask(1_000_000) && !ask(1_000_000));
        assert!(ask(0) && !ask(0) && ask(1_000));
    }
}
