//! `asp` under what goes wrong: it is killed, its database goes away, clients are slow, many or send nonsense.
//!
//! Real processes on the loopback interface, on ports that the system picks. What is random comes from a seed, which is
//! the same in every run: `FAULTS_SEED` sets another one, and `FAULTS_TIMES=20` goes on for twenty times as long. Deadlines
//! only end what hangs; nothing asserts how fast something is.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says why"
)]

mod durability;
mod fuzz;
mod overload;
mod postgres;
mod support;
