//! The pace on a clock that stands still until nobody has anything to do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

/// A pace at which this many requests a second were answered for a while.
async fn answered(rate: u32) -> Pace {
    let pace = Pace::default();
    for _ in 0..rate * 4 {
        pace.wait().await;
        tokio::time::advance(SECOND / rate).await;
        pace.answered(Instant::now());
    }
    pace
}

fn limit(pace: &Pace) -> f64 {
    pace.limit(Instant::now()).unwrap()
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < expected * 0.02, "{found} instead of {expected}");
}

#[tokio::test(start_paused = true)]
async fn there_is_no_limit_until_a_request_is_throttled() {
    let (pace, begun) = (answered(100).await, Instant::now());
    for _ in 0..10_000 {
        pace.wait().await;
    }
    assert_eq!((begun.elapsed(), pace.limit(begun)), (Duration::ZERO, None));
}

#[tokio::test(start_paused = true)]
async fn a_throttled_request_cuts_the_rate_at_which_others_were_answered() {
    for rate in [10, 50, 200] {
        let pace = answered(rate).await;
        let sent = pace.wait().await;
        tokio::time::advance(Duration::from_millis(1)).await;
        pace.throttled(sent, Instant::now());
        assert_near(limit(&pace), f64::from(rate) * 0.7);
    }
}

#[tokio::test(start_paused = true)]
async fn those_that_went_out_before_the_cut_do_not_cut_again() {
    let pace = answered(100).await;
    let mut sent = Vec::new();
    for _ in 0..100 {
        sent.push(pace.wait().await);
    }
    tokio::time::advance(Duration::from_millis(1)).await;
    for sent in sent {
        pace.throttled(sent, Instant::now());
    }
    assert_near(limit(&pace), 70.0);
    // One that goes out afterwards does.
    let sent = pace.wait().await;
    let before = limit(&pace);
    pace.throttled(sent, Instant::now());
    assert!(limit(&pace) < before * 0.75, "{} after {before}", limit(&pace));
}

#[tokio::test(start_paused = true)]
async fn the_rate_grows_again_slowly_around_what_was_too_much_and_quickly_beyond() {
    let pace = answered(100).await;
    let sent = pace.wait().await;
    tokio::time::advance(Duration::from_millis(1)).await;
    pace.throttled(sent, Instant::now());
    // RFC 9438, section 4.2: back at what was too much after the cube root of what was lost by the steepness.
    let back = (100.0 * 0.3_f64 / 0.4).cbrt();
    let mut rates = vec![limit(&pace)];
    for _ in 0..6 {
        tokio::time::advance(Duration::from_secs_f64(back / 3.0)).await;
        rates.push(limit(&pace));
    }
    let grown: Vec<f64> = rates.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(grown[0] > grown[1] && grown[1] > grown[2], "{rates:?}");
    assert_near(rates[3], 100.0);
    assert!(grown[3] < grown[4] && grown[4] < grown[5], "{rates:?}");
}

#[tokio::test(start_paused = true)]
async fn the_rate_never_falls_below_one_a_second() {
    let pace = Pace::default();
    for _ in 0..10 {
        let sent = pace.wait().await;
        tokio::time::advance(Duration::from_millis(1)).await;
        pace.throttled(sent, Instant::now());
        assert!(limit(&pace) >= 1.0);
    }
    let begun = Instant::now();
    pace.wait().await;
    assert!(begun.elapsed() <= SECOND, "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn throttling_long_ago_is_forgotten() {
    let pace = answered(10).await;
    let sent = pace.wait().await;
    pace.throttled(sent, Instant::now() + Duration::from_millis(1));
    tokio::time::advance(FORGOTTEN + SECOND).await;
    let begun = Instant::now();
    for _ in 0..10_000 {
        pace.wait().await;
    }
    assert_eq!((begun.elapsed(), pace.limit(begun)), (Duration::ZERO, None));
}

/// How many of a hundred tasks get their turn within a time.
async fn served(pace: &Arc<Pace>, within: Duration) -> usize {
    let served = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let (pace, served) = (Arc::clone(pace), Arc::clone(&served));
            tokio::spawn(async move {
                pace.wait().await;
                served.fetch_add(1, Ordering::Relaxed);
            })
        })
        .collect();
    tokio::time::sleep(within).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    served.load(Ordering::Relaxed)
}

#[tokio::test(start_paused = true)]
async fn tasks_in_line_go_one_after_another_at_the_rate() {
    let pace = Arc::new(answered(20).await);
    let sent = pace.wait().await;
    tokio::time::advance(Duration::from_millis(1)).await;
    pace.throttled(sent, Instant::now());
    // From 14 a second towards 20.
    let first = served(&pace, SECOND).await;
    assert!((14..=20).contains(&first), "{first}");
    // Those who left the line hold nobody up.
    let second = served(&pace, SECOND).await;
    assert!((first..=21).contains(&second), "{second} after {first}");
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_later_does_not_go_before_those_in_line() {
    let pace = answered(20).await;
    let sent = pace.wait().await;
    tokio::time::advance(Duration::from_millis(1)).await;
    pace.throttled(sent, Instant::now());
    let mut first = Box::pin(pace.wait());
    let soon = Duration::from_millis(1);
    assert!(tokio::time::timeout(soon, &mut first).await.is_err());
    // Its turn has come, but it was not woken yet.
    tokio::time::advance(SECOND).await;
    let mut second = Box::pin(pace.wait());
    let second_went = tokio::time::timeout(Duration::ZERO, &mut second).await.is_ok();
    assert!(!second_went && tokio::time::timeout(Duration::ZERO, first).await.is_ok());
    second.await;
}

/// Timers wake after whole milliseconds, also on this clock.
#[tokio::test(start_paused = true)]
async fn many_requests_a_second_go_out_at_their_rate_although_timers_are_late() {
    let pace = answered(5_000).await;
    let sent = pace.wait().await;
    tokio::time::advance(Duration::from_millis(1)).await;
    pace.throttled(sent, Instant::now());
    let (begun, rate) = (Instant::now(), limit(&pace));
    let mut sent = 0;
    while begun.elapsed() < SECOND {
        pace.wait().await;
        sent += 1;
    }
    assert!(f64::from(sent) > rate * 0.95, "{sent} at {rate}");
    assert!(f64::from(sent) < limit(&pace) * 1.05, "{sent} at {rate}");
}

/// How often a service throttles a hundred tasks that call five times each, and how many calls fail. It takes bursts of 10
/// and 20 requests a second beyond.
#[cfg(feature = "testing")]
async fn throttled(are_shared: bool) -> (usize, usize) {
    use crate::testing::{Answer, Service};
    use crate::{Client, RetryPolicy, Token};

    const RATE: f64 = 20.0;
    const BURST: f64 = 10.0;

    let refusals = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&refusals);
    let bucket = Mutex::new((Instant::now(), BURST));
    let service = Service::new(move |_, _| {
        let mut bucket = bucket.lock().unwrap();
        let now = Instant::now();
        let level = (bucket.1 + now.duration_since(bucket.0).as_secs_f64() * RATE).min(BURST);
        let is_allowed = level >= 1.0;
        *bucket = (now, if is_allowed { level - 1.0 } else { level });
        let answer = if is_allowed {
            Answer::json(200, r#"{"id": "A", "name": "12", "roomTypeId": "B"}"#)
        } else {
            count.fetch_add(1, Ordering::Relaxed);
            Answer::status(429)
        };
        answer.after(Duration::from_millis(20))
    });
    let client = || {
        Client::builder()
            .base_url("http://service.test")
            .service(service.clone())
            .credentials(Token::new("token").unwrap())
            .retry(RetryPolicy::default().attempts(100))
            .build()
            .unwrap()
    };
    let shared = client();
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let client = if are_shared { shared.clone() } else { client() };
            tokio::spawn(async move {
                let mut failed = 0;
                for _ in 0..5 {
                    let call = client.get_room().room_id("amzn1.alexa.unit.did.A").send().await;
                    failed += usize::from(call.is_err());
                }
                failed
            })
        })
        .collect();
    let mut failed = 0;
    for task in tasks {
        failed += task.await.unwrap();
    }
    (refusals.load(Ordering::Relaxed), failed)
}

/// Those of the first moment, when nobody knows of a limit, are the same either way.
#[cfg(feature = "testing")]
#[tokio::test(start_paused = true)]
async fn a_hundred_tasks_with_one_client_do_not_storm() {
    let (together, failed) = throttled(true).await;
    let (apart, failed_apart) = throttled(false).await;
    assert_eq!((failed, failed_apart), (0, 0));
    assert!(together - 90 <= 50 && apart > together * 3, "{together} together, {apart} apart");
}
