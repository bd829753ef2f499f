//! Tokens of a client on a clock that stands still until nobody has anything to do.

#![cfg(feature = "testing")]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::testing::{Answer, Service};
use crate::{Client, Error, ErrorKind};

const HOUR: Duration = Duration::from_hours(1);

const MINUTE: Duration = Duration::from_mins(1);

/// A token that lasts an hour is replaced then.
const DUE: Duration = Duration::from_mins(59);

/// What a provider does when it is asked.
#[derive(Clone, Copy, Debug)]
enum Does {
    Gives(Option<Duration>),
    Fails,
    Panics,
    Hangs,
}

/// A provider that takes a second. Its tokens are `token-1`, `token-2` and so on; what it does after its list is to give
/// tokens that last an hour.
#[derive(Clone, Default)]
struct Provider(Arc<Asked>);

#[derive(Default)]
struct Asked {
    times: AtomicUsize,
    next: Mutex<VecDeque<Does>>,
    refused: Mutex<Vec<Option<String>>>,
}

impl Provider {
    fn new(next: &[Does]) -> Self {
        let provider = Self::default();
        provider.0.next.lock().unwrap().extend(next);
        provider
    }

    fn times(&self) -> usize {
        self.0.times.load(Ordering::Relaxed)
    }
}

impl TokenProvider for Provider {
    fn fetch<'a>(&'a self, refused: Option<&'a Token>) -> BoxFuture<'a, Result<Lease, AuthError>> {
        Box::pin(async move {
            let number = self.0.times.fetch_add(1, Ordering::Relaxed) + 1;
            self.0.refused.lock().unwrap().push(refused.map(|token| token.expose().to_owned()));
            let does = self.0.next.lock().unwrap().pop_front();
            tokio::time::sleep(Duration::from_secs(1)).await;
            match does.unwrap_or(Does::Gives(Some(HOUR))) {
                Does::Gives(lifetime) => {
                    let lease = Lease::new(Token::new(format!("token-{number}")).unwrap());
                    Ok(match lifetime {
                        Some(lifetime) => lease.lasts(lifetime),
                        None => lease,
                    })
                }
                Does::Fails => Err(AuthError::provider("the vault is sealed")),
                Does::Panics => unreachable!("a provider that panics"),
                Does::Hangs => std::future::pending().await,
            }
        })
    }
}

/// A client of a service that takes all tokens but some.
fn client(provider: &Provider, refused: &'static [&str]) -> (Client, Service) {
    let service = Service::new(move |request, _| {
        let token = request.headers()["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap();
        if refused.contains(&token) {
            return Answer::status(401);
        }
        Answer::json(200, r#"{"id": "A", "name": "12", "roomTypeId": "B"}"#).header("used", token)
    });
    let client = Client::builder()
        .base_url("http://service.test")
        .service(service.clone())
        .credentials(Credentials::provider(provider.clone()))
        .build()
        .unwrap();
    (client, service)
}

/// The token that a call came through with.
async fn used(client: &Client) -> Result<String, Error> {
    let answer = client.get_room().room_id("amzn1.alexa.unit.did.A").send().await?;
    Ok(answer.headers()["used"].to_str().unwrap().to_owned())
}

/// Why there was no token.
fn reason(error: &Error) -> &AuthError {
    assert_eq!(error.kind(), ErrorKind::Auth);
    std::error::Error::source(error).unwrap().downcast_ref().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_token_is_replaced_a_minute_before_it_ends() {
    let provider = Provider::default();
    let (client, _) = client(&provider, &[]);
    assert_eq!(used(&client).await.unwrap(), "token-1");
    tokio::time::advance(DUE.saturating_sub(Duration::from_millis(1))).await;
    assert_eq!(used(&client).await.unwrap(), "token-1");
    assert_eq!(provider.times(), 1);
    tokio::time::advance(Duration::from_millis(1)).await;
    // The old one serves until the new one is there.
    assert_eq!(used(&client).await.unwrap(), "token-1");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(used(&client).await.unwrap(), "token-2");
    assert_eq!(provider.times(), 2);
}

/// Neither waits nor deadlines come from a provider that hangs while there is a token.
#[tokio::test(start_paused = true)]
async fn in_its_last_minute_a_token_serves_while_one_fetch_runs() {
    let provider = Provider::new(&[Does::Gives(Some(HOUR)), Does::Hangs]);
    let (client, _) = client(&provider, &[]);
    used(&client).await.unwrap();
    let client = client.with_deadline(Duration::from_secs(5));
    tokio::time::advance(DUE).await;
    for _ in 0..100 {
        assert_eq!(used(&client).await.unwrap(), "token-1");
    }
    // The fetch is a task of its own, which has its turn now.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(provider.times(), 2);
    tokio::time::advance(MINUTE).await;
    // Now there is none to serve.
    assert_eq!(used(&client).await.unwrap_err().kind(), ErrorKind::Deadline);
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_the_provider_has_a_rest_and_calls_fail_with_the_same_error() {
    let provider = Provider::new(&[Does::Fails, Does::Fails]);
    let (client, service) = client(&provider, &[]);
    for times in [1, 2] {
        for _ in 0..100 {
            let error = used(&client).await.unwrap_err();
            assert!(matches!(reason(&error), AuthError::Provider(_)), "{error:?}");
            assert_eq!(provider.times(), times);
        }
        tokio::time::advance(Duration::from_secs(2)).await;
    }
    assert_eq!(service.requests(), 0);
    assert_eq!(used(&client).await.unwrap(), "token-3");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_ended_when_it_comes_is_an_error_of_its_own() {
    let provider = Provider::new(&[Does::Gives(Some(Duration::ZERO))]);
    let (client, _) = client(&provider, &[]);
    let error = used(&client).await.unwrap_err();
    let AuthError::Unavailable { reason, .. } = reason(&error) else { unreachable!("{error:?}") };
    assert_eq!(reason, "the one it gave has already ended");
}

#[tokio::test(start_paused = true)]
async fn a_token_of_unknown_lifetime_is_used_until_it_is_refused() {
    let provider = Provider::new(&[Does::Gives(None)]);
    let (client, _) = client(&provider, &[]);
    used(&client).await.unwrap();
    tokio::time::advance(HOUR * 1000).await;
    assert_eq!(used(&client).await.unwrap(), "token-1");
}

#[tokio::test(start_paused = true)]
async fn however_many_ask_the_provider_is_asked_once() {
    let provider = Provider::default();
    let (client, service) = client(&provider, &["token-1"]);
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { used(&client).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "token-2");
    }
    // Once for all, and once more when all of them were refused that token.
    assert_eq!(*provider.0.refused.lock().unwrap(), [None, Some("token-1".to_owned())]);
    assert_eq!(service.requests(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_in_a_call() {
    let provider = Provider::default();
    let (client, service) = client(&provider, &["token-1", "token-2"]);
    let error = used(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unauthenticated, 2));
    assert_eq!((provider.times(), service.requests()), (2, 2));
    // The next call knows that it was refused.
    assert_eq!(used(&client).await.unwrap(), "token-3");
}

#[tokio::test(start_paused = true)]
async fn a_fetch_goes_on_when_whoever_asked_has_left() {
    let provider = Provider::default();
    let (client, _) = client(&provider, &[]);
    let half = Duration::from_millis(500);
    assert!(tokio::time::timeout(half, used(&client)).await.is_err());
    assert_eq!(used(&client).await.unwrap(), "token-1");
    // Also if nobody waits for it at the end.
    tokio::time::advance(HOUR).await;
    assert!(tokio::time::timeout(half, used(&client)).await.is_err());
    tokio::time::sleep(HOUR / 2).await;
    assert_eq!(used(&client).await.unwrap(), "token-2");
    assert_eq!(provider.times(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_fails_or_panics_is_asked_again_by_a_later_call() {
    let provider = Provider::new(&[Does::Fails, Does::Panics]);
    let (client, service) = client(&provider, &[]);
    let error = used(&client).await.unwrap_err();
    assert!(
        matches!(reason(&error), AuthError::Provider(source) if source.to_string() == "the vault is sealed")
    );
    tokio::time::advance(Duration::from_secs(1)).await;
    let error = used(&client).await.unwrap_err();
    assert!(matches!(reason(&error), AuthError::Unavailable { .. }), "{error:?}");
    assert_eq!(service.requests(), 0);
    assert_eq!(used(&client).await.unwrap(), "token-3");
}

#[tokio::test(start_paused = true)]
async fn while_a_token_lasts_a_failed_refresh_harms_nobody() {
    let provider = Provider::new(&[Does::Gives(Some(HOUR)), Does::Fails, Does::Panics, Does::Fails]);
    let (client, _) = client(&provider, &[]);
    used(&client).await.unwrap();
    tokio::time::advance(DUE).await;
    for times in [2, 3, 4] {
        assert_eq!(used(&client).await.unwrap(), "token-1");
        // Until it has failed and may be asked again.
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert_eq!(provider.times(), times);
    }
    tokio::time::advance(MINUTE).await;
    assert_eq!(used(&client).await.unwrap(), "token-5");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_used_again_although_a_refresh_fails() {
    let provider = Provider::new(&[Does::Gives(Some(HOUR)), Does::Fails]);
    let (client, _) = client(&provider, &["token-1"]);
    let error = used(&client).await.unwrap_err();
    assert!(matches!(reason(&error), AuthError::Provider(_)));
    assert_eq!(error.attempts(), 1);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(used(&client).await.unwrap(), "token-3");
    let refused = || provider.0.refused.lock().unwrap().clone();
    let first = || Some("token-1".to_owned());
    // The provider is told until there is another one, and not any more then.
    assert_eq!(refused(), [None, first(), first()]);
    tokio::time::advance(HOUR).await;
    used(&client).await.unwrap();
    assert_eq!(refused(), [None, first(), first(), None]);
}

/// A fetch that cannot be spawned lands at once, and nobody waits for ever.
#[test]
fn a_call_without_a_runtime_or_on_one_that_ends_does_not_hang() {
    let within = |what: &'static str, call: fn(Client)| {
        let (done, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let (client, _) = client(&Provider::default(), &[]);
            let other = client.clone();
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| call(client)));
            // The state can be used still.
            let again = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            done.send(again.block_on(used(&other))).unwrap();
        });
        ended.recv_timeout(MINUTE).expect(what).unwrap();
    };
    within("without a runtime", |client| {
        let mut call = Box::pin(used(&client));
        let waker = std::task::Waker::noop();
        let _ = call.as_mut().poll(&mut std::task::Context::from_waker(waker));
    });
    within("on a runtime that has ended", |client| {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let handle = runtime.handle().clone();
        runtime.shutdown_background();
        let _ = handle.block_on(used(&client));
    });
}

/// The deadline of a call holds for the wait as well.
#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_token_beyond_the_deadline() {
    let provider = Provider::default();
    let (client, _) = client(&provider, &[]);
    let error = used(&client.with_deadline(Duration::from_millis(100))).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, 0));
}
