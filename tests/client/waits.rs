//! How long the client waits, and when it gives up: in memory, under a clock that stands still while anybody works.

use std::sync::Arc;
use std::time::Duration;

use asp_client::testing::{Answer, Service};
use asp_client::{Client, ErrorKind, Event, Jitter, Operation, RetryPolicy, Token};
use parking_lot::Mutex;
use tokio::time::Instant;

use crate::operations::{Units, call, documented_body, success};

/// The body of a room.
const ROOM: &str = r#"{"id":"amzn1.alexa.unit.did.A","name":"12","roomTypeId":"amzn1.alexa.unit.did.B"}"#;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The documented schedule, to the letter and without end.
fn steady() -> RetryPolicy {
    RetryPolicy::default()
        .jitter(Jitter::None)
        .attempts(u32::MAX)
        .transient_attempts(u32::MAX)
        .deadline(seconds(86_400))
}

/// A client of a service that answers so, and when the service was asked.
fn client_of(
    policy: RetryPolicy,
    answer: impl Fn(u64) -> Answer + Send + Sync + 'static,
) -> (Client, Service, Arc<Mutex<Vec<Instant>>>) {
    let asked = Arc::<Mutex<Vec<Instant>>>::default();
    let times = Arc::clone(&asked);
    let service = Service::new(move |_, number| {
        times.lock().push(Instant::now());
        answer(number)
    });
    let client = builder(&service).retry(policy).build().unwrap();
    (client, service, asked)
}

fn builder(service: &Service) -> asp_client::ClientBuilder {
    let token = Token::new("Atza|test").unwrap();
    Client::builder().base_url("http://service.test").service(service.clone()).credentials(token)
}

async fn get_room(client: &Client) -> Result<u32, asp_client::Error> {
    client.get_room().room_id("amzn1.alexa.unit.did.A").send().await.map(|room| room.attempts())
}

/// The waits between requests.
fn waits(asked: &Mutex<Vec<Instant>>) -> Vec<Duration> {
    let asked = asked.lock();
    asked.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn the_whole_documented_ladder_is_climbed_and_its_last_step_is_repeated() {
    let ladder = [1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256].map(seconds);
    for &operation in Operation::ALL {
        let (client, _, asked) = client_of(steady(), move |number| {
            if number <= 12 {
                Answer::status(429)
            } else {
                Answer::json(success(operation), documented_body(operation))
            }
        });
        let done = call(&client, operation, &Units::nowhere()).await.unwrap();
        assert_eq!(done.attempts, 13, "{operation:?}");
        assert_eq!(waits(&asked), ladder, "{operation:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn jitter_is_at_most_the_ladder_and_not_always_the_same() {
    let waited = Arc::<Mutex<Vec<Duration>>>::default();
    let service = Service::new(
        |_, number| if number % 10 == 0 { Answer::json(200, ROOM) } else { Answer::status(503) },
    );
    let seen = Arc::clone(&waited);
    let policy = RetryPolicy::default().transient_attempts(10).deadline(seconds(86_400));
    let client = builder(&service)
        .retry(policy)
        .on_event(move |event| {
            if let Event::Repeat { wait, .. } = event {
                seen.lock().push(*wait);
            }
        })
        .build()
        .unwrap();
    for _ in 0..8 {
        assert_eq!(get_room(&client).await.unwrap(), 10);
    }
    let waited = waited.lock();
    assert_eq!(waited.len(), 72);
    for (at, wait) in waited.iter().enumerate() {
        assert!(*wait <= seconds(1 << (at % 9)), "wait {at} is {wait:?}");
    }
    // That all eight draws of a step are in its first half has a chance of 1 in 256, and that of all nine steps of none.
    let in_second_half =
        waited.iter().enumerate().filter(|(at, wait)| **wait * 2 > seconds(1 << (at % 9))).count();
    assert!((1..72).contains(&in_second_half), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_in_seconds_and_dates_if_it_is_longer_than_the_schedule() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:30 GMT");
    for (status, headers, wait) in [
        (429, vec![("retry-after", "7")], 7),
        (503, vec![("retry-after", "7")], 7),
        (429, vec![("retry-after", "0")], 1),
        (503, vec![("retry-after", "Sun, 06 Nov 1994 08:50:40 GMT"), date], 70),
        (429, vec![("retry-after", "Sunday, 06-Nov-94 08:49:40 GMT"), date], 10),
        (429, vec![("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"), date], 1),
        (429, vec![("retry-after", "soon")], 1),
        (429, vec![("retry-after", "-5")], 1),
        (429, vec![("retry-after", "2000")], 2000),
    ] {
        let label = format!("{status} {headers:?}");
        let (client, _, asked) = client_of(steady(), move |number| {
            let refusal = headers
                .iter()
                .fold(Answer::status(status), |answer, (name, value)| answer.header(name, value));
            if number == 1 { refusal } else { Answer::json(200, ROOM) }
        });
        assert_eq!(get_room(&client).await.unwrap(), 2, "{label}");
        assert_eq!(waits(&asked), [seconds(wait)], "{label}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun_and_the_error_says_how_long_it_is() {
    for asked_for in ["601", "18446744073709551616"] {
        let (client, service, _) =
            client_of(RetryPolicy::default(), move |_| Answer::status(429).header("retry-after", asked_for));
        let begun = Instant::now();
        let error = get_room(&client).await.unwrap_err();
        let ErrorKind::Throttled { wait } = error.kind() else { unreachable!("{error:?}") };
        assert!(wait >= seconds(601), "{wait:?}");
        assert!(!error.to_string().is_empty());
        assert_eq!((begun.elapsed(), service.requests(), error.attempts()), (Duration::ZERO, 1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded_and_those_after_failures_apart() {
    let throttled = |_| Answer::status(429);
    let failing = |_| Answer::status(503);
    // Throttled twice, then not well: the two kinds of attempts are counted apart.
    let mixed = |number| Answer::status(if number <= 2 { 429 } else { 503 });
    let refused = |_| Answer::refused();
    let dropped = |_| Answer::dropped();
    let policy = RetryPolicy::default().attempts(6).transient_attempts(3).jitter(Jitter::None);
    for (answer, expected) in
        [(throttled as fn(u64) -> Answer, 6), (failing, 3), (mixed, 5), (refused, 3), (dropped, 3)]
    {
        let (client, service, _) = client_of(policy.clone(), answer);
        let error = get_room(&client).await.unwrap_err();
        assert_eq!((u64::from(error.attempts()), service.requests()), (expected, expected), "{error:?}");
    }
    // The default goes through the whole ladder once.
    let (client, _, asked) = client_of(RetryPolicy::default().jitter(Jitter::None), throttled);
    let error = get_room(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled { wait: seconds(256) });
    assert_eq!(waits(&asked), [1, 2, 4, 8, 16, 32, 64, 128, 256].map(seconds));
    let (client, service, _) = client_of(RetryPolicy::never(), throttled);
    assert_eq!((get_room(&client).await.unwrap_err().attempts(), service.requests()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_a_call_whatever_it_waits_for() {
    // In a wait: the next one would end after 15 s.
    let (client, service, asked) = client_of(steady().deadline(seconds(10)), |_| Answer::status(429));
    let begun = Instant::now();
    let error = get_room(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled { wait: seconds(8) });
    assert_eq!(waits(&asked), [1, 2, 4].map(seconds));
    assert_eq!((begun.elapsed(), service.requests(), error.attempts()), (seconds(7), 4, 4));
    // In an attempt.
    for &operation in Operation::ALL {
        let (client, service, _) = client_of(steady(), |_| Answer::status(200).after(seconds(3600)));
        let begun = Instant::now();
        let client = client.with_deadline(seconds(10));
        let error = call(&client, operation, &Units::nowhere()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, 1), "{operation:?}");
        assert_eq!(error.may_be_done(), operation.method() != reqwest::Method::GET, "{operation:?}");
        assert_eq!((begun.elapsed(), service.requests()), (seconds(10), 1));
    }
    // What is known of the last answer stays in the error.
    let (client, ..) = client_of(steady().deadline(seconds(10)), |number| match number {
        1 => Answer::status(503).header("x-amzn-requestid", "first"),
        _ => Answer::dropped().after(seconds(3600)),
    });
    let error = get_room(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, 2), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_takes_too_long_is_given_up_and_repeated_where_that_is_safe() {
    for &operation in Operation::ALL {
        let (client, service, asked) = client_of(steady(), move |number| {
            let answer = Answer::json(success(operation), documented_body(operation));
            if number == 1 { answer.after(seconds(31)) } else { answer.after(seconds(29)) }
        });
        let result = call(&client, operation, &Units::nowhere()).await;
        if operation.method() == reqwest::Method::POST {
            let error = result.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{operation:?}");
            assert!(error.may_be_done());
            assert_eq!(service.requests(), 1);
        } else {
            assert_eq!(result.unwrap().attempts, 2, "{operation:?}");
            assert_eq!(waits(&asked), [seconds(30 + 1)], "{operation:?}: the attempt, then the wait");
        }
    }
    let (_, service, _) = client_of(steady(), |_| Answer::json(200, ROOM).after(seconds(3)));
    let client = builder(&service).attempt_timeout(seconds(2)).retry(RetryPolicy::never()).build().unwrap();
    assert_eq!(get_room(&client).await.unwrap_err().kind(), ErrorKind::Transport);
    let client = builder(&service).attempt_timeout(seconds(4)).retry(RetryPolicy::never()).build().unwrap();
    assert_eq!(get_room(&client).await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn operations_and_calls_have_policies_of_their_own() {
    let service = Service::new(|_, _| Answer::status(503));
    let all = RetryPolicy::default().transient_attempts(2).jitter(Jitter::None);
    let client = builder(&service)
        .retry(all)
        .retry_for(Operation::GetHome, RetryPolicy::default().transient_attempts(3))
        .retry_for(Operation::ListRooms, RetryPolicy::never())
        .build()
        .unwrap();
    let attempts = async |client: &Client, operation| {
        call(client, operation, &Units::nowhere()).await.unwrap_err().attempts()
    };
    assert_eq!(attempts(&client, Operation::GetRoom).await, 2);
    assert_eq!(attempts(&client, Operation::GetHome).await, 3);
    assert_eq!(attempts(&client, Operation::ListRooms).await, 1);
    // For one call, and the client stays as it was.
    let other = client.with_retry(RetryPolicy::default().transient_attempts(5));
    for operation in [Operation::GetRoom, Operation::GetHome, Operation::ListRooms] {
        assert_eq!(attempts(&other, operation).await, 5, "{operation:?}");
    }
    assert_eq!(attempts(&client, Operation::GetHome).await, 3);
    // A deadline changes nothing else.
    let hasty = client.with_deadline(Duration::from_millis(1500));
    assert_eq!(attempts(&hasty, Operation::GetRoom).await, 2);
    assert_eq!(attempts(&hasty, Operation::ListRooms).await, 1);
}

#[tokio::test(start_paused = true)]
async fn the_budget_of_repetitions_runs_out_and_is_earned_back() {
    let is_well = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let well = Arc::clone(&is_well);
    let (client, service, _) = client_of(RetryPolicy::default().jitter(Jitter::None), move |_| {
        if well.load(std::sync::atomic::Ordering::Relaxed) {
            Answer::json(200, ROOM)
        } else {
            Answer::status(503)
        }
    });
    for _ in 0..60 {
        assert_eq!(get_room(&client).await.unwrap_err().status().unwrap().as_u16(), 503);
    }
    // A hundred repetitions, and then none: a service that is down is not asked four times as often.
    assert_eq!(service.requests(), 60 + 100);
    // Clones have the same budget.
    assert_eq!(get_room(&client.with_retry(RetryPolicy::default())).await.unwrap_err().attempts(), 1);
    is_well.store(true, std::sync::atomic::Ordering::Relaxed);
    for _ in 0..10 {
        get_room(&client).await.unwrap();
    }
    is_well.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(get_room(&client).await.unwrap_err().attempts(), 2);
    assert_eq!(get_room(&client).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn throttling_costs_no_budget() {
    let (client, service, _) = client_of(steady().attempts(10), |_| Answer::status(429));
    for _ in 0..30 {
        assert_eq!(get_room(&client).await.unwrap_err().attempts(), 10);
    }
    assert_eq!(service.requests(), 300);
}

#[tokio::test(start_paused = true)]
async fn a_service_in_memory_has_the_same_largest_response() {
    for (largest, attempts) in [(ROOM.len(), None), (ROOM.len() - 1, Some(1))] {
        let service = Service::new(|_, _| Answer::json(200, ROOM));
        let client = builder(&service).largest_response(largest).build().unwrap();
        let error = get_room(&client).await.err();
        assert_eq!(error.as_ref().map(asp_client::Error::attempts), attempts, "{error:?}");
        if let Some(error) = error {
            assert_eq!(error.kind(), ErrorKind::Unexpected);
            assert_eq!(error.body().unwrap(), &ROOM.as_bytes()[..largest]);
        }
    }
}
