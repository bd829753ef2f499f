//! The decisions of [`Tries`], without doing anything.

use super::*;

const CHANCE: f64 = 1.0;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// What follows a row of failures, until it gives up.
fn course(policy: &RetryPolicy, method: &Method, failures: impl IntoIterator<Item = Failed>) -> Vec<Next> {
    let (begun, budget) = (Instant::now(), Budget::default());
    let mut now = begun;
    let mut tries = Tries::new(policy, method, begun + policy.deadline.unwrap_or(Duration::from_mins(10)));
    let mut course = Vec::new();
    for failed in failures {
        tries.begin();
        let next = tries.next(failed, now, CHANCE, &budget);
        course.push(next);
        match next {
            Next::Repeat(wait) => now += wait,
            Next::GiveUp => break,
        }
    }
    course
}

fn throttled() -> Failed {
    Failed::Status(429, None)
}

#[test]
fn the_waits_are_those_of_the_document() {
    let waits: Vec<_> = (1..=12).map(|number| THROTTLING.wait(number).as_secs()).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256]);
    assert_eq!(THROTTLING.wait(0), seconds(1));
    assert_eq!(THROTTLING.wait(u32::MAX), seconds(256));
    assert_eq!(THROTTLING.status, 429);
}

#[test]
fn a_throttled_request_goes_through_all_waits_and_then_gives_up() {
    for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
        let course = course(&RetryPolicy::default(), &method, std::iter::repeat(throttled()));
        let expected = [1, 2, 4, 8, 16, 32, 64, 128, 256].map(|wait| Next::Repeat(seconds(wait)));
        assert_eq!(course[..9], expected);
        assert_eq!(course[9..], [Next::GiveUp], "{method}");
    }
}

#[test]
fn the_longest_wait_is_repeated() {
    let policy = RetryPolicy::default().attempts(12).deadline(seconds(10_000));
    let course = course(&policy, &Method::GET, std::iter::repeat(throttled()));
    assert_eq!(course[8..11], [Next::Repeat(seconds(256)); 3]);
}

#[test]
fn only_what_can_be_done_twice_is_repeated_after_it_may_have_been_done() {
    let cases = [
        (Failed::NotSent, true, true),
        (Failed::NoAnswer, true, false),
        (Failed::Status(429, None), true, true),
        (Failed::Status(500, None), true, false),
        (Failed::Status(503, None), true, false),
        (Failed::Status(599, None), true, false),
        (Failed::Status(400, None), false, false),
        (Failed::Status(404, None), false, false),
        (Failed::Status(409, None), false, false),
        (Failed::Status(302, None), false, false),
    ];
    for (failed, idempotent, post) in cases {
        let repeats =
            |method| matches!(course(&RetryPolicy::default(), &method, [failed])[..], [Next::Repeat(_)]);
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert_eq!(repeats(method.clone()), idempotent, "{method} {failed:?}");
        }
        assert_eq!(repeats(Method::POST), post, "POST {failed:?}");
    }
}

#[test]
fn other_failures_than_throttling_have_fewer_attempts() {
    let down = || std::iter::repeat(Failed::NotSent);
    assert_eq!(course(&RetryPolicy::default(), &Method::GET, down()).len(), 4);
    let policy = RetryPolicy::default().transient_attempts(6);
    assert_eq!(course(&policy, &Method::GET, down()).len(), 6);
    // Those that were throttled in between do not count among them.
    let mixed = [throttled(), Failed::NotSent, throttled(), Failed::NotSent, throttled(), Failed::NotSent];
    let course = course(&RetryPolicy::default(), &Method::GET, mixed.into_iter().chain(down()));
    assert_eq!(course.len(), 7);
}

#[test]
fn retry_after_lengthens_a_wait_and_never_shortens_it() {
    let asked = |wait| Failed::Status(429, Some(seconds(wait)));
    let first = |failed| course(&RetryPolicy::default(), &Method::GET, [failed])[0];
    assert_eq!(first(asked(7)), Next::Repeat(seconds(7)));
    assert_eq!(first(asked(0)), Next::Repeat(seconds(1)));
    assert_eq!(first(Failed::Status(503, Some(seconds(3)))), Next::Repeat(seconds(3)));
    assert_eq!(first(asked(u64::MAX)), Next::GiveUp);
}

#[test]
fn a_wait_beyond_the_deadline_is_not_begun() {
    let policy = RetryPolicy::default().deadline(seconds(10));
    let course = course(&policy, &Method::GET, std::iter::repeat(throttled()));
    // 1 + 2 + 4 seconds are over, and 8 more are too many.
    assert_eq!(
        course,
        [1, 2, 4]
            .map(|wait| Next::Repeat(seconds(wait)))
            .into_iter()
            .chain([Next::GiveUp])
            .collect::<Vec<_>>()
    );
}

#[test]
fn full_jitter_takes_any_part_of_the_wait() {
    let policy = RetryPolicy::default();
    let wait = |chance| policy.wait(3, chance);
    assert_eq!([wait(0.0), wait(0.25), wait(1.0)], [seconds(0), seconds(1), seconds(4)]);
    assert_eq!(policy.clone().jitter(Jitter::None).wait(3, 0.0), seconds(4));
    assert_eq!([wait(-1.0), wait(2.0)], [seconds(0), seconds(4)]);
}

#[test]
fn the_budget_ends_repetition_unless_it_is_for_throttling() {
    let (policy, budget, now) = (RetryPolicy::default(), Budget::default(), Instant::now());
    while budget.spend() {}
    let next = |failed| {
        let mut tries = Tries::new(&policy, &Method::GET, now + Duration::from_mins(10));
        tries.begin();
        tries.next(failed, now, CHANCE, &budget)
    };
    assert_eq!(next(Failed::NotSent), Next::GiveUp);
    assert_eq!(next(throttled()), Next::Repeat(seconds(1)));
}

#[test]
fn what_may_have_been_done_is_remembered() {
    let (policy, budget, now) = (RetryPolicy::default(), Budget::default(), Instant::now());
    let mut tries = Tries::new(&policy, &Method::DELETE, now + Duration::from_mins(10));
    for (failed, may_be_done) in
        [(throttled(), false), (Failed::NotSent, false), (Failed::NoAnswer, true), (Failed::NotSent, true)]
    {
        tries.begin();
        tries.next(failed, now, CHANCE, &budget);
        assert_eq!(tries.may_be_done(), may_be_done, "{failed:?}");
    }
    assert_eq!(tries.made(), 4);
}

#[test]
fn never_means_once() {
    assert_eq!(course(&RetryPolicy::never(), &Method::GET, [throttled()]), [Next::GiveUp]);
    assert_eq!(RetryPolicy::default().attempts(0).attempts, 1);
}
