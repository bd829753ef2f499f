//! Panics of generators, which are made for good input, become errors.

use std::panic::{self, AssertUnwindSafe};

/// Runs `generate`; what it panics with becomes an error in which `who` panicked.
pub(super) fn guard<T>(who: &str, generate: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    // The panic is reported as an error; the hook would print it a second time.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(generate));
    panic::set_hook(hook);
    result.unwrap_or_else(|payload| {
        let message = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Err(anyhow::anyhow!("{who} panicked: {message}"))
    })
}
