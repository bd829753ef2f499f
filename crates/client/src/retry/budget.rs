//! A budget of repetitions that all calls of a client share.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many repetitions may be made at once, before any call succeeds.
const GREATEST: u32 = 100;

/// What a success puts back, in hundredths of a repetition.
const EARNED: u32 = 10;

/// Repetitions after failures that are no throttling. When the service is down, every call fails, and repeating each
/// of them would multiply the load that it comes back to. So a client makes at most one repetition for ten calls that
/// succeed, and 100 beyond.
#[derive(Debug)]
pub(crate) struct Budget {
    /// In hundredths of a repetition.
    left: AtomicU32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: AtomicU32::new(GREATEST * 100) }
    }
}

impl Budget {
    /// Takes a repetition out, if there is one left.
    pub(crate) fn spend(&self) -> bool {
        let one_less = |left: u32| left.checked_sub(100);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok()
    }

    /// A call has succeeded.
    pub(crate) fn earn(&self) {
        // Most find it full and write nothing, which would hold up other processors.
        let more = |left: u32| (left < GREATEST * 100).then(|| (left + EARNED).min(GREATEST * 100));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_out_and_is_earned_back_by_successes() {
        let budget = Budget::default();
        assert_eq!((0..1000).filter(|_| budget.spend()).count(), 100);
        (0..9).for_each(|_| budget.earn());
        assert!(!budget.spend());
        budget.earn();
        assert!(budget.spend() && !budget.spend());
        (0..10_000).for_each(|_| budget.earn());
        assert_eq!((0..1000).filter(|_| budget.spend()).count(), 100);
    }
}
