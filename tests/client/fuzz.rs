//! Responses of arbitrary bytes: whatever comes, nothing of it is lost and nothing panics.

use std::sync::LazyLock;

use asp_client::testing::{Answer, Service};
use asp_client::{Client, Operation, RetryPolicy, Strictness, Token};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::header::HeaderMap;

use crate::operations::{Units, call, documented_body};

/// How many responses; the same in every run.
const CASES: u32 = 2000;

/// A response.
#[derive(Clone, Debug)]
struct Sent {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What means something to readers of responses.
const PIECES: [&str; 20] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "1e999",
    "-1",
    "\\ud800",
    "\"id\"",
    "\"name\"",
    "\"rooms\":[",
    "\"roomTypeId\"",
    "\"paginationContext\":{",
    "\"nextToken\":",
    "\"message\":",
    "\"amzn1.alexa.unit.did.A\"",
    "\u{0}",
];

fn body() -> impl Strategy<Value = Vec<u8>> {
    let documented =
        (0..Operation::ALL.len(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, place, byte)| {
            let mut body = documented_body(Operation::ALL[at]).as_bytes().to_vec();
            if !body.is_empty() {
                let place = place.index(body.len());
                body[place] = byte;
            }
            body
        });
    let pieces = prop::collection::vec(0..PIECES.len(), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>().into_bytes());
    let page = (prop::collection::vec(any::<String>(), 0..4), prop::option::of("[a-c]{0,2}")).prop_map(
        |(names, token)| {
            let rooms: Vec<_> = names
                .iter()
                .map(|name| serde_json::json!({"id": name, "name": name, "roomTypeId": 7}))
                .collect();
            serde_json::json!({"rooms": rooms, "paginationContext": {"nextToken": token}})
                .to_string()
                .into_bytes()
        },
    );
    prop_oneof![prop::collection::vec(any::<u8>(), 0..200), documented, pieces, page]
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = prop_oneof![
        Just("x-amzn-requestid"),
        Just("location"),
        Just("retry-after"),
        Just("date"),
        Just("content-type"),
        Just("content-length"),
        Just("transfer-encoding"),
        Just("content-encoding"),
        Just("www-authenticate"),
        Just("x-odd"),
    ];
    // All that a header may have: visible ASCII, blanks, and bytes beyond.
    let values = prop_oneof![
        "[\t -~]{0,20}",
        "[0-9]{0,25}",
        "Sun, 0[0-9] Nov [0-9]{4} 08:49:37 GMT",
        "\"?/?[a-z]{0,5}/%[0-9A-F]{2}\"?",
        "[ -~\u{e9}\u{4e2d}]{0,9}"
    ];
    prop::collection::vec((names, values), 0..6)
        .prop_map(|headers| headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn sent() -> impl Strategy<Value = Sent> {
    let status = prop_oneof![3 => 200_u16..300, 3 => 400_u16..600, 1 => 100_u16..1000];
    (status, headers(), body()).prop_map(|(status, headers, body)| Sent { status, headers, body })
}

impl Sent {
    fn answer(&self) -> Answer {
        let answer = Answer::json(self.status, self.body.clone());
        self.headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value))
    }

    /// The headers as a map, in which the last one of a name counts.
    fn map(&self) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert("content-type", "application/json".parse().unwrap());
        for (name, value) in &self.headers {
            map.insert(
                reqwest::header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                value.parse().unwrap(),
            );
        }
        map
    }
}

/// A client of a service; they all have one HTTP client, which takes longer to make than to use.
fn client_of(service: &Service, strictness: Strictness, policy: RetryPolicy) -> Client {
    static HTTP: LazyLock<reqwest::Client> = LazyLock::new(reqwest::Client::new);
    Client::builder()
        .base_url("http://service.test")
        .service(service.clone())
        .http(HTTP.clone())
        .credentials(Token::new("Atza|test").unwrap())
        .strictness(strictness)
        .retry(policy)
        .build()
        .unwrap()
}

fn runner() -> TestRunner {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

fn in_paused_time<T>(future: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(future)
}

/// Checks an error's answer, and that it can be shown.
fn keeps(error: &asp_client::Error, sent: &Sent) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(sent.status), "{error:?}");
    assert_eq!(error.headers(), Some(&sent.map()), "{error:?}");
    assert_eq!(error.body().map(AsRef::as_ref), Some(sent.body.as_slice()), "{error:?}");
    let shown = format!("{error} {error:?}");
    if let Some(message) = error.service_message().filter(|message| message.len() > 8) {
        assert!(!shown.contains(&message), "{shown}");
    }
    let _ = (error.location().and_then(|location| location.unit_id()), error.request_id());
}

#[test]
fn arbitrary_responses_to_calls_are_kept_whole() {
    let strictness = prop_oneof![Just(Strictness::Off), Just(Strictness::Report), Just(Strictness::Enforce)];
    let policy = prop_oneof![Just(RetryPolicy::never()), Just(RetryPolicy::default())];
    let strategy = (sent(), 0..Operation::ALL.len(), strictness, policy);
    let result = runner().run(&strategy, |(sent, at, strictness, policy)| {
        let operation = Operation::ALL[at];
        in_paused_time(async {
            let always = sent.clone();
            let service = Service::new(move |_, _| always.answer());
            let client = client_of(&service, strictness, policy);
            match call(&client, operation, &Units::nowhere()).await {
                Ok(done) => {
                    assert!((200..300).contains(&sent.status) || sent.status == 404, "{done:?}");
                    assert_eq!(
                        (done.status, &done.headers, &*done.body),
                        (sent.status, &sent.map(), &*sent.body)
                    );
                }
                Err(error) => {
                    keeps(&error, &sent);
                    assert_eq!(error.operation(), Some(operation));
                    assert_eq!(u64::from(error.attempts()), service.requests());
                }
            }
            let raw = client.request(operation.method(), "/anything").send().await;
            match raw {
                Ok(raw) => assert_eq!(raw.body(), &sent.body),
                Err(error) => keeps(&error, &sent),
            }
        });
        Ok(())
    });
    result.unwrap();
}

#[test]
fn arbitrary_pages_end_a_list_or_its_error_keeps_them() {
    let strategy = (prop::collection::vec(sent(), 1..6), any::<bool>());
    let result = runner().run(&strategy, |(answers, prefetch)| {
        in_paused_time(async {
            let all = answers.clone();
            let service = Service::new(move |_, number| {
                all[(usize::try_from(number).unwrap() - 1) % all.len()].answer()
            });
            let client = client_of(&service, Strictness::Off, RetryPolicy::never());
            let mut pages = client.list_rooms().room_type_id("amzn1.alexa.unit.did.A").pages();
            if !prefetch {
                pages = pages.without_prefetch();
            }
            let mut count = 0;
            while let Some(page) = pages.next().await {
                let sent = &answers[count % answers.len()];
                match page {
                    Ok(page) => {
                        count += 1;
                        assert_eq!(
                            (page.status().as_u16(), page.headers(), &**page.body()),
                            (sent.status, &sent.map(), &*sent.body)
                        );
                    }
                    Err(error)
                        if std::error::Error::source(&error)
                            .is_some_and(<dyn std::error::Error>::is::<asp_client::pages::RepeatedToken>) => {
                    }
                    Err(error) => keeps(&error, sent),
                }
            }
            // Tokens have at most two of three letters, so that the thirteenth page goes round.
            assert!(count <= 14 * answers.len(), "{count}");
            assert!(pages.next().await.is_none());
        });
        Ok(())
    });
    result.unwrap();
}
